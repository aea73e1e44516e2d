/**
 * The outbox: every letter, from the transaction that queued it to its last answer. Outgoing mail is at least once: after a
 * crash between the server's 250 and our note of it a letter goes out again, with the same Message-ID (qmail says the same of
 * itself; no mail system can avoid it).
 *
 * | state    | means                                            | how it leaves                       | after a crash           |
 * |----------|--------------------------------------------------|-------------------------------------|-------------------------|
 * | queued   | `due_at` says when it is tried                   | claimed by a worker                 | due by itself           |
 * | (held)   | queued; `reason` says what it waits for          | made anew when due, as it is then,  | due by itself           |
 * |          | (notify/hold.ts)                                 | and sent; or skipped: what it told  |                         |
 * |          |                                                  | is gone, or a later one carries it  |                         |
 * | (leased) | queued, `due_at` is the end of the lease         | sent, deferred or failed; before a  | due when the lease ends |
 * |          |                                                  | further try also skipped            |                         |
 * | (partly) | queued, and has `reached` some of its recipients | the others alone are tried          | the same                |
 * | sent     | the server took it (or it stands in the capture) | final; a bounce may come → bounced, | –                       |
 * |          |                                                  | a notice of delay leaves its words  |                         |
 * | failed   | refused for good, or tries used up; `diagnostic` | «send again» → queued               | –                       |
 * | bounced  | came back later; `diagnostic` has the words      | «send again» → queued               | –                       |
 * | skipped  | was not to be sent; `reason` says why            | final                               | –                       |
 *
 * The next due time is written before a try is made, so a worker that dies never makes a letter try in a busy loop.
 */
import type { AccountId, ContactId, LetterId, PersonId, TaskId } from '../base/id.ts';
import { type Instant, MINUTE } from '../base/time.ts';
import { HELD_REASONS, type Held, type HeldReason } from '../notify/hold.ts';
import type { Letter } from '../notify/letter.ts';
import { isPostgres, rowsOf, type Sql } from './database.ts';
import { rememberReaders } from './letter-counts.ts';
import { listOf } from './letter-lines.ts';
import type { Row } from './tasks.ts';

