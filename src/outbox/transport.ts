/**
 * The back door: a relay, or (without one) a folder. `capture` opens no socket, so a development machine cannot reach anybody.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Trouble, toError } from '../base/trouble.ts';
import type { FilledLetter } from '../notify/fill.ts';
import type { Dkim } from './dkim.ts';
import { letterBytes, type OpenFile } from './mime.ts';
import { openPool, type Taken, type Timeouts } from './pool.ts';

export interface Transport {
  /** Throws what `classify` reads. A letter is given to it at most once for each call. */
  send(letter: FilledLetter, signal?: AbortSignal): Promise<Taken>;
  close(): void;
}

/** As in the configuration (`mail.relay`). */
export interface Relay {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Null: yes, unless the relay is on this machine. */
  readonly requireTls: boolean | null;
  readonly user: string | null;
  readonly pass: string | null;
}

export interface RelayOptions {
  readonly relay: Relay;
  /** The name in EHLO. */
  readonly name: string;
  readonly dkim: Dkim | null;
  readonly openFile: OpenFile;
  readonly connections: number;
  readonly timeouts?: Timeouts;
}

export function relayTransport(options: RelayOptions): Transport {
  const { relay, dkim, openFile } = options;
  const pool = openPool(
    {
      maxConnections: options.connections,
      host: relay.host,
      port: relay.port,
      secure: relay.secure,
      requireTLS: !relay.secure && (relay.requireTls ?? !isLocal(relay.host)),
      name: options.name,
      ...(relay.user === null ? {} : { auth: { user: relay.user, pass: relay.pass ?? '' } }),
    },
    options.timeouts,
  );
  return {
    send: async (letter, signal) => pool.send(letter.envelope, await letterBytes(letter, openFile, dkim), signal),
    close: () => pool.close(),
  };
}

const isLocal = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);

/**
 * A folder that takes letters: `<letter id>.eml` with the exact bytes, then `<letter id>.json` with the envelope. Whoever sees
 * the second finds the first whole. The bytes hold live links, so only this user may read them.
 */
export function captureTransport(folder: string, openFile: OpenFile, dkim: Dkim | null): Transport {
  return {
    async send(letter) {
      const bytes = await letterBytes(letter, openFile, dkim);
      const envelope = {
        id: letter.id,
        from: letter.envelope.from,
        to: letter.envelope.to,
        messageId: letter.messageId,
        subject: letter.subject,
        date: new Date(letter.date).toISOString(),
      };
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeWhole(join(folder, `${letter.id}.eml`), bytes);
        await writeWhole(join(folder, `${letter.id}.json`), `${JSON.stringify(envelope, null, 2)}\n`);
      } catch (error) {
        throw new Trouble('capture', `${folder}: ${toError(error).message}`, { cause: error });
      }
      return { answer: `captured in ${folder}`, refused: [] };
    },
    close: () => {},
  };
}

async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const half = `${path}.${process.pid}.tmp`;
  await writeFile(half, content, { mode: 0o600 });
  await rename(half, path);
}
