/**
 * Loading a task with the facts that decide who sees it. What is shown of it is decided in tasks/visibility.ts alone;
 * the narrowing here only keeps rows away that no rule could show.
 */
import type { AccountId, CommentId, ContactId, PersonId, ProjectId, TaskId } from '../base/id.ts';
import type { ChecklistItem, Comment, Task, TaskPerson } from '../tasks/task.ts';
import type { TaskFacts, TaskWorld } from '../tasks/visibility.ts';
import { loadCards } from './cards.ts';
import { commentsOf } from './comments.ts';
import { inList, isPostgres, rowsOf, type Sql } from './database.ts';
import { descriptionFiles } from './files.ts';
import { happeningsAmong, peopleOf } from './happenings.ts';
import { plannedIn } from './planned.ts';

/** Which comments to load with the task. */
export interface Window {
  /** At most so many, the newest before `before` (a comment's number). */
  readonly limit: number;
  readonly before?: number | undefined;
  /** With it, the oldest `limit` after this comment's number. */
  readonly after?: number | undefined;
  /** Only those that could concern this person outside: theirs, or with them named. */
  readonly concerning?: PersonId | undefined;
  /** Only the talk: neither the description's files nor the checklist. */
  readonly talkOnly?: boolean | undefined;
  /** Exactly these. */
  readonly only?: readonly CommentId[] | undefined;
  /** What was done to the task between these comments, too. */
  readonly happenings?: boolean | undefined;
  /** What is planned to be said in it, too. */
  readonly planned?: boolean | undefined;
}

export const NO_COMMENTS: Window = { limit: 0 };
/** Without the description's files and the checklist either: enough to decide whether somebody may speak. */
export const NO_TALK: Window = { limit: 0, talkOnly: true };

// biome-ignore lint/suspicious/noExplicitAny: rows come from the driver; each is mapped right here
export type Row = Record<string, any>;

export async function taskIdByNumber(db: Sql, account: AccountId, number: number): Promise<TaskId | null> {
  if (!Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) return null;
  const [row] = await rowsOf(db, 'select id from tasks where account_id = ? and number = ?', [account, number]);
  return (row?.id as TaskId | undefined) ?? null;
}

/** `lock`: nobody else changes this task until the transaction ends (PostgreSQL; SQLite has one writer anyway). */
export async function loadWorld(
  db: Sql,
  account: AccountId,
  id: TaskId,
  window: Window,
  mode: TaskFacts['visibilityMode'],
  lock = false,
): Promise<TaskWorld | null> {
  const locked = lock && isPostgres(db) ? ' for update' : '';
  const [row] = await rowsOf(db, `select * from tasks where account_id = ? and id = ?${locked}`, [account, id]);
  if (!row) return null;
  const comments = await commentsOf(db, account, id, window);
  const happenings = window.happenings ? await happeningsAmong(db, account, id, comments, window.before) : [];
  const checklist = window.talkOnly ? [] : await checklistOf(db, account, id);
  const planned = window.planned ? await plannedIn(db, account, id) : [];
  const spoken = [...namedIn(comments), ...planned.flatMap((p) => [p.author, ...p.notify, ...p.audience])];
  const named = [...spoken, ...peopleOf(happenings), ...checklist.flatMap((item) => item.assignees)];
  const [facts] = await factsOf(db, account, [row], mode, named);
  return {
    ...facts!,
    comments,
    happenings,
    planned,
    checklist,
    files: window.talkOnly ? [] : await descriptionFiles(db, account, id),
  };
}

/** The same world with one comment more, which has just been written into it. */
export async function withComment(db: Sql, world: TaskWorld, id: CommentId): Promise<TaskWorld> {
  const { account } = world.task;
  const comments = await commentsOf(db, account, world.task.id, { limit: 1, only: [id] });
  const missing = namedIn(comments).filter((p) => !world.cards.has(p));
  const cards = new Map([...world.cards, ...(await loadCards(db, account, missing))]);
  return { ...world, cards, comments };
}

/** What a list needs of a task: without its words. */
const HEAD = [
  'id',
  'account_id',
  'number',
  'title',
  'status',
  'project_id',
  'parent_id',
  'counterparty_id',
  'automatic_access',
  'source',
  'branch_of',
  'created_at',
  'updated_at',
  'deleted_at',
];
const NO_WORDS = { description_html: '', description_text: '', origin: null };

/** The facts of several tasks at once, for lists: the words of their descriptions are not read. */
export async function loadFacts(
  db: Sql,
  account: AccountId,
  ids: readonly TaskId[],
  mode: TaskFacts['visibilityMode'],
): Promise<TaskFacts[]> {
  if (ids.length === 0) return [];
  const rows: Row[] = await db('tasks')
    .where({ account_id: account })
    .whereIn('id', ids as TaskId[])
    .select(HEAD);
  const order = new Map(ids.map((id, at) => [id as string, at]));
  rows.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
  const heads = rows.map((r) => ({ ...r, ...NO_WORDS }));
  return factsOf(db, account, heads, mode, []);
}

