/**
 * A person's mail: may they speak where it points, as whom, and what becomes of it. The ladder itself is people/identify.ts.
 */
import { type Address, parseAddress } from '../base/address.ts';
import type { PersonId } from '../base/id.ts';
import { isOtherSubject, isSilent } from '../mail/subject.ts';
import { replyAudience } from '../notify/audience.ts';
import { type From, identify, type Strangers, type Verdict } from '../people/identify.ts';
import type { Person } from '../people/person.ts';
import { contactAt, loadContact, loadPerson, personByAddress, updateContact } from '../store/people.ts';
import { sendersAmong } from '../store/senders.ts';
import { liftSuppression } from '../store/suppressions.ts';
import { loadWorld } from '../store/tasks.ts';
import type { CommentDraft } from '../tasks/intent.ts';
import { REFUSALS } from '../tasks/refusal.ts';
import { isActive, type SpeakerProof } from '../tasks/task.ts';
import type { TaskWorld } from '../tasks/visibility.ts';
import { intake } from './intake.ts';
import { othersNamed } from './others.ts';
import { performIn } from './perform.ts';
import { askWhetherTheirs } from './question.ts';
import { queueOf } from './queues.ts';
import type { Outcome, Station } from './receive.ts';
import { keepThread } from './thread.ts';
import { originOf, ownFiles } from './words.ts';

export async function speak(at: Station): Promise<Outcome> {
  const sender = await whoWrote(at);
  if (sender?.kind === 'contact' && sender.isSpammer)
    return { state: 'ignored', outcome: 'spam-list', reason: 'The sender is in the spam list' };
  if (isUnwanted(at, sender))
    return { state: 'ignored', outcome: 'unknown-sender', reason: 'Only known senders may write to this account' };
  const world = await targetWorld(at);
  if (!world) return intake(at, sender);
  // Spec 3.8: an answer into a finished task begins a new one, when the account wants that (item 86).
  if (at.place.account.settings.newTaskOnReplyToInactive && !isActive(world.task.status)) {
    return intake(at, sender, mayFollow(world, sender) ? world.task.id : null);
  }
  const from = relation(at, world, sender);
  const verdict = identify(at.place.tie, from, proofOf(at), await strangersRule(at));
  const identity = { tie: at.place.tie, from, verdict: verdict.kind, override: at.mail.override };
  const subjectChanged = isAnotherMatter(at, world);
  return { ...(await carryOut(at, world, sender, verdict, subjectChanged)), identity, subjectChanged };
}

/** An answer to a letter of ours under another subject: staff is offered to make it a task of its own. */
const isAnotherMatter = ({ place, reading }: Station, world: TaskWorld): boolean =>
  place.letter !== null && isOtherSubject(reading.message.subject, [place.letter.subject, world.task.title]);

/** Only somebody of that task may hang a new one below it. */
const mayFollow = (world: TaskWorld, sender: Person | null): boolean =>
  sender !== null && world.task.people.some((p) => p.person === sender.id);

/** The person whose address stands in From; whether it is really them is another question. */
async function whoWrote(at: Station): Promise<Person | null> {
  const address = fromAddress(at);
  if (!address) return null;
  const known = await personByAddress(at.tx, at.place.account.id, address);
  return known ?? (at.mail.override === 'trust' ? trustAddress(at, address) : null);
}

/** «Accept and trust»: it was the reader of the letter, from another address of theirs. From now on it is known as theirs. */
async function trustAddress({ tx, place }: Station, address: Address): Promise<Person | null> {
  const reader = place.letter?.recipient;
  const person = reader ? await loadContact(tx, place.account.id, reader) : null;
  if (!person) return null;
  await updateContact(
    tx,
    person,
    person.email ? { additionalEmails: [...person.additionalEmails, address] } : { email: address },
  );
  return loadContact(tx, place.account.id, person.id);
}

export const fromAddress = (at: Station): Address | null => parseAddress(at.reading.message.from[0]?.address);

