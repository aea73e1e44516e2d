/**
 * Addresses that nothing is sent to, because a letter came back for good or its reader called it spam (spec 3.1.9).
 */
import type { AccountId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export async function suppression(db: Sql, account: AccountId, address: string): Promise<string | null> {
  const row = await db('suppressions').where({ account_id: account, address }).first('reason');
  return (row?.reason as string | undefined) ?? null;
}

export async function suppress(
  tx: Sql,
  account: AccountId,
  address: string,
  reason: string,
  evidence: string,
  now: Instant,
): Promise<void> {
  await tx('suppressions')
    .insert({ account_id: account, address, reason, evidence, since: now })
    .onConflict(['account_id', 'address'])
    .ignore();
}

/** Spec 3.1.9: their own next mail lifts it. False: there was none. */
export async function liftSuppression(tx: Sql, account: AccountId, address: string): Promise<boolean> {
  return (await tx('suppressions').where({ account_id: account, address }).delete()) > 0;
}

/** What is known against these addresses. */
export async function suppressionsOf(
  db: Sql,
  account: AccountId,
  addresses: readonly string[],
): Promise<SuppressionLine[]> {
  if (addresses.length === 0) return [];
  const rows: Row[] = await db('suppressions')
    .where({ account_id: account })
    .whereIn('address', addresses as string[])
    .orderBy('address');
  return rows.map(toLine);
}

export interface SuppressionLine {
  readonly address: string;
  readonly reason: string;
  /** The other server's words. */
  readonly evidence: string;
  readonly since: Instant;
}

/** A page in the order of the addresses; `after` is the last one seen. */
export async function pageOfSuppressions(
  db: Sql,
  account: AccountId,
  page: { after: string | null; limit: number },
): Promise<SuppressionLine[]> {
  const query = db('suppressions').where({ account_id: account }).orderBy('address').limit(page.limit);
  if (page.after) query.andWhere('address', '>', page.after);
  return ((await query) as Row[]).map(toLine);
}

const toLine = (r: Row): SuppressionLine => ({
  address: r.address,
  reason: r.reason,
  evidence: r.evidence,
  since: Number(r.since),
});
