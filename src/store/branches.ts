/**
 * Tasks that were made of a comment of another task.
 */
import type { AccountId, CommentId, TaskId } from '../base/id.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface Branch {
  readonly comment: CommentId;
  readonly task: TaskId;
}

/** What became of these comments, as far as it is still there. */
export async function branchesOf(db: Sql, account: AccountId, comments: readonly CommentId[]): Promise<Branch[]> {
  if (comments.length === 0) return [];
  const rows: Row[] = await db('tasks')
    .where({ account_id: account })
    .whereIn('branch_of', comments as CommentId[])
    .whereNull('deleted_at')
    .orderBy('number')
    .select('id', 'branch_of');
  return rows.map((r) => ({ comment: r.branch_of, task: r.id }));
}

/** Was this task made of a comment in that one? */
export async function isBranchOf(db: Sql, account: AccountId, task: TaskId, of: TaskId): Promise<boolean> {
  const row = await db('tasks').where({ account_id: account, id: task }).first('branch_of');
  if (!row?.branch_of) return false;
  const comment = await db('comments').where({ account_id: account, id: row.branch_of }).first('task_id');
  return comment?.task_id === of;
}
