/**
 * Which tasks could be in somebody's list, newest activity first: candidates by index, judged by tasks/visibility.ts.
 * Keyset-paged: page 1,000 costs what page 1 costs.
 */

import type { Knex } from 'knex';
import type { Cursor } from '../base/cursor.ts';
import type { AccountId, ContactId, PersonId, ProjectId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Status, TaskRole } from '../tasks/task.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface CandidatePage {
  readonly after: Cursor<TaskId> | null;
  readonly limit: number;
  readonly search: string;
  /** In this project alone. */
  readonly project?: ProjectId | undefined;
  /** In one of these states alone. */
  readonly statuses?: readonly Status[] | undefined;
}

/** Every task of the account, for admins. */
export function allTasks(db: Sql, account: AccountId, page: CandidatePage): Promise<Cursor<TaskId>[]> {
  return run(paged(db('tasks'), account, page));
}

export interface Whose {
  readonly people: readonly PersonId[];
  readonly companies: readonly ContactId[];
  /** In this one alone. */
  readonly role?: TaskRole | undefined;
}

/** Tasks in which one of these people has a role, whose counterparty is one of these companies, or whose project they audit. */
export async function tasksOf(db: Sql, account: AccountId, who: Whose, page: CandidatePage): Promise<Cursor<TaskId>[]> {
  const theirs = () => idsOf(db, account, who);
  const [found] = await db(theirs().limit(MANY).as('theirs')).count('* as n');
  // The few are looked at one by one and sorted. Of many the newest are soon met on the way through all tasks by their time.
  const tasks =
    Number(found?.n) < MANY
      ? db(db(theirs().as('all')).distinct('task_id').as('theirs'))
          .crossJoin('tasks' as never)
          .whereRaw('tasks.id = theirs.task_id')
      : db('tasks').where(isTheirs(db, account, who));
  return run(paged(tasks, account, page));
}

/** More tasks than anybody can look after: a manager of managers, a robot. */
const MANY = 20_000;

/** A task may come several times. Each part begins with what is few: SQLite, which has no statistics, is told so by `cross join`. */
function idsOf(db: Sql, account: AccountId, who: Whose) {
  const ofProjects = db(auditedBy(db, account, who).as('audited'))
    .crossJoin('tasks as t' as never)
    .where({ 't.account_id': account })
    .whereRaw('t.project_id = audited.project_id')
    .select('t.id as task_id');
  const ofCompanies = db('tasks')
    .where({ account_id: account })
    .whereIn('counterparty_id', who.companies as ContactId[])
    .select('id as task_id');
  return rolesIn(db, account, who)
    .select('task_id')
    .unionAll([...(audits(who) ? [ofProjects] : []), ...(who.companies.length > 0 ? [ofCompanies] : [])]);
}

/** The same, asked of one task. */
const isTheirs = (db: Sql, account: AccountId, who: Whose) => (q: Knex.QueryBuilder) => {
  q.whereExists(rolesIn(db, account, who).select(db.raw('1')).whereRaw('task_people.task_id = tasks.id'));
  if (audits(who)) q.orWhereIn('project_id', auditedBy(db, account, who));
  if (who.companies.length > 0) q.orWhereIn('counterparty_id', who.companies as ContactId[]);
};

const audits = ({ role }: Whose): boolean => !role || role === 'auditor';

const auditedBy = (db: Sql, account: AccountId, { people }: Whose) =>
  db('project_people')
    .where({ account_id: account, role: 'auditor' })
    .whereIn('person_id', people as PersonId[])
    .select('project_id');

function rolesIn(db: Sql, account: AccountId, { people, role }: Whose) {
  const roles = db('task_people')
    .where({ 'task_people.account_id': account })
    .whereIn('person_id', people as PersonId[]);
  return role ? roles.andWhere({ role }) : roles;
}

/** Employees whose manager is this one, directly or through others, by the manager links (spec 1.13). */
export async function subordinates(db: Sql, account: AccountId, manager: PersonId): Promise<PersonId[]> {
  const found: PersonId[] = [];
  let level: PersonId[] = [manager];
  while (level.length > 0 && found.length < 10_000) {
    const rows: Row[] = await db('employees').where({ account_id: account }).whereIn('manager_id', level).select('id');
    level = rows.map((r) => r.id as PersonId).filter((id) => !found.includes(id) && id !== manager);
    found.push(...level);
  }
  return found;
}

/**
 * When the newest comment that concerns this person outside was written, by task: their own, or with them named.
 */
