/** Tasks that were deleted and can come back: candidates by when they went, the last first. Who sees them is judged elsewhere. */
import type { Cursor } from '../base/cursor.ts';
import type { AccountId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** `at` of each is the time of the deletion. */
export async function deletedTasks(
  db: Sql,
  account: AccountId,
  page: { after: Cursor<TaskId> | null; limit: number },
): Promise<Cursor<TaskId>[]> {
  const query = db('tasks').where({ account_id: account }).whereNotNull('deleted_at');
  if (page.after) query.whereRaw('(deleted_at, id) < (?, ?)', [page.after.at, page.after.id]);
  const rows: Row[] = await query
    .orderBy([
      { column: 'deleted_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(page.limit)
    .select('id', 'deleted_at');
  return rows.map((r) => ({ id: r.id, at: Number(r.deleted_at) as Instant }));
}
