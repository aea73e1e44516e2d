/**
 * Machines first: nothing answers them and none of them makes a task (house rule 11, RFC 3834). Each leaves a line that says
 * what it was; a bounce and a complaint reach the letter that they are about (reports.ts).
 */
import { domainPart, parseAddress } from '../base/address.ts';
import { hopMarks, readLetterToken } from '../base/token.ts';
import { isOwn } from '../mail/kind.ts';
import type { Person } from '../people/person.ts';
import { letterById } from '../store/letter-lines.ts';
import { personByAddress } from '../store/people.ts';
import type { TaskWorld } from '../tasks/visibility.ts';
import { letterOfAddress } from './addressed.ts';
import { unlessLooping } from './loops.ts';
import { performIn } from './perform.ts';
import type { Outcome, Station } from './receive.ts';
import { noteBounce, noteComplaint } from './reports.ts';
import { fromAddress, proofOf, secrecyOf, targetWorld } from './speak.ts';
import { originOf, ownFiles } from './words.ts';

/** Null: a person wrote it (a mailing list only hands it on). */
export async function noteMachine(at: Station): Promise<Outcome | null> {
  if (await isOurs(at)) return ignored('own-letter', 'One of our own letters came back');
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

/**
 * By the mark of the account; where a forwarder took that out, by our Message-ID, or because it is from an address of this account,
 * where nobody writes but we.
 */
async function isOurs({ gw, tx, place, reading }: Station): Promise<boolean> {
  const { message } = reading;
  const { account } = place;
  if (isOwn(message, hopMarks(gw.keyring, account.id))) return true;
  const token = /^<?m\.([a-z2-7]{53})@/i.exec(message.messageId ?? '')?.[1];
  const from = parseAddress(message.from[0]?.address);
  const letter = (token && readLetterToken(gw.keyring, 'message', token)) || (from && letterOfAddress(gw, from));
  // Another account of this house writes to this one as everybody does.
  if (letter) return (await letterById(tx, letter))?.letter.account === account.id;
  return from !== null && domainPart(from) === account.mailDomain;
}

const ignored = (outcome: string, reason: string): Outcome => ({ state: 'ignored', outcome, reason });

/** Item 87: mailer-daemon and postmaster are ignored unless the account wants them. */
const fromMailer = (at: Station): boolean =>
  !at.place.account.settings.acceptMailerDaemon && /^(mailer-daemon|postmaster)@/.test(fromAddress(at) ?? '');

/** Decisions Q12: a note in the task that it answers, told to nobody; never a task, never answered. */
async function noteAutoReply(at: Station): Promise<Outcome> {
  const { tx, place } = at;
  const away = at.reading.automatic.outOfOffice ? 'out-of-office' : 'auto-reply';
  const address = fromAddress(at);
  const person = address && (await personByAddress(tx, place.account.id, address));
  const theirs = place.tie === 'own-token' && person && place.letter?.recipient === person.id;
  if (!theirs || proofOf(at) === 'fail')
    return ignored(away, 'A machine answered, and no letter of ours says to whom it belongs');
  const world = await targetWorld(at);
  if (!world) return ignored(away, 'A machine answered in a task that is deleted');
  const outcome = await unlessLooping(at, () => keepNote(at, world, person, away));
  // Nobody needs to decide about the hundredth note; its line in the log says enough.
  return outcome.state === 'held' ? { ...outcome, state: 'ignored' } : outcome;
}

async function keepNote(at: Station, world: TaskWorld, person: Person, away: string): Promise<Outcome> {
  const { gw, tx, place } = at;
  const proof = proofOf(at) === 'proven' ? 'mail-proven' : 'token-only';
  const done = await performIn(
    gw,
    tx,
    { account: place.account, person, proof, source: 'mail' },
    {
      kind: 'add-comment',
      task: world.task.id,
      words: at.words,
      files: await ownFiles(gw, tx, place.account, person.id, at.files, world.task.id),
      notify: [],
      ...secrecyOf(at, world),
      source: 'mail',
      proof,
      origin: { ...originOf(gw, at.mail.id, at.reading), automatic: true },
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
