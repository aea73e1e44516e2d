/**
 * Who is told of what (spec 3.1, 3.7; decisions Q7). Pure: people and settings are handed in, names come out; whether a letter
 * can really go to somebody is another question (deliverable.ts).
 */
import type { ContactId, PersonId } from '../base/id.ts';
import type { Settings } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import { type Comment, isNote, type Status, type Task } from '../tasks/task.ts';
import { type TaskView, type TaskWorld, viewerPerson } from '../tasks/visibility.ts';
import type { LetterKind } from './letter.ts';

/** Somebody who is told, and by which letter. */
export interface Told {
  readonly person: PersonId;
  readonly kind: LetterKind;
}

export type People = ReadonlyMap<PersonId, Person>;

/** How a person hears of a thing: contacts with a login get what employees get (rule 3.1.7, Q29), robots nothing. */
type Channel = 'outside' | 'inside' | 'nobody';

const LETTER_OF = {
  task: { outside: 'N1', inside: 'staff-task' },
  comment: { outside: 'N2', inside: 'staff-comment' },
} as const satisfies Record<string, Record<Exclude<Channel, 'nobody'>, LetterKind>>;

function channelOf(person: Person): Channel {
  if (person.kind === 'employee') return person.role === 'robot' ? 'nobody' : 'inside';
  return person.access === 'ACTIVE' ? 'inside' : 'outside';
}

/** A comment: exactly those whom its writer picked (items 29, 30), and never the writer (rule 3.1.4). */
export function commentAudience(author: PersonId, notified: readonly PersonId[], people: People): Told[] {
  return tell('comment', notified, author, people);
}

/** A new task: its assignees and nobody else (rule 3.1.3), never its maker. */
export function taskAudience(task: Pick<Task, 'people'>, maker: PersonId, people: People): Told[] {
  const assigner = task.people.find((p) => p.role === 'assigner')?.person;
  const assignees = task.people.filter((p) => p.role === 'assignee').map((p) => p.person);
  return tell(
    'task',
    assignees.filter((p) => !betweenOutsiders(assigner, p, people)),
    maker,
    people,
  );
}

/** Somebody who becomes assignee later hears of the task as of a new one, and nobody else hears of it (item 36). */
export function assigneeAudience(task: Pick<Task, 'people'>, added: PersonId, actor: PersonId, people: People): Told[] {
  const assigner = task.people.find((p) => p.role === 'assigner')?.person;
  return tell('task', betweenOutsiders(assigner, added, people) ? [] : [added], actor, people);
}

/** Rule 3.1.6: from one contact without access to another the task is not announced. */
function betweenOutsiders(assigner: PersonId | undefined, assignee: PersonId, people: People): boolean {
  const outside = (id: PersonId | undefined) => {
    const person = id && people.get(id);
    return person ? channelOf(person) === 'outside' : false;
  };
  return assigner !== assignee && outside(assigner) && outside(assignee);
}

function tell(what: keyof typeof LETTER_OF, ids: readonly PersonId[], self: PersonId, people: People): Told[] {
  return [...new Set(ids)].flatMap((id) => {
    const person = people.get(id);
    const channel = person && id !== self ? channelOf(person) : 'nobody';
    return channel === 'nobody' ? [] : [{ person: id, kind: LETTER_OF[what][channel] }];
  });
}

/** N3: the contact whose mail became a task (item 33). */
export function receiptAudience(sender: Person): Told[] {
  return sender.kind === 'contact' && channelOf(sender) === 'outside' ? [{ person: sender.id, kind: 'N3' }] : [];
}

/**
 * N4 and N5: the assigner, when a contact without access. Accepting is NEW → IN_PROGRESS by an assignee; it is a change of
 * status too, so with N4 off it is told as N5, and never twice.
 */
export function statusAudience(
  task: Pick<Task, 'people'>,
  change: { readonly actor: PersonId; readonly from: Status; readonly to: Status },
  people: People,
  settings: Pick<Settings, 'notifications'>,
): Told[] {
  const assigner = people.get(task.people.find((p) => p.role === 'assigner')?.person ?? change.actor);
  if (!assigner || assigner.id === change.actor || channelOf(assigner) !== 'outside') return [];
  const byAssignee = task.people.some((p) => p.role === 'assignee' && p.person === change.actor);
  const accepted = byAssignee && change.from === 'NEW' && change.to === 'IN_PROGRESS';
  return [{ person: assigner.id, kind: accepted && settings.notifications.N4.enabled ? 'N4' : 'N5' }];
}

/**
 * Spec 3.7: whom a mailed reply notifies. `answered` is the comment whose letter was answered, null when it was the letter of
 * a new task or none; `viaTaskAddress`: it came to `task+N@`. Whoever wrote it is left out by `commentAudience`; with
 * `@nonotify` in the subject this is not asked at all.
 */
export function replyAudience(
  world: TaskWorld,
  answered: Comment | null,
  viaTaskAddress: boolean,
  settings: Pick<Settings, 'doNotForwardToContacts'>,
): PersonId[] {
  const asked = answered ? [answered.author, ...answered.notified] : rolesToTell(world, viaTaskAddress);
  return stillHere(world, asked, null, !settings.doNotForwardToContacts);
}

/** Assignees and the assigner; an outside assigner is not told of a mail to the task's own address. */
function rolesToTell(world: TaskWorld, employeesOnly: boolean): PersonId[] {
  return world.task.people
    .filter((p) => p.role === 'assignee' || (p.role === 'assigner' && (!employeesOnly || p.kind === 'employee')))
    .map((p) => p.person);
}

/**
 * Q7, item 28: the author and those notified in the last comment that this contact sees; when that tells nobody, the assigner
 * and the assignees of the team. Another contact only when they were in that exchange and mail is passed on to contacts.
 */
export function dashboardAudience(
  world: TaskWorld,
  view: TaskView,
  settings: Pick<Settings, 'doNotForwardToContacts'>,
): PersonId[] {
  const self = viewerPerson(view.viewer).id;
  const last = lastSeen(world, view);
  const exchange = last
    ? stillHere(world, [last.author, ...last.notified], self, !settings.doNotForwardToContacts)
    : [];
  return exchange.length > 0 ? exchange : stillHere(world, rolesToTell(world, true), self, false);
}

function lastSeen(world: TaskWorld, view: TaskView): Comment | null {
  const spoken = view.comments.filter((c) => !isNote(c));
  const id = spoken.reduce<TaskView['comments'][number] | null>(
    (last, c) => (last === null || c.number > last.number ? c : last),
    null,
  )?.id;
  return world.comments.find((c) => c.id === id) ?? null;
}

/** Each once, without oneself; contacts only when asked for and when they are still in the task or of its company (Q3). */
function stillHere(world: TaskWorld, ids: readonly PersonId[], self: PersonId | null, contacts: boolean): PersonId[] {
  return [...new Set(ids)].filter((id) => id !== self && (isEmployee(world, id) || (contacts && belongs(world, id))));
}

const isEmployee = (world: TaskWorld, id: PersonId): boolean =>
  (world.cards.get(id)?.kind ?? world.task.people.find((p) => p.person === id)?.kind) === 'employee';

const belongs = (world: TaskWorld, id: PersonId): boolean =>
  world.task.people.some((p) => p.person === id) ||
  (world.task.counterparty !== null &&
    (world.cards.get(id)?.companies ?? ([] as readonly ContactId[])).includes(world.task.counterparty));
