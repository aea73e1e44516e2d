/**
 * A gateway for tests of what stands on flow/: a real store, real templates, keys of its own, blobs in a temporary folder, a
 * clock that is moved by hand, and a log in memory. No worker runs: `woken` says what would have been.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { makeLog } from '../../src/base/log.ts';
import { makeBrakes } from '../../src/flow/brakes.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import { startTemplatePool } from '../../src/flow/template-pool.ts';
import { loadTemplates } from '../../src/notify/templates.ts';
import type { Account } from '../../src/people/account.ts';
import type { Employee } from '../../src/people/person.ts';
import { openBlobs } from '../../src/store/blobs.ts';
import { openDatabase } from '../../src/store/database.ts';
import { insertKey } from '../../src/store/doors.ts';
import { migrate } from '../../src/store/migrations.ts';
import { openAccount } from './account.ts';
import { type HandClock, handClock } from './clock.ts';
import { eachDatabase, type Kind, makeDatabase } from './databases.ts';
import { quickPasswords } from './passwords.ts';
import { empty } from './tables.ts';

export interface TestGateway {
  readonly gw: Gateway;
  readonly clock: HandClock;
  /** Every line of the log. */
  readonly log: string[];
  readonly woken: { inbox: number; outbox: number };
  /** Takes everything out of the database. */
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates');
const templates = loadTemplates((path) => readFileSync(join(TEMPLATES, path), 'utf8'));
const ownTemplates = startTemplatePool(2000);

export async function openTestGateway(kind: Kind): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-gateway-'));
  const database = await makeDatabase(kind);
  const db = openDatabase(database.url);
  await migrate(db.migrator);
  const clock = handClock();
  const log: string[] = [];
  const woken = { inbox: 0, outbox: 0 };
  const gw: Gateway = {
    db,
    blobs: await openBlobs(join(folder, 'blobs')),
    keyring: { current: 1, keys: new Map([[1, randomBytes(32)]]) },
    clock: clock.now,
    log: makeLog('debug', (line) => void log.push(line)),
    names: {
      publicUrl: 'https://office.acme.example',
      mailDomain: 'mail.acme.example',
      replyPrefix: 'reply',
      bouncePrefix: 'bounce',
    },
    templates,
    ownTemplates,
    dnsServers: [],
    dkim: null,
    brakes: makeBrakes(),
    scan: null,
    passwords: quickPasswords(),
    wake: {
      inbox: () => {
        woken.inbox += 1;
      },
      outbox: () => {
        woken.outbox += 1;
      },
    },
  };
  const close = async () => {
    await db.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { gw, clock, log, woken, empty: () => empty(gw), close };
}

export interface Tenant {
  readonly account: Account;
  readonly owner: Employee;
  /** An API key of this account. */
  readonly key: string;
}

/** An account with its owner and a key. The first one has the mail domain itself. */
export async function openTenant(gw: Gateway, name = 'acme'): Promise<Tenant> {
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  const admin = { email: `ann@${name}.example` as never, firstName: 'Ann', lastName: 'Lee' };
  const { account, owner } = await openAccount(gw, { name, title, admin });
  const { secret } = await gw.db.write((tx) => insertKey(tx, account.id, 'for tests', gw.clock()));
  return { account, owner, key: secret };
}

/** `describe` with a gateway, once a database; each test finds it empty but for the account Acme. */
export function eachGateway(name: string, body: (at: () => TestGateway & Tenant, kind: Kind) => void): void {
  eachDatabase(name, (_open, kind) => {
    let open: TestGateway | null = null;
    let tenant: Tenant | null = null;
    beforeAll(async () => {
      open = await openTestGateway(kind);
    });
    beforeEach(async () => {
      await open!.empty();
      open!.log.length = 0;
      Object.assign(open!.woken, { inbox: 0, outbox: 0 });
      tenant = await openTenant(open!.gw);
    });
    afterAll(() => open?.close());
    body(() => ({ ...open!, ...tenant! }), kind);
  });
}
