/**
 * Files: a row names a blob and says to what it belongs. Access is that of the task and the comment (spec 1.7).
 */
import { type AccountId, type CommentId, type FileId, newId, type PersonId, type TaskId } from '../base/id.ts';
import type { File } from '../tasks/task.ts';
import { inList, rowsOf, type Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface NewFile {
  readonly owner: PersonId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly cid: string | null;
  /** Left out: no. */
  readonly repeated?: boolean | undefined;
}

/** An uploaded file that belongs to no task yet. */
export async function insertFile(tx: Sql, account: AccountId, file: NewFile, now: number): Promise<File> {
  const id = newId<'file'>(now);
  const { owner, repeated = false, ...rest } = file;
  await tx('files').insert({ account_id: account, id, owner_id: owner, repeated, ...rest, created_at: now });
  return { id, comment: null, createdAt: now, owner, repeated, ...rest };
}

/** Puts uploads to the comment (or, with null, to the description). Only the owner's own, and only once: answers how many. */
export async function attachFiles(
  tx: Sql,
  account: AccountId,
  files: readonly FileId[],
  owner: PersonId,
  task: TaskId,
  comment: CommentId | null,
): Promise<number> {
  let attached = 0;
  for (const [position, id] of [...new Set(files)].entries()) {
    attached += await tx('files')
      .where({ account_id: account, owner_id: owner, id })
      .whereNull('task_id')
      .update({ task_id: task, comment_id: comment, position });
  }
  return attached;
}

/**
 * Which of these bytes this person has had in this task already: sent by themselves, or in a comment that was told to them. Nobody
 * learns here what stands in comments that are not for them.
 */
export async function bytesKnownTo(
  tx: Sql,
  account: AccountId,
  task: TaskId,
  person: PersonId,
  sha256: readonly string[],
): Promise<ReadonlySet<string>> {
  if (sha256.length === 0) return new Set();
  const told = tx('comment_people').where({ account_id: account, relation: 'notified', person_id: person });
  const rows: Row[] = await tx('files')
    .where({ account_id: account, task_id: task })
    .whereIn('sha256', sha256 as string[])
    .where((either) => either.where({ owner_id: person }).orWhereIn('comment_id', told.select('comment_id')))
    .distinct('sha256');
  return new Set(rows.map((r) => r.sha256));
}

const OF_TASK = 'select * from files where account_id = ? and task_id = ?';

export async function descriptionFiles(db: Sql, account: AccountId, task: TaskId): Promise<File[]> {
  const rows = await rowsOf(db, `${OF_TASK} and comment_id is null order by position, id`, [account, task]);
  return rows.map(toFile);
}

export async function commentFiles(
  db: Sql,
  account: AccountId,
  task: TaskId,
  comments: readonly CommentId[],
): Promise<File[]> {
  const { marks, values } = inList(comments);
  const sql = `${OF_TASK} and comment_id in ${marks} order by position, id`;
  return (await rowsOf(db, sql, [account, task, ...values])).map(toFile);
}

/** The comments of a task that carry files, the newest first. */
export async function commentsWithFiles(
  db: Sql,
  account: AccountId,
  task: TaskId,
  limit: number,
): Promise<CommentId[]> {
  const rows: Row[] = await db('files')
    .where({ account_id: account, task_id: task })
    .whereNotNull('comment_id')
    .groupBy('comment_id')
    .orderBy('comment_id', 'desc')
    .limit(limit)
    .select('comment_id');
  return rows.map((r) => r.comment_id);
}

/** Where a file stands, for a door that was given only its id. */
export async function placeOfFile(
  db: Sql,
  account: AccountId,
  id: string,
): Promise<{ file: File; task: TaskId | null } | null> {
  const row = await db('files').where({ account_id: account, id }).first();
  return row ? { file: toFile(row), task: row.task_id } : null;
}

const toFile = (r: Row): File => ({
  id: r.id,
  name: r.name,
  type: r.type,
  size: Number(r.size),
  sha256: r.sha256,
  cid: r.cid,
  repeated: Boolean(r.repeated),
  comment: r.comment_id,
  owner: r.owner_id,
  createdAt: Number(r.created_at),
});
