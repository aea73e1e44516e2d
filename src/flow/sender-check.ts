/**
 * Before a letter comes from an address outside: a yes from whoever reads that mailbox, by a one-time link in a letter to it, and what
 * DNS says of our signature in the name of its domain.
 */
import { Resolver } from 'node:dns/promises';
import { domainPart } from '../base/address.ts';
import { newId } from '../base/id.ts';
import { DAY } from '../base/time.ts';
import { readLetterToken } from '../base/token.ts';
import { boundedLookup, dnsLookup } from '../mail/proof-resolver.ts';
import { type Alignment, checkSender, type SenderCheck } from '../mail/sender-check.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import type { Sender } from '../people/sender.ts';
import { loadAccount } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import { letterById } from '../store/letter-lines.ts';
import { queueLetter } from '../store/outbox.ts';
import { personAnywhere } from '../store/people.ts';
import { removeSender, senderByLetter, sendersToCheck, setAlignment, updateSender } from '../store/senders.ts';
import { suppression } from '../store/suppressions.ts';
import { audit } from './audit.ts';
import { within } from './brakes.ts';
import type { Actor, Gateway } from './gateway.ts';
import { authorOf, basis } from './post.ts';

const LIFE_DAYS = 7;

/** False: too many such letters went to this address, or came of this person, within an hour. */
export const mayAsk = async ({ brakes }: Gateway, { person }: Actor, address: string): Promise<boolean> =>
  (await within(brakes.senderAsks, person.id)) && within(brakes.senderLetters, address);

/** Writes to the mailbox; the link in this letter is the one that counts from now on. */
export async function askMailbox(gw: Gateway, tx: Sql, actor: Actor, sender: Sender): Promise<Sender> {
  const { account } = actor;
  const letter = renderLetter({
    ...basis(gw, account, readerAt(actor, sender), `sender-check:${newId(gw.clock())}`),
    kind: 'sender-check',
    author: authorOf(actor),
    address: sender.address,
    days: LIFE_DAYS,
  });
  const came = await suppression(tx, account.id, sender.address);
  await queueLetter(tx, letter, [], gw.clock(), came ? 'suppressed' : null);
  const asked = { ...sender, letter: letter.id };
  await updateSender(tx, asked);
  return asked;
}

/** Who reads that mailbox is not known: the letter speaks to the firm, in the language of whoever asks. */
function readerAt({ account, person }: Actor, { address, name }: Sender): Person {
  const language = person.kind === 'employee' && person.role === 'robot' ? account.language : person.language;
  return { ...person, firstName: name || account.title, lastName: '', email: address, language };
}

export interface AskedSender {
  readonly account: Account;
  readonly sender: Sender;
  /** Who asks. */
  readonly person: Person;
}

/** What the link in such a letter is about; null: nobody made it, it is too old, or another came after it. */
export async function askedSender(gw: Gateway, token: string): Promise<AskedSender | null> {
  const id = readLetterToken(gw.keyring, 'sender', token);
  const sender = id && (await senderByLetter(gw.db.read, id));
  const letter = sender && (await letterById(gw.db.read, id))?.letter;
  if (!sender || !letter?.recipient || letter.createdAt + LIFE_DAYS * DAY < gw.clock()) return null;
  const account = await loadAccount(gw.db.read, letter.account);
  const person = await personAnywhere(gw.db.read, letter.recipient);
  return account && person && { account, sender, person };
}

export type SenderWord = 'confirm' | 'refuse';

/** The word of whoever reads the mailbox. No takes the address away, also when it was yes before. */
export async function answerSender(gw: Gateway, token: string, word: SenderWord): Promise<AskedSender | null> {
  const asked = await askedSender(gw, token);
  if (!asked) return null;
  const { sender, account } = asked;
  const checked = word === 'confirm' ? await lookAtDns(gw, sender) : null;
  return gw.db.write(async (tx) => {
    // Taken away, or asked anew, in between.
    const now = await senderByLetter(tx, sender.letter!);
    if (!now) return null;
    if (!checked) {
      await removeSender(tx, account.id, now.id);
      await audit(gw, tx, asked, 'sender-removed', now.address, { by: 'mailbox' });
      return asked;
    }
    const { alignment } = checked;
    const confirmed = { ...now, alignment, checkedAt: gw.clock(), verifiedAt: now.verifiedAt ?? gw.clock() };
    await updateSender(tx, confirmed);
    if (now.verifiedAt === null) await audit(gw, tx, asked, 'sender-confirmed', now.address);
    return { ...asked, sender: confirmed };
  });
}

/** What DNS says now. Never throws: a server that does not answer makes it `unknown`. */
export function lookAtDns(
  gw: Pick<Gateway, 'dnsServers' | 'dkim'>,
  { address }: Pick<Sender, 'address'>,
): Promise<SenderCheck> {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (gw.dnsServers.length > 0) resolver.setServers([...gw.dnsServers]);
  return checkSender(boundedLookup(dnsLookup(resolver)), domainPart(address), gw.dkim);
}

/** No answer is no news. */
export const keptOr = (before: Alignment, now: Alignment): Alignment => (now === 'unknown' ? before : now);

const AT_ONCE = 100;

/** Once a day for each address in use: a record that went away must not cost letters. */
export async function recheckSenders(gw: Gateway): Promise<void> {
  for (const sender of await sendersToCheck(gw.db.read, gw.clock() - DAY, AT_ONCE)) {
    const { alignment } = await lookAtDns(gw, sender);
    const kept = keptOr(sender.alignment, alignment);
    await gw.db.write((tx) => setAlignment(tx, sender, kept, gw.clock()));
    if (kept !== sender.alignment)
      gw.log.warn({ sender: sender.id, was: sender.alignment, now: kept }, 'DNS of an address to send from changed');
  }
}
