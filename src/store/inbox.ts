/**
 * The inbox: every mail that was answered with 250, from the raw bytes to its final state. It is the ledger too: received is
 * the sum of the final states and of what is still due.
 *
 * | state     | means                                             | how it leaves                      | after a crash            |
 * |-----------|---------------------------------------------------|------------------------------------|--------------------------|
 * | received  | bytes and row are durable; `due_at` says when     | claimed by a worker                | due again by itself      |
 * | (leased)  | received, `due_at` lies in the future             | finished, or the lease runs out    | due when the lease ends  |
 * | delivered | became a comment or a task                        | final                              | –                        |
 * | held      | waits for a person's decision, reason says why    | accept, trust, discard → final     | –                        |
 * | ignored   | read and not acted on, reason says why            | final («process again» → received) | –                        |
 * | duplicate | the same mail did its work before, `duplicate_of` | final                              | –                        |
 * | parked    | could not be read or failed too often, reason     | «process again» → received         | –                        |
 *
 * A claim moves `due_at` to the end of its lease and counts the attempt before anything is tried; a mail that kills its
 * reader `MAX_ATTEMPTS` times is parked instead of tried again, so poison never blocks the queue. Fresh mails are claimed
 * together, tried ones one at a time: a mail that ends the process takes the attempts of no other with it.
 */
import {
  type AccountId,
  type CommentId,
  type InboxId,
  type LetterId,
  newId,
  type PersonId,
  type TaskId,
} from '../base/id.ts';
import { type Instant, MINUTE } from '../base/time.ts';
import { isPostgres, type Sql } from './database.ts';
import { type Echo, echoRow } from './echoes.ts';
import { type Counted, countMail } from './ledger-counts.ts';
import type { Row } from './tasks.ts';

export const LEASE = 5 * MINUTE;
export const MAX_ATTEMPTS = 5;

export const FINAL_STATES = ['delivered', 'held', 'ignored', 'duplicate', 'parked'] as const;
export type FinalState = (typeof FINAL_STATES)[number];
export type InboxState = 'received' | FinalState;

/** A mail at the door: the bytes, or the name of the blob that has them. */
export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer | null;
  readonly size: number;
  readonly sha256: string;
  readonly ip: string;
  readonly helo: string;
  readonly tls: boolean;
  readonly protocol: 'smtp' | 'lmtp' | 'pipe' | 'http';
  /** The relay whose Authentication-Results may be believed. */
  readonly authservId: string | null;
  readonly receivedAt: Instant;
}

export interface InboxMail extends Arrived {
  readonly id: InboxId;
  readonly attempts: number;
  /** A person decided about it while it was held: take the sender for proven (`accept`), and keep the address (`trust`). */
  readonly override: 'accept' | 'trust' | null;
  /** Who decided that, or had it processed again. */
  readonly decidedBy: PersonId | null;
}

/** What became of a mail. */
export interface Finish {
  readonly state: FinalState;
  readonly account: AccountId | null;
  readonly outcome: string;
  readonly reason: string;
  readonly task?: TaskId | null;
  readonly comment?: CommentId | null;
  readonly letter?: LetterId | null;
  readonly duplicateOf?: InboxId | null;
  readonly messageId?: string | null;
  readonly fromAddress?: string;
  readonly fromName?: string;
  readonly subject?: string;
  readonly trace?: unknown;
  /** How it counts for the brakes against loops; absent: it does not. */
  readonly echo?: Echo;
}

/** Keeps a mail. It is safe only when the transaction has committed: answer 250 after that. */
export async function keepMail(tx: Sql, mail: Arrived): Promise<InboxId> {
  const [id] = await keepMails(tx, [mail]);
  return id!;
}

/** Keeps mails that came together, in two statements however many they are. */
export async function keepMails(tx: Sql, mails: readonly Arrived[]): Promise<InboxId[]> {
  const ids = mails.map((mail) => newId<'inbox'>(mail.receivedAt));
  await tx('inbox').insert(
    mails.map((mail, at) => ({
      id: ids[at],
      account_id: null,
      state: 'received',
      protocol: mail.protocol,
      envelope_from: mail.from,
      envelope_to: JSON.stringify(mail.to),
      client_ip: mail.ip,
      helo: mail.helo,
      tls: mail.tls,
      authserv_id: mail.authservId,
      size: mail.size,
      sha256: mail.sha256,
      received_at: mail.receivedAt,
      due_at: mail.receivedAt,
      attempts: 0,
    })),
  );
  await tx('inbox_raw').insert(mails.map((mail, at) => ({ inbox_id: ids[at], raw: mail.raw })));
  return ids;
}

/**
 * Takes at most `limit` mails that are due, in one statement; nobody else gets them until the lease ends. `tried`: of those that
 * were claimed before and not finished; `false`: of the fresh ones; left out: of both.
 */
