/** What the brakes on outgoing mail count: letters to one person, their own and those that they share with others. */
import type { AccountId, LetterId, PersonId, TaskId } from '../base/id.ts';
import { DAY, type Instant } from '../base/time.ts';
import type { Letter, LetterKind } from '../notify/letter.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** How many letters went to this person since `since`, those too that they share with others; at most `limit` counted (spec 3.1.10). */
export async function recentLetters(
  db: Sql,
  account: AccountId,
  recipient: PersonId,
  since: Instant,
  limit: number,
): Promise<number> {
  const own = await lettersSince(db, account, recipient, since).limit(limit).select('id');
  if (own.length >= limit) return own.length;
  const shared = await db('shared_readers')
    .where({ account_id: account, person_id: recipient })
    .andWhere('created_at', '>', since)
    .limit(limit - own.length)
    .select('letter_id');
  return own.length + shared.length;
}

/** Did a letter of this kind go to this person since then? Of few: no one gets more in that time than the brake allows. */
export async function wasWritten(
  db: Sql,
  account: AccountId,
  recipient: PersonId,
  kind: LetterKind,
  since: Instant,
): Promise<boolean> {
  const row = await lettersSince(db, account, recipient, since).andWhere({ kind }).first('id');
  return row !== undefined;
}

const lettersSince = (db: Sql, account: AccountId, recipient: PersonId, since: Instant) =>
  db('letters')
    .where({ account_id: account, recipient_id: recipient })
    .andWhere('created_at', '>', since)
    .whereNot({ state: 'skipped' });

/** Only of the last day, as no brake looks further back; and of letters that wait, which go to those who stand here. */
export async function rememberReaders(
  tx: Sql,
  letter: Letter,
  people: readonly PersonId[],
  now: Instant,
): Promise<void> {
  await tx('shared_readers')
    .where({ account_id: letter.account })
    .whereIn('person_id', people as PersonId[])
    .andWhere('created_at', '<', now - DAY)
    .whereNotExists(
      tx('letters')
        .select(tx.raw('1'))
        .where({ state: 'queued' })
        .whereRaw('letters.account_id = shared_readers.account_id and letters.id = shared_readers.letter_id'),
    )
    .delete();
  const read = { account_id: letter.account, letter_id: letter.id, created_at: now };
  await tx('shared_readers').insert(people.map((person_id) => ({ ...read, person_id })));
}

/** Who shares this letter. */
export async function readersOf(db: Sql, account: AccountId, letter: LetterId): Promise<PersonId[]> {
  const rows: Row[] = await db('shared_readers').where({ account_id: account, letter_id: letter }).select('person_id');
  return rows.map((r) => r.person_id);
}

/**
 * To whom letters went because of a mail that came in: about a comment or a task that a mail made; the latest first, at most `limit`.
 * `task` null: of all tasks.
 */
export async function recipientsBecauseOfMail(
  db: Sql,
  account: AccountId,
  task: TaskId | null,
  since: Instant,
  limit: number,
): Promise<string[]> {
  const query = db('letters')
    .leftJoin('comments', (on) =>
      on.on('comments.account_id', 'letters.account_id').andOn('comments.id', 'letters.comment_id'),
    )
    .leftJoin('tasks', (on) => on.on('tasks.account_id', 'letters.account_id').andOn('tasks.id', 'letters.task_id'))
    .where({ 'letters.account_id': account })
    .andWhere('letters.created_at', '>', since)
    .whereNot({ 'letters.state': 'skipped' })
    .andWhere((q) =>
      q
        .where({ 'comments.source': 'mail' })
        .orWhere((w) => w.whereNull('letters.comment_id').andWhere('tasks.source', 'mail')),
    );
  if (task) query.andWhere({ 'letters.task_id': task });
  const rows: Row[] = await query.orderBy('letters.created_at', 'desc').limit(limit).select('letters.recipients');
  return rows.flatMap((r) => (JSON.parse(r.recipients) as { address: string }[]).map(({ address }) => address));
}
