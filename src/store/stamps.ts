/**
 * A short sign of the state of a task, made without reading it: it changes with whatever happens in the task or to its letters, so
 * a browser that has the page of this sign has the page of now.
 */
import type { AccountId } from '../base/id.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** Null: there is no such task. Who may see it is not asked here. */
export async function taskStamp(db: Sql, account: AccountId, number: number): Promise<string | null> {
  const task: Row | undefined = await db('tasks')
    .where({ account_id: account, number })
    .first('id', 'updated_at', 'comment_count');
  if (!task) return null;
  const last: Row | undefined = await db('history')
    .where({ account_id: account, task_id: task.id })
    .orderBy('id', 'desc')
    .first('id');
  const letters: Row[] = await db('letters')
    .where({ account_id: account, task_id: task.id })
    .groupBy('state')
    .orderBy('state')
    .select('state')
    .count('* as n')
    .sum('attempts as tries');
  const sent = letters.map((r) => `${r.state}${r.n}/${r.tries}`).join();
  return `${task.id} ${task.updated_at} ${task.comment_count} ${last?.id ?? ''} ${sent}`;
}
