/**
 * A letter that has waited, when its time has come: made anew from what is there now. What was deleted in between is not told, what
 * was changed is told as it is, and whoever may not hear of it any more gets nothing.
 */
import type { CommentId } from '../base/id.ts';
import { commentAudience } from '../notify/audience.ts';
import type { Letter } from '../notify/letter.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import { carriedBy, holdAgain, lockHeld, release, setAside } from '../store/held-letters.ts';
import { loadPerson } from '../store/people.ts';
import { loadWorld, NO_COMMENTS } from '../store/tasks.ts';
import { threadOf } from '../store/threads.ts';
import { type TaskWorld, viewTask } from '../tasks/visibility.ts';
import type { Gateway } from './gateway.ts';
import { stillQuiet } from './hold.ts';
import { askDeliverability, authorOf, basis } from './post.ts';
import { senderIn } from './senders.ts';
import { ownChoices, viewerOf, withMailed } from './tell.ts';

/** The letter as it goes; null: not now, or not at all. */
export async function releaseLetter(gw: Gateway, letter: Letter): Promise<Letter | null> {
  return gw.db.write(async (tx) => {
    const { account: id } = letter;
    const account = await loadAccount(tx, id);
    if (!account || !(await lockHeld(tx, id, letter.id))) return null;
    const made = letter.recipient === null ? letter : await remake(gw, tx, account, letter);
    if (made === 'waits') return null;
    if (typeof made === 'string') await setAside(tx, id, letter.id, made);
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
      ? letter
      : null;
  if (!made) return 'withdrawn';
  const verdict = await askDeliverability(gw, tx, account, person, made, null, true);
  return verdict.send ? made : verdict.reason;
}

async function stillSees(tx: Sql, { id, settings }: Account, person: Person, { task }: Letter): Promise<boolean> {
  const world = task && (await loadWorld(tx, id, task, NO_COMMENTS, settings.commentVisibility));
  return world !== null && viewTask(viewerOf(person), withMailed(world, person)) !== null;
}

/** Where its comment was sent from, if its author may still write from there. */
async function senderOf(tx: Sql, account: Account, person: Person, world: TaskWorld, id: CommentId) {
  const from = world.comments.find((c) => c.id === id)?.sentFrom ?? null;
  const chosen = await senderIn(tx, { account, person }, world.task.project, from);
  return chosen.ok ? chosen.sender : null;
}

/** With so many the history below the words is looked for among all of them. */
const HISTORY_WINDOW = 200;

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
  const only = settings.lastMessages > 0 ? {} : { only: ids };
  const window = { limit: Math.max(HISTORY_WINDOW, ids.length), talkOnly: true, ...only };
  const world = await loadWorld(tx, account.id, letter.task!, window, settings.commentVisibility);
  const view = world && viewTask(viewerOf(person), withMailed(world, person));
  const told = new Set(world?.comments.filter((c) => c.notified.includes(person.id)).map((c) => c.id));
  const comments = (view?.comments ?? []).filter((c) => ids.includes(c.id) && told.has(c.id));
  const newest = comments.at(-1);
  const author = newest && (await loadPerson(tx, account.id, newest.author.id));
  if (!world || !view || !author) return null;
  const [one] = commentAudience(author.id, [person.id], new Map([[person.id, person]]));
  if (!one) return null;
  return renderLetter({
    ...basis(gw, account, person, letter.cause),
    id: letter.id,
    own: await ownChoices(tx, account)(one.kind),
    answers: await threadOf(tx, account.id, view.id, person.id),
    kind: one.kind as 'N2',
    view,
    comment: newest.id,
    also: comments.slice(0, -1).map((c) => c.id),
    author: { ...authorOf({ person: author, account }), sender: await senderOf(tx, account, author, world, newest.id) },
    shared: null,
  });
}
