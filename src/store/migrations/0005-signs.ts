/**
 * By what a page of a task is known to be the page of now (store/stamps.ts): a version of the task, which grows with every event
 * in it, and one of the account's people, which grows with every change of their names and ties. The second is kept by the
 * database itself: many write to these tables, and one that forgot would let somebody see what is no longer theirs.
 */
import type { Knex } from 'knex';
import { isPostgres } from '../database.ts';

const PEOPLE = ['contacts', 'employees', 'contact_ties'];

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('tasks', (t) => {
    t.bigInteger('version').notNullable().defaultTo(0);
  });
  // What somebody wrote themselves in a task: beside it stands what became of its letters.
  await db.raw('create index comments_by_author on comments (account_id, task_id, author_id)');
  await (isPostgres(db) ? onPostgres(db) : onSqlite(db));
}

const grow = (account: string, value: string): string =>
  `insert into counters (account_id, kind, value) values (${account}, 'people', 1)
   on conflict (account_id, kind) do update set value = ${value} + 1;`;

async function onSqlite(db: Knex): Promise<void> {
  for (const table of PEOPLE)
    for (const [what, row] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old'],
    ] as const)
      await db.raw(
        `create trigger people_${table}_${what} after ${what} on ${table} begin ${grow(`${row}.account_id`, 'value')} end`,
      );
}

/** At the commit: a row that all changes of an account share must not be locked any longer, or two of them wait for each other. */
async function onPostgres(db: Knex): Promise<void> {
  await db.raw(`create function people_changed() returns trigger language plpgsql as $$ begin
    ${grow('coalesce(new.account_id, old.account_id)', 'counters.value')} return null; end $$`);
  for (const table of PEOPLE)
    await db.raw(
      `create constraint trigger people_${table} after insert or update or delete on ${table}
       deferrable initially deferred for each row execute function people_changed()`,
    );
}
