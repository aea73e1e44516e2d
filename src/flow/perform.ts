/**
 * One intent from any door: load, decide, write, tell; everything in one transaction (house rule 14).
 */
import { type CommentId, newId, type PersonId, type TaskId } from '../base/id.ts';
import { textToHtml } from '../mail/sanitize.ts';
import { removeSecrets } from '../mail/secrets.ts';
import type { Sender } from '../people/sender.ts';
import { type Applying, applyEvent, FileGone } from '../store/apply.ts';
import type { Sql } from '../store/database.ts';
import { unmuteTask } from '../store/mutes.ts';
import { loadPeople } from '../store/people.ts';
import { loadWorld, NO_COMMENTS, NO_TALK, type Window } from '../store/tasks.ts';
import { decide, decideNew } from '../tasks/decide.ts';
import type { TaskEvent } from '../tasks/event.ts';
import type { Intent, NewTask } from '../tasks/intent.ts';
import type { Refusal } from '../tasks/refusal.ts';
import { isActive, type Status } from '../tasks/task.ts';
import type { TaskWorld } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';
import { tellPrograms } from './hooks.ts';
import { senderIn } from './senders.ts';
import { tellOfComment, tellOfNewTask, tellOfStatus } from './tell.ts';

export type Performed =
  | {
      readonly ok: true;
      readonly task: TaskId;
      readonly comment: CommentId | null;
      readonly commentNumber: number | null;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** Does what is asked, or says why not. The letters it causes are queued in the same commit. */
export async function perform(gw: Gateway, actor: Actor, intent: Intent): Promise<Performed> {
  const done = await refusing(() => gw.db.write((tx) => performIn(gw, tx, actor, intent)));
  if (done.ok) gw.wake.outbox();
  return done;
}

/**
 * The same inside a transaction that does more (a mail being received). A refusal leaves nothing written. `loaded`: the task as
 * this transaction has read and locked it already.
 */
export async function performIn(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  intent: Intent,
  loaded?: TaskWorld,
): Promise<Performed> {
  const { account, person } = actor;
  const mode = account.settings.commentVisibility;
  const world = loaded ?? (await loadWorld(tx, account.id, intent.task, windowFor(intent), mode, true));
  if (!world) return { ok: false, refusal: 'not-found' };
  const decision = decide(world, person, intent, await loadPeople(tx, account.id, namedIn(intent)));
  if (!decision.ok) return decision;
  const from = intent.kind === 'add-comment' ? intent.from : undefined;
  const chosen = tells(decision.events)
    ? await senderIn(tx, actor, world.task.project, from)
    : ({ ok: true, sender: null } as const);
  if (!chosen.ok) return { ok: false, refusal: 'not-your-sender' };
  const { sender } = chosen;
  const at: Applying = { tx, account: account.id, task: intent.task, actor: person, now: gw.clock() };
  let made: { comment: CommentId; number: number } | null = null;
  // Whoever has just joined is not in the world that was loaded: then it is read again for the telling.
  const same = decision.events.some((e) => e.kind === 'person-added') ? undefined : world;
  for (const decided of decision.events) {
    const event = sentFrom(decided, sender);
    made = (await applyEvent(at, event)) ?? made;
    await tellPrograms(tx, actor, intent.task, event, made?.comment ?? null, at.now);
    if (event.kind === 'comment-added' && !event.draft.origin?.automatic)
      await unmuteTask(tx, account.id, at.task, person.id);
    if (event.kind === 'comment-added' && made)
      await tellOfComment(gw, tx, actor, intent.task, made.comment, sender, same);
    if (event.kind === 'status-changed') await tellOfChange(gw, tx, actor, world, event, sender);
    if (event.kind === 'person-added' && event.role === 'assignee' && !isDraft(world.task))
      await tellOfNewTask(gw, tx, actor, intent.task, [event.person], sender);
  }
  return { ok: true, task: intent.task, comment: made?.comment ?? null, commentNumber: made?.number ?? null };
}

/** Whether letters may come of this: only then it matters where they come from. */
const tells = (events: readonly TaskEvent[]): boolean =>
  events.some(
    (e) =>
      (e.kind === 'comment-added' && (e.draft.notify.length > 0 || e.draft.from !== undefined)) ||
      e.kind === 'status-changed' ||
      (e.kind === 'person-added' && e.role === 'assignee'),
  );

/** A comment keeps which address it was sent from (spec 1.6). */
const sentFrom = (event: TaskEvent, sender: Sender | null): TaskEvent =>
  event.kind === 'comment-added' ? { ...event, draft: { ...event.draft, from: sender?.address } } : event;

/** A draft is its maker's own; when it becomes a task it is a new one. */
const isDraft = ({ status }: { readonly status: Status }): boolean => status === 'DRAFT';

async function tellOfChange(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  world: TaskWorld,
  event: StatusChanged,
  sender: Sender | null,
): Promise<void> {
  if (event.from === 'DRAFT') {
    if (isActive(event.to)) await tellOfNewTask(gw, tx, actor, world.task.id, 'all', sender);
    return;
  }
  await tellOfStatus(gw, tx, actor, world.task.id, event, sender);
  if (event.to === 'REJECTED') await sayWhy(gw, tx, actor, world, event.reason);
}

type StatusChanged = TaskEvent & { readonly kind: 'status-changed' };

/** Spec 1.5: why a task was rejected goes to its assigner, as the words of whoever rejected it. */
async function sayWhy(gw: Gateway, tx: Sql, actor: Actor, { task }: TaskWorld, reason: string): Promise<void> {
  const text = removeSecrets(reason, gw.names).trim();
  const assigner = task.people.find((p) => p.role === 'assigner')?.person;
  const { source, proof } = actor;
  await performIn(gw, tx, actor, {
    kind: 'add-comment',
    task: task.id,
    words: { text, html: textToHtml(text) },
    files: [],
    notify: assigner ? [assigner] : [],
    hidden: false,
    audience: [],
    source,
    proof,
    origin: null,
    join: false,
  });
}

export async function createTask(gw: Gateway, actor: Actor, task: NewTask): Promise<Performed> {
  const done = await refusing(() => gw.db.write((tx) => createTaskIn(gw, tx, actor, task)));
  if (done.ok) gw.wake.outbox();
  return done;
}

export async function createTaskIn(gw: Gateway, tx: Sql, actor: Actor, task: NewTask): Promise<Performed> {
  const people = [task.assigner, ...task.assignees, ...task.participants, ...task.auditors];
  const decision = decideNew(task, actor.person, await loadPeople(tx, actor.account.id, people));
  if (!decision.ok) return decision;
  const chosen = await senderIn(tx, actor, task.project, task.from);
  if (!chosen.ok) return { ok: false, refusal: 'not-your-sender' };
  const id = newId<'task'>(gw.clock());
  const at: Applying = { tx, account: actor.account.id, task: id, actor: actor.person, now: gw.clock() };
  for (const event of decision.events) {
    await applyEvent(at, event);
    await tellPrograms(tx, actor, id, event, null, at.now);
  }
  if (!isDraft(task)) await tellOfNewTask(gw, tx, actor, id, 'all', chosen.sender);
  return { ok: true, task: id, comment: null, commentNumber: null };
}

/** A file that was taken in between ends the whole write; the person is told, and nothing is half done. */
export async function refusing(work: () => Promise<Performed>): Promise<Performed> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileGone) return { ok: false, refusal: 'unknown-file' };
    throw error;
  }
}

/** Only what the decision asks of: a new comment needs none of the old ones. */
function windowFor(intent: Intent): Window {
  if (intent.kind === 'add-comment' || intent.kind === 'ask-access') return NO_TALK;
  if (intent.kind === 'take-back') return { limit: 1 };
  return 'comment' in intent && intent.comment !== null ? { limit: 1, only: [intent.comment] } : NO_COMMENTS;
}

function namedIn(intent: Intent): readonly PersonId[] {
  switch (intent.kind) {
    case 'add-comment':
      return [...intent.notify, ...intent.audience, ...(intent.bring ?? [])];
    case 'set-people':
      return intent.people;
    case 'join-queue':
      return intent.assignees;
    case 'add-item':
    case 'change-item':
      return intent.assignees ?? [];
    default:
      return [];
  }
}
