/** Tasks of which somebody wants no more letters: one row a task and person. */
import type { AccountId, PersonId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export async function muteTask(
  tx: Sql,
  account: AccountId,
  task: TaskId,
  person: PersonId,
  now: Instant,
): Promise<void> {
  await tx('mutes')
    .insert({ account_id: account, task_id: task, person_id: person, since: now })
    .onConflict(['account_id', 'task_id', 'person_id'])
    .ignore();
}

export async function unmuteTask(tx: Sql, account: AccountId, task: TaskId, person: PersonId): Promise<void> {
  await tx('mutes').where({ account_id: account, task_id: task, person_id: person }).delete();
}

export async function isMuted(db: Sql, account: AccountId, task: TaskId, person: PersonId): Promise<boolean> {
  return (
    (await db('mutes').where({ account_id: account, task_id: task, person_id: person }).first('since')) !== undefined
  );
}

/** Everybody who has muted this task. */
export async function mutedIn(db: Sql, account: AccountId, task: TaskId): Promise<ReadonlySet<PersonId>> {
  const rows: Row[] = await db('mutes').where({ account_id: account, task_id: task }).select('person_id');
  return new Set(rows.map((r) => r.person_id as PersonId));
}
