/**
 * Comments of a task, newest window first taken, oldest first given.
 */
import type { AccountId, CommentId, PersonId, TaskId } from '../base/id.ts';
import type { Comment, File } from '../tasks/task.ts';
import type { Sql } from './database.ts';
import { commentFiles } from './files.ts';
import type { Row, Window } from './tasks.ts';

export async function commentsOf(db: Sql, account: AccountId, task: TaskId, window: Window): Promise<Comment[]> {
  if (window.limit === 0 && !window.only) return [];
  const query = db('comments').where({ account_id: account, task_id: task }).whereNull('deleted_at');
  if (window.only) query.whereIn('id', window.only as CommentId[]);
  else query.orderBy('number', window.after === undefined ? 'desc' : 'asc').limit(window.limit);
  if (window.after !== undefined) query.andWhere('number', '>', window.after);
  if (window.before !== undefined) query.andWhere('number', '<', window.before);
  const who = window.concerning;
  if (who) {
    query.andWhere((q) =>
      q
        .where('author_id', who)
        .orWhereExists(
          db('comment_people')
            .select(db.raw('1'))
            .where({ 'comment_people.account_id': account, person_id: who })
            .whereRaw('comment_people.comment_id = comments.id'),
        ),
    );
  }
  return assemble(db, account, await query);
}

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
  const people: Row[] = await db('comment_people').where({ account_id: account }).whereIn('comment_id', ids);
  const files = await commentFiles(db, account, rows[0]!.task_id, ids);
  const named = group(people, (p) => `${p.comment_id}/${p.relation}`);
  const attached = group(files, (f) => f.comment as string);
  return rows.map((r) => toComment(r, named, attached.get(r.id) ?? [])).sort((a, b) => a.number - b.number);
}

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const at = groups.get(key(item));
    if (at) at.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function toComment(r: Row, named: ReadonlyMap<string, Row[]>, files: readonly File[]): Comment {
  const of = (relation: string) => (named.get(`${r.id}/${relation}`) ?? []).map((p) => p.person_id as PersonId);
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
