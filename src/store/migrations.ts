/**
 * The migrations in order. Forward only; a database that is newer than this program is refused with what to do.
 */
import type { Knex } from 'knex';
import { Trouble } from '../base/trouble.ts';
import { isPostgres } from './database.ts';
import * as domain from './migrations/0001-domain.ts';
import * as mail from './migrations/0002-mail.ts';
import * as doors from './migrations/0003-doors.ts';
import * as hooks from './migrations/0004-hooks.ts';
import * as templates from './migrations/0005-templates.ts';
import * as mutes from './migrations/0006-mutes.ts';
import * as signs from './migrations/0007-signs.ts';
import * as senders from './migrations/0008-senders.ts';
import * as timing from './migrations/0009-timing.ts';
import * as pixel from './migrations/0010-pixel.ts';
import * as delivery from './migrations/0011-delivery.ts';
import * as pace from './migrations/0012-pace.ts';

const MIGRATIONS = [
  { name: '0001-domain', up: domain.up },
  { name: '0002-mail', up: mail.up },
  { name: '0003-doors', up: doors.up },
  { name: '0004-hooks', up: hooks.up },
  { name: '0005-templates', up: templates.up },
  { name: '0006-mutes', up: mutes.up },
  { name: '0007-signs', up: signs.up },
  { name: '0008-senders', up: senders.up },
  { name: '0009-timing', up: timing.up },
  { name: '0010-pixel', up: pixel.up },
  { name: '0011-delivery', up: delivery.up },
  { name: '0012-pace', up: pace.up },
] as const;

/** Brings the database up to date. Answers the names of what was applied; throws Trouble `newer-database`. */
export async function migrate(db: Knex): Promise<string[]> {
  return db.transaction(async (trx) => {
    // Before anything else: two processes that start together would both make the first table.
    if (isPostgres(trx)) await trx.raw('select pg_advisory_xact_lock(7077001)');
    await ensureTable(trx);
    const done = new Set((await trx('migrations').select('name')).map((r: { name: string }) => r.name));
    refuseNewer(done);
    const due = MIGRATIONS.filter((m) => !done.has(m.name));
    for (const m of due) {
      await m.up(trx);
      await trx('migrations').insert({ name: m.name, at: Date.now() });
    }
    return due.map((m) => m.name);
  });
}

/** What is still to be applied, without applying it. */
export async function pendingMigrations(db: Knex): Promise<string[]> {
  if (!(await db.schema.hasTable('migrations'))) return MIGRATIONS.map((m) => m.name);
  const done = new Set((await db('migrations').select('name')).map((r: { name: string }) => r.name));
  refuseNewer(done);
  return MIGRATIONS.filter((m) => !done.has(m.name)).map((m) => m.name);
}

/** Nothing has ever been written: no table of ours is there. */
export async function isEmpty(db: Knex): Promise<boolean> {
  return !(await db.schema.hasTable('migrations'));
}

async function ensureTable(db: Knex): Promise<void> {
  await db.raw('create table if not exists migrations (name varchar(100) primary key, at bigint not null)');
}

function refuseNewer(done: ReadonlySet<string>): void {
  const known = new Set<string>(MIGRATIONS.map((m) => m.name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Trouble(
    'newer-database',
    `The database was written by a newer Postern (it knows ${unknown.join(', ')}). Install that version again, or restore a backup made before the update.`,
    { permanent: true },
  );
}
