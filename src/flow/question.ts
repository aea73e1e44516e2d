/**
 * «Was this you?»: somebody wrote in this person's name and their domain disowns the mail. It is held, and the person is asked
 * at the address that we know (decisions "Who may speak"). The letter repeats nothing of the mail; the page behind it shows what
 * waits, and changes nothing until a button is pressed.
 */
import { parseAddress } from '../base/address.ts';
import { type InboxId, newId } from '../base/id.ts';
import { DAY, HOUR, type Instant } from '../base/time.ts';
import { readLetterToken } from '../base/token.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account } from '../people/account.ts';
import { addressesOf, type Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import { discardMail, reopenMail } from '../store/inbox.ts';
import { letterById } from '../store/letter-lines.ts';
import { queueLetter } from '../store/outbox.ts';
import { loadPerson } from '../store/people.ts';
import { noteWord, takeTurn, type WaitingMail, waitForWord, waitingFor } from '../store/questions.ts';
import { NO_COMMENTS } from '../store/tasks.ts';
import { type TaskWorld, viewTask } from '../tasks/visibility.ts';
import { within } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { bytesOf, type Excerpt, excerptOf } from './manage-raw.ts';
import { askDeliverability, basis } from './post.ts';
import { readTaskById } from './read.ts';
import { viewerOf } from './reader-view.ts';

/** Decisions: at most hourly. */
const PAUSE = HOUR;

export interface Asking {
  readonly account: Account;
  /** Whose letter is answered, and whose address stands in From. */
  readonly person: Person;
  /** The task that the mail speaks in. */
  readonly world: TaskWorld;
  /** The claimed mail, about to be held in this transaction. */
  readonly inbox: InboxId;
  readonly receivedAt: Instant;
}

/** Asks the person, or puts the mail to what they were asked already. Somebody who may not see the task is not told of it. */
export async function askWhetherTheirs(gw: Gateway, tx: Sql, asking: Asking): Promise<void> {
  const { account, person, inbox, receivedAt } = asking;
  const view = viewTask(viewerOf(person), asking.world);
  if (!view) return;
  await waitForWord(tx, inbox, person.id);
  const at = await takeTurn(tx, account.id, person.id, gw.clock(), PAUSE);
  if (at === null) return;
  const letter = renderLetter({
    ...basis(gw, account, person, `question:${newId(gw.clock())}`),
    now: at,
    kind: 'question',
    view,
    receivedAt,
  });
  const verdict = await askDeliverability(gw, tx, account, person, letter, null);
  // A question is no part of the conversation: it does not make the task visible to its reader (D1).
  await queueLetter(tx, letter, [], at, verdict.send ? null : verdict.reason);
}

/** Longer than a holiday; what waits after that is the administrators' to decide. */
const LIFE = 30 * DAY;
/** So many are shown at once; the next ones come when these are decided. */
const SHOWN = 20;

export interface AskedMail {
  readonly id: InboxId;
  readonly at: Instant;
  readonly subject: string;
  /** Of the task that it speaks in, as this person sees it. */
  readonly title: string | null;
  /** Null: it cannot be shown here. */
  readonly excerpt: Excerpt | null;
}

export interface Asked {
  readonly account: Account;
  readonly person: Person;
  /** Oldest first; never empty. */
  readonly mails: readonly AskedMail[];
  /** There are more than these. */
  readonly more: boolean;
}

export type Question = { readonly kind: 'asked'; readonly asked: Asked } | { readonly kind: 'nothing' | 'busy' };

/** What waits for the word of the reader of this letter. Reads only. */
export async function questionOf(gw: Gateway, token: string): Promise<Question> {
  const letter = readLetterToken(gw.keyring, 'question', token);
  if (!letter) return { kind: 'nothing' };
  if (!(await within(gw.brakes.question, letter))) return { kind: 'busy' };
  const reader = await readerOf(gw, gw.db.read, token);
  const waiting = reader ? await theirs(gw.db.read, reader.person, SHOWN + 1) : [];
  if (!reader || waiting.length === 0) return { kind: 'nothing' };
  const mails: AskedMail[] = [];
  for (const mail of waiting.slice(0, SHOWN)) mails.push(await shown(gw, reader, mail));
  return { kind: 'asked', asked: { ...reader, mails, more: waiting.length > SHOWN } };
}

export type Word = 'publish' | 'discard';

export type Heard =
  | { readonly kind: 'nothing' }
  /** `decided`: how many; `left`: other mails wait still. */
  | {
      readonly kind: 'heard';
      readonly account: Account;
      readonly person: Person;
      readonly decided: number;
      readonly left: boolean;
    };

/** The person's word about these mails. What is not theirs, or was decided meanwhile, is left alone. */
export async function giveWord(gw: Gateway, token: string, ids: readonly string[], word: Word): Promise<Heard> {
  const heard = await gw.db.write(async (tx): Promise<Heard> => {
    const reader = await readerOf(gw, tx, token);
    if (!reader) return { kind: 'nothing' };
    const waiting = await theirs(tx, reader.person, LIMIT);
    let decided = 0;
    for (const { id } of waiting.filter((mail) => ids.includes(mail.id)))
      if (await decide(gw, tx, reader, id, word)) decided += 1;
    if (decided > 0) await noteWord(tx, reader.account.id, reader.person.id, gw.clock());
    return { kind: 'heard', ...reader, decided, left: waiting.length > decided };
  });
  gw.wake.inbox();
  return heard;
}

function decide(gw: Gateway, tx: Sql, { account, person }: Reader, id: InboxId, word: Word): Promise<boolean> {
  return word === 'publish'
    ? reopenMail(tx, account.id, id, { by: person.id, override: 'accept' }, gw.clock())
    : discardMail(tx, account.id, id, person.id, gw.clock());
}

/** More than ever wait for one person before somebody looks at it. */
const LIMIT = 1000;

interface Reader {
  readonly account: Account;
  readonly person: Person;
}

/** Whose letter the token names, while it is good and they are still somebody here. */
async function readerOf(gw: Gateway, db: Sql, token: string): Promise<Reader | null> {
  const id = readLetterToken(gw.keyring, 'question', token);
  const found = id && (await letterById(db, id));
  if (found?.letter.kind !== 'question' || !found.letter.recipient) return null;
  if (found.letter.createdAt + LIFE < gw.clock()) return null;
  const { account: home, recipient } = found.letter;
  const person = await loadPerson(db, home, recipient);
  const account = person && (await loadAccount(db, home));
  if (!person || !account || (person.kind === 'employee' && !person.active)) return null;
  return { account, person };
}

/** Asked once more at each look: an address may have passed to somebody else since. */
async function theirs(db: Sql, person: Person, limit: number): Promise<WaitingMail[]> {
  const waiting = await waitingFor(db, person.account, person.id, limit);
  const addresses = addressesOf(person);
  return waiting.filter((mail) => {
    const from = parseAddress(mail.from);
    return mail.outcome === 'sender-failed-authentication' && from !== null && addresses.includes(from);
  });
}

async function shown(gw: Gateway, { account, person }: Reader, mail: WaitingMail): Promise<AskedMail> {
  const raw = await bytesOf(gw, mail.id);
  const view = mail.task && (await readTaskById(gw, account, viewerOf(person), mail.task, NO_COMMENTS));
  return {
    id: mail.id,
    at: mail.receivedAt,
    subject: mail.subject,
    title: view ? view.title : null,
    excerpt: raw && (await excerptOf(gw, raw)),
  };
}
