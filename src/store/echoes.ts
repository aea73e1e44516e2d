/**
 * What the brakes against loops count: of each mail that did something, where it did it, from which domain it came, and what
 * its words were like. Columns of the inbox, with an index of their own.
 */
import type { AccountId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import { isPostgres, type Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface Echo {
  /** Counted together: the id of a task, or `@domain` for new tasks from there. */
  readonly scope: string;
  /** Of the sender, without what stands before the name that somebody owns. */
  readonly domain: string;
  /** mail/likeness.ts; null: it had no words. */
  readonly likeness: string | null;
}

/** The columns as `finishMail` writes them: a mail that is processed again counts anew. */
export const echoRow = (echo: Echo | undefined) => ({
  loop_scope: echo?.scope ?? null,
  sender_domain: echo?.domain ?? null,
  likeness: echo?.likeness ?? null,
});

/**
 * The latest echoes of a scope, at most `limit`, received after `since` and not after `until`. On PostgreSQL mails that come together
 * are decided side by side: until this transaction ends, no other counts the same scope.
 */
export async function echoesOf(
  db: Sql,
  account: AccountId,
  scope: string,
  window: { readonly since: Instant; readonly until: Instant; readonly limit: number },
): Promise<Omit<Echo, 'scope'>[]> {
  if (isPostgres(db)) await db.raw('select pg_advisory_xact_lock(?, hashtext(?))', [LOCK, `${account} ${scope}`]);
  const rows: Row[] = await db('inbox')
    .where({ account_id: account, loop_scope: scope })
    .andWhere('received_at', '>', window.since)
    .andWhere('received_at', '<=', window.until)
    .orderBy('received_at', 'desc')
    .limit(window.limit)
    .select('sender_domain', 'likeness');
  return rows.map((r) => ({ domain: r.sender_domain, likeness: r.likeness }));
}

/** Tells these locks from others; any number. */
const LOCK = 7077;
