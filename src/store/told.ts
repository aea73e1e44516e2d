/**
 * What somebody who signs in was told of, the newest first: by letters of their own and by those that several share. A letter that
 * was not sent (their mail is switched off, it has no address) stands here too: then this is where they read of it.
 */
import type { AccountId, CommentId, LetterId, PersonId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface ToldOf {
  readonly letter: LetterId;
  readonly at: Instant;
  readonly task: TaskId;
  /** Null: of the task itself. */
  readonly comment: CommentId | null;
}

export type ToldCursor = Pick<ToldOf, 'letter' | 'at'>;

const KINDS = ['staff-task', 'staff-comment'];

export async function toldOf(
  db: Sql,
  account: AccountId,
  person: PersonId,
  page: { readonly after: ToldCursor | null; readonly limit: number },
): Promise<ToldOf[]> {
  const own = db('letters').where({ account_id: account, recipient_id: person }).whereIn('kind', KINDS);
  const shared = db('shared_readers')
    .join('letters', (on) =>
      on.on('letters.account_id', 'shared_readers.account_id').andOn('letters.id', 'shared_readers.letter_id'),
    )
    .where({ 'shared_readers.account_id': account, 'shared_readers.person_id': person });
  const found: Row[] = [
    ...(await newest(own, 'letters.created_at', 'letters.id', page)),
    ...(await newest(shared, 'shared_readers.created_at', 'shared_readers.letter_id', page)),
  ];
  return found
    .map((r): ToldOf => ({ letter: r.id, at: Number(r.created_at), task: r.task_id, comment: r.comment_id }))
    .sort((a, b) => b.at - a.at || (a.letter < b.letter ? 1 : -1))
    .slice(0, page.limit);
}

function newest(
  query: ReturnType<Sql>,
  at: string,
  id: string,
  { after, limit }: { readonly after: ToldCursor | null; readonly limit: number },
): PromiseLike<Row[]> {
  if (after) query.whereRaw('(??, ??) < (?, ?)', [at, id, after.at, after.letter]);
  return query
    .whereNotNull('letters.task_id')
    .orderBy([
      { column: at, order: 'desc' },
      { column: id, order: 'desc' },
    ])
    .limit(limit)
    .select('letters.id', 'letters.task_id', 'letters.comment_id', { created_at: at });
}
