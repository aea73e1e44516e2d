/** What somebody who signed in was told of, each as they may see it now. */
import type { Instant } from '../base/time.ts';
import { loadCards } from '../store/cards.ts';
import { loadComments } from '../store/comments.ts';
import { loadFacts } from '../store/tasks.ts';
import { type ToldCursor, type ToldOf, toldOf } from '../store/told.ts';
import type { Comment } from '../tasks/task.ts';
import { type PersonView, type TaskFacts, type Viewer, viewerPerson, viewTask } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';

export interface Notification {
  readonly at: Instant;
  readonly task: { readonly number: number; readonly title: string };
  /** Null: the task itself is what they were told of. */
  readonly comment: { readonly number: number; readonly text: string; readonly files: number } | null;
  readonly author: PersonView | null;
}

/** A page may be shorter than asked where something was taken back or is theirs no more; `next` still leads on. */
export async function listNotifications(
  gw: Gateway,
  { account }: Pick<Actor, 'account'>,
  viewer: Viewer,
  page: { readonly after: ToldCursor | null; readonly limit: number },
): Promise<{ items: Notification[]; next: ToldCursor | null }> {
  const db = gw.db.read;
  const found = await toldOf(db, account.id, viewerPerson(viewer).id, { ...page, limit: page.limit + 1 });
  const told = found.slice(0, page.limit);
  const written = await loadComments(
    db,
    account.id,
    told.flatMap((t) => t.comment ?? []),
  );
  const tasks = [...new Set(told.map((t) => t.task))];
  const facts = await loadFacts(db, account.id, tasks, account.settings.commentVisibility);
  const authors = await loadCards(
    db,
    account.id,
    written.map((c) => c.author),
  );
  const items = told.flatMap((one): Notification[] => {
    const about = facts.find((f) => f.task.id === one.task);
    if (!about) return [];
    const cards = new Map([...about.cards, ...authors]);
    const comment = written.find((c) => c.id === one.comment) ?? null;
    return one.comment !== null && !comment ? [] : asSeen(viewer, { ...about, cards }, one, comment);
  });
  return { items, next: found.length > told.length ? (told.at(-1) ?? null) : null };
}

function asSeen(viewer: Viewer, facts: TaskFacts, { at }: ToldOf, comment: Comment | null): Notification[] {
  const view = viewTask(viewer, { ...facts, comments: comment ? [comment] : [], files: [], checklist: [] });
  const [seen] = view?.comments ?? [];
  if (!view || (comment && !seen)) return [];
  const { number, title } = view;
  const assigner = view.people?.find((p) => p.role === 'assigner')?.person ?? null;
  return [
    {
      at,
      task: { number, title },
      comment: seen ? { number: seen.number, text: seen.text, files: seen.files.length } : null,
      author: seen?.author ?? assigner,
    },
  ];
}
