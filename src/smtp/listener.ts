/**
 * The front door: SMTP (RFC 5321) or LMTP (RFC 2033) in, one durable mail out. It may touch the socket and its own
 * folder for big mails; everything else is behind `FrontDoor`. 250 is said only after `accept` has resolved.
 */
import type { AddressInfo } from 'node:net';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';
import { type FrontDoor, makeDesk } from './desk.ts';
import type { Limits } from './limits.ts';
import type { TrustedRelay } from './relays.ts';
import { prepareSpillDir } from './spill.ts';

export type { Accepted, Arrival, FrontDoor } from './desk.ts';

export interface ListenerOptions {
  host: string;
  port: number;
  lmtp: boolean;
  /** Bytes; SIZE of RFC 1870. */
  maxSize: number;
  limits: Partial<Limits>;
  /** PEM. */
  tls: { key: string | Buffer; cert: string | Buffer } | null;
  trustedRelays: readonly TrustedRelay[];
  hostname: string;
  spillDir: string;
  door: FrontDoor;
  log: Log;
  clock: Clock;
}

export interface ListenerStats {
  /** Sessions open now. */
  sessions: number;
  /** Mails answered 250, bytes of them, mails answered otherwise, sessions that left inside DATA. */
  accepted: number;
  acceptedBytes: number;
  refused: number;
  abandoned: number;
  refusedRecipients: number;
  /** Connections turned away or ended by a limit. */
  cut: number;
}

export interface Listener {
  port: number;
  close(): Promise<void>;
  stats(): ListenerStats;
}

/** Connections that the system may hold until they are taken: a burst beyond it waits a second for a second try. */
const BACKLOG = 2048;

/** Listens, or throws Trouble `listen`. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  await prepareSpillDir(options.spillDir, options.clock());
  const desk = makeDesk(options);
  const server = desk.server;
  await new Promise<void>((resolve, reject) => {
    const failed = (error: Error): void =>
      reject(
        new Trouble('listen', `Cannot listen on ${options.host}:${options.port}: ${error.message}`, { cause: error }),
      );
    server.once('error', failed);
    const { host, port } = options;
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', failed);
      // Broken connections and failed handshakes: the client's affair.
      server.on('error', (error: Error) => options.log.debug({ err: error.message }, 'smtp connection failed'));
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => server.shutDown(),
    stats: () => ({ sessions: server.sessions.size, ...desk.counts }),
  };
}