export const LETTER_STATES = ['queued', 'sent', 'failed', 'bounced', 'skipped'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** Why a letter did not get away from here; a letter that came back has the reason of its bounce. */
export type FailureReason =
  | 'refused'
  | 'postponed'
  | 'unreachable'
  | 'relay-refuses-us'
  | 'no-tls'
  | 'not-signed'
  /** It was handed over whole, and no answer came: it may be there. */
  | 'unanswered'
  /** Its domain is not there, or takes no mail. */
  | 'hostunknown'
  | 'notaccept'
  /** The mail server of its domain is this one. */
  | 'loop'
  | 'bug';

/** Longer than every timeout of a try together. */
export const LETTER_LEASE = 10 * MINUTE;

export interface QueuedLetter {
  readonly letter: Letter;
  readonly attempts: number;
  /** The recipient's present link generation: a letter that was queued before a renewal carries the new link. */
  readonly linkGeneration: number;
  /** Of its recipients those who are not sent it again: it has reached them, or came back from them. */
  readonly settled: readonly string[];
  /** It has waited, and is to be made anew before it goes. */
  readonly held: boolean;
}

/**
 * Queues a letter, or writes down why it is not sent. `readers` are the contacts it goes to, `sharing` everybody who reads it when
 * it names no recipient. `held`: how long it waits. False: this cause was told to this recipient before.
 */
export async function queueLetter(
  tx: Sql,
  letter: Letter,
  readers: readonly ContactId[],
  now: Instant,
  skipped: string | null,
  sharing: readonly PersonId[] = [],
  held: Held | null = null,
): Promise<boolean> {
  const made = await tx('letters')
    .insert({
      account_id: letter.account,
      id: letter.id,
      state: skipped ? 'skipped' : 'queued',
      kind: letter.kind,
      cause: letter.cause,
      task_id: letter.task,
      comment_id: letter.comment,
      recipient_id: letter.recipient,
      recipient_kind: letter.recipientKind,
      recipients: JSON.stringify(letter.recipients),
      subject: letter.subject,
      content: JSON.stringify(letter),
      attempts: 0,
      due_at: skipped ? null : (held?.until ?? now),
      reason: skipped ?? held?.reason ?? null,
      created_at: now,
    })
    .onConflict(['account_id', 'cause'])
    .ignore()
    .returning('id');
  if (made.length === 0) return false;
  if (!skipped && letter.task && readers.length > 0) {
    const rows = readers.map((contact_id) => ({ account_id: letter.account, task_id: letter.task, contact_id }));
    await tx('mailed').insert(rows).onConflict(['account_id', 'task_id', 'contact_id']).ignore();
  }
  if (!skipped && sharing.length > 0) {
    await rememberReaders(tx, letter, sharing, now);
  }
  return true;
}

/** Takes letters that are due, in one statement, and writes the end of their lease before any is tried. */
export async function claimLetters(tx: Sql, now: Instant, limit: number): Promise<QueuedLetter[]> {
  const due = tx('letters')
    .select('id')
    .where({ state: 'queued' })
    .andWhere('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit);
  if (isPostgres(tx)) due.forUpdate().skipLocked();
  const rows: Row[] = await tx('letters')
    .whereIn('id', due)
    .update({ due_at: now + LETTER_LEASE, attempts: tx.raw('attempts + 1') })
    .returning(['id', 'content', 'attempts', 'reason', 'recipient_id', 'recipient_kind', 'came_back', 'reached']);
  const generations = await generationsOf(tx, rows);
  return rows.map((r) => ({
    letter: JSON.parse(r.content) as Letter,
    attempts: Number(r.attempts),
    linkGeneration: generations.get(r.recipient_id) ?? 0,
    settled: [...listOf(r.came_back), ...listOf(r.reached)],
    held: isHeld(r.reason),
  }));
}

export const isHeld = (reason: string | null): reason is HeldReason =>
  (HELD_REASONS as readonly (string | null)[]).includes(reason);

async function generationsOf(tx: Sql, rows: readonly Row[]): Promise<Map<string, number>> {
  const ids = rows.filter((r) => r.recipient_kind === 'contact').map((r) => r.recipient_id as string);
  if (ids.length === 0) return new Map();
  const found: Row[] = await tx('contacts').whereIn('id', ids).select('id', 'link_generation');
  return new Map(found.map((r) => [r.id, Number(r.link_generation)]));
}

/** The letter as it goes: its words are put in once, before the first try. */
export async function rewriteLetter(tx: Sql, letter: Letter): Promise<void> {
  await tx('letters')
    .where({ account_id: letter.account, id: letter.id })
    .update({ content: JSON.stringify(letter), subject: letter.subject });
}

/** Letters that the server took: one statement for all that ended since the last one. */
export async function lettersSent(
  tx: Sql,
  letters: readonly { readonly id: LetterId; readonly answer: string }[],
  now: Instant,
): Promise<void> {
  const values = letters.map(() => '(?, ?)').join(', ');
  // Both databases call the columns of a list of values so.
  await rowsOf(
    tx,
    `update letters set state = 'sent', sent_at = ?, due_at = null, reason = null, diagnostic = took.column2
     from (values ${values}) as took where letters.id = took.column1 and letters.state = 'queued' returning letters.id`,
    [now, ...letters.flatMap(({ id, answer }) => [id, answer])],
  );
}

export async function letterDeferred(
  tx: Sql,
  id: LetterId,
  dueAt: Instant,
  reason: string,
  answer: string,
): Promise<void> {
  await tx('letters').where({ id, state: 'queued' }).update({ due_at: dueAt, reason, diagnostic: answer });
}

/** It was not tried: the claim does not count. */
export async function letterWaits(tx: Sql, id: LetterId, dueAt: Instant): Promise<void> {
  await tx('letters')
    .where({ id, state: 'queued' })
    .update({ due_at: dueAt, attempts: tx.raw('attempts - 1') });
}

/** Its reader may not hear of it any more. A server may have had it all the same, so it goes on counting as mailed. */
export async function letterSkipped(tx: Sql, id: LetterId, reason: string): Promise<void> {
  await tx('letters').where({ id, state: 'queued' }).update({ state: 'skipped', due_at: null, reason });
}

export async function letterFailed(tx: Sql, id: LetterId, reason: string, answer: string): Promise<void> {
  await tx('letters')
    .where({ id, state: 'queued' })
    .update({ state: 'failed', due_at: null, reason, diagnostic: answer });
}

/** «Send again»: only what failed or bounced. One about a comment that a bug of ours kept back is made anew, with what it carries. */
export async function retryLetter(tx: Sql, account: AccountId, id: string, now: Instant): Promise<boolean> {
  const changed = await tx('letters')
    .where({ account_id: account, id })
    .whereIn('state', ['failed', 'bounced'])
    .update({
      state: 'queued',
      attempts: 0,
      due_at: now,
      reason: tx.raw(MADE_ANEW, ['bundle' satisfies HeldReason]),
      came_back: null,
      reached: null,
    });
  return changed > 0;
}

const MADE_ANEW = "case when reason = 'bug' and comment_id is not null and recipient_id is not null then ? end";

/** Remembers the description as it goes to a contact who is assignee (spec D2, decisions Q2); null: it did not go. */
export async function rememberDescription(
  tx: Sql,
  account: AccountId,
  task: TaskId,
  contact: PersonId,
  words: { html: string; text: string } | null,
): Promise<void> {
  await tx('task_people')
    .where({ account_id: account, task_id: task, person_id: contact, role: 'assignee' })
    .update({ sent_description: words && JSON.stringify(words) });
}
