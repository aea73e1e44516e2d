/**
 * Addresses outside that letters may come from (spec 3.3).
 */
import type { AccountId, EmployeeId, LetterId, SenderId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Alignment } from '../mail/sender-check.ts';
import type { Sender } from '../people/sender.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** The company's and this employee's own; `null`: the company's alone. */
export async function sendersWithin(db: Sql, account: AccountId, owner: EmployeeId | null): Promise<Sender[]> {
  const rows: Row[] = await db('senders')
    .where({ account_id: account })
    .andWhere((q) => {
      q.whereNull('owner_id');
      if (owner !== null) q.orWhere({ owner_id: owner });
    });
  return rows.map(fromRow);
}

/** In the order in which they were made. `owner`: theirs alone. */
export async function pageOfSenders(
  db: Sql,
  account: AccountId,
  page: { readonly after: string; readonly limit: number; readonly owner?: EmployeeId | undefined },
): Promise<Sender[]> {
  const query = db('senders').where({ account_id: account }).andWhere('id', '>', page.after);
  if (page.owner !== undefined) query.andWhere({ owner_id: page.owner });
  return ((await query.orderBy('id').limit(page.limit)) as Row[]).map(fromRow);
}

export async function senderById(db: Sql, account: AccountId, id: string): Promise<Sender | null> {
  const row: Row | undefined = await db('senders').where({ account_id: account, id }).first();
  return row ? fromRow(row) : null;
}

/** Of whatever account: the letter's token vouches for it. */
export async function senderByLetter(db: Sql, letter: LetterId): Promise<Sender | null> {
  const row: Row | undefined = await db('senders').where({ letter_id: letter }).first();
  return row ? fromRow(row) : null;
}

/** Of these addresses those that are ours: confirmed, for anybody may name any address. */
export async function sendersAmong(db: Sql, account: AccountId, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const rows: Row[] = await db('senders')
    .where({ account_id: account })
    .whereIn('address', addresses as string[])
    .whereNotNull('verified_at')
    .select('address');
  return new Set(rows.map((r) => r.address as string));
}

/** False: the account has this address already. */
export async function insertSender(tx: Sql, sender: Sender): Promise<boolean> {
  const made = await tx('senders').insert(toRow(sender)).onConflict(['account_id', 'address']).ignore().returning('id');
  return made.length > 0;
}

export async function updateSender(tx: Sql, sender: Sender): Promise<void> {
  const { id, account_id, ...row } = toRow(sender);
  await tx('senders').where({ account_id, id }).update(row);
}

export async function setAlignment(
  tx: Sql,
  { account, id }: Pick<Sender, 'account' | 'id'>,
  alignment: Alignment,
  now: Instant,
): Promise<void> {
  await tx('senders').where({ account_id: account, id }).update({ alignment, checked_at: now });
}

/** False: there was none. */
export async function removeSender(tx: Sql, account: AccountId, id: SenderId): Promise<boolean> {
  return (await tx('senders').where({ account_id: account, id }).delete()) > 0;
}

/** Those in use whose DNS was last asked before this. */
export async function sendersToCheck(db: Sql, before: Instant, limit: number): Promise<Sender[]> {
  const rows: Row[] = await db('senders')
    .whereNotNull('verified_at')
    .andWhere((q) => q.whereNull('checked_at').orWhere('checked_at', '<', before))
    .limit(limit);
  return rows.map(fromRow);
}

const toRow = (s: Sender) => ({
  account_id: s.account,
  id: s.id,
  address: s.address,
  name: s.name,
  owner_id: s.owner,
  projects: JSON.stringify(s.projects),
  staff: JSON.stringify(s.staff),
  signature: s.signature,
  replies_here: s.repliesHere,
  alignment: s.alignment,
  checked_at: s.checkedAt,
  letter_id: s.letter,
  verified_at: s.verifiedAt,
  created_at: s.createdAt,
});

const time = (value: unknown): number | null => (value === null ? null : Number(value));

const fromRow = (r: Row): Sender => ({
  id: r.id,
  account: r.account_id,
  address: r.address,
  name: r.name,
  owner: r.owner_id,
  projects: JSON.parse(r.projects),
  staff: JSON.parse(r.staff),
  signature: r.signature,
  repliesHere: Boolean(r.replies_here),
  alignment: r.alignment,
  checkedAt: time(r.checked_at),
  letter: r.letter_id,
  verifiedAt: time(r.verified_at),
  createdAt: Number(r.created_at),
});
