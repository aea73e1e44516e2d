/**
 * A running Postern for stories: one process part of this test, everything else real. Mail comes in by SMTP, letters go out
 * through an SMTP relay, pages over HTTP, proof of senders over DNS. Each test finds it empty but for one account.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { makeLog } from '../../src/base/log.ts';
import { loadConfig } from '../../src/config.ts';
import type { NewAccount } from '../../src/flow/accounts.ts';
import { makeBrakes } from '../../src/flow/brakes.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import type { Account } from '../../src/people/account.ts';
import type { Employee } from '../../src/people/person.ts';
import { ledgerSums } from '../../src/store/ledger-counts.ts';
import { openAccount } from './account.ts';
import { eachDatabase, KINDS, type Kind, makeDatabase, type Open } from './databases.ts';
import type { Talk } from './dialogue.ts';
import { type DnsServer, startDns } from './dns.ts';
import { quickPasswords } from './passwords.ts';
import { freePort } from './process.ts';
import { type Sink, startSink } from './sink.ts';
import { empty } from './tables.ts';
import { standardZone } from './zone.ts';

export interface House {
  readonly app: App;
  readonly gw: Gateway;
  readonly kind: Kind;
  /** `http://127.0.0.1:…`, the publicUrl too. */
  readonly url: string;
  readonly relay: Sink;
  readonly dns: DnsServer;
  /** SMTP sessions that are open and idle: a mail server keeps them for its next mail. */
  readonly lines: Talk[];
  /** Every line of the log of this test. */
  readonly log: string[];
  /** The account of this test, fresh. */
  readonly account: Account;
  readonly owner: Employee;
  /** How the owner sets the first password. */
  readonly activation: string;
  /** Mails that the front door answered with 250 in this test: what the ledger has to account for. */
  accepted: number;
  /** The test says itself that letters may be left waiting or sent twice. */
  badRelay: boolean;
}

export type Env = Readonly<Record<string, string>>;

/** `describe` for stories, once a database. `body` gets the running house; it is there inside tests and hooks. */
export function eachHouse(name: string, body: (house: () => House, kind: Kind) => void, env: Env = {}): void {
  inHouses(name, body, env, KINDS);
}

/** The same on SQLite alone: for tables of cases in which no database has a part, hundreds of them. */
export function oneHouse(name: string, body: (house: () => House, kind: Kind) => void, env: Env = {}): void {
  inHouses(name, body, env, ['sqlite']);
}

function inHouses(
  name: string,
  body: (house: () => House, kind: Kind) => void,
  env: Env,
  kinds: readonly Kind[],
): void {
  const story = (_open: Open, kind: Kind) => {
    let running: Running | null = null;
    let house: House | null = null;
    beforeAll(async () => {
      running = await openHouse(kind, env);
    });
    beforeEach(async () => {
      house = await moveIn(running!);
    });
    afterEach(async () => {
      await running!.app.idle();
      await addsUp(house!);
      // What is written is the same on both: it is looked through on one.
      if (kind === 'sqlite') await noSecretOutside(house!, 'quick');
    });
    afterAll(async () => {
      // What the last story left is still there.
      if (house && kind === 'sqlite') await noSecretOutside(house, 'whole');
      await running?.close();
    });
    body(() => house!, kind);
  };
  eachDatabase(name, story, kinds);
}

export interface Running extends Pick<House, 'app' | 'gw' | 'kind' | 'url' | 'relay' | 'dns' | 'log' | 'lines'> {
  close(): Promise<void>;
}