/** A person who decided about held mail vouches for its sender. */
export const proofOf = (at: Station) => (at.mail.override ? 'proven' : at.reading.proof.verdict);

/** Item 75: with this setting a stranger makes nothing at all, unless a person has let this very mail in. */
const isUnwanted = (at: Station, sender: Person | null): boolean =>
  at.place.account.settings.onlyKnownSenders && sender === null && fromAddress(at) !== null && !at.mail.override;

/** Who accepted a stranger's held mail has answered the question of the setting; asked again it would be held for ever. */
async function strangersRule(at: Station): Promise<Strangers> {
  if (at.mail.override) return 'add';
  return (await isOwnSender(at)) ? 'hold' : at.place.account.settings.strangers;
}

/** Decisions Q14: an address that the account writes from is nobody's outside, and is made a contact only by a person who decides so. */
export async function isOwnSender(at: Station): Promise<boolean> {
  const address = fromAddress(at);
  return address !== null && (await sendersAmong(at.tx, at.place.account.id, [address])).size > 0;
}

export async function targetWorld({ tx, place }: Station): Promise<TaskWorld | null> {
  if (!place.task) return null;
  // Only the comment that is answered: those who are told are read from it.
  const only = place.letter?.comment ? [place.letter.comment] : [];
  const world = await loadWorld(
    tx,
    place.account.id,
    place.task,
    { limit: only.length, only, talkOnly: true },
    place.account.settings.commentVisibility,
    true,
  );
  // Q35: answers to a deleted task become a new one.
  return world && world.task.deletedAt === null ? world : null;
}

function relation(at: Station, world: TaskWorld, sender: Person | null): From {
  if (!sender) return 'unknown';
  if (at.place.tie === 'own-token') return at.place.letter?.recipient === sender.id ? 'this-person' : 'known';
  if (at.place.tie === 'weak') return world.task.people.some((p) => p.person === sender.id) ? 'this-person' : 'known';
  return 'known';
}

async function carryOut(
  at: Station,
  world: TaskWorld,
  sender: Person | null,
  verdict: Verdict,
  subjectChanged: boolean,
): Promise<Outcome> {
  switch (verdict.kind) {
    case 'speak-as-person':
    case 'speak-as-known':
      return comment(at, world, sender!, subjectChanged);
    case 'speak-as-new-contact':
      return comment(at, world, await newContact(at), subjectChanged);
    case 'hold':
      return {
        state: 'held',
        outcome: verdict.reason,
        reason: HELD[verdict.reason],
        task: world.task.id,
        ...(verdict.ask && sender ? { whenHeld: () => ask(at, world, sender) } : {}),
      };
    case 'reject':
      return {
        state: 'ignored',
        outcome: verdict.reason,
        reason: 'Strangers may not write into tasks of this account',
      };
    case 'new-task':
      return intake(at, sender);
  }
}

const ask = ({ gw, tx, place, mail }: Station, world: TaskWorld, person: Person): Promise<void> =>
  askWhetherTheirs(gw, tx, { account: place.account, person, world, inbox: mail.id, receivedAt: mail.receivedAt });

const HELD = {
  'sender-failed-authentication': 'The sender’s domain says that this mail is not from it',
  'sender-not-proven': 'The sender could not be proven, and the mail speaks in a task that is not theirs',
  stranger: 'The sender is not known in this account',
} as const satisfies Record<Extract<Verdict, { kind: 'hold' }>['reason'], string>;

