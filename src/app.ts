/**
 * The only builder: opens the store, makes each part, hands each just what it needs, and takes them down in reverse order.
 */

import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { type Log, makeLog } from './base/log.ts';
import { readLetterToken } from './base/token.ts';
import { Trouble } from './base/trouble.ts';
import { startClock } from './clock/clock.ts';
import { startPlanned } from './clock/planned.ts';
import type { Config } from './config.ts';
import { makeBrakes } from './flow/brakes.ts';
import type { Gateway } from './flow/gateway.ts';
import { bodyOfCall, secretOf } from './flow/hooks.ts';
import { makeKeeper } from './flow/keep.ts';
import { finishLetter } from './flow/own-letters.ts';
import { makePasswords, type Passwords } from './flow/password.ts';
import { type Reader, startReader } from './flow/reading.ts';
import { letterPartlyRefused, letterRefused } from './flow/refusals.ts';
import { releaseLetter } from './flow/release.ts';
import { clamdScanner } from './flow/scan.ts';
import { startTemplatePool } from './flow/template-pool.ts';
import { startInboxWorker } from './flow/work-inbox.ts';
import type { Worker } from './flow/worker.ts';
import { dnsLookup } from './mail/proof-resolver.ts';
import { fillLetter } from './notify/fill.ts';
import { loadTemplates } from './notify/templates.ts';
import { directTransport } from './outbox/direct.ts';
import { type Dkim, readDkimKey } from './outbox/dkim.ts';
import { captureTransport, relayTransport, type Transport } from './outbox/transport.ts';
import { callWebhook } from './outbox/webhook.ts';
import { startWebhooks } from './outbox/webhooks.ts';
import { type Outbox, startOutbox } from './outbox/worker.ts';
import { makeGate } from './smtp/gate.ts';
import { type Listener, startListener } from './smtp/listener.ts';
import { accountByDomain, allAccounts } from './store/accounts.ts';
import { openBlobs } from './store/blobs.ts';
import { type Database, openDatabase } from './store/database.ts';
import { callEnded, claimCalls } from './store/hooks.ts';
import { openKeyring } from './store/keys.ts';
import { recoverLeases } from './store/leases.ts';
import { isEmpty, migrate, pendingMigrations } from './store/migrations.ts';
import { claimLetters, letterDeferred, lettersSent, letterWaits } from './store/outbox.ts';
import { knowsLocal } from './store/rules.ts';
import { createApi } from './web/api/api.ts';
import { healthPages } from './web/health.ts';
import { publicKeyIn, setupOf } from './web/ports/setup-of.ts';
import { portsOf } from './web/ports-of.ts';
import { createWeb, startWeb, type WebServer } from './web/server.ts';

export const ROLES = ['smtp', 'http', 'inbound', 'outbound', 'clock'] as const;
export type Role = (typeof ROLES)[number];

