/** All that a database keeps, for tests that empty it or look whether anything in it has changed. */
import type { Gateway } from '../../src/flow/gateway.ts';

/** Every table with something of ours in it. */
export async function tablesOf({ db }: Pick<Gateway, 'db'>): Promise<string[]> {
  const found =
    db.kind === 'sqlite'
      ? await db.read('sqlite_master').where({ type: 'table' }).select('name')
      : await db.read('pg_tables').where({ schemaname: 'public' }).select('tablename as name');
  return found.map((r) => r.name as string).filter((name) => !/^(sqlite_|knex_)|migrations/.test(name));
}

export async function empty(gw: Pick<Gateway, 'db'>): Promise<void> {
  await gw.db.write(async (tx) => {
    for (const table of await tablesOf(gw)) await tx(table).delete();
  });
}

/** Every row of every table but these, in an order of its own: to be the same later. */
export async function everything(
  gw: Pick<Gateway, 'db'>,
  but: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const rows: [string, string[]][] = [];
  for (const name of (await tablesOf(gw)).filter((table) => !but.includes(table)).sort()) {
    const found: object[] = await gw.db.read(name);
    rows.push([name, found.map((row) => JSON.stringify(row)).sort()]);
  }
  return Object.fromEntries(rows);
}