async function comment(at: Station, world: TaskWorld, person: Person, subjectChanged: boolean): Promise<Outcome> {
  const { gw, tx, place } = at;
  await welcomeBack(at, person);
  const others = mayBringOthers(at) ? await othersNamed(at) : [];
  const origin = originOf(gw, at.mail.id, at.reading);
  const draft: CommentDraft = {
    words: at.words,
    files: await ownFiles(gw, tx, place.account, person.id, at.files, world.task.id),
    notify: [...new Set([...(await whoHears(at, world)), ...others])],
    ...secrecyOf(at, world),
    source: 'mail',
    proof: speakerProof(at, person),
    origin: subjectChanged ? { ...origin, subjectChanged } : origin,
    join: !world.task.people.some((p) => p.person === person.id),
    bring: others,
  };
  const actor = { account: place.account, person, proof: draft.proof, source: 'mail' } as const;
  const done = await performIn(gw, tx, actor, { kind: 'add-comment', task: world.task.id, ...draft }, world);
  if (!done.ok) {
    const reason = REFUSALS[done.refusal].words.en;
    return { state: 'ignored', outcome: done.refusal, reason, task: world.task.id };
  }
  await keepThread(at, done.task, person);
  return { state: 'delivered', outcome: 'comment', reason: '', task: done.task, comment: done.comment };
}

/** An answer to a hidden comment is as hidden as that was: for the same people, and its writer. */
export function secrecyOf({ place }: Station, world: TaskWorld): Pick<CommentDraft, 'hidden' | 'audience'> {
  const answered = world.comments.find((c) => c.id === place.letter?.comment);
  return answered?.hidden
    ? { hidden: true, audience: [answered.author, ...answered.audience] }
    : { hidden: false, audience: [] };
}

/**
 * With «all recipients» people of To and Cc take part in an answer too (decisions Q14). Only a proven sender brings others in, and
 * not with a word that nobody is to be told.
 */
const mayBringOthers = (at: Station): boolean =>
  at.place.account.settings.includeAllRecipients && proofOf(at) === 'proven' && !isSilent(at.reading.message.subject);

/**
 * Spec 3.7; `@nonotify` in the subject: nobody. A contact who has since left the task is not told of it any more. Employees whose
 * own address the mail was sent to as well are told: one matter, in everybody's list.
 */
async function whoHears(at: Station, world: TaskWorld): Promise<readonly PersonId[]> {
  const { place, mail } = at;
  if (isSilent(at.reading.message.subject)) return [];
  const answered = world.comments.find((c) => c.id === place.letter?.comment) ?? null;
  const inTask = new Set<PersonId>(world.task.people.map((p) => p.person));
  const viaTaskAddress = place.by?.clue === 'task-address' || place.by?.clue === 'search-mark';
  const asked = replyAudience(world, answered, viaTaskAddress, place.account.settings).filter(
    (p) => inTask.has(p) || world.cards.get(p)?.kind === 'employee',
  );
  const queue = mail.to.length > 1 ? await queueOf(at, mail.to) : null;
  return [...asked, ...(queue?.assignees ?? [])];
}

function speakerProof(at: Station, person: Person): SpeakerProof {
  if (proofOf(at) === 'proven') return 'mail-proven';
  return at.place.letter?.recipient === person.id ? 'token-only' : 'unproven';
}

/** Spec 3.1.9: who was cut off for a complaint or a bounce and writes again wants to hear from us. */
export async function welcomeBack(at: Station, person: Person): Promise<void> {
  if (proofOf(at) !== 'proven' && at.place.letter?.recipient !== person.id) return;
  const address = fromAddress(at);
  if (address) await liftSuppression(at.tx, at.place.account.id, address);
  if (person.kind === 'contact' && person.mailBlocked) await updateContact(at.tx, person, { mailBlocked: false });
}

/** Spec X6: an unknown, proven sender becomes a contact. */
export async function newContact(at: Station): Promise<Person> {
  const { tx, place, gw } = at;
  const mailbox = at.reading.message.from[0]!;
  const [firstName, ...rest] = (mailbox.name || mailbox.address).split(/\s+/);
  const address = fromAddress(at)!;
  const contact = { firstName: firstName!, lastName: rest.join(' '), email: address, language: place.account.language };
  const id = await contactAt(tx, place.account.id, contact, gw.clock());
  return (await loadPerson(tx, place.account.id, id))!;
}
