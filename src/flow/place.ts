/**
 * Where a mail belongs: which account, which letter of ours it answers, which task (spec 3.5). The envelope and signed carriers
 * come first; a number or a title in the subject is never a key. Who may speak there is another question (people/identify.ts).
 */
import type { LetterId, TaskId } from '../base/id.ts';
import { readLetterToken } from '../base/token.ts';
import type { CarrierPurpose, Where } from '../mail/thread.ts';
import type { Letter } from '../notify/letter.ts';
import type { Account } from '../people/account.ts';
import type { Tie } from '../people/identify.ts';
import { loadAccount } from '../store/accounts.ts';
import { isBranchOf } from '../store/branches.ts';
import type { Sql } from '../store/database.ts';
import { type InboxMail, taskOfMessageId } from '../store/inbox.ts';
import { letterById } from '../store/letter-lines.ts';
import { taskIdByNumber, taskNumbers } from '../store/tasks.ts';
import { accountOf, addressesTo, isSharedAddress, taskNumberIn } from './addressed.ts';
import type { Gateway } from './gateway.ts';
import { guessPlace, searchPlace } from './guess.ts';
import type { Reading } from './read-mail.ts';
import type { Clue, ClueKind } from './trace.ts';

export interface Place {
  readonly account: Account;
  /** The letter that is answered, if a carrier of ours says so. */
  readonly letter: Letter | null;
  readonly task: TaskId | null;
  readonly tie: Tie;
  /** The clue that was used; null: nothing said where it belongs. */
  readonly by: Pick<Clue, 'clue' | 'where'> | null;
  /** Every clue and what came of it, for the trace. */
  readonly clues: readonly Clue[];
}

/** A clue that names a task. */
interface Named {
  readonly clue: ClueKind;
  readonly where: Where;
  readonly letter: Letter | null;
  readonly task: TaskId;
}

/** Null: no account is meant, and there is none that could be. */
export async function placeMail(gw: Gateway, db: Sql, mail: InboxMail, reading: Reading): Promise<Place | null> {
  const clues: Clue[] = [];
  const letters = await lettersNamed(gw, db, reading, clues);
  const account = await accountMeant(gw, db, mail, letters);
  if (!account) return null;
  const own = letters.filter(({ letter }) => letter?.account === account.id);
  for (const { clue, where } of letters.filter((one) => !own.includes(one)))
    clues.push({ clue, where, result: 'refused', why: 'other-account', task: null });
  const explicit = await tasksAddressed(db, account, mail, clues);
  const inOrder = [
    ...own.filter(({ where }) => where === 'envelope'),
    ...explicit,
    ...own.filter(({ where }) => where !== 'envelope'),
  ];
  const [best] = inOrder;
  if (!best) return guessed(db, account, mail, reading, clues);
  // A letter in the same task says more than the task's address: who was written to, and which comment.
  const letter = best.letter ?? inOrder.find((one) => one.letter && one.task === best.task)?.letter ?? null;
  const tie = best.letter?.recipient ? 'own-token' : 'task-address';
  const numbers = await taskNumbers(db, account.id, [...new Set(inOrder.map((one) => one.task))]);
  const task = (await branchAnswered(db, account, reading, best.task)) ?? best.task;
  const heard = inOrder.map(
    (one): Clue => ({ ...said(one), result: resultOf(one, best), task: numbers.get(one.task) ?? null }),
  );
  return { account, letter, task, tie, by: best, clues: [...heard, ...clues] };
}

/**
 * Their own mail became a task of its own, and they answer that mail: to the address of the old letter, because that is where it
 * went. Then the new task is meant.
 */
async function branchAnswered(db: Sql, account: Account, reading: Reading, task: TaskId): Promise<TaskId | null> {
  const theirs = reading.message.inReplyTo.filter((id) => !OUR_MESSAGE_ID.test(id));
  const answered = await taskOfMessageId(db, account.id, theirs);
  return answered && answered !== task && (await isBranchOf(db, account.id, answered, task)) ? answered : null;
}

const OUR_MESSAGE_ID = /^<?m\.[a-z2-7]{53}@/i;

const said = ({ clue, where }: Named) => ({ clue, where, why: null });

