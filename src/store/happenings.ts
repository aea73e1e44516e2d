/**
 * What was done to a task, read back from its history for the lines between its comments.
 */
import type { AccountId, PersonId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Comment, Happening } from '../tasks/task.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

const KINDS: readonly Happening['kind'][] = [
  'status-changed',
  'person-added',
  'person-removed',
  'task-edited',
  'task-restored',
];

/** A task that is changed all day by a program keeps its newest lines. */
const MOST = 300;

/** Those from the first of these comments on (all, when it is the first of the task) to the comment numbered `before`. */
export async function happeningsAmong(
  db: Sql,
  account: AccountId,
  task: TaskId,
  comments: readonly Comment[],
  before: number | undefined,
): Promise<Happening[]> {
  const [first] = comments;
  if (!first && before !== undefined) return [];
  const query = db('history')
    .where({ account_id: account, task_id: task })
    .whereIn('kind', KINDS as string[])
    .orderBy('id', 'desc')
    .limit(MOST);
  if (first && first.number > 1) query.andWhere('at', '>=', first.createdAt);
  const until = before === undefined ? null : await writtenAt(db, account, task, before);
  if (until !== null) query.andWhere('at', '<', until);
  return ((await query) as Row[]).reverse().map(toHappening);
}

async function writtenAt(db: Sql, account: AccountId, task: TaskId, number: number): Promise<Instant | null> {
  const row = await db('comments').where({ account_id: account, task_id: task, number }).first('created_at');
  return row ? Number(row.created_at) : null;
}

const toHappening = (r: Row): Happening =>
  ({ ...JSON.parse(r.detail), kind: r.kind, actor: r.actor_id, at: Number(r.at) }) as Happening;

/** Everybody who is named in them. */
export const peopleOf = (happenings: readonly Happening[]): PersonId[] =>
  happenings.flatMap((h) => ('person' in h ? [h.actor, h.person] : [h.actor]));
