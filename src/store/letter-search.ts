/**
 * Looking through the outbox: the log of letters. A page costs what it shows; what no index knows is looked for in a stretch of the
 * newest, and from there on.
 */

import type { AccountId } from '../base/id.ts';
import { instantOf } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import { LOOKED_AT } from './ledger.ts';
import { type LetterLine, LINE, toLine } from './letter-lines.ts';
import { foldTitle } from './lists.ts';
import type { LetterState } from './outbox.ts';
import type { Row } from './tasks.ts';

export interface LetterSearch {
  /** The last letter that was seen. */
  readonly after: string | null;
  readonly limit: number;
  readonly since?: Instant | undefined;
  /** The first instant after the period. */
  readonly until?: Instant | undefined;
  readonly state?: LetterState | undefined;
  /** Those that were tried and wait for their next try, or those that were not tried yet. */
  readonly deferred?: boolean | undefined;
  /** A whole address, in lower case. */
  readonly address?: string | undefined;
  /** A part of a name or an address. */
  readonly recipient?: string | undefined;
  readonly subject?: string | undefined;
}

/** The newest first. Fewer lines than `limit` and a `next`: it was looked at enough for once. */
export async function searchLetters(
  db: Sql,
  account: AccountId,
  search: LetterSearch,
): Promise<{ readonly lines: readonly LetterLine[]; readonly next: string | null }> {
  const { address, recipient, subject, limit } = search;
  if (!address && !recipient && !subject) {
    const lines = (await filtered(db, account, search, limit + 1)).map(toLine);
    return { lines: lines.slice(0, limit), next: lines.length > limit ? lines[limit - 1]!.id : null };
  }
  const [who, what] = [recipient, subject].map((part) => part && foldTitle(part));
  const fits = (line: LetterLine) =>
    (!address || line.recipients.some((r) => r.address.toLowerCase() === address)) &&
    (!what || foldTitle(line.subject).includes(what)) &&
    (!who || line.recipients.some((r) => foldTitle(`${r.name} ${r.address}`).includes(who)));
  const looked = (await filtered(db, account, search, LOOKED_AT)).map(toLine);
  const found = looked.filter(fits);
  const more = found.length > limit ? found[limit - 1]! : looked.length === LOOKED_AT ? looked.at(-1)! : null;
  return { lines: found.slice(0, limit), next: more?.id ?? null };
}

async function filtered(db: Sql, account: AccountId, search: LetterSearch, limit: number): Promise<Row[]> {
  const { after, since, until, state, deferred } = search;
  const query = db('letters').where({ account_id: account });
  if (state) query.andWhere({ state });
  if (deferred !== undefined) query.andWhere('attempts', deferred ? '>' : '=', 0);
  if (since !== undefined) query.andWhere('created_at', '>=', since);
  if (until !== undefined) query.andWhere('created_at', '<', until);
  if (after) query.andWhereRaw('(created_at, id) < (?, ?)', [await timeOf(db, account, after), after]);
  return query
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
    .select(...LINE);
}

/** A letter that is not there any more left its time in its id. */
async function timeOf(db: Sql, account: AccountId, id: string): Promise<Instant> {
  const row: Row | undefined = await db('letters').where({ account_id: account, id }).first('created_at');
  return row ? Number(row.created_at) : instantOf(id);
}