export interface App {
  readonly gw: Gateway;
  /** The ports that were taken; null when the role is not played here. */
  readonly smtpPort: number | null;
  readonly httpPort: number | null;
  /** Resolves when nothing is due in the inbox and the outbox. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** What every command that works on the data needs: the store, the keys, the words. */
export async function openGateway(config: Config, log: Log = makeLog(config.log.level)): Promise<Gateway> {
  if (!config.database.includes('://')) await mkdir(dirname(resolve(config.database)), { recursive: true });
  const db = openDatabase(config.database);
  try {
    await prepare(db);
    return {
      db,
      blobs: await openBlobs(config.blobs),
      keyring: await openKeyring(config.keys),
      clock: Date.now,
      log,
      names: {
        publicUrl: config.http.publicUrl,
        mailDomain: config.mail.domain,
        replyPrefix: config.mail.replyPrefix,
        bouncePrefix: config.mail.bouncePrefix,
      },
      templates: loadTemplates((path) => readFileSync(join(PACKAGE, 'templates', path), 'utf8')),
      ownTemplates: startTemplatePool(config.limits.templateTime),
      dnsServers: config.dns.servers,
      dkim: await publicDkim(config.mail.dkim),
      brakes: makeBrakes(),
      scan: config.scan.clamd === null ? null : clamdScanner(config.scan.clamd),
      passwords: makePasswords(),
      wake: { inbox: () => {}, outbox: () => {} },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

const publicDkim = async (dkim: Config['mail']['dkim']): Promise<Gateway['dkim']> =>
  dkim && { domain: dkim.domain, selector: dkim.selector, publicKey: await publicKeyIn(dkim.keyFile) };

/** An empty database is migrated; an older one only by `postern migrate`, after a backup; a newer one is refused. */
async function prepare(db: Database): Promise<void> {
  if (await isEmpty(db.read)) {
    await migrate(db.migrator);
    return;
  }
  const pending = await pendingMigrations(db.read);
  if (pending.length > 0) {
    throw new Trouble(
      'older-database',
      `The database is older than this program. Make a backup, then run \`postern migrate\` (${pending.join(', ')}).`,
      {
        permanent: true,
      },
    );
  }
}

/** Starts the roles asked for. */
export async function startApp(
  config: Config,
  roles: ReadonlySet<Role> = new Set(ROLES),
  log?: Log,
  passwords?: Passwords,
): Promise<App> {
  const gateway = await openGateway(config, log);
  const closing: (() => Promise<unknown> | unknown)[] = [() => gateway.db.close(), () => gateway.ownTemplates.close()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    let outbox: Outbox | null = null;
    let webhooks: Worker | null = null;
    let inbox: Worker | null = null;
    let planned: Worker | null = null;
    const gw: Gateway = {
      ...gateway,
      ...(passwords ? { passwords } : {}),
      wake: {
        inbox: () => inbox?.wake(),
        outbox: () => {
          outbox?.wake();
          webhooks?.wake();
        },
      },
    };
    // The doors first: a second gateway on the same file and ports ends here, before it touches what the first one has in work.
    const smtp = roles.has('smtp') ? await openDoor(gw, config) : null;
    if (smtp) closing.push(() => smtp.close());
    const web = roles.has('http') ? await openPages(gw, config, smtp) : null;
    if (web) closing.push(() => web.close());
    if (roles.has('clock')) {
      const clock = startClock(gw, config.retention);
      closing.push(() => clock.close());
    }
    // The workers end after the doors and before the database.
    const workers: typeof closing = [];
    closing.splice(1, 0, async () => {
      for (const step of workers.splice(0).reverse()) await step();
    });
    if (roles.has('inbound') || roles.has('outbound')) {
      const leases = await recoverLeases(gw.db, gw.clock());
      workers.push(leases.close);
      if (leases.given > 0)
        gw.log.info({ given: leases.given }, 'Mails and letters of a process that died are due again');
    }
    if (roles.has('outbound')) {
      const transport = await openTransport(gw, config);
      workers.push(() => transport.close());
      outbox = openOutbox(gw, transport, config.mail);
      workers.push(() => outbox?.close());
      webhooks = openWebhooks(gw, config);
      workers.push(() => webhooks?.close());
    }
    if (roles.has('inbound')) {
      const reader = openReader(config);
      workers.push(() => reader.close());
      inbox = startInboxWorker(gw, reader);
      workers.push(() => inbox?.close());
    }
    if (roles.has('clock')) {
      planned = startPlanned(gw);
      workers.push(() => planned?.close());
    }
    const idle = async (): Promise<void> => {
      await inbox?.idle();
      await planned?.idle();
      await outbox?.idle();
      await webhooks?.idle();
    };
    return { gw, smtpPort: smtp?.port ?? null, httpPort: web?.port ?? null, idle, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const openReader = (config: Config): Reader => startReader({ workers: config.workers, timeLimit: 60_000, heap: 512 });

async function openTransport(gw: Gateway, { mail, smtp, dns }: Config): Promise<Transport> {
  const dkim = mail.dkim ? await readDkim(mail.dkim) : null;
  const openFile = (file: { sha256: string }) => gw.blobs.open(file.sha256);
  const { relay, direct, capture } = mail;
  const about = { name: smtp.hostname ?? mail.domain, dkim, openFile };
  if (relay) return relayTransport({ ...about, relay, connections: relay.connections });
  if (!direct) return captureTransport(capture, openFile, dkim);
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  if (dns.servers.length > 0) resolver.setServers([...dns.servers]);
  return directTransport({
    ...about,
    ...direct,
    atOnce: direct.connections,
    lookup: dnsLookup(resolver),
    ours: [about.name, mail.domain],
    chance: Math.random,
    clock: gw.clock,
  });
}

/** So many letters are in work that each connection has its next one ready. */
const atWork = ({ relay, direct }: Config['mail']): number => (relay ? 2 * relay.connections : direct ? 40 : 10);

function openOutbox(gw: Gateway, transport: Transport, mail: Config['mail']): Outbox {
  return startOutbox({
    claim: (n) => gw.db.write((tx) => claimLetters(tx, gw.clock(), n)),
    sent: (letters) => gw.db.write((tx) => lettersSent(tx, letters, gw.clock())),
    deferred: (id, dueAt, reason, answer) => gw.db.write((tx) => letterDeferred(tx, id, dueAt, reason, answer)),
    waits: (id, dueAt) => gw.db.write((tx) => letterWaits(tx, id, dueAt)),
    partly: (id, part, refused) => letterPartlyRefused(gw, id, part, refused),
    failed: (id, failure) => letterRefused(gw, id, failure),
    release: (letter) => releaseLetter(gw, letter),
    finish: (letter) => finishLetter(gw, letter),
    fill: ({ letter, linkGeneration, settled }) =>
      fillLetter(letter, { keyring: gw.keyring, ...gw.names, linkGeneration, settled }),
    transport,
    clock: gw.clock,
    log: gw.log,
    concurrency: atWork(mail),
    jitter: Math.random,
  });
}

function openWebhooks(gw: Gateway, { webhooks }: Config): Worker {
  return startWebhooks({
    claim: async (n) =>
      (await gw.db.write((tx) => claimCalls(tx, gw.clock(), n))).map((due) => ({ ...due.call, ...due })),
    call: async (due) =>
      callWebhook({
        url: due.url,
        id: due.id,
        body: await bodyOfCall(gw, due),
        secret: secretOf(gw, due.secret),
        now: gw.clock(),
        allowPrivate: webhooks.allowPrivate,
      }),
    ended: (due, end) => gw.db.write((tx) => callEnded(tx, due, end)),
    clock: gw.clock,
    log: gw.log,
  });
}

const readDkim = async (dkim: NonNullable<Config['mail']['dkim']>): Promise<Dkim> => ({
  domain: dkim.domain,
  selector: dkim.selector,
  key: readDkimKey(await readFile(dkim.keyFile, 'utf8')),
});

async function openDoor(gw: Gateway, config: Config): Promise<Listener> {
  const { smtp, limits } = config;
  const domains = await watchDomains(gw);
  const recipient = makeGate({
    ...gw.names,
    readReply: (token) => readLetterToken(gw.keyring, 'reply', token) !== null,
    readBounce: (token) => readLetterToken(gw.keyring, 'bounce', token) !== null,
    isOurDomain: (domain) => domains.has(domain),
    knownLocal: async (local, domain) => {
      const account = await accountByDomain(gw.db.read, domain);
      return account !== null && knowsLocal(gw.db.read, account.id, local);
    },
  });
  const listener = await startListener({
    host: smtp.host,
    port: smtp.port,
    lmtp: smtp.lmtp,
    maxSize: smtp.maxSize,
    limits,
    tls: smtp.tls ? { key: readFileSync(smtp.tls.key), cert: readFileSync(smtp.tls.cert) } : null,
    trustedRelays: smtp.trustedRelays,
    hostname: smtp.hostname ?? config.mail.domain,
    spillDir: gw.blobs.arriveDir,
    door: { recipient, accept: makeKeeper(gw, limits.backlog) },
    log: gw.log,
    clock: gw.clock,
  }).catch((error: unknown) => {
    // Else its timer keeps a process alive that could not listen.
    domains.close();
    throw error;
  });
  return { ...listener, close: () => listener.close().finally(() => domains.close()) };
}

/** The accounts' mail domains, asked at every RCPT: kept, and looked up again every few seconds for a new account. */
async function watchDomains(gw: Gateway): Promise<{ has(domain: string): boolean; close(): void }> {
  let known = new Set<string>();
  const look = async (): Promise<void> => {
    const accounts = await allAccounts(gw.db.read);
    known = new Set([gw.names.mailDomain, ...accounts.map((a) => a.mailDomain)]);
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), 5000);
  return { has: (domain) => known.has(domain), close: () => clearInterval(timer) };
}

async function openPages(gw: Gateway, config: Config, smtp: Listener | null): Promise<WebServer> {
  return startWeb(await makePages(gw, config, smtp), { host: config.http.host, port: config.http.port });
}

/** Every route there is: health, the API and the pages, behind one door. */
export async function makePages(gw: Gateway, config: Config, smtp: Listener | null): Promise<Hono> {
  const { http, limits } = config;
  const options = {
    publicUrl: http.publicUrl,
    uploadBytes: limits.uploadBytes,
    uploadFiles: limits.uploadFiles,
    log: gw.log,
    clock: gw.clock,
    trustProxy: http.trustProxy,
  };
  return createWeb(portsOf(gw, { ...limits, setup: await setupOf(config) }), options, (inner) => {
    healthPages(inner, gw, smtp);
    inner.route('/api', createApi(gw, limits));
  });
}
