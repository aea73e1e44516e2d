/**
 * Comments of a task, newest window first taken, oldest first given.
 */
import type { AccountId, CommentId, PersonId, TaskId } from '../base/id.ts';
import type { Comment, File } from '../tasks/task.ts';
import { inList, rowsOf, type Sql } from './database.ts';
import { commentFiles } from './files.ts';
import type { Row, Window } from './tasks.ts';

export async function commentsOf(db: Sql, account: AccountId, task: TaskId, window: Window): Promise<Comment[]> {
  if (window.limit === 0 && !window.only) return [];
  const { sql, values } = asked(account, task, window);
  return assemble(db, account, await rowsOf(db, sql, values));
}

interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
}

function asked(account: AccountId, task: TaskId, window: Window): Asked {
  const only = window.only && inList(window.only);
  const parts: readonly (readonly [string, ...unknown[]] | undefined | false)[] = [
    [`select ${COLUMNS} from comments where account_id = ? and task_id = ? and deleted_at is null`, account, task],
    only && [`and id in ${only.marks}`, ...only.values],
    window.after !== undefined && ['and number > ?', window.after],
    window.before !== undefined && ['and number < ?', window.before],
    window.concerning !== undefined && [CONCERNING, window.concerning, account, window.concerning],
    !only && [`order by number ${window.after === undefined ? 'desc' : 'asc'} limit ?`, window.limit],
  ];
  const used = parts.filter((part) => part !== undefined && part !== false);
  return { sql: used.map(([words]) => words).join(' '), values: used.flatMap(([, ...values]) => values) };
}

const COLUMNS =
  'id, task_id, number, author_id, author_kind, text, html, hidden, source, proof, origin, sent_from, created_at, edited_at';

const CONCERNING = `and (author_id = ? or exists (select 1 from comment_people p
  where p.account_id = ? and p.person_id = ? and p.comment_id = comments.id))`;

/** Comments by their ids, of whatever task. */
export async function loadComments(db: Sql, account: AccountId, ids: readonly CommentId[]): Promise<Comment[]> {
  if (ids.length === 0) return [];
  return assemble(
    db,
    account,
    await db('comments')
      .where({ account_id: account })
      .whereIn('id', ids as CommentId[])
      .whereNull('deleted_at'),
  );
}

async function assemble(db: Sql, account: AccountId, rows: Row[]): Promise<Comment[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((r) => r.id as CommentId);
  const { marks, values } = inList(ids);
  const named = `select comment_id, relation, person_id from comment_people where account_id = ? and comment_id in ${marks}`;
  const people = group(await rowsOf(db, named, [account, ...values]), (p) => p.comment_id);
  const files = await commentFiles(db, account, rows[0]!.task_id, ids);
  const attached = group(files, (f) => f.comment as string);
  return rows
    .map((r) => toComment(r, people.get(r.id) ?? [], attached.get(r.id) ?? []))
    .sort((a, b) => a.number - b.number);
}

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const of = key(item);
    const at = groups.get(of);
    if (at) at.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}

function toComment(r: Row, people: readonly Row[], files: readonly File[]): Comment {
  const of = (relation: string) => people.filter((p) => p.relation === relation).map((p) => p.person_id as PersonId);
  return {
    id: r.id,
    task: r.task_id,
    number: Number(r.number),
    author: r.author_id,
    authorKind: r.author_kind,
    text: r.text,
    html: r.html,
    notified: of('notified'),
    hidden: Boolean(r.hidden),
    audience: of('audience'),
    files,
    source: r.source,
    proof: r.proof,
    origin: r.origin ? JSON.parse(r.origin) : null,
    sentFrom: r.sent_from,
    createdAt: Number(r.created_at),
    editedAt: r.edited_at === null ? null : Number(r.edited_at),
  };
}
