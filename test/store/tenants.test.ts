/** Two accounts side by side, equal in everything but their ids: neither ever sees a row of the other. */
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import type { Sql } from '../../src/store/database.ts';
import { eachStore, openTenant } from './each-store.ts';

/** Before it has been read nobody knows whose mail it is; a session and a key are found by a secret; the rest is not data. */
const WITHOUT_ACCOUNT = ['accounts', 'api_keys', 'inbox', 'inbox_raw', 'migrations', 'sessions'];

eachStore('tenants', (store, kind) => {
  test('the account is in the primary key of every table of data', async () => {
    const keys = await primaryKeys(store().db.read, kind === 'postgres');
    expect(keys.size).toBeGreaterThan(20);
    const without = [...keys].filter(([, columns]) => columns[0] !== 'account_id').map(([table]) => table);
    expect(without.sort()).toEqual(WITHOUT_ACCOUNT);
  });

  test('and in every unique constraint, but for those that a token of ours vouches for', async () => {
    const indexes = await uniqueIndexes(store().db.read, kind === 'postgres');
    const without = indexes.filter((i) => !i.columns.includes('account_id') && !WITHOUT_ACCOUNT.includes(i.table));
    expect(without.map((i) => `${i.table} ${i.columns.join()}`).sort()).toEqual([
      'contacts id',
      'employees id',
      'letters id',
    ]);
  });

  test('the same row in two accounts: both can be', async () => {
    const { db } = store();
    const [one, other] = [await openTenant(db), await openTenant(db)];
    const id = newId<'task'>();
    const row = { ...(await aTaskRow()), id };
    await db.write((tx) => tx('tasks').insert([one, other].map((t) => ({ ...row, account_id: t.account.id }))));
    const twice = db.write((tx) => tx('tasks').insert({ ...row, account_id: one.account.id }));
    await expect(twice).rejects.toThrow(/unique/i);
    expect(await db.read('tasks').where({ id })).toHaveLength(2);
  });

  const aTaskRow = async () => ({
    number: 500,
    title: 'x',
    title_folded: 'x',
    description_html: '',
    description_text: '',
    status: 'NEW',
    automatic_access: 'GRANT',
    source: 'web',
    comment_count: 0,
    created_at: 1,
    updated_at: 1,
  });
});

async function primaryKeys(db: Sql, postgres: boolean): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const table of await tables(db, postgres)) {
    const rows: { name: string }[] = postgres
      ? (
          await db.raw(
            `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
             where i.indisprimary and i.indrelid = ?::regclass order by array_position(i.indkey::int[], a.attnum::int)`,
            [table],
          )
        ).rows
      : (await db.raw(`pragma table_info(${table})`))
          .filter((c: { pk: number }) => c.pk > 0)
          .sort((a: { pk: number }, b: { pk: number }) => a.pk - b.pk);
    found.set(
      table,
      rows.map((r) => r.name),
    );
  }
  return found;
}

async function uniqueIndexes(db: Sql, postgres: boolean): Promise<{ table: string; columns: string[] }[]> {
  if (postgres) {
    const { rows } = await db.raw(
      `select t.relname as "table", array_agg(a.attname::text) as columns from pg_index i
       join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indisunique and not i.indisprimary group by t.relname, i.indexrelid`,
    );
    return rows;
  }
  const found: { table: string; columns: string[] }[] = [];
  for (const table of await tables(db, false)) {
    for (const index of await db.raw(`pragma index_list(${table})`)) {
      if (!index.unique || index.origin === 'pk') continue;
      const columns: { name: string }[] = await db.raw(`pragma index_info(${index.name})`);
      found.push({ table, columns: columns.map((c) => c.name) });
    }
  }
  return found;
}

async function tables(db: Sql, postgres: boolean): Promise<string[]> {
  const rows: { name: string }[] = postgres
    ? (await db.raw("select table_name as name from information_schema.tables where table_schema = 'public'")).rows
    : await db.raw("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  return rows.map((r) => r.name);
}
