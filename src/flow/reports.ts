/**
 * What mail servers report about our letters: it came back, it is late, its reader calls it spam. The letter that is meant is
 * found by our own carriers; whether nothing more is sent to somebody is asked of those only who can know.
 */
import { type Address, domainPart, localPart, parseAddress } from '../base/address.ts';
import { readLetterToken } from '../base/token.ts';
import type { Bounce, BouncedDelivery } from '../mail/bounce.ts';
import { sameOrganisation } from '../mail/organisation.ts';
import type { CarrierPurpose, Where } from '../mail/thread.ts';
import { letterBounced, letterDelayed, lettersBefore } from '../store/came-back.ts';
import { type LetterLine, letterById } from '../store/letter-lines.ts';
import { personByAddress, updateContact } from '../store/people.ts';
import { suppress } from '../store/suppressions.ts';
import type { Outcome, Station } from './receive.ts';
import { isLasting, isOfMailbox, STAYS_AWAY } from './returned.ts';
import { fromAddress, proofOf } from './speak.ts';

interface Reported {
  readonly line: LetterLine;
  /**
   * It came to the letter's bounce address. Mail servers answer there; the address stands in no quote and in no forwarded header
   * block, as the reply address does, so whoever was handed the letter by its reader cannot end their mail with a forged report.
   */
  readonly vouched: boolean;
}

export async function noteBounce(at: Station, bounce: Bounce): Promise<Outcome> {
  const about = await reportedLetter(at);
  const told = about ? forLetter(about.line, bounce) : bounce.deliveries;
  const first = told.find((d) => d.action === 'failed') ?? told[0];
  const words = first?.diagnostic || 'The letter came back without a reason';
  if (about && bounce.permanent) await comeBack(at, about, told, first?.reason ?? 'undefined', words);
  else if (about) await letterDelayed(at.tx, about.line.account, about.line.id, words);
  return noted(at, about, bounce.permanent ? 'bounce' : 'delay-notice', words);
}

const noted = (at: Station, about: Reported | null, outcome: string, reason: string): Outcome => ({
  state: 'ignored',
  outcome,
  reason,
  letter: about?.line.id ?? null,
  task: about?.line.task ?? at.place.task,
});

/** By any carrier: a report is sent to the envelope's sender, but old servers write to Reply-To, and some say it in the text only. */
async function reportedLetter({ gw, tx, place, reading }: Station): Promise<Reported | null> {
  const tokens = [...reading.carriers.tokens].sort((a, b) => rank(a.purpose) - rank(b.purpose));
  for (const { token, purpose, where } of tokens) {
    const id = purpose === 'dashboard' ? null : readLetterToken(gw.keyring, purpose, token);
    const line = id && (await letterById(tx, id))?.line;
    if (line && line.account === place.account.id) return { line, vouched: isVouched(purpose, where) };
  }
  return null;
}

const rank = (purpose: CarrierPurpose): number => (purpose === 'bounce' ? 0 : 1);
const isVouched = (purpose: CarrierPurpose, where: Where): boolean =>
  purpose === 'bounce' && (where === 'envelope' || where === 'header');

/** A report may be about others too (a server tells of a whole list at once); with one reader it is about them, whatever an alias is called. */
function forLetter({ recipients }: LetterLine, { deliveries }: Bounce): readonly BouncedDelivery[] {
  const own = deliveries.filter((d) => recipients.some((r) => r.address === d.recipient));
  return own.length > 0 ? own : deliveries;
}

async function comeBack(
  at: Station,
  { line, vouched }: Reported,
  told: readonly BouncedDelivery[],
  reason: string,
  words: string,
): Promise<void> {
  // Only a server that had the letter can take it back from the queue.
  if (!vouched && line.state !== 'sent') return;
  const back = told.filter((d) => d.action === 'failed');
  await letterBounced(at.tx, line.account, line.id, reason, words, addressesBack(line, back));
  if (!vouched) return;
  for (const address of goneAddresses(line, back)) await stop(at, address, 'bounce', words);
  if (await staysAway(at, line, back)) await stop(at, line.recipients[0]!.address, 'repeated-bounce', words);
}

