/** Letters that wait (notify/hold.ts): what they wait with, and what becomes of them when their time comes. States: outbox.ts. */
import type { AccountId, CommentId, LetterId, PersonId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import { HELD_REASONS, type Held, type HeldReason, type SetAside } from '../notify/hold.ts';
import type { Letter } from '../notify/letter.ts';
import { isPostgres, type Sql } from './database.ts';
import { rememberDescription } from './outbox.ts';
import type { Row } from './tasks.ts';

const COMMENT_LETTERS = ['N2', 'staff-comment'];

const ofTask = (db: Sql, account: AccountId, task: TaskId, person: PersonId) =>
  db('letters').where({ account_id: account, task_id: task, recipient_id: person });

export interface Waiting {
  readonly id: LetterId;
  readonly comment: CommentId;
  readonly due: Instant;
}

/** Letters about comments of this task that wait for this person. */
export async function waitingFor(tx: Sql, account: AccountId, task: TaskId, person: PersonId): Promise<Waiting[]> {
  const rows: Row[] = await ofTask(tx, account, task, person)
    .where({ state: 'queued' })
    .whereIn('reason', HELD_REASONS)
    .whereNotNull('comment_id')
    .orderBy('id')
    .select('id', 'comment_id', 'due_at');
  return rows.map((r) => ({ id: r.id, comment: r.comment_id, due: Number(r.due_at) }));
}

/** Since when the oldest of what this letter tells waits. */
export async function waitingSince(tx: Sql, { account, id, task, recipient, createdAt }: Letter): Promise<Instant> {
  if (!task || !recipient) return createdAt;
  const row = await ofTask(tx, account, task, recipient)
    .andWhere({ carried_by: id })
    .min({ first: 'created_at' })
    .first();
  return row?.first == null ? createdAt : Math.min(createdAt, Number(row.first));
}

/** When the last letter about a comment of this task went to them, or was ready to go; null: none was. */
export async function lastTold(tx: Sql, account: AccountId, task: TaskId, person: PersonId): Promise<Instant | null> {
  const row = await ofTask(tx, account, task, person)
    .whereIn('kind', COMMENT_LETTERS)
    .whereNot({ state: 'skipped' })
    .andWhere((q) => q.whereNot({ state: 'queued' }).orWhereNull('reason').orWhereNotIn('reason', HELD_REASONS))
    .max({ sent: 'sent_at', made: 'created_at' })
    .first();
  const last = Math.max(Number(row?.sent ?? 0), Number(row?.made ?? 0));
  return last === 0 ? null : last;
}

/** When this person last wrote in this task. */
export async function lastSpoke(tx: Sql, account: AccountId, task: TaskId, person: PersonId): Promise<Instant | null> {
  const row = await tx('comments')
    .where({ account_id: account, task_id: task, author_id: person })
    .max({ at: 'created_at' })
    .first();
  return row?.at == null ? null : Number(row.at);
}

/** Who outside wrote a comment or was told of it: those with the same circle may stand in one letter, for an answer may quote both. */
export async function circlesOf(
  tx: Sql,
  account: AccountId,
  comments: readonly CommentId[],
): Promise<ReadonlyMap<CommentId, { readonly hidden: boolean; readonly circle: string }>> {
  const ids = comments as CommentId[];
  const rows: Row[] = await tx('comments')
    .where({ account_id: account })
    .whereIn('id', ids)
    .select('id', 'hidden', 'author_id', 'author_kind');
  const people: Row[] = await tx('comment_people')
    .join('contacts', (on) =>
      on.on('contacts.account_id', 'comment_people.account_id').andOn('contacts.id', 'comment_people.person_id'),
    )
    .where({ 'comment_people.account_id': account, relation: 'notified' })
    .whereIn('comment_id', ids)
    .select('comment_id', 'person_id');
  const circle = ({ id, author_id, author_kind }: Row) => {
    const told = people.filter((p) => p.comment_id === id).map((p) => p.person_id as string);
    return [...new Set(author_kind === 'contact' ? [author_id as string, ...told] : told)].sort().join(' ');
  };
  return new Map(rows.map((r) => [r.id as CommentId, { hidden: Boolean(r.hidden), circle: circle(r) }]));
}

/** The comments of these letters will stand in this later one. */
export async function carry(tx: Sql, account: AccountId, by: LetterId, older: readonly LetterId[]): Promise<void> {
  const taken: Row[] = await tx('letters')
    .where({ account_id: account, state: 'queued' })
    .whereIn('id', older as LetterId[])
    .whereIn('reason', HELD_REASONS)
    .update({ state: 'skipped', reason: 'bundled' satisfies SetAside, due_at: null, carried_by: by })
    .returning(['id', 'task_id', 'recipient_id']);
  for (const { id, task_id, recipient_id } of taken)
    await ofTask(tx, account, task_id, recipient_id).andWhere({ carried_by: id }).update({ carried_by: by });
}

/** After two people became one: of letters that wait for them and tell the same comment the later carries the earlier. */
export async function joinDoubled(tx: Sql, account: AccountId, person: PersonId): Promise<void> {
  const letters = () => tx('letters').where({ account_id: account, recipient_id: person }).orderBy('id');
  const rows: Row[] = await letters()
    .where({ state: 'queued' })
    .whereIn('reason', HELD_REASONS)
    .whereNotNull('comment_id')
    .select('id', 'comment_id');
  const ids = rows.map((r) => r.id as LetterId);
  const carried: Row[] = await letters().whereIn('carried_by', ids).select('carried_by', 'comment_id');
  const tells = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const { id, carried_by, comment_id } of [...rows, ...carried]) tells.get(carried_by ?? id)!.add(comment_id);
  for (const [later, told] of tells) {
    const earlier = [...tells].filter(([id, other]) => id < later && [...other].some((comment) => told.has(comment)));
    for (const [id, other] of earlier) {
      for (const comment of other) told.add(comment);
      tells.delete(id);
    }
    if (earlier.length > 0)
      await carry(
        tx,
        account,
        later,
        earlier.map(([id]) => id),
      );
  }
}

