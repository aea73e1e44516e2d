/**
 * By what a page of a task is known to be the page of now: a version of the task, which grows with every event in it
 * (store/stamps.ts), and one of the account, which grows with every change of its settings, of its people, their addresses and ties
 * (store/entrants.ts). The second is kept by the database itself: many write to these tables, and one that forgot would let
 * somebody see what is no longer theirs.
 */
import type { Knex } from 'knex';
import { isPostgres } from '../database.ts';

/** What counts, and where the account stands in it. */
const COUNTS = [
  ['accounts', 'id'],
  ['contacts', 'account_id'],
  ['contact_ties', 'account_id'],
  ['employees', 'account_id'],
  ['addresses', 'account_id'],
  ['suppressions', 'account_id'],
] as const;

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('tasks', (t) => {
    t.bigInteger('version').notNullable().defaultTo(0);
  });
  // What somebody wrote themselves in a task: beside it stands what became of its letters.
  await db.raw('create index comments_by_author on comments (account_id, task_id, author_id)');
  await (isPostgres(db) ? onPostgres(db) : onSqlite(db));
}

const grow = (account: string, value: string): string =>
  `insert into counters (account_id, kind, value) values (${account}, 'version', 1)
   on conflict (account_id, kind) do update set value = ${value} + 1;`;

async function onSqlite(db: Knex): Promise<void> {
  for (const [table, account] of COUNTS)
    for (const [what, row] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old'],
    ] as const)
      await db.raw(
        `create trigger version_${table}_${what} after ${what} on ${table} begin ${grow(`${row}.${account}`, 'value')} end`,
      );
}

/** At the commit: a row that all changes of an account share must not be locked any longer, or two of them wait for each other. */
async function onPostgres(db: Knex): Promise<void> {
  await db.raw(`create function account_changed() returns trigger language plpgsql as $$
    declare changed jsonb := to_jsonb(coalesce(new, old));
    begin ${grow('changed ->> tg_argv[0]', 'counters.value')} return null; end $$`);
  for (const [table, account] of COUNTS)
    await db.raw(
      `create constraint trigger version_${table} after insert or update or delete on ${table}
       deferrable initially deferred for each row execute function account_changed('${account}')`,
    );
}