export async function claimMails(tx: Sql, now: Instant, limit: number, tried?: boolean): Promise<InboxMail[]> {
  const due = tx('inbox')
    .select('id')
    .where({ state: 'received' })
    .andWhere('due_at', '<=', now)
    .andWhere('attempts', tried === false ? '=' : tried ? '>' : '>=', 0)
    .orderBy('due_at')
    .limit(limit);
  if (isPostgres(tx)) due.forUpdate().skipLocked();
  const rows: Row[] = await tx('inbox')
    .whereIn('id', due)
    .update({ due_at: now + LEASE, attempts: tx.raw('attempts + 1') })
    .returning('*');
  if (rows.length === 0) return [];
  const raws: Row[] = await tx('inbox_raw').whereIn(
    'inbox_id',
    rows.map((r) => r.id),
  );
  const byId = new Map(raws.map((r) => [r.inbox_id, r.raw as Buffer | null]));
  return rows.map((r) => toMail(r, byId.get(r.id) ?? null)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The claim is no longer ours: its lease ended, and somebody else has the mail or has finished it. */
export class LeaseLost extends Error {}

/**
 * Writes the last word about a claimed mail, in the transaction that does what it says. Throws LeaseLost, which takes the
 * transaction back, when this claim is not the latest: two workers never act on one mail.
 */
export async function finishMail(
  tx: Sql,
  mail: Pick<InboxMail, 'id' | 'attempts'>,
  finish: Finish,
  now: Instant,
): Promise<void> {
  const [finished]: Counted[] = await tx('inbox')
    .where({ id: mail.id, state: 'received', attempts: mail.attempts })
    .update({
      state: finish.state,
      account_id: finish.account,
      outcome: finish.outcome,
      reason: finish.reason,
      task_id: finish.task ?? null,
      comment_id: finish.comment ?? null,
      letter_id: finish.letter ?? null,
      duplicate_of: finish.duplicateOf ?? null,
      message_id: usableId(finish.messageId),
      // RFC 5321 §4.5.3.1.3: longer ones are no addresses, and an index has no room for them.
      from_address: finish.fromAddress?.slice(0, 254) ?? null,
      from_name: finish.fromName ?? null,
      subject: finish.subject ?? null,
      trace: finish.trace === undefined ? null : JSON.stringify(finish.trace),
      ...echoRow(finish.echo),
      finished_at: now,
      due_at: null,
      // Nobody is asked about what is not held after all.
      ...(finish.state === 'held' ? {} : { asked_id: null }),
    })
    .returning(COUNTED);
  if (!finished) throw new LeaseLost(`The lease of ${mail.id} is lost`);
  await countMail(tx, finished, [[finish.state, 1]]);
}

const COUNTED = ['id', 'account_id', 'received_at'];

/** RFC 5322 §2.1.1: a line has at most 998 octets. A longer Message-ID answers nothing, and an index has no room for it. */
const usableId = (id: string | null | undefined): string | null => (id && Buffer.byteLength(id) <= 998 ? id : null);

/** Back to the queue, not before `dueAt`: the trouble was ours. `uncounted`: as if this attempt had not been made. */
export async function postponeMail(
  tx: Sql,
  mail: Pick<InboxMail, 'id' | 'attempts'>,
  dueAt: Instant,
  uncounted = false,
): Promise<void> {
  await tx('inbox')
    .where({ id: mail.id, state: 'received', attempts: mail.attempts })
    .update({ due_at: dueAt, attempts: uncounted ? mail.attempts - 1 : mail.attempts });
}

/**
 * One mail for several tasks: this claim keeps the recipients `to`, and each part waits in the inbox with its own, under an id
 * that is given. Throws LeaseLost when the claim is not the latest.
 */
export async function divideMail(
  tx: Sql,
  mail: Pick<InboxMail, 'id' | 'attempts'>,
  to: readonly string[],
  parts: readonly { readonly id: InboxId; readonly to: readonly string[] }[],
  now: Instant,
): Promise<void> {
  const row: Row | undefined = await tx('inbox')
    .where({ id: mail.id, state: 'received', attempts: mail.attempts })
    .first();
  if (!row) throw new LeaseLost(`The lease of ${mail.id} is lost`);
  await tx('inbox')
    .where({ id: mail.id })
    .update({ envelope_to: JSON.stringify(to) });
  const copy = (part: (typeof parts)[number]): Row => ({
    ...row,
    id: part.id,
    envelope_to: JSON.stringify(part.to),
    part_of: mail.id,
    due_at: now,
    attempts: 0,
  });
  await tx('inbox').insert(parts.map(copy));
  const raw: Row = await tx('inbox_raw').where({ inbox_id: mail.id }).first('raw');
  await tx('inbox_raw').insert(parts.map(({ id }) => ({ inbox_id: id, raw: raw.raw })));
}

/**
 * Marks what a mail is about to do as done. Answers null when this mail is the first, otherwise the mail that did it before:
 * then nothing may happen again. The key holds the scope of the answer, so a stranger who repeats a Message-ID reaches nobody
 * else's mail (threat T38).
 */
export async function takeEffect(tx: Sql, account: AccountId, key: string, inbox: InboxId): Promise<InboxId | null> {
  const made = await tx('effects')
    .insert({ account_id: account, key, inbox_id: inbox })
    .onConflict(['account_id', 'key'])
    .ignore()
    .returning('key');
  if (made.length > 0) return null;
  const row = await tx('effects').where({ account_id: account, key }).first('inbox_id');
  return row.inbox_id === inbox ? null : row.inbox_id;
}

/** Takes the mark back, in the same transaction: this mail did nothing after all. */
export async function releaseEffect(tx: Sql, account: AccountId, key: string, inbox: InboxId): Promise<void> {
  await tx('effects').where({ account_id: account, key, inbox_id: inbox }).delete();
}

/**
 * «Process again», or a person's decision about held mail: back to the queue. False: it is not in a state that allows it, or
 * its bytes have been removed.
 */
export async function reopenMail(
  tx: Sql,
  account: AccountId,
  id: string,
  decided: { readonly by: PersonId; readonly override: InboxMail['override'] },
  now: Instant,
  unread = false,
): Promise<boolean> {
  const { by, override } = decided;
  const from = override ? ['held'] : ['held', 'ignored', 'parked'];
  const found = tx('inbox')
    .where({ id })
    .andWhere((q) => {
      q.where({ account_id: account });
      // Parked before anybody could say whose it is.
      if (unread) q.orWhereNull('account_id');
    })
    .whereIn('state', from)
    .whereExists(tx('inbox_raw').select(tx.raw('1')).whereRaw('inbox_raw.inbox_id = inbox.id'))
    .first('state', ...COUNTED);
  // The count of the state that it leaves has to be that of this very moment.
  const mail: (Counted & { state: FinalState }) | undefined = await (isPostgres(tx) ? found.forUpdate() : found);
  if (!mail) return false;
  await tx('inbox')
    .where({ id })
    .update({ state: 'received', due_at: now, attempts: 0, override, decided_by: by, asked_id: null });
  await countMail(tx, mail, [[mail.state, -1]]);
  return true;
}

/** Held mail that a person does not want: kept, seen, not acted on. */
export async function discardMail(
  tx: Sql,
  account: AccountId,
  id: string,
  by: PersonId,
  now: Instant,
): Promise<boolean> {
  const [discarded]: Counted[] = await tx('inbox')
    .where({ account_id: account, id, state: 'held' })
    .update({ state: 'ignored', outcome: 'discarded', finished_at: now, decided_by: by, asked_id: null })
    .returning(COUNTED);
  if (!discarded) return false;
  await countMail(tx, discarded, [
    ['held', -1],
    ['ignored', 1],
  ]);
  return true;
}

/** What a delivered mail became has moved: answers to it go where it is now. */
export async function moveMail(
  tx: Sql,
  account: AccountId,
  id: InboxId,
  to: { readonly task: TaskId; readonly comment: CommentId | null },
): Promise<void> {
  await tx('inbox')
    .where({ account_id: account, id, state: 'delivered' })
    .update({ task_id: to.task, comment_id: to.comment });
}

/** The task that a mail with this Message-ID went to: a client's own thread, before we ever answered. */
export async function taskOfMessageId(
  db: Sql,
  account: AccountId,
  messageIds: readonly string[],
): Promise<TaskId | null> {
  if (messageIds.length === 0) return null;
  const row = await db('inbox')
    .where({ account_id: account, state: 'delivered' })
    .whereIn('message_id', messageIds.slice(0, 50))
    .whereNotNull('task_id')
    .orderBy('id', 'desc')
    .first('task_id');
  return row?.task_id ?? null;
}

export async function loadMail(db: Sql, id: InboxId): Promise<InboxMail | null> {
  const row: Row | undefined = await db('inbox').where({ id }).first();
  if (!row) return null;
  const raw: Row | undefined = await db('inbox_raw').where({ inbox_id: id }).first('raw');
  return toMail(row, (raw?.raw as Buffer | null | undefined) ?? null);
}

/** How many mails are waiting, for back-pressure: counted only up to `limit`. */
export async function backlog(db: Sql, limit: number): Promise<number> {
  // Each of them has a `due_at`, and by that the index of the queue is found.
  const waiting = db('inbox')
    .where({ state: 'received' })
    .andWhere('due_at', '>', 0)
    .limit(limit)
    .select('id')
    .as('waiting');
  const row = await db.from(waiting).count('* as n').first();
  return Number((row as { n: number | string } | undefined)?.n ?? 0);
}

const toMail = (r: Row, raw: Buffer | null): InboxMail => ({
  id: r.id,
  from: r.envelope_from,
  to: JSON.parse(r.envelope_to),
  raw,
  size: Number(r.size),
  sha256: r.sha256,
  ip: r.client_ip,
  helo: r.helo,
  tls: Boolean(r.tls),
  protocol: r.protocol,
  authservId: r.authserv_id,
  receivedAt: Number(r.received_at),
  attempts: Number(r.attempts),
  override: r.override,
  decidedBy: r.decided_by,
});
