/** One raw mail from a file or from standard input. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Io } from './command.ts';

/** `-` is standard input. Null: there is no such file. */
export async function readAll(from: string, io: Pick<Io, 'stdin' | 'cwd'>): Promise<Buffer | null> {
  if (from === '-') return collect(io.stdin);
  return readFile(resolve(io.cwd, from)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return null;
    throw error;
  });
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
