/**
 * A letter that has waited, when its time has come: about comments it is made anew from what is there now. What was deleted in between is
 * not told, what was changed is told as it is, and whoever may not hear of it any more gets nothing.
 */
import { type CommentId, newId, type PersonId } from '../base/id.ts';
import { commentAudience } from '../notify/audience.ts';
import type { Letter } from '../notify/letter.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account, Settings } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import { carriedBy, holdAgain, lockHeld, release, setAside } from '../store/held-letters.ts';
import { readersOf } from '../store/letter-counts.ts';
import { loadPeople, loadPerson } from '../store/people.ts';
import { loadWorld, NO_COMMENTS, type Window } from '../store/tasks.ts';
import { threadOf } from '../store/threads.ts';
import type { Comment } from '../tasks/task.ts';
import type { TaskWorld } from '../tasks/visibility.ts';
import type { Gateway } from './gateway.ts';
import { isOverdue, sharedWait, stillQuiet } from './hold.ts';
import { askDeliverability, authorOf, basis, companiesFor, post } from './post.ts';
import { viewInLetter } from './reader-view.ts';
import { senderIn } from './senders.ts';
import { ownChoices } from './tell.ts';

/** The letter as it goes; null: not now, or not at all. */
export async function releaseLetter(gw: Gateway, letter: Letter): Promise<Letter | null> {
  return gw.db.write(async (tx) => {
    const { account: id } = letter;
    const account = await loadAccount(tx, id);
    if (!account || !(await lockHeld(tx, id, letter.id))) return null;
    const made = await (letter.recipient === null ? reshare : remake)(gw, tx, account, letter);
    if (made === 'waits') return null;
    if (typeof made === 'string') await setAside(tx, letter, made);
    else await release(tx, made);
    return typeof made === 'string' ? null : made;
  });
}

/** The letter, or why it does not go. */
async function remake(gw: Gateway, tx: Sql, account: Account, letter: Letter): Promise<Letter | string> {
  const person = await loadPerson(tx, account.id, letter.recipient!);
  if (!person) return 'withdrawn';
  const quiet = await stillQuiet(gw, tx, account, letter, person);
  if (quiet) {
    await holdAgain(tx, account.id, letter.id, quiet);
    return 'waits';
  }
  const made = letter.comment
    ? await retell(gw, tx, account, person, letter, [...(await carriedBy(tx, letter)), letter.comment])
    : (await stillSees(tx, account, person, letter))
      ? addressed(letter, person)
      : null;
  if (!made) return 'withdrawn';
  const verdict = await askDeliverability(gw, tx, account, person, made, null, true);
  return verdict.send ? made : verdict.reason;
}

/** To the address that they have now; its words are those of the hour in which it was made. */
const addressed = (letter: Letter, person: Person): Letter =>
  person.email === null ? letter : { ...letter, recipients: [{ ...letter.recipients[0]!, address: person.email }] };

/** N1 brings the description, which is for assignees (D2). */
async function stillSees(tx: Sql, { id, settings }: Account, person: Person, { task, kind }: Letter): Promise<boolean> {
  const world = task && (await loadWorld(tx, id, task, NO_COMMENTS, settings.commentVisibility));
  if (!world || !viewInLetter(world, person)) return false;
  return kind !== 'N1' || world.task.people.some((p) => p.person === person.id && p.role === 'assignee');
}

/** Where its comment was sent from, if its author may still write from there. */
async function senderOf(tx: Sql, account: Account, person: Person, world: TaskWorld, id: CommentId) {
  const from = world.comments.find((c) => c.id === id)?.sentFrom ?? null;
  const chosen = await senderIn(tx, { account, person }, world.task.project, from);
  return chosen.ok ? chosen.sender : null;
}

/** The history below the words is looked for among so many before them. */
const HISTORY_WINDOW = 200;

/** These comments, whatever was said after the letter's own, and what its history is taken from: of one `reader`, what concerns them. */
const windowFor = (
  { lastMessages }: Settings,
  { commentNumber }: Letter,
  ids: readonly CommentId[],
  reader?: PersonId,
): Window => ({
  limit: HISTORY_WINDOW + ids.length,
  talkOnly: true,
  ...(lastMessages > 0
    ? { before: commentNumber === null ? undefined : commentNumber + 1, concerning: reader }
    : { only: ids }),
});