/** One more than the test's own, for a story of two; its closing is the caller's. */
export async function openHouse(kind: Kind, env: Env): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-story-'));
  const [database, relay, dns, port] = await Promise.all([makeDatabase(kind), startSink(), startDns(), freePort()]);
  const log: string[] = [];
  const url = `http://127.0.0.1:${port}`;
  const loaded = loadConfig({
    cwd: folder,
    env: {
      POSTERN_DATABASE: database.url,
      POSTERN_BLOBS: join(folder, 'blobs'),
      POSTERN_KEYS: join(folder, 'keys.json'),
      POSTERN_SMTP_PORT: '0',
      POSTERN_HTTP_PORT: String(port),
      POSTERN_HTTP_PUBLIC_URL: url,
      POSTERN_MAIL_DOMAIN: 'mail.acme.example',
      POSTERN_MAIL_RELAY: JSON.stringify({ host: '127.0.0.1', port: relay.port }),
      POSTERN_DNS_SERVERS: JSON.stringify([dns.address]),
      POSTERN_LOG_LEVEL: 'debug',
      ...env,
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const app = await startApp(
    loaded.config,
    undefined,
    makeLog('debug', (line) => void log.push(line)),
    quickPasswords(),
  );
  const lines: Talk[] = [];
  const close = async () => {
    for (const line of lines) line.vanish();
    await app.close();
    await Promise.all([relay.stop(), dns.stop(), database.drop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  return { app, gw: app.gw, kind, url, relay, dns, log, lines, close };
}

/** A house of a file of its own; its closing is the caller's. */
export interface OwnHouse extends House {
  close(): Promise<void>;
}

/** For tests that all look at one and the same house, which they fill themselves: Acme is in it, and nothing else. */
export const openAcme = async (kind: Kind = 'sqlite'): Promise<OwnHouse> => settle(await openHouse(kind, {}));

/** Gives an empty house its one account: Acme, owned by Ann Lee, in all that is not said otherwise. */
export async function settle(running: Running, other: Partial<NewAccount> = {}): Promise<OwnHouse> {
  return { ...running, ...(await openAccount(running.gw, other)), accepted: 0, badRelay: false };
}

/** Empties the house and gives it its one account. */
async function moveIn(running: Running): Promise<House> {
  const { gw, relay, dns, log } = running;
  await running.app.idle();
  await empty(gw);
  (relay.kept as unknown[]).length = 0;
  relay.answer('accept');
  dns.zone.clear();
  for (const [name, records] of standardZone()) dns.zone.set(name, records);
  (dns.asked as string[]).length = 0;
  log.length = 0;
  // Nobody has knocked yet.
  Object.assign(gw.brakes, makeBrakes());
  return settle(running);
}

/** Loaded late: the check is written with the people of the stories, who know this house. */
async function noSecretOutside(house: House, how: 'quick' | 'whole'): Promise<void> {
  const { expectNoSecretOutside } = await import('../stories/taint.ts');
  await expectNoSecretOutside(house, how);
}

/** The sum that must hold after every story: no mail is lost, none is counted twice, every letter left once. */
async function addsUp(house: House): Promise<void> {
  const sums = await ledgerSums(house.gw.db.read);
  // What is counted as it happens is what one finds by counting.
  const counted = await house.gw.db.read('inbox').select('state').count('* as n').groupBy('state');
  const found = counted.map((row) => [row.state, Number(row.n)]);
  expect(Object.fromEntries(Object.entries(sums).filter(([, n]) => n !== 0))).toEqual(Object.fromEntries(found));
  const { received, ...final } = sums;
  const sum = Object.values(final).reduce((a, b) => a + b, 0);
  // A mail to several tasks was accepted once and has a line for each.
  const parts = await house.gw.db.read('inbox').whereNotNull('part_of').select('id');
  const expected = { due: 0, final: house.accepted + parts.length };
  expect({ due: received, final: sum }, JSON.stringify(final)).toEqual(expected);
  if (house.badRelay) return;
  const letters = await house.gw.db.read('letters').select('state', 'sent_at');
  expect(letters.filter((l) => l.state === 'queued')).toEqual([]);
  expect(house.relay.kept.length).toBe(letters.filter((l) => l.sent_at !== null).length);
}
