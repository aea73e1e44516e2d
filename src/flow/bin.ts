/** The bin: tasks that were deleted, for those who could restore them. */
import type { Cursor } from '../base/cursor.ts';
import type { TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import { deletedTasks } from '../store/bin.ts';
import { loadFacts, taskIdByNumber } from '../store/tasks.ts';
import { may } from '../tasks/rights.ts';
import type { Status } from '../tasks/task.ts';
import { seesTask, type TaskFacts, type Viewer, viewerPerson } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Changed, changeTask } from './manage-task.ts';

export interface Deleted {
  readonly number: number;
  readonly title: string;
  readonly status: Status;
  readonly deletedAt: Instant;
}

/** So many are looked at for one page; whoever may restore few of them goes on from there. */
const SPAN = 300;

/** A page may be shorter than asked; `next` still leads on. */
export async function listBin(
  gw: Gateway,
  { account }: Actor,
  viewer: Viewer,
  page: { after: Cursor<TaskId> | null; limit: number },
): Promise<{ items: Deleted[]; next: Cursor<TaskId> | null }> {
  const found = await deletedTasks(gw.db.read, account.id, { after: page.after, limit: SPAN });
  const facts = await loadFacts(
    gw.db.read,
    account.id,
    found.map((c) => c.id),
    account.settings.commentVisibility,
  );
  const theirs = facts.filter((f) => mayRestore(viewer, f));
  const items = theirs.slice(0, page.limit);
  const rest = theirs.length > items.length ? items.at(-1)?.task.id : found.length === SPAN ? found.at(-1)?.id : null;
  return {
    items: items.map(({ task }) => ({
      number: task.number,
      title: task.title,
      status: task.status,
      deletedAt: task.deletedAt!,
    })),
    next: found.find((c) => c.id === rest) ?? null,
  };
}

/** What is not deleted, not there, or not theirs looks alike. */
export async function restoreTask(gw: Gateway, actor: Actor, viewer: Viewer, number: number): Promise<Changed> {
  const { account } = actor;
  const id: TaskId | null = await taskIdByNumber(gw.db.read, account.id, number);
  const [facts] = id ? await loadFacts(gw.db.read, account.id, [id], account.settings.commentVisibility) : [];
  if (!facts || facts.task.deletedAt === null || !mayRestore(viewer, facts)) return { ok: false, refusal: 'not-found' };
  return changeTask(gw, actor, [{ kind: 'restore-task', task: facts.task.id }]);
}

const mayRestore = (viewer: Viewer, facts: TaskFacts): boolean =>
  seesTask(viewer, { ...facts, task: { ...facts.task, deletedAt: null } }) && may(viewerPerson(viewer), facts, 'edit');
