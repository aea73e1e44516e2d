/**
 * May this actor do this now? A task's world, an actor and an intent go in; events or a refusal come out.
 * Nothing here waits, writes or sends (house rule 2).
 */

import type { CommentId, PersonId } from '../base/id.ts';
import { never } from '../base/never.ts';
import { isAdmin, type Person, seesNothing } from '../people/person.ts';
import { addItem, changeItem, removeItem, tickItem } from './checklist.ts';
import type { TaskEvent } from './event.ts';
import type { CommentDraft, Intent, NewTask, TaskChanges } from './intent.ts';
import type { Refusal } from './refusal.ts';
import { may, type Right, standings } from './rights.ts';
import { type Comment, HTML_MAX, type Status, TITLE_MAX, type Words } from './task.ts';
import { seesTask, type TaskWorld } from './visibility.ts';

export type Decision =
  | { readonly ok: true; readonly events: readonly TaskEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** People who were named in the intent, as the store knows them: an id that is not in here is nobody of this account. */
export type Known = ReadonlyMap<PersonId, Person>;

export function decide(world: TaskWorld, actor: Person, intent: Intent, known: Known): Decision {
  if (world.task.deletedAt !== null && intent.kind !== 'restore-task') return refuse('not-found');
  // For whoever has no place here there is no such task, by whatever door they come; a mail and a request may knock all the same.
  if (!KNOCKS.has(intent.kind) && standings(actor, world).length === 0) return refuse('not-found');
  switch (intent.kind) {
    case 'add-comment':
      return addComment(world, actor, intent, known);
    case 'edit-comment':
      return (
        ownComment(world, actor, intent.comment) ??
        checkEdited(world, intent.comment, intent.words) ??
        did({ kind: 'comment-edited', comment: intent.comment, words: intent.words })
      );
    case 'delete-comment':
      return ownComment(world, actor, intent.comment) ?? did({ kind: 'comment-deleted', comment: intent.comment });
    case 'set-status':
      return setStatus(world, actor, intent.status, intent.reason);
    case 'edit-task':
      return (
        needs(world, actor, 'edit') ??
        checkChanges(intent.changes) ??
        did({ kind: 'task-edited', changes: intent.changes })
      );
    case 'set-people':
      return setPeople(world, actor, intent, known);
    case 'join-queue':
      return joinQueue(world, intent.assignees, known);
    case 'delete-task':
      return needs(world, actor, 'edit') ?? did({ kind: 'task-deleted' });
    case 'restore-task':
      return needs(world, actor, 'edit') ?? restore(world);
    case 'mark-spam':
      return markSpam(world, actor, intent.comment);
    case 'take-back':
      return takeBack(world, actor);
    case 'add-item':
      return addItem(world, actor, intent, known);
    case 'change-item':
      return changeItem(world, actor, intent, known);
    case 'remove-item':
      return removeItem(world, actor, intent);
    case 'tick-item':
      return tickItem(world, actor, intent);
    case 'ask-access':
      return askAccess(world, actor, intent);
    default:
      return never(intent);
  }
}

const KNOCKS: ReadonlySet<Intent['kind']> = new Set(['add-comment', 'ask-access', 'join-queue']);

/** A new task needs a title and people of this account; the title is cut by the doors that may cut (mail, item 92), refused by the others. */
export function decideNew(task: NewTask, actor: Person, known: Known): Decision {
  if (!maySet(actor, task)) return refuse('not-allowed');
  if (task.title.trim() === '') return refuse('no-title');
  if ([...task.title].length > TITLE_MAX) return refuse('title-too-long');
  const people = [task.assigner, ...task.assignees, ...task.participants, ...task.auditors];
  if (people.some((p) => !known.has(p))) return refuse('unknown-person');
  if (Buffer.byteLength(task.description.html) > HTML_MAX) return refuse('too-long');
  // Spec 1.5: a task set to oneself needs nobody's acceptance.
  const ownTask = task.status === 'NEW' && task.assignees.length === 1 && task.assignees[0] === task.assigner;
  return did({ kind: 'task-created', task: ownTask ? { ...task, status: 'IN_PROGRESS' } : task });
}

/**
 * Whoever may look at tasks sets them in their own name; in somebody else's administrators do, and whoever makes a client's mail
 * a task of its own (tasks/branch.ts). By mail anybody does: whom a new-task address takes is asked before (spec 3.4). What is left to
 * somebody outside is a narrower question (flow/outside.ts).
 */
function maySet(actor: Person, { assigner, source, branchOf }: NewTask): boolean {
  if (assigner !== actor.id && !isAdmin(actor) && !branchOf) return false;
  return source === 'mail' || !seesNothing(actor);
}

function addComment(world: TaskWorld, actor: Person, draft: CommentDraft, known: Known): Decision {
  const speaks = draft.join || may(actor, world, 'comment');
  if (!speaks) return refuse('not-allowed');
  const empty = draft.words.text.trim() === '' && draft.files.length === 0;
  if (empty) return refuse('empty-comment');
  const tooLong = checkWords(draft.words);
  if (tooLong) return tooLong;
  const stranger = [...draft.notify, ...draft.audience].find((p) => !known.has(p));
  if (stranger) return refuse('unknown-person');
  // Q32: a contact must be in the task to be told; an employee who is told and could not see it becomes a participant.
  const inTask = new Set(world.task.people.map((p) => p.person));
  const brought = (draft.bring ?? []).flatMap((p) => known.get(p) ?? []);
  const told = draft.notify.map((p) => known.get(p)!).filter(mayHear);
  const present = new Set<PersonId>([...inTask, ...brought.map((p) => p.id), actor.id]);
  if (told.some((p) => p.kind === 'contact' && !present.has(p.id))) return refuse('recipient-not-in-task');
  const blind = told.filter((p) => p.kind === 'employee' && !seesTask({ by: 'staff', employee: p }, world));
  const joining = [...(draft.join ? [actor] : []), ...brought, ...blind].filter((p) => !inTask.has(p.id));
  const joined = [...new Set(joining)].map(
    (p): TaskEvent => ({ kind: 'person-added', person: p.id, personKind: p.kind, role: 'participant' }),
  );
  // Rule 3.1.4: nobody is told of what they did themselves.
  const notify = [...new Set(told.map((p) => p.id))].filter((p) => p !== actor.id);
  // Spec 1.6: a hidden comment is for the selected ones; who is told of it is selected.
  const audience = draft.hidden ? [...new Set([...draft.audience, ...notify])] : [];
  return did(...joined, { kind: 'comment-added', draft: { ...draft, notify, audience } });
}

/** Whoever looks after the settings alone is told nothing, also when they were once told of this task. */
const mayHear = (person: Person): boolean => !seesNothing(person);

function setStatus(world: TaskWorld, actor: Person, to: Status, reason: string): Decision {
  const refused = needs(world, actor, 'status');
  if (refused) return refused;
  if (to === world.task.status) return did();
  if (to === 'REJECTED' && reason.trim() === '') return refuse('reason-required');
  return did({ kind: 'status-changed', from: world.task.status, to, reason });
}

function setPeople(world: TaskWorld, actor: Person, intent: Intent & { kind: 'set-people' }, known: Known): Decision {
  const right: Right = intent.role === 'participant' ? 'people' : 'edit';
  const refused = needs(world, actor, right);
  if (refused) return refused;
  if (intent.people.some((p) => !known.has(p))) return refuse('unknown-person');
  const before = world.task.people.filter((p) => p.role === intent.role).map((p) => p.person);
  const added = [...new Set(intent.people)].filter((p) => !before.includes(p));
  const removed = before.filter((p) => !intent.people.includes(p));
  return did(
    ...removed.map((person): TaskEvent => ({ kind: 'person-removed', person, role: intent.role })),
    ...added.map(
      (person): TaskEvent => ({ kind: 'person-added', person, personKind: known.get(person)!.kind, role: intent.role }),
    ),
  );
}

/** The address decides whose list it is, as for a new mail; whoever is in the task in whatever role has it already. */
function joinQueue(world: TaskWorld, assignees: readonly PersonId[], known: Known): Decision {
  const inTask = new Set(world.task.people.map((p) => p.person));
  const joining = [...new Set(assignees)].flatMap((p) => known.get(p) ?? []).filter((p) => !inTask.has(p.id));
  return did(
    ...joining.map(
      ({ id: person, kind: personKind }): TaskEvent => ({ kind: 'person-added', person, personKind, role: 'assignee' }),
    ),
  );
}

/** Spec 3.11. Whoever of the team may write here may; a colleague's words, and what did not come by mail, are no spam. */
function markSpam(world: TaskWorld, actor: Person, id: CommentId | null): Decision {
  if (!isTeam(world, actor)) return refuse('not-allowed');
  if (id === null) {
    const assigner = world.task.people.find((p) => p.role === 'assigner');
    if (world.task.source !== 'mail' || assigner?.kind !== 'contact') return refuse('not-client-mail');
    return did({ kind: 'task-deleted' }, { kind: 'author-marked-spam', person: assigner.person });
  }
  const comment = world.comments.find((c) => c.id === id);
  if (!comment) return refuse('not-found');
  if (!isClientMail(comment)) return refuse('not-client-mail');
  return did({ kind: 'comment-deleted', comment: id }, { kind: 'author-marked-spam', person: comment.author });
}

export const isTeam = (world: TaskWorld, actor: Person): boolean =>
  actor.kind === 'employee' && may(actor, world, 'comment');

export const isClientMail = (c: Comment): boolean =>
  c.source === 'mail' && c.authorKind === 'contact' && c.origin !== null;

/** What was made by pressing a button is undone by whoever could have pressed it; not over the words of others. */
function takeBack(world: TaskWorld, actor: Person): Decision {
  if (!world.task.branchOf) return refuse('not-found');
  if (!isTeam(world, actor)) return refuse('not-allowed');
  return world.comments.length > 0 ? refuse('answered-already') : did({ kind: 'task-deleted' });
}

/**
 * Spec E6: a hidden comment for those of the team who can let a colleague in. Whoever sees the task already asks for nothing, and
 * who asks gets no role by it.
 */
function askAccess(world: TaskWorld, actor: Person, { words, source, proof }: Asking): Decision {
  if (actor.kind !== 'employee' || actor.role === 'technical' || actor.role === 'robot') return refuse('not-found');
  if (seesTask({ by: 'staff', employee: actor }, world)) return did();
  const asked = world.task.people.filter((p) => p.kind === 'employee' && p.role !== 'participant').map((p) => p.person);
  const notify = [...new Set<PersonId>([...asked, ...staffAuditors(world)])];
  const draft = { words, files: [], notify, audience: notify, hidden: true, source, proof, origin: null, join: false };
  return did({ kind: 'comment-added', draft });
}

type Asking = Intent & { kind: 'ask-access' };

/** A client may audit a project too; what the team asks itself is nothing for them. */
const staffAuditors = ({ project, cards }: TaskWorld): PersonId[] =>
  (project?.auditors ?? []).filter((p) => cards.get(p)?.kind === 'employee');

const restore = (world: TaskWorld): Decision =>
  world.task.deletedAt === null ? refuse('nothing-to-restore') : did({ kind: 'task-restored' });

function ownComment(world: TaskWorld, actor: Person, id: string): Decision | null {
  const comment = world.comments.find((c) => c.id === id);
  if (!comment) return refuse('not-found');
  return comment.author === actor.id ? null : refuse('not-yours');
}

const needs = (world: TaskWorld, actor: Person, right: Right): Decision | null =>
  may(actor, world, right) ? null : refuse('not-allowed');

const checkWords = (words: Words): Decision | null =>
  Buffer.byteLength(words.html) > HTML_MAX ? refuse('too-long') : null;

/** Editing may not leave what writing would have refused: neither words nor a file. */
function checkEdited(world: TaskWorld, id: string, words: Words): Decision | null {
  const files = world.comments.find((c) => c.id === id)?.files ?? [];
  return words.text.trim() === '' && files.length === 0 ? refuse('empty-comment') : checkWords(words);
}

function checkChanges(changes: TaskChanges): Decision | null {
  if (changes.title !== undefined && changes.title.trim() === '') return refuse('no-title');
  if (changes.title !== undefined && [...changes.title].length > TITLE_MAX) return refuse('title-too-long');
  return changes.description ? checkWords(changes.description) : null;
}

const did = (...events: TaskEvent[]): Decision => ({ ok: true, events });
const refuse = (refusal: Refusal): Decision => ({ ok: false, refusal });