const stop = ({ tx, place, gw }: Station, address: string, why: string, words: string): Promise<void> =>
  suppress(tx, place.account.id, address, why, words, gw.clock());

/** Of a letter that several share those whom the report names; all of them when it names nobody. */
function addressesBack({ recipients }: LetterLine, back: readonly BouncedDelivery[]): string[] {
  const all = recipients.map((r) => r.address);
  const named = all.filter((address) => back.some((d) => d.recipient === address));
  return named.length > 0 ? named : all;
}

/** Only whom this very letter went to: a forged bounce must not silence anybody else, nor one reader's the next reader's. */
function goneAddresses({ recipients }: LetterLine, back: readonly BouncedDelivery[]): string[] {
  const gone = back.filter(isLasting);
  const addresses = recipients.map((r) => r.address);
  if (addresses.length === 1) return gone.length > 0 ? addresses : [];
  return addresses.filter((address) => gone.some((d) => d.recipient === address));
}

/** A full mailbox may be emptied tomorrow; but when letter after letter comes back, for a day and more, nobody reads there. */
async function staysAway({ tx }: Station, line: LetterLine, back: readonly BouncedDelivery[]): Promise<boolean> {
  if (!line.recipient || !back.some(isOfMailbox)) return false;
  const address = line.recipients[0]?.address;
  const letters = await lettersBefore(tx, line.account, line.recipient, line.createdAt, STAYS_AWAY.letters);
  return (
    letters.length === STAYS_AWAY.letters &&
    letters.every((l) => l.state === 'bounced' && l.recipients[0]?.address === address) &&
    line.createdAt - letters.at(-1)!.createdAt >= STAYS_AWAY.during
  );
}

export async function noteComplaint(at: Station): Promise<Outcome> {
  const { tx, place } = at;
  const { type } = at.reading.complaint!;
  const about = await reportedLetter(at);
  const address = about && complainer(at, about);
  if (address) {
    await stop(at, address, 'complaint', type);
    const person = await personByAddress(tx, place.account.id, address);
    if (person?.kind === 'contact') await updateContact(tx, person, { mailBlocked: true });
  }
  const words = address
    ? `A mailbox provider reports: ${type}`
    : `A report of «${type}» from somebody who cannot know; nobody is cut off because of it`;
  return noted(at, about, 'complaint', words);
}

/**
 * Who complained, when somebody vouches for the report. A proven sender alone is not enough: whoever was sent the letter as a file could
 * report it. It has to be the reader, a provider's feedback loop, or the postmaster of the reader's own domain.
 */
function complainer(at: Station, { line, vouched }: Reported): Address | null {
  const { type, recipients } = at.reading.complaint!;
  const addresses = line.recipients.map((r) => r.address);
  const from = proofOf(at) === 'proven' ? fromAddress(at) : null;
  // An "unsubscribe" is a mail of the reader's own.
  if (from && addresses.includes(from)) return from;
  // A letter that several share names who of them it was.
  const named = type === 'opt-out' || addresses.length > 1;
  const meant = parseAddress(named ? addresses.find((a) => recipients.includes(a)) : addresses[0]);
  return meant && (vouched || (from && isFeedbackLoop(from, meant))) ? meant : null;
}

/** From addresses of feedback loops that no reader can have, as the providers name them; and RFC 2142's, kept by each domain for itself. */
const LOOP_ADDRESSES: readonly string[] = [
  'staff@hotmail.com',
  'jmrp@hotmail.com',
  'staff@outlook.com',
  'jmrp@outlook.com',
  'scomp@aol.net',
];
const LOOP_HOSTS: readonly string[] = ['arf.mail.yahoo.com', 'corp.mail.ru', 'senderscore.net', 'validity.com'];
const ROLES: readonly string[] = ['postmaster', 'abuse', 'mailer-daemon', 'fbl', 'arf'];

function isFeedbackLoop(from: Address, reader: Address): boolean {
  const host = domainPart(from);
  if (LOOP_ADDRESSES.includes(from) || LOOP_HOSTS.some((loop) => isAt(host, loop))) return true;
  const home = domainPart(reader);
  return ROLES.includes(localPart(from)) && isAt(host, home) && sameOrganisation(host, home);
}

const isAt = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
