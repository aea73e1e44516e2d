/** The real listener on a free port, with a door that keeps what it is given in memory. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeLog } from '../../src/base/log.ts';
import { makeGate } from '../../src/smtp/gate.ts';
import type { Limits } from '../../src/smtp/limits.ts';
import { type Arrival, type Listener, type ListenerOptions, startListener } from '../../src/smtp/listener.ts';

export interface TestDoor {
  port: number;
  arrivals: Arrival[];
  listener: Listener;
  logged: string[];
  spillDir: string;
  spilled(): Promise<string[]>;
  stop(): Promise<void>;
}

export const GOOD_TOKEN = 'a'.repeat(53);
export const GOOD_BOUNCE = 'b'.repeat(53);
export const NOW = Date.UTC(2026, 10, 23);

export const gate = makeGate({
  mailDomain: 'mail.example',
  replyPrefix: 'reply',
  bouncePrefix: 'bounce',
  readReply: (token) => token.toLowerCase() === GOOD_TOKEN,
  readBounce: (token) => token.toLowerCase() === GOOD_BOUNCE,
  isOurDomain: (domain) => domain === 'mail.example' || domain === 'xn--80a1acny.example',
  knownLocal: async (local) => local === 'vera' || local === 'заказы',
});

type Wishes = Partial<Omit<ListenerOptions, 'limits' | 'door'>> & {
  limits?: Partial<Limits>;
  accept?: ListenerOptions['door']['accept'];
  recipient?: ListenerOptions['door']['recipient'];
};

export async function openDoor(wishes: Wishes = {}): Promise<TestDoor> {
  const { accept, recipient, limits, ...rest } = wishes;
  const arrivals: Arrival[] = [];
  const logged: string[] = [];
  const spillDir = await mkdtemp(path.join(tmpdir(), 'postern-door-'));
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    lmtp: false,
    maxSize: 100_000,
    tls: null,
    trustedRelays: [],
    hostname: 'mail.example',
    spillDir,
    log: makeLog('debug', (line) => void logged.push(line)),
    clock: () => NOW,
    ...rest,
    limits: { refusedDelaySeconds: 0, ...limits },
    door: {
      recipient: recipient ?? gate,
      accept(arrival) {
        arrivals.push(arrival);
        return accept ? accept(arrival) : Promise.resolve({ ok: true, id: `inbox-${arrivals.length}` });
      },
    },
  });
  return {
    port: listener.port,
    arrivals,
    listener,
    logged,
    spillDir,
    spilled: () => readdir(spillDir),
    async stop() {
      await listener.close();
      await rm(spillDir, { recursive: true, force: true });
    },
  };
}

/** A session up to 354, for one known recipient. */
export const UP_TO_DATA = `
  S: 220
  C: EHLO client.example
  S: 250
  C: MAIL FROM:<anna@client.example>
  C: RCPT TO:<task+1@mail.example>
  C: DATA
  S: 250
  S: 250
  S: 354
`;

/** Waits until the condition holds; fails after two seconds. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not happen within two seconds');
}