async function factsOf(
  db: Sql,
  account: AccountId,
  rows: Row[],
  visibilityMode: TaskFacts['visibilityMode'],
  alsoNamed: readonly PersonId[],
): Promise<TaskFacts[]> {
  const ids = rows.map((r) => r.id as TaskId);
  const { marks, values } = inList(ids);
  const among = `account_id = ? and task_id in ${marks}`;
  const inOrder = `select * from task_people where ${among} order by since, person_id`;
  const people = await rowsOf(db, inOrder, [account, ...values]);
  const mailed = await rowsOf(db, `select * from mailed where ${among}`, [account, ...values]);
  const projects = await projectsOf(db, account, rows);
  const named = [
    ...people.map((p) => p.person_id as PersonId),
    ...rows.flatMap((r) => (r.counterparty_id ? [r.counterparty_id as PersonId] : [])),
    ...[...projects.values()].flatMap((p) => p?.auditors ?? []),
    ...alsoNamed,
  ];
  const cards = await loadCards(db, account, named);
  const [peopleIn, mailedIn] = [byTask(people), byTask(mailed)];
  return rows.map((r) => ({
    task: toTask(r, peopleIn.get(r.id) ?? []),
    project: projects.get(r.project_id) ?? null,
    cards,
    mailed: new Set((mailedIn.get(r.id) ?? []).map((m) => m.contact_id as ContactId)),
    visibilityMode,
  }));
}

function byTask(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const known = found.get(row.task_id);
    if (known) known.push(row);
    else found.set(row.task_id, [row]);
  }
  return found;
}

async function projectsOf(db: Sql, account: AccountId, rows: Row[]): Promise<Map<string, TaskFacts['project']>> {
  const ids = [...new Set(rows.flatMap((r) => (r.project_id ? [r.project_id as string] : [])))];
  if (ids.length === 0) return new Map();
  const found: Row[] = await db('projects')
    .where({ account_id: account })
    .whereIn('id', ids)
    .select('id', 'number', 'title');
  const auditors: Row[] = await db('project_people')
    .where({ account_id: account, role: 'auditor' })
    .whereIn('project_id', ids);
  return new Map(
    found.map((p) => [
      p.id as string,
      {
        id: p.id as ProjectId,
        number: Number(p.number),
        title: p.title as string,
        auditors: auditors.filter((a) => a.project_id === p.id).map((a) => a.person_id as PersonId),
      },
    ]),
  );
}

const namedIn = (comments: readonly Comment[]): PersonId[] =>
  comments.flatMap((c) => [c.author, ...c.notified, ...c.audience]);

async function checklistOf(db: Sql, account: AccountId, task: TaskId): Promise<ChecklistItem[]> {
  const sql = 'select * from checklist_items where account_id = ? and task_id = ? order by position';
  const rows = await rowsOf(db, sql, [account, task]);
  return rows.map((r) => ({
    id: r.id,
    text: r.text,
    done: Boolean(r.done),
    author: r.author_id,
    assignees: JSON.parse(r.assignees),
  }));
}

const toTask = (r: Row, people: Row[]): Task => ({
  id: r.id,
  account: r.account_id,
  number: Number(r.number),
  title: r.title,
  descriptionHtml: r.description_html,
  descriptionText: r.description_text,
  status: r.status,
  project: r.project_id,
  parent: r.parent_id,
  counterparty: r.counterparty_id,
  automaticAccess: r.automatic_access,
  source: r.source,
  origin: r.origin ? JSON.parse(r.origin) : null,
  branchOf: r.branch_of,
  people: people.map(
    (p): TaskPerson => ({
      person: p.person_id,
      kind: p.person_kind,
      role: p.role,
      sentDescription: p.sent_description ? JSON.parse(p.sent_description) : null,
    }),
  ),
  createdAt: Number(r.created_at),
  updatedAt: Number(r.updated_at),
  deletedAt: r.deleted_at === null ? null : Number(r.deleted_at),
});

/** The numbers that pages show for these tasks. */
export async function taskNumbers(db: Sql, account: AccountId, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await db('tasks')
    .where({ account_id: account })
    .whereIn('id', ids as string[])
    .select('id', 'number');
  return new Map(rows.map((r) => [r.id, Number(r.number)]));
}

export async function commentNumber(db: Sql, account: AccountId, id: CommentId): Promise<number | null> {
  const row = await db('comments').where({ account_id: account, id }).first('number');
  return row ? Number(row.number) : null;
}
