/** Letters as they are looked at afterwards: one, those of a task or of some comments, how many there are of each state. */
import type { AccountId, CommentId, LetterId, PersonId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Letter, LetterKind } from '../notify/letter.ts';
import { inList, rowsOf, type Sql } from './database.ts';
import type { LetterState } from './outbox.ts';
import type { Row } from './tasks.ts';

export interface LetterLine {
  readonly id: LetterId;
  readonly account: AccountId;
  readonly kind: LetterKind;
  readonly state: LetterState;
  readonly task: TaskId | null;
  readonly comment: CommentId | null;
  readonly recipient: PersonId | null;
  readonly recipientKind: 'employee' | 'contact' | null;
  readonly recipients: Letter['recipients'];
  readonly subject: string;
  readonly attempts: number;
  readonly dueAt: Instant | null;
  readonly reason: string | null;
  readonly diagnostic: string | null;
  /** Of the recipients those that it did not reach, as their servers said. */
  readonly cameBack: readonly string[];
  /** Of the recipients those that have it, while others are tried again. */
  readonly reached: readonly string[];
  /** When it was first opened, as far as its picture tells. */
  readonly readAt: Instant | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

/** The letter that a token names: its account is found by it. */
export async function letterById(db: Sql, id: LetterId): Promise<{ letter: Letter; line: LetterLine } | null> {
  const row: Row | undefined = await db('letters').where({ id }).first();
  return row ? { letter: JSON.parse(row.content) as Letter, line: toLine(row) } : null;
}

/** When the newest letter to this person was made, whatever became of it; null: there was none. */
export async function lastLetterAt(db: Sql, account: AccountId, person: PersonId): Promise<Instant | null> {
  const row: Row | undefined = await db('letters')
    .where({ account_id: account, recipient_id: person })
    .whereNot({ state: 'skipped' })
    .orderBy('created_at', 'desc')
    .first('created_at');
  return row ? Number(row.created_at) : null;
}

export async function letterOf(
  db: Sql,
  account: AccountId,
  id: string,
): Promise<{ letter: Letter; line: LetterLine } | null> {
  const row: Row | undefined = await db('letters').where({ account_id: account, id }).first();
  return row ? { letter: JSON.parse(row.content) as Letter, line: toLine(row) } : null;
}

/** The letters that tell of these comments, for the delivery state beside each. */
export async function lettersOfTask(db: Sql, account: AccountId, task: TaskId): Promise<LetterLine[]> {
  const rows: Row[] = await db('letters')
    .where({ account_id: account, task_id: task })
    .orderBy('id')
    .select(...LINE);
  return rows.map(toLine);
}

export async function lettersOfComments(
  db: Sql,
  account: AccountId,
  comments: readonly CommentId[],
): Promise<LetterLine[]> {
  if (comments.length === 0) return [];
  const { marks, values } = inList(comments);
  const sql = `select ${LINE.join(', ')} from letters where account_id = ? and comment_id in ${marks} order by id`;
  return withCarriers(db, account, await rowsOf(db, sql, [account, ...values]));
}

/** What became of a letter whose comment stands in a later one is what became of that one. */
async function withCarriers(db: Sql, account: AccountId, rows: readonly Row[]): Promise<LetterLine[]> {
  const ids = [...new Set(rows.flatMap((r) => (r.carried_by ? [r.carried_by as string] : [])))];
  if (ids.length === 0) return rows.map(toLine);
  const found: Row[] = await db('letters')
    .where({ account_id: account })
    .whereIn('id', ids)
    .select(...LINE);
  const carriers = new Map(found.map((r) => [r.id, r]));
  return rows.map((r) => toLine({ ...(carriers.get(r.carried_by) ?? r), comment_id: r.comment_id }));
}

export async function letterSums(db: Sql): Promise<Record<LetterState, number>> {
  const sums: Record<LetterState, number> = { queued: 0, sent: 0, failed: 0, bounced: 0, skipped: 0 };
  const rows: Row[] = await db('letters').select('state').count('* as n').groupBy('state');
  for (const r of rows) sums[r.state as LetterState] = Number(r.n);
  return sums;
}

/** The columns of a `LetterLine`. */
export const LINE = [
  'id',
  'account_id',
  'kind',
  'state',
  'task_id',
  'comment_id',
  'recipient_id',
  'recipient_kind',
  'recipients',
  'subject',
  'attempts',
  'due_at',
  'reason',
  'diagnostic',
  'came_back',
  'reached',
  'carried_by',
  'read_at',
  'created_at',
  'sent_at',
];

export const toLine = (r: Row): LetterLine => ({
  id: r.id,
  account: r.account_id,
  kind: r.kind,
  state: r.state,
  task: r.task_id,
  comment: r.comment_id,
  recipient: r.recipient_id,
  recipientKind: r.recipient_kind,
  recipients: JSON.parse(r.recipients),
  subject: r.subject,
  attempts: Number(r.attempts),
  dueAt: r.due_at === null ? null : Number(r.due_at),
  reason: r.reason,
  diagnostic: r.diagnostic,
  cameBack: listOf(r.came_back),
  reached: listOf(r.reached),
  readAt: r.read_at === null ? null : Number(r.read_at),
  createdAt: Number(r.created_at),
  sentAt: r.sent_at === null ? null : Number(r.sent_at),
});

/** A column that holds a list, or nothing. */
export const listOf = (json: string | null): readonly string[] => (json ? JSON.parse(json) : []);
