/**
 * Looking at the inbox afterwards: the log page and one mail. A page costs what it shows: each of its queries goes along one index,
 * newest first, and what no index knows (words of a subject, part of a name) is looked for in so many lines and no more.
 */
import type { AccountId, InboxId } from '../base/id.ts';
import { instantOf } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { InboxState } from './inbox.ts';
import { foldTitle } from './lists.ts';
import type { Row } from './tasks.ts';

export interface LedgerLine {
  readonly id: InboxId;
  readonly state: InboxState;
  readonly receivedAt: Instant;
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly from: { readonly name: string; readonly address: string } | null;
  readonly subject: string | null;
  readonly messageId: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly task: string | null;
  readonly comment: string | null;
  readonly duplicateOf: string | null;
  /** Who decided about it while it was held, or had it processed again. */
  readonly decidedBy: string | null;
  readonly size: number;
  readonly protocol: string;
  readonly trace: unknown;
}

export interface LedgerPage {
  /** The id of the last mail of the page before. */
  readonly after: string | null;
  readonly limit: number;
  /** Also those that nobody has read yet, or that are for nobody: only where there is a single account. */
  readonly unread: boolean;
  readonly state?: string | undefined;
  /** The whole address in From, in lower case. */
  readonly from?: string | undefined;
  /** Without angle brackets. */
  readonly messageId?: string | undefined;
  /** When they came in, from the first on and before the second. */
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/** The account's mails, newest first. */
export async function pageOfLedger(db: Sql, account: AccountId, page: LedgerPage): Promise<LedgerLine[]> {
  const rows = await newest(db, account, page, '*');
  return rows.map(toLine);
}

export interface LedgerSearch extends LedgerPage {
  readonly outcome?: string | undefined;
  /** A part of the sender's name or address. */
  readonly sender?: string | undefined;
  /** A part of the subject. */
  readonly subject?: string | undefined;
}

export interface Found {
  readonly lines: readonly LedgerLine[];
  /** Where to look on: the last line that was looked at. Null: there are no more. */
  readonly next: string | null;
}

/** At most so many lines are looked at for one page: some twenty milliseconds. */
export const LOOKED_AT = 2000;

/** The same with what no index knows. Fewer lines than `limit` and a `next`: it was looked at enough for once. */
export async function searchLedger(db: Sql, account: AccountId, search: LedgerSearch): Promise<Found> {
  const { outcome, sender, subject, limit, ...page } = search;
  if (!outcome && !sender && !subject) {
    const lines = await pageOfLedger(db, account, { ...page, limit: limit + 1 });
    return { lines: lines.slice(0, limit), next: lines.length > limit ? lines[limit - 1]!.id : null };
  }
  const rows = await newest(db, account, { ...page, limit: LOOKED_AT }, SEARCHED);
  const [who, what] = [sender, subject].map((part) => part && foldTitle(part));
  const fits = (row: Row) =>
    (!outcome || row.outcome === outcome) &&
    (!what || foldTitle(row.subject ?? '').includes(what)) &&
    (!who || foldTitle(`${row.from_name ?? ''} ${row.from_address ?? row.envelope_from}`).includes(who));
  const found = rows.filter(fits).slice(0, limit + 1);
  const ids = found.slice(0, limit).map((row) => row.id as string);
  const lines: Row[] = ids.length === 0 ? [] : await db('inbox').whereIn('id', ids);
  const last = found.length > limit ? ids.at(-1)! : rows.length === LOOKED_AT ? rows.at(-1)!.id : null;
  return { lines: lines.map(toLine).sort(newestFirst), next: last };
}

const SEARCHED = ['id', 'received_at', 'subject', 'from_name', 'from_address', 'envelope_from', 'outcome'];

const newestFirst = (a: LedgerLine, b: LedgerLine): number =>
  b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** Of each owner by itself, along an index: «this account or none» in one query would walk all there is. */
async function newest(db: Sql, account: AccountId, page: LedgerPage, columns: '*' | string[]): Promise<Row[]> {
  const after = page.after && (await placeOf(db, page.after));
  const owners = page.unread ? [account, null] : [account];
  const found: Row[][] = await Promise.all(
    owners.map((owner) => filtered(db, owner, page, after || null).select(columns)),
  );
  const order = (a: Row, b: Row) => Number(b.received_at) - Number(a.received_at) || (a.id < b.id ? 1 : -1);
  return found.flat().sort(order).slice(0, page.limit);
}

interface Placed {
  readonly at: Instant;
  readonly id: string;
}

/** A mail that is not there any more left its time in its id. */
async function placeOf(db: Sql, id: string): Promise<Placed> {
  const row = await db('inbox').where({ id }).first('received_at');
  return { id, at: row ? Number(row.received_at) : instantOf(id) };
}

function filtered(db: Sql, owner: AccountId | null, page: LedgerPage, after: Placed | null) {
  const query = db('inbox').where({ account_id: owner });
  if (page.state) query.andWhere({ state: page.state });
  if (page.from) query.andWhere({ from_address: page.from });
  if (page.messageId) query.andWhere({ message_id: page.messageId });
  if (page.since !== undefined) query.andWhere('received_at', '>=', page.since);
  if (page.until !== undefined) query.andWhere('received_at', '<', page.until);
  if (after) query.andWhereRaw('(received_at, id) < (?, ?)', [after.at, after.id]);
  return query
    .orderBy([
      { column: 'received_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(page.limit);
}

export async function ledgerLine(db: Sql, account: AccountId, id: string, unread: boolean): Promise<LedgerLine | null> {
  const row: Row | undefined = await db('inbox')
    .where({ id })
    .andWhere((q) => {
      q.where({ account_id: account });
      if (unread) q.orWhereNull('account_id');
    })
    .first();
  return row ? toLine(row) : null;
}

/** A mail whoever it belongs to: for who runs the server. */
export async function anyLedgerLine(
  db: Sql,
  id: InboxId,
): Promise<{ account: AccountId | null; line: LedgerLine } | null> {
  const row: Row | undefined = await db('inbox').where({ id }).first();
  return row ? { account: row.account_id, line: toLine(row) } : null;
}

const toLine = (r: Row): LedgerLine => ({
  id: r.id,
  state: r.state,
  receivedAt: Number(r.received_at),
  envelopeFrom: r.envelope_from,
  envelopeTo: JSON.parse(r.envelope_to),
  from: r.from_address === null ? null : { name: r.from_name ?? '', address: r.from_address },
  subject: r.subject,
  messageId: r.message_id,
  outcome: r.outcome,
  reason: r.reason,
  task: r.task_id,
  comment: r.comment_id,
  duplicateOf: r.duplicate_of,
  decidedBy: r.decided_by,
  size: Number(r.size),
  protocol: r.protocol,
  trace: r.trace ? JSON.parse(r.trace) : null,
});
