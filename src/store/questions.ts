/**
 * «Was this you?»: held mail that waits for the word of the person in its From, and when that person may be asked again.
 */
import type { AccountId, InboxId, PersonId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** The claimed mail is about to be held, and this person is asked whether it is theirs. */
export async function waitForWord(tx: Sql, inbox: InboxId, person: PersonId): Promise<void> {
  await tx('inbox').where({ id: inbox, state: 'received' }).update({ asked_id: person });
}

export interface WaitingMail {
  readonly id: InboxId;
  readonly receivedAt: Instant;
  readonly subject: string;
  /** As it stood in From. */
  readonly from: string;
  /** The task that it speaks in. */
  readonly task: TaskId | null;
  readonly outcome: string;
}

/** What waits for this person's word, oldest first. */
export async function waitingFor(
  db: Sql,
  account: AccountId,
  person: PersonId,
  limit: number,
): Promise<readonly WaitingMail[]> {
  const rows: Row[] = await db('inbox')
    .where({ account_id: account, asked_id: person, state: 'held' })
    .orderBy('id')
    .limit(limit)
    .select('id', 'received_at', 'subject', 'from_address', 'task_id', 'outcome');
  return rows.map((r) => ({
    id: r.id,
    receivedAt: Number(r.received_at),
    subject: r.subject ?? '',
    from: r.from_address ?? '',
    task: r.task_id,
    outcome: r.outcome,
  }));
}

const PURPOSE = 'question';

/**
 * Takes this person's next turn to be asked: now, or at the end of the pause when they have decided since the last letter (what
 * came after that stands in no letter). Null: a letter that is on its way, or was not looked at yet, leads to this mail too.
 * Each step is one statement, so that of two processes one gets the turn.
 */
export async function takeTurn(
  tx: Sql,
  account: AccountId,
  person: PersonId,
  now: Instant,
  pause: number,
): Promise<Instant | null> {
  const where = { account_id: account, person_id: person, purpose: PURPOSE };
  await tx('one_time')
    .insert({ ...where, generation: 0, expires_at: 0, used_at: null })
    .onConflict(['account_id', 'person_id', 'purpose'])
    .ignore();
  const free = await tx('one_time')
    .where(where)
    .andWhere('expires_at', '<=', now)
    .update({ expires_at: now + pause, used_at: null });
  if (free > 0) return now;
  const later: Row[] = await tx('one_time')
    .where(where)
    .whereNotNull('used_at')
    .andWhere('expires_at', '<=', now + pause)
    .update({ expires_at: tx.raw('expires_at + ?', [pause]), used_at: null })
    .returning('expires_at');
  return later[0] ? Number(later[0].expires_at) - pause : null;
}

/** They have seen what waited, and said something about it. */
export async function noteWord(tx: Sql, account: AccountId, person: PersonId, now: Instant): Promise<void> {
  await tx('one_time').where({ account_id: account, person_id: person, purpose: PURPOSE }).update({ used_at: now });
}
