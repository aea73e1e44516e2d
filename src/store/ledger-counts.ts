/**
 * How many mails ended how, kept as they end: a page, the API and a metric read a few rows, however long the ledger is. A count
 * changes in the transaction that changes the mail, so neither is ever without the other; `test/support` compares the two after
 * every story.
 *
 * What is still due is not counted here: the queue is short, and its own index counts it. So a mail at the door costs nothing.
 * Many finish at once on PostgreSQL: each adds to one of `SLOTS` rows, so that they seldom wait for one another. Rows are written in
 * one order (totals before periods, states by name), so that two never wait for each other.
 */
import type { AccountId } from '../base/id.ts';
import { type Instant, MINUTE } from '../base/time.ts';
import { isPostgres, type Sql } from './database.ts';
import type { FinalState, InboxState } from './inbox.ts';
import type { Row } from './tasks.ts';

/** Every day of every time zone in use begins at a multiple of it. */
export const PERIOD = 15 * MINUTE;
const SLOTS = 4;

/** Of a row of the inbox: what its counts go by. */
export interface Counted {
  readonly id: string;
  readonly account_id: string | null;
  readonly received_at: number | string;
}

/** `by`: 1 for a mail that came to this state, -1 for one that left it. */
export async function countMail(
  tx: Sql,
  mail: Counted,
  changes: readonly (readonly [state: FinalState, by: 1 | -1])[],
): Promise<void> {
  const key = { account_id: mail.account_id ?? NOBODY, slot: slotOf(tx, mail.id) };
  const rows = [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([state, n]) => ({ ...key, state, n }));
  const period = Math.floor(Number(mail.received_at) / PERIOD) * PERIOD;
  await add(tx, 'ledger_totals', ['account_id', 'state', 'slot'], rows);
  await add(
    tx,
    'ledger_periods',
    ['account_id', 'period', 'state', 'slot'],
    rows.map((row) => ({ ...row, period })),
  );
}

/** A mail that is for no account is counted too: under this name, which no id has. */
const NOBODY = '';

/** Only one writes on SQLite. */
const slotOf = (tx: Sql, id: string): number => (isPostgres(tx) ? Number.parseInt(id.at(-1)!, 16) % SLOTS || 0 : 0);

async function add(tx: Sql, table: string, key: string[], rows: readonly object[]): Promise<void> {
  await tx(table)
    .insert(rows)
    .onConflict(key)
    .merge({ n: tx.raw(`${table}.n + excluded.n`) });
}

export type Sums = Record<InboxState, number>;

/** received = delivered + held + ignored + duplicate + parked + due, and `received` here is what is due. Of all accounts together. */
export async function ledgerSums(db: Sql): Promise<Sums> {
  return summed(db, db('ledger_totals').select('state').sum('n as n').groupBy('state'), due(db));
}

export interface Period {
  readonly since: Instant;
  /** The first instant that is not in it any more. */
  readonly until: Instant;
}

/**
 * The same for one account; `unread`: with the mails that nobody has read yet, or that are for nobody. `period`: of the mails that came
 * in then, to the quarter of an hour.
 */
export async function ledgerSumsOf(db: Sql, account: AccountId, unread: boolean, period?: Period): Promise<Sums> {
  const owners = unread ? [account, NOBODY] : [account];
  const counts = db(period ? 'ledger_periods' : 'ledger_totals').whereIn('account_id', owners);
  const waiting = due(db).andWhere((q) => {
    q.where({ account_id: account });
    if (unread) q.orWhereNull('account_id');
  });
  if (period) {
    counts.andWhere('period', '>=', floor(period.since)).andWhere('period', '<', period.until);
    waiting.andWhere('received_at', '>=', floor(period.since)).andWhere('received_at', '<', period.until);
  }
  return summed(db, counts.select('state').sum('n as n').groupBy('state'), waiting);
}

const floor = (at: Instant): Instant => Math.floor(at / PERIOD) * PERIOD;

/** The index of the queue has only these, and `due_at` leads to it. */
const due = (db: Sql) => db('inbox').where({ state: 'received' }).andWhere('due_at', '>', 0);

/** One statement, so both halves are of one moment: a mail that ends just then is not missed and not counted twice. */
async function summed(db: Sql, final: ReturnType<Sql>, waiting: ReturnType<Sql>): Promise<Sums> {
  const sums: Sums = { received: 0, delivered: 0, held: 0, ignored: 0, duplicate: 0, parked: 0 };
  const waits = waiting.select(db.raw("'received' as state")).count('* as n');
  const rows: Row[] = await db.select('state', 'n').from(final.as('final')).unionAll(waits);
  for (const row of rows) sums[row.state as InboxState] = Number(row.n);
  return sums;
}

/** When the mail came in that has waited longest for a person's decision; null: none waits. */
export async function oldestHeld(db: Sql): Promise<Instant | null> {
  const row = await db('inbox').where({ state: 'held' }).min('received_at as at').first();
  return row?.at == null ? null : Number(row.at);
}
