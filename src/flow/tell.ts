/**
 * Telling: from what happened to the letters it causes, inside the same transaction. Each letter is rendered from what its own
 * recipient may see, so nothing can slip into it.
 */
import { type CommentId, newId, type PersonId, type TaskId } from '../base/id.ts';
import {
  assigneeAudience,
  commentAudience,
  receiptAudience,
  statusAudience,
  type Told,
  taskAudience,
} from '../notify/audience.ts';
import type { LetterKind } from '../notify/letter.ts';
import type { Author, LetterMatter, OwnChoice, Via } from '../notify/letter-input.ts';
import { bringsDescription as wordsBringDescription } from '../notify/own-check.ts';
import { wordsFor } from '../notify/own-template.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account, NotificationType, Settings } from '../people/account.ts';
import type { Contact, Person } from '../people/person.ts';
import type { Sender } from '../people/sender.ts';
import type { Sql } from '../store/database.ts';
import { queueLetter, rememberDescription } from '../store/outbox.ts';
import { loadPeople } from '../store/people.ts';
import { loadWorld, NO_COMMENTS, type Window, withComment } from '../store/tasks.ts';
import { liveChoice } from '../store/templates.ts';
import { threadOf } from '../store/threads.ts';
import type { Status } from '../tasks/task.ts';
import type { TaskView, TaskWorld } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';
import { sharedWait } from './hold.ts';
import { askDeliverability, authorOf, basis, companiesFor, post } from './post.ts';
import { viewInLetter, withDescription, wordsOf } from './reader-view.ts';

/** What is being told, with everybody it could concern. */
interface Telling {
  readonly gw: Gateway;
  readonly tx: Sql;
  readonly actor: Actor;
  readonly world: TaskWorld;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly author: Author;
  /** What the account writes itself in place of the standard letter of this kind. */
  own(kind: LetterKind): Promise<OwnChoice | null>;
}

/** A new comment: a letter to each who was picked, or one to all of them when the account wants that. `sender`: where from. */
export async function tellOfComment(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  task: TaskId,
  id: CommentId,
  sender: Sender | null,
  before?: TaskWorld,
): Promise<void> {
  const { settings } = actor.account;
  const t =
    before && settings.lastMessages === 0
      ? await tellingIn(gw, tx, actor, await withComment(tx, before, id), sender)
      : await telling(gw, tx, actor, task, talkAbout(id, settings.lastMessages > 0), sender);
  const comment = t.world.comments.find((c) => c.id === id)!;
  const told = commentAudience(actor.person.id, comment.notified, t.people);
  if (settings.allRecipientsInOneLetter && told.some((one) => one.kind === 'N2')) return tellTogether(t, id, told);
  for (const one of told) await alone(t, one, id);
}

const alone = (t: Telling, one: Told, comment: CommentId): Promise<boolean> =>
  letterTo(t, one, `comment:${comment}`, (view) => ({
    kind: one.kind as 'N2',
    view,
    comment,
    author: t.author,
    shared: null,
  }));

/** The comment alone, or the talk before it too, when letters quote it. */
const talkAbout = (id: CommentId, history: boolean): Window =>
  history ? { limit: 50, talkOnly: true } : { limit: 1, only: [id], talkOnly: true };

/** A new task, or new assignees of an old one (rules 3.1.3, 3.1.6). */
export async function tellOfNewTask(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  task: TaskId,
  added: readonly PersonId[] | 'all',
  sender: Sender | null,
): Promise<void> {
  const t = await telling(gw, tx, actor, task, NO_COMMENTS, sender);
  const told =
    added === 'all'
      ? taskAudience(t.world.task, actor.person.id, t.people)
      : added.flatMap((p) => assigneeAudience(t.world.task, p, actor.person.id, t.people));
  for (const one of told) {
    // D2: the description counts as sent when the letter brings it.
    const brings = one.kind !== 'N1' || bringsDescription(await t.own('N1'), one.person, t);
    const queued = await letterTo(
      brings ? { ...t, world: withDescription(t.world, one.person) } : t,
      one,
      `task:${task}`,
      (view) => ({
        kind: one.kind as 'N1',
        view,
        author: t.author,
      }),
    );
    if (queued && brings && one.kind === 'N1')
      await rememberDescription(tx, actor.account.id, task, one.person, wordsOf(t.world));
  }
}

/**
 * N3: the contact whose mail became a task, when the account wants it; only to an address that was proven. `via`: the virtual
 * address that it was written to, and that answers.
 */
export async function tellOfReceipt(gw: Gateway, tx: Sql, actor: Actor, task: TaskId, via: Via | null): Promise<void> {
  const t = await telling(gw, tx, actor, task, NO_COMMENTS, null);
  for (const one of receiptAudience(actor.person))
    await letterTo(t, one, `receipt:${task}`, (view) => ({ kind: 'N3', view, via }));
}

/** N4 and N5: the assigner, when a contact without access. */
export async function tellOfStatus(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  task: TaskId,
  change: { readonly from: Status; readonly to: Status },
  sender: Sender | null,
): Promise<void> {
  const t = await telling(gw, tx, actor, task, NO_COMMENTS, sender);
  const { settings } = actor.account;
  const { author } = t;
  for (const one of statusAudience(t.world.task, { actor: actor.person.id, ...change }, t.people, settings)) {
    if (!settings.notifications[one.kind as 'N4'].enabled) continue;
    await letterTo(t, one, `status:${newId(gw.clock())}`, (view) =>
      one.kind === 'N4'
        ? { kind: 'N4', view, author }
        : { kind: 'N5', view, author, statusFrom: change.from, statusTo: change.to },
    );
  }
}

