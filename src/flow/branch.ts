/**
 * A new matter in an old thread: people use any mail of ours as an address book. Somebody of the team makes the comment a task
 * of its own, and takes that back while nothing has been written there.
 */
import type { CommentId, FileId, TaskId } from '../base/id.ts';
import type { Account } from '../people/account.ts';
import { branchesOf } from '../store/branches.ts';
import type { Sql } from '../store/database.ts';
import { insertFile } from '../store/files.ts';
import { moveMail } from '../store/inbox.ts';
import { loadContact } from '../store/people.ts';
import { loadFacts, loadWorld } from '../store/tasks.ts';
import { decideBranch } from '../tasks/branch.ts';
import type { Comment } from '../tasks/task.ts';
import { headTask, type TaskView, type Viewer } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';
import { createTaskIn, type Performed, performIn, refusing } from './perform.ts';

/** Answers the new task. The comment stays where it is; answers to that mail follow into the new task. */
export async function branchOff(gw: Gateway, actor: Actor, task: TaskId, comment: CommentId): Promise<Performed> {
  const done = await refusing(() => gw.db.write((tx) => branchIn(gw, tx, actor, task, comment)));
  if (done.ok) gw.wake.outbox();
  return done;
}

async function branchIn(gw: Gateway, tx: Sql, actor: Actor, task: TaskId, id: CommentId): Promise<Performed> {
  const { account } = actor;
  // Locked: of two who press the button at once one makes the task.
  const world = await loadWorld(tx, account.id, task, only(id), account.settings.commentVisibility, true);
  if (!world) return { ok: false, refusal: 'not-found' };
  const comment = world.comments.find((c) => c.id === id);
  const decision = decideBranch(world, actor.person, {
    comment: id,
    author: comment ? await loadContact(tx, account.id, comment.author) : null,
    done: (await branchesOf(tx, account.id, [id])).length > 0,
  });
  if (!decision.ok) return decision;
  const files = await copyFiles(gw, tx, actor, comment!);
  const made = await createTaskIn(gw, tx, actor, { ...decision.task, files });
  if (made.ok) await moveMail(tx, account.id, comment!.origin!.inbox, { task: made.task, comment: null });
  return made;
}

const only = (comment: CommentId) => ({ limit: 1, only: [comment] });

/** New rows for the same bytes: what happens to the one file does not happen to the other. */
async function copyFiles(gw: Gateway, tx: Sql, { account, person }: Actor, comment: Comment): Promise<FileId[]> {
  const copies: FileId[] = [];
  for (const { name, type, size, sha256, cid } of comment.files) {
    const copy = await insertFile(tx, account.id, { owner: person.id, name, type, size, sha256, cid }, gw.clock());
    copies.push(copy.id);
  }
  return copies;
}

/** The task that was made of this comment goes again (it can be restored), and answers to the mail come back here. */
export async function takeBack(gw: Gateway, actor: Actor, task: TaskId, comment: CommentId): Promise<Performed> {
  return gw.db.write(async (tx): Promise<Performed> => {
    const { account } = actor;
    const world = await loadWorld(tx, account.id, task, only(comment), account.settings.commentVisibility, true);
    const [branch] = await branchesOf(tx, account.id, [comment]);
    const origin = world?.comments[0]?.origin;
    if (!branch || !origin) return { ok: false, refusal: 'not-found' };
    const done = await performIn(gw, tx, actor, { kind: 'take-back', task: branch.task });
    if (done.ok) await moveMail(tx, account.id, origin.inbox, { task, comment });
    return done;
  });
}

export interface SeenBranch {
  readonly task: TaskId;
  readonly number: number;
}

/** Which comments of this view have become a task that this viewer sees too. */
export async function branchesIn(
  gw: Gateway,
  account: Account,
  viewer: Viewer,
  view: TaskView,
): Promise<ReadonlyMap<CommentId, SeenBranch>> {
  const mailed = view.comments.filter((c) => c.source === 'mail').map((c) => c.id);
  const branches = await branchesOf(gw.db.read, account.id, mailed);
  const ids = branches.map((b) => b.task);
  const facts = await loadFacts(gw.db.read, account.id, ids, account.settings.commentVisibility);
  const seen = new Map(facts.flatMap((f) => headTask(viewer, f) ?? []).map((head) => [head.id, head.number]));
  return new Map(
    branches.flatMap(({ comment, task }): [CommentId, SeenBranch][] =>
      seen.has(task) ? [[comment, { task, number: seen.get(task)! }]] : [],
    ),
  );
}
