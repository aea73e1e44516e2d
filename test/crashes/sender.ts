/**
 * A mail server that does its duty: it keeps each mail until somebody has said 250 to it, and tries again after every 4xx and
 * every broken connection. It writes down what it was promised.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mail } from '../../scripts/bench/mails.ts';
import { Peer, type Reply } from '../../scripts/bench/peer.ts';

export interface Sender {
  /** By mark: the inbox ids of each 250. More than one only when a 250 was lost on the way. */
  readonly promised: ReadonlyMap<string, readonly string[]>;
  /** How many mails were begun. */
  readonly begun: () => number;
  /** Answers other than 250, by code. */
  readonly refusals: ReadonlyMap<number, number>;
  /** Takes no new mail and resolves when each that was begun has its 250. Throws after `patience` milliseconds. */
  readonly finish: (patience?: number) => Promise<void>;
  /** Gives up at once: what has no 250 stays without. */
  readonly giveUp: () => void;
}

export interface SenderOptions {
  readonly port: () => number;
  readonly connections: number;
  /** The next mail, or null: there are no more. */
  readonly next: () => Mail | null;
  /** Milliseconds that a connection rests after each mail. */
  readonly between?: number;
  /** Milliseconds before it tries again. */
  readonly pause?: number;
}

const ACCEPTED = /Accepted as (\S+)/;

export function startSender(options: SenderOptions): Sender {
  const promised = new Map<string, string[]>();
  const refusals = new Map<number, number>();
  let begun = 0;
  let finishing = false;
  let gone = false;
  const open = new Set<Peer>();

  const note = (mail: Mail, reply: Reply): boolean => {
    if (reply.code !== 250) {
      refusals.set(reply.code, (refusals.get(reply.code) ?? 0) + 1);
      if (reply.code >= 500) throw new Error(`A mail was refused for good: ${reply.code} ${reply.text}`);
      return false;
    }
    const id = ACCEPTED.exec(reply.text)?.[1];
    if (!id) throw new Error(`250 without a name for the mail: ${reply.text}`);
    promised.set(mail.mark, [...(promised.get(mail.mark) ?? []), id]);
    return true;
  };

  const deliver = async (peer: Peer | null, mail: Mail): Promise<Peer | null> => {
    let connection = peer;
    while (!gone) {
      let reply: Reply | null = null;
      try {
        connection ??= await Peer.open(options.port());
        open.add(connection);
        reply = await connection.send(mail.from, mail.to, mail.wire);
      } catch {
        connection?.close();
        if (connection) open.delete(connection);
        connection = null;
      }
      if (reply && note(mail, reply)) return connection;
      await sleep(options.pause ?? 25);
    }
    return connection;
  };

  const run = async (): Promise<void> => {
    let peer: Peer | null = null;
    while (!finishing && !gone) {
      const mail = options.next();
      if (!mail) break;
      begun += 1;
      peer = await deliver(peer, mail);
      if (options.between) await sleep(options.between);
    }
    peer?.close();
  };

  const running = Promise.all(Array.from({ length: options.connections }, run));
  running.catch(() => {}); // Told by finish.
  return {
    promised,
    refusals,
    begun: () => begun,
    finish: async (patience = 15_000) => {
      finishing = true;
      const late = sleep(patience, 'late', { ref: false });
      if ((await Promise.race([running, late])) === 'late')
        throw new Error(`After ${patience} ms ${begun - promised.size} mails were still without a 250`);
    },
    giveUp: () => {
      gone = true;
      for (const peer of open) peer.close();
    },
  };
}
