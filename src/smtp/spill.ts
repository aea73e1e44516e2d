/**
 * A big mail on its way to disk. Under `*.part` it is not finished and worth nothing; under `*.eml` it is complete and
 * synced, file and directory, so that a power cut after our 250 cannot take it back (mox, Postfix mail_stream).
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

export interface Spill {
  write(bytes: Buffer): Promise<void>;
  /** Syncs and names the file; its path. Throws what the disk said; then only `abandon` is left. */
  finish(): Promise<string>;
  /** Leaves nothing behind. Never throws. */
  abandon(): Promise<void>;
}

const PART = '.part';
/** Older than any DATA phase may last: nobody is writing it any more. */
const STALE_MS = 24 * 60 * 60 * 1000;

export async function openSpill(dir: string): Promise<Spill> {
  const name = randomUUID();
  const part = path.join(dir, name + PART);
  const whole = path.join(dir, `${name}.eml`);
  const file = await open(part, 'wx', 0o600);
  return {
    write: (bytes) => writeAll(file, bytes),
    async finish() {
      await file.sync();
      await file.close();
      await rename(part, whole);
      await syncDirectory(dir);
      return whole;
    },
    async abandon() {
      await file.close().catch(ignore);
      await Promise.all([part, whole].map((each) => rm(each, { force: true }).catch(ignore)));
    },
  };
}

/** Makes the folder and removes what a crash left half-written. Recovery is part of starting. */
export async function prepareSpillDir(dir: string, now: number): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(dir)) {
    if (!name.endsWith(PART)) continue;
    const file = path.join(dir, name);
    const age = await stat(file).then(
      (found) => now - found.mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(file, { force: true });
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const ignore = (): void => {};
