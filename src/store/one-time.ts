/**
 * One-time pages: a first password, a new one. Of each purpose a person has one link at a time; making another ends the earlier
 * (item 98). The link itself is derived (base/token.ts), so nothing here opens anything.
 */
import type { AccountId, LetterId, PersonId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export type OneTimePurpose = 'activation' | 'password' | 'code';

export interface OneTime {
  readonly generation: number;
  /** The letter that has the link; null: it was handed over by other means. */
  readonly letter: LetterId | null;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

/** Begins a new generation and answers its number. */
export async function nextOneTime(
  tx: Sql,
  account: AccountId,
  person: PersonId,
  purpose: OneTimePurpose,
  expiresAt: Instant,
  letter: LetterId | null = null,
): Promise<number> {
  const fresh = { expires_at: expiresAt, used_at: null, letter_id: letter };
  const rows: Row[] = await tx('one_time')
    .insert({ account_id: account, person_id: person, purpose, generation: 1, ...fresh })
    .onConflict(['account_id', 'person_id', 'purpose'])
    .merge({ generation: tx.raw('one_time.generation + 1'), ...fresh })
    .returning('generation');
  return Number(rows[0]!.generation);
}

export async function oneTimeOf(
  db: Sql,
  account: AccountId,
  person: PersonId,
  purpose: OneTimePurpose,
): Promise<OneTime | null> {
  const r: Row | undefined = await db('one_time').where({ account_id: account, person_id: person, purpose }).first();
  if (!r) return null;
  const usedAt = r.used_at === null ? null : Number(r.used_at);
  return { generation: Number(r.generation), letter: r.letter_id, expiresAt: Number(r.expires_at), usedAt };
}

/** False: somebody used it first, or a later one has ended it. */
export async function useOneTime(
  tx: Sql,
  account: AccountId,
  person: PersonId,
  purpose: OneTimePurpose,
  generation: number,
  now: Instant,
): Promise<boolean> {
  const changed = await tx('one_time')
    .where({ account_id: account, person_id: person, purpose, generation })
    .whereNull('used_at')
    .update({ used_at: now });
  return changed > 0;
}

/** No link or code that was mailed to this person works any more: the address is theirs no longer. */
export async function endMailedOneTimes(tx: Sql, account: AccountId, person: PersonId, now: Instant): Promise<void> {
  await tx('one_time')
    .where({ account_id: account, person_id: person })
    .whereNotNull('letter_id')
    .whereNull('used_at')
    .update({ used_at: now });
}

/** No link of this person's that is out there works any more. */
export async function endOneTimes(tx: Sql, account: AccountId, person: PersonId, now: Instant): Promise<void> {
  await tx('one_time').where({ account_id: account, person_id: person }).whereNull('used_at').update({ used_at: now });
}
