/** How an account is doing, in a few rows: what waits, what came and went last, what failed. Each asks along an index. */
import type { AccountId } from '../base/id.ts';
import { DAY, type Instant, MINUTE } from '../base/time.ts';
import { HELD_REASONS } from '../notify/hold.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface Waiting {
  readonly count: number;
  /** Since when the oldest of them waits; null: none does. */
  readonly since: Instant | null;
}

export interface MailStatus {
  /** Letters that are to go out; what waits for its hour does as it should, until that is over. */
  readonly letters: Waiting;
  /** Mail that was accepted and not read yet. */
  readonly unread: Waiting;
  /** Mail that waits for a person. */
  readonly held: Waiting;
  readonly lastMail: Instant | null;
  readonly lastLetter: Instant | null;
  /** Letters that failed or came back within a day, and mail that could not be read. */
  readonly failed: number;
  readonly parked: number;
}

/** What waited for its hour goes within seconds of it; so long after it something keeps the queue. */
const LATE = 10 * MINUTE;

/** `unread`: mail that nobody has read yet belongs to this account too. */
export async function mailStatus(db: Sql, account: AccountId, now: Instant, unread: boolean): Promise<MailStatus> {
  const since = now - DAY;
  const own = () =>
    db('inbox').where((q) => {
      q.where({ account_id: account });
      if (unread) q.orWhereNull('account_id');
    });
  const letters = () => db('letters').where({ account_id: account });
  const [queued, due, held, lastMail, lastLetter, failed, parked] = await Promise.all([
    // `due_at` leads to the index of the queue.
    waiting(
      letters()
        .andWhere({ state: 'queued' })
        .andWhere('due_at', '>', 0)
        .andWhere((q) =>
          q
            .whereNull('reason')
            .orWhereNotIn('reason', HELD_REASONS)
            .orWhere('due_at', '<', now - LATE),
        ),
      'created_at',
    ),
    waiting(own().andWhere({ state: 'received' }).andWhere('due_at', '>', 0), 'received_at'),
    waiting(db('inbox').where({ account_id: account, state: 'held' }), 'received_at'),
    newest(db('inbox').where({ account_id: account }), 'received_at'),
    newest(letters().whereNotNull('sent_at'), 'created_at', 'sent_at'),
    count(letters().andWhere('created_at', '>=', since).whereIn('state', ['failed', 'bounced'])),
    count(db('inbox').where({ account_id: account, state: 'parked' }).andWhere('received_at', '>=', since)),
  ]);
  return { letters: queued, unread: due, held, lastMail, lastLetter, failed, parked };
}

type Query = ReturnType<Sql>;

async function waiting(query: Query, at: string): Promise<Waiting> {
  const row = (await query.count('* as n').min(`${at} as since`).first()) as Row | undefined;
  return { count: Number(row?.n ?? 0), since: row?.since == null ? null : Number(row.since) };
}

async function newest(query: Query, by: string, of = by): Promise<Instant | null> {
  const row = (await query.orderBy(by, 'desc').first(of)) as Row | undefined;
  return row?.[of] == null ? null : Number(row[of]);
}

async function count(query: Query): Promise<number> {
  const row = (await query.count('* as n').first()) as Row | undefined;
  return Number(row?.n ?? 0);
}