const resultOf = (one: Named, best: Named): Clue['result'] =>
  one === best ? 'used' : one.task === best.task ? 'agrees' : 'outvoted';

async function guessed(db: Sql, account: Account, mail: InboxMail, reading: Reading, clues: Clue[]): Promise<Place> {
  const found =
    (await searchPlace(db, account, mail, reading, clues)) ?? (await guessPlace(db, account, reading, clues));
  const by = clues.find((clue) => clue.result === 'used') ?? null;
  if (!found || !by) return { account, letter: null, task: null, tie: found?.tie ?? 'weak', by, clues };
  const numbers = await taskNumbers(db, account.id, [found.task]);
  const numbered = clues.map((clue) => (clue === by ? { ...by, task: numbers.get(found.task) ?? null } : clue));
  return { account, letter: null, task: found.task, tie: found.tie, by, clues: numbered };
}

/**
 * By the recipients' domain. Reply addresses of all accounts live on one domain: then the letter that is answered says whose
 * the mail is.
 */
async function accountMeant(gw: Gateway, db: Sql, mail: InboxMail, letters: readonly Named[]): Promise<Account | null> {
  const answered = letters[0]?.letter;
  const open = mail.to.every((rcpt) => isSharedAddress(gw, rcpt));
  const home = answered && (open || letters[0]!.where === 'envelope') ? answered.account : null;
  return (home ? await loadAccount(db, home) : null) ?? (await accountOf(gw, db, mail));
}

const CLUE_OF = {
  reply: 'reply-address',
  bounce: 'bounce-address',
  message: 'message-id',
  mark: 'mark',
  dashboard: 'dashboard-link',
} as const satisfies Record<CarrierPurpose, ClueKind>;

/** A mail has few letters behind it; whoever writes hundreds of our marks into one is not answered more thoroughly for it. */
const MOST_LETTERS = 10;

/** The letters of ours that the mail carries, the strongest carrier first. What our keys did not make goes into `clues` as refused. */
async function lettersNamed(gw: Gateway, db: Sql, reading: Reading, clues: Clue[]): Promise<Named[]> {
  const loaded = new Map<LetterId, Letter | null>();
  const named: Named[] = [];
  for (const { token, purpose, where, bare } of reading.carriers.tokens) {
    if (purpose === 'dashboard') continue;
    const clue = CLUE_OF[purpose];
    const id = readLetterToken(gw.keyring, purpose, token);
    if (id && !loaded.has(id) && loaded.size < MOST_LETTERS) loaded.set(id, await letterOfTask(db, id));
    const letter = id && loaded.get(id);
    if (letter) named.push({ clue, where, letter, task: letter.task! });
    // A bare run of such letters that is no token of ours is simply somebody's text.
    else if (id || !bare)
      clues.push({ clue, where, result: 'refused', why: id ? 'letter-gone' : 'forged', task: null });
  }
  return newestFirst(named);
}

async function letterOfTask(db: Sql, id: LetterId): Promise<Letter | null> {
  const found = await letterById(db, id);
  return found?.letter.task ? found.letter : null;
}

/** References and quotes hold the whole thread: the newest letter is the one that is answered. Ids grow with time. */
function newestFirst(named: readonly Named[]): Named[] {
  const order: readonly Where[] = ['envelope', 'header', 'references', 'body'];
  const age = ({ where, letter }: Named) => (where === 'references' || where === 'body' ? letter!.id : '');
  return [...named].sort(
    (a, b) => order.indexOf(a.where) - order.indexOf(b.where) || (age(a) < age(b) ? 1 : age(a) > age(b) ? -1 : 0),
  );
}

/** `task+N@`, `task.N@` (spec 3.4). */
async function tasksAddressed(db: Sql, account: Account, mail: InboxMail, clues: Clue[]): Promise<Named[]> {
  const named: Named[] = [];
  for (const number of addressesTo(account, mail).map(taskNumberIn)) {
    if (number === null) continue;
    const task = await taskIdByNumber(db, account.id, number);
    if (task) named.push({ clue: 'task-address', where: 'envelope', letter: null, task });
    else clues.push({ clue: 'task-address', where: 'envelope', result: 'refused', why: 'no-such-task', task: number });
  }
  return named;
}
