/**
 * Looking at the inbox afterwards: the log page, one mail, and the sum that must add up.
 */
import type { AccountId, InboxId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { InboxState } from './inbox.ts';
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
  readonly size: number;
  readonly protocol: string;
  readonly trace: unknown;
}

/**
 * The account's mails, newest first, before `after` (an id). `unread`: also those that nobody has read yet and that therefore
 * belong to no account; only where there is a single account.
 */
export async function pageOfLedger(
  db: Sql,
  account: AccountId,
  page: { after: string | null; limit: number; state?: string | undefined; unread: boolean },
): Promise<LedgerLine[]> {
  const query = db('inbox').orderBy('id', 'desc').limit(page.limit);
  query.andWhere((q) => {
    q.where({ account_id: account });
    if (page.unread) q.orWhereNull('account_id');
  });
  if (page.after) query.andWhere('id', '<', page.after);
  if (page.state) query.andWhere({ state: page.state });
  return ((await query) as Row[]).map(toLine);
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

/** received = delivered + held + ignored + duplicate + parked + due. For the metric; not for a hot path. */
export async function ledgerSums(db: Sql): Promise<Record<InboxState, number>> {
  const sums: Record<InboxState, number> = { received: 0, delivered: 0, held: 0, ignored: 0, duplicate: 0, parked: 0 };
  const rows: Row[] = await db('inbox').select('state').count('* as n').groupBy('state');
  for (const r of rows) sums[r.state as InboxState] = Number(r.n);
  return sums;
}

/** The same for one account; `unread`: with the mails that nobody has read yet. */
export async function ledgerSumsOf(db: Sql, account: AccountId, unread: boolean): Promise<Record<InboxState, number>> {
  const sums: Record<InboxState, number> = { received: 0, delivered: 0, held: 0, ignored: 0, duplicate: 0, parked: 0 };
  const query = db('inbox').where({ account_id: account }).select('state').count('* as n').groupBy('state');
  if (unread) query.orWhereNull('account_id');
  for (const r of (await query) as Row[]) sums[r.state as InboxState] = Number(r.n);
  return sums;
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
  size: Number(r.size),
  protocol: r.protocol,
  trace: r.trace ? JSON.parse(r.trace) : null,
});
