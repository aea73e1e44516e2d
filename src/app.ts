/**
 * The only builder: opens the store, makes each part, hands each just what it needs, and takes them down in reverse order.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Log, makeLog } from './base/log.ts';
import { Trouble } from './base/trouble.ts';
import { startClock } from './clock/clock.ts';
import { startPlanned } from './clock/planned.ts';
import type { Config } from './config.ts';
import { makeBrakes } from './flow/brakes.ts';
import type { Gateway } from './flow/gateway.ts';
import { makePasswords, type Passwords } from './flow/password.ts';
import { type Reader, startReader } from './flow/reading.ts';
import { clamdScanner } from './flow/scan.ts';
import { startTemplatePool } from './flow/template-pool.ts';
import { startInboxWorker } from './flow/work-inbox.ts';
import type { Worker } from './flow/worker.ts';
import { loadTemplates } from './notify/templates.ts';
import type { Outbox } from './outbox/worker.ts';
import { openOutbox, openTransport, openWebhooks } from './parts/back-door.ts';
import { openDoor } from './parts/front-door.ts';
import { openPages } from './parts/side-door.ts';
import { openBlobs } from './store/blobs.ts';
import { type Database, openDatabase } from './store/database.ts';
import { openKeyring } from './store/keys.ts';
import { recoverLeases } from './store/leases.ts';
import { isEmpty, migrate, pendingMigrations } from './store/migrations.ts';
import { publicKeyIn } from './web/ports/setup-of.ts';

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
