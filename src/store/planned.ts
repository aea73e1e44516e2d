/**
 * Comments that are planned. Such a row is no comment: nothing that reads comments, their people or their number finds it, and the
 * task does not change by it. Only its files say already to which comment they will belong.
 *
 * | state   | means                              | how it leaves                                        | after a crash     |
 * |---------|------------------------------------|------------------------------------------------------|-------------------|
 * | waiting | `due_at` says when it is written   | written as a comment and gone, in one commit; or     | as before it      |
 * |         |                                    | stopped; or taken back by its author                 |                   |
 * | stopped | `stopped` says why it did not go   | changed or sent now by its author, or taken back     | –                 |
 *
 * Whoever writes it locks the row first, so it is written once, however many processes look.
 */
import type { AccountId, CommentId, ContactId, FileId, PersonId, TaskId } from '../base/id.ts';
import { HOUR, type Instant, MINUTE } from '../base/time.ts';
import type { File, Planned } from '../tasks/task.ts';
import { isPostgres, type Sql } from './database.ts';
import { attachFiles, commentFiles } from './files.ts';
import type { Row } from './tasks.ts';

/** What its author said, as the column keeps it. */
export type PlannedDraft = Pick<Planned, 'words' | 'notify' | 'hidden' | 'audience' | 'from' | 'source' | 'proof'>;

export interface NewPlanned extends PlannedDraft {
  readonly id: CommentId;
  readonly task: TaskId;
  readonly author: PersonId;
  readonly files: readonly FileId[];
  readonly dueAt: Instant;
  readonly soon: boolean;
}

/** The column, and nothing else that stands around these. */
const draftOf = ({ words, notify, hidden, audience, from, source, proof }: PlannedDraft): string =>
  JSON.stringify({ words, notify, hidden, audience, from, source, proof } satisfies PlannedDraft);

/** False: one of the files is not there, or not the author's. */
export async function insertPlanned(tx: Sql, account: AccountId, p: NewPlanned, now: Instant): Promise<boolean> {
  await tx('planned_comments').insert({
    account_id: account,
    id: p.id,
    task_id: p.task,
    author_id: p.author,
    draft: draftOf(p),
    due_at: p.dueAt,
    soon: p.soon,
    attempts: 0,
    created_at: now,
  });
  const attached = await attachFiles(tx, account, p.files, p.author, p.task, p.id);
  return attached === new Set(p.files).size;
}

/** The next in time first; those that were stopped stand at the end. */
export async function plannedIn(db: Sql, account: AccountId, task: TaskId): Promise<Planned[]> {
  const rows: Row[] = await db('planned_comments').where({ account_id: account, task_id: task }).limit(MOST);
  const files = rows.length === 0 ? [] : await filesOf(db, account, task, rows);
  return rows
    .map((r) => toPlanned(r, files))
    .sort((a, b) => (a.dueAt ?? LAST) - (b.dueAt ?? LAST) || a.createdAt - b.createdAt);
}

const LAST = Number.MAX_SAFE_INTEGER;
/** More than anybody plans in one task. */
export const MOST = 100;

export async function countPlanned(db: Sql, account: AccountId, task: TaskId, author: PersonId): Promise<number> {
  const [row] = await db('planned_comments')
    .where({ account_id: account, task_id: task, author_id: author })
    .count('* as n');
  return Number(row?.n ?? 0);
}

/** Locked until the transaction ends; null: it has gone, or there was none. */
export async function lockPlanned(tx: Sql, account: AccountId, task: TaskId, id: CommentId): Promise<Planned | null> {
  const query = tx('planned_comments').where({ account_id: account, task_id: task, id });
  const row: Row | undefined = await (isPostgres(tx) ? query.forUpdate().first() : query.first());
  return row ? toPlanned(row, await filesOf(tx, account, task, [row])) : null;
}

export interface ClaimedPlanned {
  readonly account: AccountId;
  readonly planned: Planned;
}

/** One whose time has come and that nobody else has in hand, locked. */
export async function claimPlanned(tx: Sql, now: Instant): Promise<ClaimedPlanned | null> {
  const query = tx('planned_comments').where('due_at', '<=', now).orderBy('due_at').limit(1);
  const [row]: Row[] = await (isPostgres(tx) ? query.forUpdate().skipLocked() : query);
  if (!row) return null;
  return { account: row.account_id, planned: toPlanned(row, await filesOf(tx, row.account_id, row.task_id, [row])) };
}

/** When the next one is due; null: none is. */
export async function nextPlanned(db: Sql): Promise<Instant | null> {
  const row: Row | undefined = await db('planned_comments').whereNotNull('due_at').orderBy('due_at').first('due_at');
  return row ? Number(row.due_at) : null;
}

export interface PlannedChange extends PlannedDraft {
  readonly dueAt: Instant;
}

export async function changePlanned(tx: Sql, account: AccountId, id: CommentId, change: PlannedChange): Promise<void> {
  await tx('planned_comments')
    .where({ account_id: account, id })
    .update({ draft: draftOf(change), due_at: change.dueAt, stopped: null, soon: false, attempts: 0 });
}

export async function stopPlanned(tx: Sql, account: AccountId, id: CommentId, why: string): Promise<void> {
  await tx('planned_comments').where({ account_id: account, id }).update({ due_at: null, stopped: why });
}

/** Trouble kept it from being written: later, and later each time. */
export async function putOffPlanned(tx: Sql, account: AccountId, id: CommentId, now: Instant): Promise<void> {
  const row: Row | undefined = await tx('planned_comments').where({ account_id: account, id }).first('attempts');
  if (!row) return;
  const attempts = Number(row.attempts) + 1;
  const wait = Math.min(MINUTE * 2 ** Math.min(attempts - 1, 10), HOUR);
  await tx('planned_comments')
    .where({ account_id: account, id })
    .update({ due_at: now + wait, attempts });
}

export async function removePlanned(tx: Sql, account: AccountId, id: CommentId): Promise<void> {
  await tx('planned_comments').where({ account_id: account, id }).delete();
}

/** Its files belong to nothing again, and are as new: else those of last week were gone before it is written anew (retention.ts). */
export async function freeFiles(tx: Sql, account: AccountId, id: CommentId, now: Instant): Promise<void> {
  await tx('files')
    .where({ account_id: account, comment_id: id })
    .update({ task_id: null, comment_id: null, created_at: now });
}

/** A contact who becomes another is named by the other's id. */
export async function renameInPlanned(tx: Sql, account: AccountId, gone: ContactId, kept: ContactId): Promise<void> {
  await tx('planned_comments')
    .where({ account_id: account })
    .andWhere('draft', 'like', `%${gone}%`)
    .update({ draft: tx.raw('replace(draft, ?, ?)', [gone, kept]) });
}

const filesOf = (db: Sql, account: AccountId, task: TaskId, rows: readonly Row[]): Promise<File[]> =>
  commentFiles(
    db,
    account,
    task,
    rows.map((r) => r.id as CommentId),
  );

const toPlanned = (r: Row, files: readonly File[]): Planned => ({
  ...(JSON.parse(r.draft) as PlannedDraft),
  id: r.id,
  task: r.task_id,
  author: r.author_id,
  files: files.filter((f) => f.comment === r.id),
  dueAt: r.due_at === null ? null : Number(r.due_at),
  stopped: r.stopped,
  soon: Boolean(r.soon),
  createdAt: Number(r.created_at),
});
