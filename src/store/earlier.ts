/**
 * What earlier mails became: for a mail that comes once more, and for an answer into what an earlier one began.
 */
import type { AccountId, InboxId, TaskId } from '../base/id.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** The task that this mail made, or null: it made none. */
export async function taskMadeBy(db: Sql, account: AccountId, mail: InboxId): Promise<TaskId | null> {
  const row: Row | undefined = await db('inbox')
    .where({ account_id: account, id: mail, state: 'delivered', outcome: 'task' })
    .first('task_id');
  return row?.task_id ?? null;
}

/** To whom the mail was sent that made this task (spec 3.8), or null: no mail made it. */
export async function recipientsOfFirstMail(db: Sql, account: AccountId, task: TaskId): Promise<string[] | null> {
  const row: Row | undefined = await db('inbox')
    .where({ account_id: account, task_id: task, outcome: 'task' })
    .orderBy('id')
    .first('envelope_to');
  return row ? JSON.parse(row.envelope_to) : null;
}
