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