/** One letter about those of these comments that its reader is told of now; an answer to it answers the newest. */
async function retell(
  gw: Gateway,
  tx: Sql,
  account: Account,
  person: Person,
  letter: Letter,
  ids: readonly CommentId[],
): Promise<Letter | null> {
  const { settings } = account;
  const world = await loadWorld(
    tx,
    account.id,
    letter.task!,
    windowFor(settings, letter, ids, person.id),
    settings.commentVisibility,
  );
  const view = world && viewInLetter(world, person);
  const told = new Set(world?.comments.filter((c) => c.notified.includes(person.id)).map((c) => c.id));
  const comments = (view?.comments ?? []).filter((c) => ids.includes(c.id) && told.has(c.id));
  const newest = comments.at(-1);
  const author = newest && (await loadPerson(tx, account.id, newest.author.id));
  if (!world || !view || !author) return null;
  const [one] = commentAudience(author.id, [person.id], new Map([[person.id, person]]));
  if (!one) return null;
  const own = await ownChoices(tx, account)(one.kind);
  return renderLetter({
    ...basis(gw, account, person, letter.cause),
    id: letter.id,
    own,
    companies: await companiesFor(tx, own, person),
    answers: await threadOf(tx, account.id, view.id, person.id),
    kind: one.kind as 'N2',
    view,
    comment: newest.id,
    also: comments.slice(0, -1).map((c) => c.id),
    author: { ...authorOf({ person: author, account }), sender: await senderOf(tx, account, author, world, newest.id) },
    shared: null,
  });
}

/**
 * One that several share: to those of them who may still hear of it. With nobody outside among them, or no hour that suits them all,
 * each gets their own.
 */
async function reshare(gw: Gateway, tx: Sql, account: Account, letter: Letter): Promise<Letter | string> {
  const { settings } = account;
  const id = letter.comment!;
  const world = await loadWorld(
    tx,
    account.id,
    letter.task!,
    windowFor(settings, letter, [id]),
    settings.commentVisibility,
  );
  const comment = world?.comments.find((c) => c.id === id);
  const author = comment && (await loadPerson(tx, account.id, comment.author));
  if (!world || !author) return 'withdrawn';
  const readers = await stillReading(gw, tx, account, letter, world, comment);
  const wait = await sharedWait(gw, tx, account, letter, readers);
  const quiet = wait && (await isOverdue(gw, tx, letter)) ? 'never' : wait;
  if (quiet && quiet !== 'never') {
    await holdAgain(tx, account.id, letter.id, quiet);
    return 'waits';
  }
  const first = readers.find((p) => p.kind === 'contact' && p.access !== 'ACTIVE');
  const view = first && viewInLetter(world, first);
  if (view && quiet === null)
    return renderLetter({
      ...basis(gw, account, first, letter.cause),
      id: letter.id,
      own: await ownChoices(tx, account)('N2'),
      kind: 'N2',
      view,
      comment: id,
      author: { ...authorOf({ person: author, account }), sender: await senderOf(tx, account, author, world, id) },
      shared: readers,
    });
  for (const reader of readers) {
    const alone = { ...letter, id: newId<'letter'>(gw.clock()), cause: `comment:${id}:${reader.id}` };
    const own = await retell(gw, tx, account, reader, alone, [id]);
    if (own) await post(gw, tx, account, own, reader, null);
  }
  return 'withdrawn';
}

async function stillReading(
  gw: Gateway,
  tx: Sql,
  account: Account,
  letter: Letter,
  world: TaskWorld,
  { author, notified }: Comment,
): Promise<Person[]> {
  const kept = await readersOf(tx, account.id, letter.id);
  // They are remembered as long as it waits.
  const shared = kept.length > 0 ? kept : notified;
  const people = await loadPeople(tx, account.id, shared);
  const found: Person[] = [];
  for (const { person: id, kind } of commentAudience(author, shared, people)) {
    const person = people.get(id)!;
    const sees = viewInLetter(world, person)?.comments.some((c) => c.id === letter.comment);
    const verdict = await askDeliverability(gw, tx, account, person, { kind, task: letter.task }, null, true);
    if (sees && verdict.send) found.push(person);
  }
  return found;
}
