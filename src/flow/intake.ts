/**
 * A mail that belongs to no task makes a new one, by the rules of the address that received it (spec 3.4, 3.8).
 */
import type { ContactId, TaskId } from '../base/id.ts';
import { withoutCommands } from '../mail/subject.ts';
import type { Person } from '../people/person.ts';
import { recipientsOfFirstMail } from '../store/earlier.ts';
import { contactAt, loadContact, loadPerson, unprovenByClaim, updateContact } from '../store/people.ts';
import { firstAdmin } from '../store/rules.ts';
import { loadFacts } from '../store/tasks.ts';
import type { NewTask } from '../tasks/intent.ts';
import { TITLE_MAX } from '../tasks/task.ts';
import { othersNamed } from './others.ts';
import { createTaskIn } from './perform.ts';
import { type Queue, queueOf, viaOf } from './queues.ts';
import type { Outcome, Station } from './receive.ts';
import { fromAddress, isOwnSender, newContact, proofOf, welcomeBack } from './speak.ts';
import { tellOfReceipt } from './tell.ts';
import { keepThread } from './thread.ts';
import { originOf, ownFiles } from './words.ts';

/** `follows`: the inactive task that the mail was written into; the new one stands below it. */
export async function intake(at: Station, sender: Person | null, follows: TaskId | null = null): Promise<Outcome> {
  const refused = refuseIntake(at, sender);
  if (refused) return refused;
  if (!sender && !at.mail.override && (await isOwnSender(at)))
    return { state: 'held', outcome: 'stranger', reason: 'The account writes from this address itself' };
  const author = await authorOf(at, sender);
  if (isUnprovenSpammer(at, author))
    return { state: 'ignored', outcome: 'spam-list', reason: 'The sender is in the spam list' };
  await welcomeBack(at, author);
  const { gw, tx, place } = at;
  const proven = proofOf(at) === 'proven';
  const rules = await rulesOf(at, follows);
  const others = (await othersNamed(at)).filter((p) => p !== author.id && !rules.assignees.includes(p));
  const task: NewTask = {
    title: titleOf(at),
    description: at.words,
    files: await ownFiles(gw, tx, place.account, author.id, at.files, null),
    ...rules,
    participants: [...new Set([...rules.participants, ...others])],
    parent: follows,
    assigner: author.id,
    auditors: [],
    counterparty: counterpartyOf(author),
    automaticAccess: 'GRANT',
    status: 'NEW',
    source: 'mail',
    proof: proven ? 'mail-proven' : 'unproven',
    origin: originOf(gw, at.mail.id, at.reading),
  };
  const actor = { account: place.account, person: author, proof: task.proof, source: 'mail' } as const;
  const done = await createTaskIn(gw, tx, actor, task);
  if (!done.ok) return { state: 'parked', outcome: done.refusal, reason: 'The mail could not be made a task' };
  await keepThread(at, done.task, author);
  if (proven && at.reading.automatic.mayAnswer) await tellOfReceipt(gw, tx, actor, done.task, await viaOf(at));
  return { state: 'delivered', outcome: 'task', reason: '', task: done.task };
}

/** Decisions "Who may speak", last paragraph: whom a new-task address takes. */
function refuseIntake(at: Station, sender: Person | null): Outcome | null {
  const { settings } = at.place.account;
  const proof = proofOf(at);
  if (fromAddress(at) === null)
    return { state: 'held', outcome: 'no-sender', reason: 'It has no sender that could be answered' };
  // A person looked at it and let it in: that answers every question below.
  if (at.mail.override) return null;
  if (proof === 'fail')
    return {
      state: 'held',
      outcome: 'sender-failed-authentication',
      reason: 'The sender’s domain says that this mail is not from it',
    };
  const privileged = sender?.kind === 'employee' || (sender?.kind === 'contact' && sender.access === 'ACTIVE');
  if (proof === 'unproven' && privileged)
    return {
      state: 'held',
      outcome: 'sender-not-proven',
      reason: 'The sender has rights here and could not be proven',
    };
  if (settings.newTasksFrom === 'proven' && proof !== 'proven')
    return { state: 'held', outcome: 'sender-not-proven', reason: 'New tasks are taken from proven senders only' };
  if (settings.newTasksFrom === 'known' && !sender)
    return { state: 'held', outcome: 'stranger', reason: 'New tasks are taken from known senders only' };
  return null;
}

/** An unproven From makes the task, not the person: its author is a contact marked unproven, to whom nothing is ever sent. */
async function authorOf(at: Station, sender: Person | null): Promise<Person> {
  const { tx, place, gw } = at;
  const address = fromAddress(at)!;
  const claimed = await unprovenByClaim(tx, place.account.id, address);
  if (proofOf(at) === 'proven') {
    if (sender) return sender;
    // The first proof makes the claim theirs.
    if (!claimed) return newContact(at);
    // What a forger did in their name is not theirs.
    await updateContact(tx, claimed, { proven: true, claims: null, email: address, isSpammer: false });
    return (await loadContact(tx, place.account.id, claimed.id))!;
  }
  if (claimed) return claimed;
  const mailbox = at.reading.message.from[0]!;
  const contact = {
    firstName: mailbox.name || address,
    proven: false,
    claims: address,
    language: place.account.language,
  };
  const id = await contactAt(tx, place.account.id, contact, gw.clock());
  return (await loadPerson(tx, place.account.id, id))!;
}

/** Nobody proved the address, so it is known only by the contact that such mails made before. */
const isUnprovenSpammer = (at: Station, author: Person): boolean =>
  proofOf(at) !== 'proven' && author.kind === 'contact' && author.isSpammer;

/** Item 92: a subject over the limit is cut, never a reason to lose the mail. */
function titleOf(at: Station): string {
  const subject = withoutCommands(originOf(at.gw, at.mail.id, at.reading).subject);
  const shown = [...(subject || NO_SUBJECT[at.place.account.language])];
  return shown.length <= TITLE_MAX ? shown.join('') : `${shown.slice(0, TITLE_MAX - 1).join('')}…`;
}

const NO_SUBJECT = { en: 'No subject', ru: 'Без темы' } as const;

/** Item 82: the sender's company; without one, the sender. */
const counterpartyOf = (author: Person): ContactId | null =>
  author.kind === 'contact' ? (author.companies[0] ?? author.id) : null;

/** What the addresses it was sent to want; when none of them says whose it is: the admin's. */
async function rulesOf(at: Station, follows: TaskId | null): Promise<Queue> {
  const { tx, place, mail } = at;
  const queue = (await queueOf(at, mail.to)) ?? (follows && (await queueOfFirstMail(at, follows)));
  if (queue) return queue;
  const admin = await firstAdmin(tx, place.account.id);
  return { project: null, assignees: admin ? [admin] : [], participants: [] };
}

/** Spec 3.8: an answer into a finished task goes by the rules of the address that the first mail came to; without one, to the same people. */
async function queueOfFirstMail(at: Station, task: TaskId): Promise<Queue | null> {
  const { tx, place } = at;
  const first = await recipientsOfFirstMail(tx, place.account.id, task);
  const queue = first && (await queueOf(at, first));
  if (queue) return queue;
  const [facts] = await loadFacts(tx, place.account.id, [task], place.account.settings.commentVisibility);
  const assignees = facts?.task.people.filter((p) => p.role === 'assignee').map((p) => p.person) ?? [];
  return assignees.length > 0 ? { project: facts!.task.project, assignees, participants: [] } : null;
}