export async function lastConcerning(
  db: Sql,
  account: AccountId,
  person: PersonId,
  tasks: readonly TaskId[],
): Promise<Map<TaskId, Instant>> {
  if (tasks.length === 0) return new Map();
  const rows: Row[] = await db('comments')
    .where({ account_id: account })
    .whereIn('task_id', tasks as TaskId[])
    .whereNull('deleted_at')
    .andWhere((q) =>
      q
        .where('author_id', person)
        .orWhereExists(
          db('comment_people')
            .select(db.raw('1'))
            .where({ 'comment_people.account_id': account, person_id: person })
            .whereRaw('comment_people.comment_id = comments.id'),
        ),
    )
    .groupBy('task_id')
    .select('task_id')
    .max('created_at as last');
  return new Map(rows.map((r) => [r.task_id, Number(r.last)]));
}

/** The newest-numbered task with this title, deleted ones aside (spec 3.5.5). */
export async function tasksByTitle(db: Sql, account: AccountId, title: string, limit: number): Promise<TaskId[]> {
  const rows: Row[] = await db('tasks')
    .where({ account_id: account, title_folded: foldTitle(title) })
    .whereNull('deleted_at')
    .orderBy('number', 'desc')
    .limit(limit)
    .select('id');
  return rows.map((r) => r.id);
}

/** The newest-numbered task in which this person has a role (spec 3.5.6). */
export async function newestTaskOf(db: Sql, account: AccountId, person: PersonId): Promise<TaskId | null> {
  const row = await rolesOf(db, account, person).orderBy('tasks.number', 'desc').first('tasks.id');
  return row?.id ?? null;
}

/** This person's tasks with such a text in the title, the newest first (spec 3.5.4). */
export async function titlesOf(
  db: Sql,
  account: AccountId,
  person: PersonId,
  text: string,
): Promise<{ id: TaskId; title: string }[]> {
  const rows: Row[] = await rolesOf(db, account, person)
    .whereRaw("tasks.title_folded like ? escape '!'", [contains(text)])
    .orderBy('tasks.number', 'desc')
    .limit(20)
    .select('tasks.id', 'tasks.title');
  return rows.map((r) => ({ id: r.id, title: r.title }));
}

/** The lowest-numbered task with this text in its title: of one person's tasks, or of all (spec 3.4, `#text`). */
export async function firstTaskTitled(
  db: Sql,
  account: AccountId,
  text: string,
  person: PersonId | null,
): Promise<TaskId | null> {
  const tasks = person
    ? rolesOf(db, account, person)
    : db('tasks').where({ 'tasks.account_id': account }).whereNull('tasks.deleted_at');
  const row = await tasks
    .whereRaw("tasks.title_folded like ? escape '!'", [contains(text)])
    .orderBy('tasks.number')
    .first('tasks.id');
  return row?.id ?? null;
}

const rolesOf = (db: Sql, account: AccountId, person: PersonId) =>
  db('task_people')
    .join('tasks', (on) => on.on('tasks.account_id', 'task_people.account_id').andOn('tasks.id', 'task_people.task_id'))
    .where({ 'task_people.account_id': account, 'task_people.person_id': person })
    .whereNull('tasks.deleted_at');

const contains = (text: string): string => `%${escapeLike(foldTitle(text))}%`;

function paged(tasks: Knex.QueryBuilder, account: AccountId, page: CandidatePage) {
  const query = tasks.where({ account_id: account }).whereNull('deleted_at');
  if (page.project) query.andWhere({ project_id: page.project });
  if (page.statuses) query.whereIn('status', page.statuses as Status[]);
  const after = page.after;
  if (after) query.whereRaw('(updated_at, id) < (?, ?)', [after.at, after.id]);
  if (page.search) query.whereRaw("title_folded like ? escape '!'", [contains(page.search)]);
  return query
    .orderBy([
      { column: 'updated_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(page.limit)
    .select('id', 'updated_at');
}

/** One letter can fold into eighteen, and an index entry has room for 2,700 bytes. */
const FOLDED_MAX = 600;

/** How titles are compared: case and width of characters do not matter (SQLite's own lower() knows Latin alone). */
export const foldTitle = (title: string): string =>
  title.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim().slice(0, FOLDED_MAX);

export const escapeLike = (text: string): string => text.replace(/[!%_]/g, '!$&');

async function run(query: PromiseLike<unknown[]>): Promise<Cursor<TaskId>[]> {
  return ((await query) as Row[]).map((r) => ({ id: r.id, at: Number(r.updated_at) }));
}
