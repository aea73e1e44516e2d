/**
 * Files are shown to a scanner before anybody gets them (threat T16): clamd, by its INSTREAM command (clamd(8)): chunks with their
 * length before them, an empty one at the end, and one line of answer.
 */
import { createConnection, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { SECOND } from '../base/time.ts';
import { Trouble, toError } from '../base/trouble.ts';

/** What was found in these bytes, `Eicar-Signature`; null: nothing. Throws Trouble `scanner-away` when it cannot be said. */
export type Scanner = (bytes: Readable) => Promise<string | null>;

/** So long without a sign of life. */
const PATIENCE = 60 * SECOND;

/** `127.0.0.1:3310`, or the path of its socket: `/run/clamav/clamd.ctl`. */
export const clamdScanner =
  (address: string): Scanner =>
  async (bytes) => {
    const socket = open(address);
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('It did not answer in time')));
    try {
      const answer = heard(socket);
      answer.catch(() => {});
      // A scanner that has seen enough closes while it is still being told: its answer says why.
      await told(socket, bytes).catch(() => {});
      return verdictIn(await answer);
    } catch (cause) {
      throw new Trouble('scanner-away', `The scanner of files at ${address}: ${toError(cause).message}`, { cause });
    } finally {
      bytes.destroy();
      socket.destroy();
    }
  };

function open(address: string): Socket {
  const [, host, port] = /^\[?([^/]*?)\]?:(\d+)$/.exec(address) ?? [];
  return port ? createConnection({ host: host!, port: Number(port) }) : createConnection({ path: address });
}

async function told(socket: Socket, bytes: Readable): Promise<void> {
  const write = (part: Uint8Array) =>
    new Promise<void>((resolve, reject) => socket.write(part, (error) => (error ? reject(error) : resolve())));
  await write(Buffer.from('zINSTREAM\0'));
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    await write(lengthOf(chunk));
    await write(chunk);
  }
  await write(Buffer.alloc(4));
}

function lengthOf(chunk: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}

function heard(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (part: Buffer) => {
      text += part.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

/** `stream: OK`, `stream: Win.Test.EICAR_HDB-1 FOUND`, or what is wrong with the scanner. */
function verdictIn(answer: string): string | null {
  const line = answer.replace(/\0.*/s, '').trim();
  if (line === 'stream: OK') return null;
  const found = /^stream: (\S{1,200}) FOUND$/.exec(line)?.[1];
  if (found) return found;
  throw new Error(line.slice(0, 200) || 'It said nothing');
}