/** The contact's present dashboard link, to the known address; at the task of this number, where one was wanted. */
export async function sendFreshLink(
  gw: Gateway,
  tx: Sql,
  account: Account,
  contact: Contact,
  task: number | null,
): Promise<void> {
  const letter = renderLetter({
    ...basis(gw, account, contact, `fresh-link:${newId(gw.clock())}`),
    kind: 'fresh-link',
    task,
  });
  await post(gw, tx, account, letter, contact, null);
}

async function telling(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  task: TaskId,
  window: Window,
  sender: Sender | null,
): Promise<Telling> {
  const { id, settings } = actor.account;
  const world = await loadWorld(tx, id, task, window, settings.commentVisibility);
  if (!world) throw new Error(`Task ${task} is gone while it is told of`);
  return tellingIn(gw, tx, actor, world, sender);
}

async function tellingIn(
  gw: Gateway,
  tx: Sql,
  actor: Actor,
  world: TaskWorld,
  sender: Sender | null,
): Promise<Telling> {
  const asked =
    world.comments.length > 0 ? world.comments.flatMap((c) => c.notified) : world.task.people.map((p) => p.person);
  const others = await loadPeople(
    tx,
    actor.account.id,
    asked.filter((p) => p !== actor.person.id),
  );
  const people = new Map([...others, [actor.person.id, actor.person] as const]);
  return { gw, tx, actor, world, people, author: { ...authorOf(actor), sender }, own: ownChoices(tx, actor.account) };
}

/** Renders one person's letter and queues it. False: it is not sent (the reason stands in the outbox), or was told before. */
async function letterTo(
  t: Telling,
  told: Told,
  cause: string,
  matter: (view: TaskView) => LetterMatter,
): Promise<boolean> {
  const { gw, tx, actor } = t;
  const person = t.people.get(told.person)!;
  const view = viewInLetter(t.world, person);
  // They were picked and cannot see the task (a technical administrator): there is nothing that could be written to them.
  if (!view) return false;
  const answers = await threadOf(tx, actor.account.id, t.world.task.id, person.id);
  const own = await t.own(told.kind);
  const letter = renderLetter({
    ...basis(gw, actor.account, person, `${cause}:${person.id}`),
    own,
    companies: await companiesFor(tx, own, person),
    answers,
    ...matter(view),
  });
  return post(gw, tx, actor.account, letter, person, actor.person.id);
}

/** Spec 3.3 "all recipients in one letter": its token names task and comment but no person. */
async function tellTogether(t: Telling, comment: CommentId, told: readonly Told[]): Promise<void> {
  const { gw, tx, actor } = t;
  const readers: Person[] = [];
  for (const one of told) {
    const person = t.people.get(one.person)!;
    const verdict = await askDeliverability(
      gw,
      tx,
      actor.account,
      person,
      { kind: one.kind, task: t.world.task.id },
      actor.person.id,
    );
    const sees = viewInLetter(t.world, person) !== null;
    if (verdict.send && sees) readers.push(person);
    // Who is left out has a line of their own that says why.
    else await alone(t, one, comment);
  }
  const held = await sharedWait(gw, tx, actor.account, { task: t.world.task.id }, readers);
  // Its template is that of contacts who have only our letters.
  const first = readers.find((p) => p.kind === 'contact' && p.access !== 'ACTIVE');
  const view = first && viewInLetter(t.world, first);
  if (!view || held === 'never') {
    const ids = new Set(readers.map((p) => p.id));
    for (const one of told.filter(({ person }) => ids.has(person))) await alone(t, one, comment);
    return;
  }
  const contacts = readers.flatMap((p) => (p.kind === 'contact' ? [p.id] : []));
  const letter = renderLetter({
    ...basis(gw, actor.account, first, `comment:${comment}:all`),
    own: await t.own('N2'),
    kind: 'N2',
    view,
    comment,
    author: t.author,
    shared: readers,
  });
  const sharing = readers.map((p) => p.id);
  await queueLetter(tx, letter, contacts, gw.clock(), null, sharing, held);
}

/** The account's own template for a kind of letter, if it has chosen one: looked up once, however many are told. */
export function ownChoices(tx: Sql, { id, settings }: Account): Telling['own'] {
  const chosen = new Map<LetterKind, Promise<OwnChoice | null>>();
  return (kind) => {
    const found = chosen.get(kind) ?? liveChoice(tx, id, templateIdOf(settings, kind));
    chosen.set(kind, found);
    return found;
  };
}

const templateIdOf = ({ notifications }: Settings, kind: LetterKind): string | null =>
  kind in notifications ? notifications[kind as NotificationType].templateId : null;

function bringsDescription(own: OwnChoice | null, reader: PersonId, { actor, people }: Telling): boolean {
  const language = people.get(reader)!.language;
  return !own || wordsBringDescription(wordsFor(own.template, language, actor.account.language).words);
}
