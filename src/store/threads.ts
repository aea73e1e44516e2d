/**
 * The last mail of each person in each task, by its Message-ID: our next letter to them answers it, so their mail program shows both
 * in one conversation (RFC 5322 §3.6.4).
 */
import type { AccountId, PersonId, TaskId } from '../base/id.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export async function rememberThread(
  tx: Sql,
  account: AccountId,
  task: TaskId,
  person: PersonId,
  messageId: string,
): Promise<void> {
  await tx('threads')
    .insert({ account_id: account, task_id: task, person_id: person, message_id: messageId })
    .onConflict(['account_id', 'task_id', 'person_id'])
    .merge();
}

/** With angle brackets, or null: they have written nothing by mail. */
export async function threadOf(db: Sql, account: AccountId, task: TaskId, person: PersonId): Promise<string | null> {
  const row: Row | undefined = await db('threads')
    .where({ account_id: account, task_id: task, person_id: person })
    .first('message_id');
  return row?.message_id ?? null;
}
