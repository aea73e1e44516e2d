/**
 * A migrated store on each database, one for a file of tests: tests stand apart by accounts of their own, as tenants do.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Address } from '../../src/base/address.ts';
import { type ContactId, type EmployeeId, newId, type PersonId, type TaskId } from '../../src/base/id.ts';
import type { Account } from '../../src/people/account.ts';
import type { Contact, Employee, Person } from '../../src/people/person.ts';
import { insertAccount } from '../../src/store/accounts.ts';
import { type Applying, applyEvent } from '../../src/store/apply.ts';
import { type Database, isPostgres, openDatabase, type Sql } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import { insertContact, insertEmployee, loadContact, loadEmployee } from '../../src/store/people.ts';
import type { TaskEvent } from '../../src/tasks/event.ts';
import type { CommentDraft, NewTask } from '../../src/tasks/intent.ts';
import { eachDatabase, type Kind, makeDatabase } from '../support/databases.ts';
import { aDraft, words } from '../support/world.ts';

export const NOW = Date.parse('2026-11-23T09:00:00.000Z');

export interface Store {
  readonly db: Database;
  readonly url: string;
}

/** `body` once for each kind of database; `store()` is for use inside tests and hooks. */
export function eachStore(name: string, body: (store: () => Store, kind: Kind) => void): void {
  eachDatabase(name, (_open, kind) => {
    let opened: { store: Store; drop: () => Promise<void> } | undefined;
    beforeAll(async () => {
      const made = await makeDatabase(kind);
      const db = openDatabase(made.url);
      await migrate(db.migrator);
      opened = { store: { db, url: made.url }, drop: made.drop };
    });
    afterAll(async () => {
      await opened?.store.db.close();
      await opened?.drop();
    });
    body(() => opened!.store, kind);
  });
}

/** Takes every row out: for tests of the queues, which belong to no account. */
export async function empty(db: Database): Promise<void> {
  const found = isPostgres(db.read)
    ? (await db.read.raw("select table_name as name from information_schema.tables where table_schema = 'public'")).rows
    : await db.read.raw("select name from sqlite_master where type = 'table'");
  const tables = (found as { name: string }[]).map((t) => t.name).filter((name) => name !== 'migrations');
  await db.write(async (tx) => {
    if (isPostgres(tx)) await tx.raw(`truncate ${tables.join()}`);
    else for (const table of tables) await tx(table).delete();
  });
}

/** An account with two employees, a company and two clients of it; the names are the same in each. */
export interface Tenant {
  readonly account: Account;
  readonly ann: Employee;
  readonly ivan: Employee;
  readonly birch: Contact;
  readonly anna: Contact;
  readonly boris: Contact;
}

export const address = (text: string): Address => text as Address;
export const unique = (): string => randomBytes(6).toString('hex');

export async function openTenant(db: Database, now = NOW): Promise<Tenant> {
  const name = `bakery-${unique()}`;
  return db.write(async (tx) => {
    const account = await insertAccount(
      tx,
      { name, title: 'Bakery', mailDomain: `${name}.example`, language: 'en' },
      now,
    );
    const staff = async (firstName: string, manager: EmployeeId | null = null) => {
      const email = address(`${firstName.toLowerCase()}@bakery.example`);
      const id = await insertEmployee(
        tx,
        account.id,
        { firstName, login: firstName.toLowerCase(), email, manager },
        now,
      );
      return (await loadEmployee(tx, account.id, id))!;
    };
    const contact = async (firstName: string, changes: Partial<Contact> = {}) => {
      const email = address(`${firstName.toLowerCase()}@client.example`);
      const id = await insertContact(tx, account.id, { firstName, email, ...changes }, now);
      return (await loadContact(tx, account.id, id))!;
    };
    const ann = await staff('Ann');
    const ivan = await staff('Ivan', ann.id);
    const birch = await contact('Birch', { isCompany: true });
    const anna = await contact('Anna', { companies: [birch.id], responsible: [ann.id] });
    return { account, ann, ivan, birch, anna, boris: await contact('Boris', { companies: [birch.id] }) };
  });
}

/** «Wedding cake»: assigned by Ann to Ivan, with Anna in it. */
export const aNewTask = (t: Tenant, changes: Partial<NewTask> = {}): NewTask => ({
  title: 'Wedding cake',
  description: words('Three tiers'),
  files: [],
  project: null,
  parent: null,
  assigner: t.ann.id,
  assignees: [t.ivan.id],
  participants: [t.anna.id],
  auditors: [],
  counterparty: null,
  automaticAccess: 'GRANT',
  status: 'NEW',
  source: 'web',
  proof: 'session',
  origin: null,
  ...changes,
});

export const applying = (
  tx: Sql,
  t: Tenant,
  task: TaskId,
  actor: Pick<Person, 'id' | 'kind'> = t.ann,
  now = NOW,
): Applying => ({ tx, account: t.account.id, task, actor: { id: actor.id as PersonId, kind: actor.kind }, now });

export async function addTask(db: Database, t: Tenant, changes: Partial<NewTask> = {}, now = NOW): Promise<TaskId> {
  const id = newId<'task'>(now);
  await happen(db, t, id, { kind: 'task-created', task: aNewTask(t, changes) }, t.ann, now);
  return id;
}

/** One event, in a write of its own; answers the comment that it made. */
export const happen = (
  db: Database,
  t: Tenant,
  task: TaskId,
  event: TaskEvent,
  actor: Pick<Person, 'id' | 'kind'> = t.ann,
  now = NOW,
) => db.write((tx) => applyEvent(applying(tx, t, task, actor, now), event));

export async function addComment(
  db: Database,
  t: Tenant,
  task: TaskId,
  text: string,
  changes: Partial<CommentDraft> = {},
  actor: Pick<Person, 'id' | 'kind'> = t.ann,
  now = NOW,
) {
  return (await happen(db, t, task, { kind: 'comment-added', draft: aDraft(text, changes) }, actor, now))!;
}

export const contactIds = (...contacts: Contact[]): ContactId[] => contacts.map((c) => c.id);
