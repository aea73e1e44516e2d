/**
 * Where a mail belongs: which account, which letter of ours it answers, which task (spec 3.5). The envelope and signed carriers
 * come first; a number in the subject is never a key.
 */
import { type Address, domainPart, localPart, parseAddress } from '../base/address.ts';
import type { LetterId, TaskId } from '../base/id.ts';
import { readLetterToken } from '../base/token.ts';
import { type Verified, verifyCarriers } from '../mail/thread.ts';
import type { Letter } from '../notify/letter.ts';
import type { Account } from '../people/account.ts';
import type { Tie } from '../people/identify.ts';
import type { Person } from '../people/person.ts';
import { accountByDomain, allAccounts, loadAccount } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import { type InboxMail, taskOfMessageId } from '../store/inbox.ts';
import { newestTaskOf, tasksByTitle } from '../store/lists.ts';
import { letterById } from '../store/outbox.ts';
import { personByAddress } from '../store/people.ts';
import { loadFacts, taskIdByNumber } from '../store/tasks.ts';
import type { Gateway } from './gateway.ts';
import type { Reading } from './read-mail.ts';

export interface Place {
  readonly account: Account;
  /** The letter that is answered, if a carrier of ours says so. */
  readonly letter: Letter | null;
  readonly task: TaskId | null;
  readonly tie: Tie;
  /** What tied it, in a word, for the trace: `envelope reply`, `task address`, `subject` … */
  readonly by: string;
}

/** The letter named by the envelope's reply or bounce token: known before the mail is read. */
export function letterInEnvelope(gw: Gateway, mail: Pick<InboxMail, 'to'>): LetterId | null {
  for (const rcpt of mail.to) {
    const found = /^([a-z0-9]+)[+=-]([a-z2-7]{53})@/i.exec(rcpt);
    if (!found) continue;
    const purpose = found[1]!.toLowerCase() === gw.names.replyPrefix ? 'reply' : 'bounce';
    const letter = readLetterToken(gw.keyring, purpose, found[2]!);
    if (letter) return letter;
  }
  return null;
}

/** Null: no account is meant, and there is none that could be. */
export async function placeMail(gw: Gateway, db: Sql, mail: InboxMail, reading: Reading): Promise<Place | null> {
  const verified = verifyCarriers(gw.keyring, reading.carriers);
  const byToken = await placeByLetter(db, verified);
  if (byToken && (byToken.by.startsWith('envelope') || byToken.by.startsWith('header'))) return byToken;
  const account = await accountOf(gw, db, mail);
  if (!account) return byToken;
  return (
    (await placeByTaskAddress(db, account, mail)) ??
    byToken ??
    (await placeByGuess(db, account, reading)) ??
    nowhere(account)
  );
}

const nowhere = (account: Account): Place => ({ account, letter: null, task: null, tie: 'weak', by: 'nothing' });

async function placeByLetter(db: Sql, verified: Verified): Promise<Place | null> {
  for (const { letter: id, purpose, where } of verified.letters) {
    const found = await letterById(db, id);
    const account = found && (await loadAccount(db, found.letter.account));
    if (!found || !account || !found.letter.task) continue;
    const tie = found.letter.recipient ? 'own-token' : 'task-address';
    return { account, letter: found.letter, task: found.letter.task, tie, by: `${where} ${purpose}` };
  }
  return null;
}

/** `task+N@`, `task.N@` (spec 3.4). */
async function placeByTaskAddress(db: Sql, account: Account, mail: InboxMail): Promise<Place | null> {
  for (const rcpt of addressesTo(account, mail)) {
    const number = /^task[+.](\d{1,9})$/.exec(localPart(rcpt))?.[1];
    const task = number && (await taskIdByNumber(db, account.id, Number(number)));
    if (task) return { account, letter: null, task, tie: 'task-address', by: 'task address' };
  }
  return null;
}

const ANSWERS = /^\s*((re|aw|sv|antw|fw|fwd|wg|ha|на|отв|пер|переслано)(\[\d+\])?\s*:\s*)+/i;

/** Spec 3.5.3 and 3.5.5: the client's own earlier mail, or subject and sender. A guess: only a participant may speak by it. */
async function placeByGuess(db: Sql, account: Account, reading: Reading): Promise<Place | null> {
  const own = await taskOfMessageId(db, account.id, reading.carriers.references);
  if (own) return { account, letter: null, task: own, tie: 'weak', by: 'references' };
  const { subject } = reading.message;
  const sender = await senderOf(db, account, reading);
  if (!sender) return null;
  if (account.settings.matchBySubjectAndSender && ANSWERS.test(subject)) {
    const task = await newestOf(db, account, sender, subject.replace(ANSWERS, ''));
    if (task) return { account, letter: null, task, tie: 'weak', by: 'subject' };
  }
  if (!account.settings.matchBySenderOnly || sender.kind !== 'contact') return null;
  const task = await newestTaskOf(db, account.id, sender.id);
  return task ? { account, letter: null, task, tie: 'weak', by: 'sender' } : null;
}

async function senderOf(db: Sql, account: Account, reading: Reading): Promise<Person | null> {
  const address = parseAddress(reading.message.from[0]?.address);
  return address && personByAddress(db, account.id, address);
}

/** The newest-numbered task of this title that the sender takes part in (spec 3.5.5). */
async function newestOf(db: Sql, account: Account, sender: Person, title: string): Promise<TaskId | null> {
  const found = await tasksByTitle(db, account.id, title, SAME_TITLE);
  const facts = await loadFacts(db, account.id, found, account.settings.commentVisibility);
  return facts.find((f) => f.task.people.some((p) => p.person === sender.id))?.task.id ?? null;
}

const SAME_TITLE = 50;

/** By the domain of the recipient; the product's own domain is the first account's. */
export async function accountOf(gw: Gateway, db: Sql, mail: InboxMail): Promise<Account | null> {
  for (const rcpt of mail.to) {
    const address = parseAddress(rcpt);
    const account = address && (await accountByDomain(db, domainPart(address)));
    if (account) return account;
  }
  const onOurs = mail.to.some((r) => !r.includes('@') || r.toLowerCase().endsWith(`@${gw.names.mailDomain}`));
  return onOurs ? ((await allAccounts(db))[0] ?? null) : null;
}

/** The recipients of the envelope that are on this account's domain. */
export function addressesTo(account: Account, mail: InboxMail): Address[] {
  return mail.to.flatMap((rcpt) => {
    const address = parseAddress(rcpt.includes('@') ? rcpt : `${rcpt}@${account.mailDomain}`);
    return address && domainPart(address) === account.mailDomain ? [address] : [];
  });
}
