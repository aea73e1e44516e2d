/**
 * Blobs: bytes on disk named by their SHA-256, so the same file is kept once and a changed one is noticed.
 * `<root>/ab/abcdef…`. A blob is complete or not there: temporary file, fsync, rename, fsync of the folder.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';

export interface Blob {
  readonly sha256: string;
  readonly size: number;
}

export interface Blobs {
  /** A folder on the same file system, for files on their way in. */
  readonly spillDir: string;
  /** Another, for the mails at the door. */
  readonly arriveDir: string;
  /** Keeps a stream. More than `limit` bytes: Trouble `too-large`, and nothing is kept. */
  put(source: Readable, limit?: number): Promise<Blob>;
  /** Takes over a complete file of spillDir whose SHA-256 is known. */
  adopt(path: string, sha256: string): Promise<void>;
  /** Whoever reads it hears of an error; a stream that nobody reads must not end the process by one. */
  open(sha256: string): ReadStream;
  /** Where the bytes lie, for a reader of its own. */
  pathOf(sha256: string): string;
  has(sha256: string): Promise<boolean>;
  /** Removes a blob that no row named, unless it was written again since `before`: a row for it may be on its way. */
  remove(sha256: string, before: Instant): Promise<void>;
}

export async function openBlobs(root: string): Promise<Blobs> {
  const spillDir = join(root, 'incoming');
  const arriveDir = join(root, 'arriving');
  // Mails and files of clients: for this user alone, whatever the umask.
  for (const folder of [root, spillDir, arriveDir]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string) => join(root, sha256.slice(0, 2), sha256);

  const adopt = async (path: string, sha256: string): Promise<void> => {
    const target = pathOf(sha256);
    // The first of its letters makes a folder, and that is a new name too.
    if (await mkdir(dirname(target), { recursive: true })) await syncFolder(root);
    await rename(path, target);
    await syncFolder(dirname(target));
  };

  return {
    spillDir,
    arriveDir,
    adopt,
    put: async (source, limit = Number.POSITIVE_INFINITY) => {
      const path = join(spillDir, newId());
      try {
        const blob = await writeSynced(source, path, limit);
        await adopt(path, blob.sha256);
        return blob;
      } catch (error) {
        await rm(path, { force: true });
        throw diskTrouble(error);
      }
    },
    open: (sha256) => createReadStream(pathOf(sha256)).on('error', () => {}),
    pathOf,
    has: async (sha256) => (await stat(pathOf(sha256)).catch(() => null)) !== null,
    remove: async (sha256, before) => {
      const found = await stat(pathOf(sha256)).catch(() => null);
      if (found && found.mtimeMs < before) await rm(pathOf(sha256), { force: true });
    },
  };
}

/**
 * Removes files that were on their way in when a process died, and that no row names: whatever is durable has been renamed out
 * of these folders before its row was written.
 */
export async function sweepFolder(folder: string, before: Instant): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[]);
  let removed = 0;
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.mtimeMs >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function writeSynced(source: Readable, path: string, limit: number): Promise<Blob> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limit) return done(new Trouble('too-large', `More than ${limit} bytes`, { permanent: true }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(source, measure, createWriteStream(path, { flush: true }));
  return { sha256: hash.digest('hex'), size };
}

/** A new name is durable only when its folder is synced too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function diskTrouble(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Trouble('disk-full', 'The disk is full', { cause: error });
  if (code === 'EIO') return new Trouble('disk-failed', 'The disk failed', { cause: error });
  return error;
}
