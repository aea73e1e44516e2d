/**
 * Machines first: nothing answers them and none of them makes a task (house rule 11, RFC 3834). Each leaves a line that says
 * what it was; a bounce and a complaint reach the letter that they are about.
 */

import { type Address, parseAddress } from '../base/address.ts';
import { hopMarks } from '../base/token.ts';
import type { Bounce } from '../mail/bounce.ts';
import { isOwn } from '../mail/kind.ts';
import type { Letter } from '../notify/letter.ts';
import { letterBounced } from '../store/outbox.ts';
import { personByAddress, updateContact } from '../store/people.ts';
import { suppress } from '../store/suppressions.ts';
import { performIn } from './perform.ts';
import type { Outcome, Station } from './receive.ts';
import { fromAddress, proofOf, secrecyOf, targetWorld } from './speak.ts';
import { originOf, ownFiles } from './words.ts';

/** Null: a person wrote it (a mailing list only hands it on). */
export async function noteMachine(at: Station): Promise<Outcome | null> {
  if (isOwn(at.reading.message, hopMarks(at.gw.keyring, at.place.account.id)))
    return ignored('own-letter', 'One of our own letters came back');
  switch (at.reading.kind) {
    case 'own':
      return ignored('own-letter', 'The mail goes round in circles');
    case 'bounce':
      return noteBounce(at, at.reading.bounce!);
    case 'complaint':
      return noteComplaint(at);
    case 'auto-reply':
      return noteAutoReply(at);
    case 'list':
    case 'person':
      return fromMailer(at) ? ignored('mailer', 'It comes from a mail server, not from a person') : null;
  }
}

const ignored = (outcome: string, reason: string): Outcome => ({ state: 'ignored', outcome, reason });

/** Item 87: mailer-daemon and postmaster are ignored unless the account wants them. */
const fromMailer = (at: Station): boolean =>
  !at.place.account.settings.acceptMailerDaemon && /^(mailer-daemon|postmaster)@/.test(fromAddress(at) ?? '');

/** Reasons that mean the mailbox is not there and will not be: writing again would only hurt. */
const GONE: ReadonlySet<string> = new Set(['userunknown', 'hostunknown', 'hasmoved', 'suspend']);

async function noteBounce(at: Station, bounce: Bounce): Promise<Outcome> {
  const { tx, place, gw } = at;
  const first = bounce.deliveries[0];
  const words = first?.diagnostic || 'The letter came back without a reason';
  if (place.letter && bounce.permanent) {
    await letterBounced(tx, place.account.id, place.letter.id, first?.reason ?? 'undefined', words);
    for (const address of cameToBounceAddress(at) ? goneAddresses(place.letter, bounce) : [])
      await suppress(tx, place.account.id, address, 'bounce', words, gw.clock());
  }
  return {
    ...ignored(bounce.permanent ? 'bounce' : 'delay-notice', words),
    letter: place.letter?.id ?? null,
    task: place.task,
  };
}

/**
 * Mail servers answer to the envelope's sender. That address stands in no quote and no forwarded header block, as the reply
 * address does: whoever was handed the letter by its reader cannot end their mail with a forged report.
 */
const cameToBounceAddress = ({ place }: Station): boolean =>
  place.by?.clue === 'bounce-address' && (place.by.where === 'envelope' || place.by.where === 'header');

/** Only whom this very letter went to: a forged bounce must not silence anybody else, nor one reader's the next reader's. */
function goneAddresses(letter: Letter, bounce: Bounce): string[] {
  const gone = bounce.deliveries.filter((d) => d.action === 'failed' && GONE.has(d.reason));
  const addresses = letter.recipients.map((r) => r.address);
  // With one reader it is them, whatever name an alias of theirs has at the server that reports.
  if (addresses.length === 1) return gone.length > 0 ? addresses : [];
  return addresses.filter((address) => gone.some((d) => d.recipient === address));
}

/** Who complained, when somebody vouches for the report: the bounce address it came to, or its sender's domain. */
function complainer(at: Station): Address | null {
  const { letter } = at.place;
  const { type, recipients } = at.reading.complaint!;
  if (!letter || !(cameToBounceAddress(at) || proofOf(at) === 'proven')) return null;
  const addresses = letter.recipients.map((r) => r.address);
  // An "unsubscribe" is a mail of the reader's own; a letter that several share names who of them it was.
  const named = type === 'opt-out' || addresses.length > 1;
  return parseAddress(named ? addresses.find((a) => recipients.includes(a)) : addresses[0]);
}

async function noteComplaint(at: Station): Promise<Outcome> {
  const { tx, place, gw } = at;
  const address = complainer(at);
  if (address) {
    await suppress(tx, place.account.id, address, 'complaint', at.reading.complaint!.type, gw.clock());
    const person = await personByAddress(tx, place.account.id, address);
    if (person?.kind === 'contact') await updateContact(tx, person, { mailBlocked: true });
  }
  return {
    ...ignored('complaint', `A mailbox provider reports: ${at.reading.complaint!.type}`),
    letter: place.letter?.id ?? null,
    task: place.task,
  };
}

/** Decisions Q12: a note in the task that it answers, told to nobody; never a task, never answered. */
async function noteAutoReply(at: Station): Promise<Outcome> {
  const { gw, tx, place } = at;
  const away = at.reading.automatic.outOfOffice ? 'out-of-office' : 'auto-reply';
  const address = fromAddress(at);
  const person = address && (await personByAddress(tx, place.account.id, address));
  const theirs = place.tie === 'own-token' && place.task && person && place.letter?.recipient === person.id;
  if (!theirs || proofOf(at) === 'fail')
    return ignored(away, 'A machine answered, and no letter of ours says to whom it belongs');
  const world = await targetWorld(at);
  if (!world) return ignored(away, 'A machine answered in a task that is deleted');
  const proof = proofOf(at) === 'proven' ? 'mail-proven' : 'token-only';
  const done = await performIn(
    gw,
    tx,
    { account: place.account, person, proof, source: 'mail' },
    {
      kind: 'add-comment',
      task: place.task!,
      words: at.words,
      files: await ownFiles(gw, tx, place.account, person.id, at.files),
      notify: [],
      ...secrecyOf(at, world),
      source: 'mail',
      proof,
      origin: originOf(gw, at.mail.id, at.reading),
      join: false,
    },
  );
  if (!done.ok) return ignored(away, 'A machine answered without words');
  return {
    state: 'delivered',
    outcome: away,
    reason: 'Kept as a note; nobody was told',
    task: done.task,
    comment: done.comment,
  };
}