/** The comments that a letter carries besides its own. */
export async function carriedBy(tx: Sql, { account, id, task, recipient }: Letter): Promise<CommentId[]> {
  if (!task || !recipient) return [];
  const rows: Row[] = await ofTask(tx, account, task, recipient)
    .andWhere({ carried_by: id })
    .orderBy('id')
    .select('comment_id');
  return rows.map((r) => r.comment_id);
}

/**
 * Everything that waits in this account, or for this person, also what they share with others, is due: it is made anew, and waits on
 * where it has to. What a worker has in hand is left to it; a claim counts as a try. Returns how many letters that were.
 */
export async function dueAtOnce(
  tx: Sql,
  account: AccountId,
  now: Instant,
  { person, reasons = HELD_REASONS }: { readonly person?: PersonId; readonly reasons?: readonly HeldReason[] } = {},
): Promise<number> {
  const waiting = () =>
    tx('letters')
      .where({ account_id: account, state: 'queued', attempts: 0 })
      .whereIn('reason', reasons)
      .andWhere('due_at', '>', now);
  if (!person) return waiting().update({ due_at: now });
  const shared = tx('shared_readers').where({ account_id: account, person_id: person }).select('letter_id');
  const own = await waiting().andWhere({ recipient_id: person }).update({ due_at: now });
  return own + (await waiting().whereIn('id', shared).update({ due_at: now }));
}

/** True: it still waits, and is nobody else's until the transaction ends. */
export async function lockHeld(tx: Sql, account: AccountId, id: LetterId): Promise<boolean> {
  const query = tx('letters').where({ account_id: account, id, state: 'queued' }).whereIn('reason', HELD_REASONS);
  return (await (isPostgres(tx) ? query.forUpdate().first('id') : query.first('id'))) !== undefined;
}

const one = (tx: Sql, account: AccountId, id: LetterId) => tx('letters').where({ account_id: account, id });

export const holdAgain = (tx: Sql, account: AccountId, id: LetterId, { until, reason }: Held): PromiseLike<number> =>
  one(tx, account, id).update({ due_at: until, reason, attempts: 0 });

/** What is not sent does not count as mailed (decisions Q5): with no other letter its reader does not see the task. */
export async function setAside(tx: Sql, { account, id, task, recipient, kind }: Letter, reason: string): Promise<void> {
  await one(tx, account, id).update({ state: 'skipped', reason, due_at: null });
  if (!task || !recipient) return;
  const place = { account_id: account, task_id: task };
  if (kind === 'N1') await rememberDescription(tx, account, task, recipient, null);
  const other = await tx('letters')
    .where(place)
    .andWhere((q) => q.where({ recipient_id: recipient }).orWhereNull('recipient_id'))
    .whereNot({ state: 'skipped' })
    .first('id');
  if (!other)
    await tx('mailed')
      .where({ ...place, contact_id: recipient })
      .delete();
}

/** It goes now, as it was made now. */
export const release = (tx: Sql, letter: Letter): PromiseLike<number> =>
  one(tx, letter.account, letter.id).update({
    kind: letter.kind,
    recipients: JSON.stringify(letter.recipients),
    subject: letter.subject,
    content: JSON.stringify(letter),
    reason: null,
  });
