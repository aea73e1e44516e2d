/**
 * The content of one mail, from the socket to memory or disk: line ends repaired, header block watched, hashed.
 * Up to SPILL_ABOVE it stays in one buffer; beyond it goes to a file in pieces, and the sender waits for the disk.
 */
import { createHash, type Hash, hash } from 'node:crypto';
import type { SMTPServerDataStream } from 'smtp-server';
import { makeHeaderGuard } from './headers.ts';
import { SPILL_ABOVE } from './limits.ts';
import { makeLines } from './lines.ts';
import { REPLIES, type Reply } from './replies.ts';
import { openSpill, type Spill } from './spill.ts';

export interface Content {
  /** The mail, or null when it is in `path`. */
  readonly raw: Buffer | null;
  readonly path: string | null;
  /** Bytes as stored, after repair of line ends. */
  readonly size: number;
  /** Of the bytes as stored, hex. */
  readonly sha256: string;
  /** Removes the file, if there is one. */
  discard(): Promise<void>;
}

/** `gone`: the client left before the end. `refused`: read to the end, nothing kept. */
export type Pumped =
  | { kind: 'whole'; content: Content }
  | { kind: 'refused'; reply: Reply; cause?: unknown }
  | { kind: 'gone' };

export interface PumpOptions {
  maxSize: number;
  spillDir: string;
  /** Called once when content goes on beyond 1.2 times `maxSize`: the only way to end it is to hang up. */
  endless(): void;
}

const ENDLESS = 1.2;

/** Resolves once, whatever happens to the stream; never rejects. */
export function pump(stream: SMTPServerDataStream, options: PumpOptions): Promise<Pumped> {
  const body = makeBody(options.spillDir);
  return new Promise((resolve) => {
    let ended = false;
    let busy: Promise<void> = Promise.resolve();
    stream.on('data', (chunk: Buffer) => {
      if (stream.byteLength > options.maxSize) {
        body.refuse(REPLIES.tooBig);
        if (stream.byteLength > options.maxSize * ENDLESS) options.endless();
        return;
      }
      const writing = body.push(chunk);
      if (!writing) return;
      stream.pause();
      busy = writing.then(() => void stream.resume());
    });
    stream.on('end', () => {
      ended = true;
      void busy.then(() => body.end()).then(resolve);
    });
    // 'close' says all that is wanted; an error that nobody hears would end the process.
    stream.on('error', () => {});
    stream.on('close', () => {
      if (ended) return;
      void busy.then(() => body.drop()).then(() => resolve({ kind: 'gone' }));
    });
  });
}

interface Body {
  /** A promise when the disk has to be waited for; it never rejects. */
  push(chunk: Buffer): Promise<void> | null;
  refuse(reply: Reply, cause?: unknown): void;
  end(): Promise<Pumped>;
  drop(): Promise<void>;
}

function makeBody(spillDir: string): Body {
  const lines = makeLines();
  const headers = makeHeaderGuard();
  let held = Buffer.alloc(0);
  let length = 0;
  let size = 0;
  let digest: Hash | null = null;
  let spill: Spill | null = null;
  let refused: { reply: Reply; cause?: unknown } | null = null;

  function hold(bytes: Buffer): void {
    if (length + bytes.length > held.length) {
      const wider = Buffer.allocUnsafe(Math.max(length + bytes.length, Math.min(held.length * 2, SPILL_ABOVE)));
      held.copy(wider, 0, 0, length);
      held = wider;
    }
    bytes.copy(held, length);
    length += bytes.length;
    size += bytes.length;
  }

  async function flush(): Promise<void> {
    const bytes = held.subarray(0, length);
    held = Buffer.alloc(0);
    length = 0;
    digest ??= createHash('sha256');
    digest.update(bytes);
    spill ??= await openSpill(spillDir);
    await spill.write(bytes);
  }

  const refuse: Body['refuse'] = (reply, cause) => {
    refused ??= cause === undefined ? { reply } : { reply, cause };
    held = Buffer.alloc(0);
    length = 0;
  };
  const drop = async (): Promise<void> => {
    await spill?.abandon();
    spill = null;
  };
  const trouble = async (cause: unknown): Promise<void> => {
    refuse(isDiskFull(cause) ? REPLIES.diskFull : REPLIES.failed, cause);
    await drop();
  };

  async function finish(): Promise<Content> {
    if (!digest) {
      const raw = held.subarray(0, length);
      return { raw, path: null, size, sha256: hash('sha256', raw), discard: async () => {} };
    }
    await flush();
    const path = await spill!.finish();
    return { raw: null, path, size, sha256: digest.digest('hex'), discard: drop };
  }

  return {
    push(chunk) {
      if (refused) return null;
      const bytes = lines.push(chunk);
      headers.push(bytes);
      const fault = lines.fault ?? headers.fault;
      if (fault) refuse(REPLIES[fault]);
      if (refused) return null;
      const full = length + bytes.length > SPILL_ABOVE;
      const writing = full ? flush().catch(trouble) : null;
      hold(bytes);
      return writing;
    },
    refuse,
    drop,
    async end() {
      const content = refused ? null : await finish().catch(trouble);
      if (content) return { kind: 'whole', content };
      await drop();
      return { kind: 'refused', ...refused! };
    },
  };
}

/** Disk or quota is full, as the operating system says it or as a room below has put it into a Trouble. */
export function isDiskFull(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'disk-full';
}
