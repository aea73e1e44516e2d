/**
 * A mail that belongs to no task makes a new one, by the rules of the address that received it (spec 3.4, 3.8).
 */
import { localPart } from '../base/address.ts';
import type { ContactId, TaskId } from '../base/id.ts';
import type { Person } from '../people/person.ts';
import { employeeByLogin, insertContact, loadContact, unprovenByClaim, updateContact } from '../store/people.ts';
import { addressRule, firstAdmin, projectByNumber } from '../store/rules.ts';
import type { NewTask } from '../tasks/intent.ts';
import { TITLE_MAX } from '../tasks/task.ts';
import { othersNamed } from './others.ts';
import { createTaskIn } from './perform.ts';
import { addressesTo } from './place.ts';
import type { Outcome, Station } from './receive.ts';
import { fromAddress, newContact, proofOf, welcomeBack } from './speak.ts';
import { tellOfReceipt } from './tell.ts';
import { originOf, ownFiles } from './words.ts';

/** `follows`: the inactive task that the mail was written into; the new one stands below it. */
export async function intake(at: Station, sender: Person | null, follows: TaskId | null = null): Promise<Outcome> {
  const refused = refuseIntake(at, sender);
  if (refused) return refused;
  const author = await authorOf(at, sender);
  await welcomeBack(at, author);
  const { gw, tx, place } = at;
  const proven = proofOf(at) === 'proven';
  const rules = await rulesOf(at);
  const others = (await othersNamed(at)).filter((p) => p !== author.id && !rules.assignees.includes(p));
  const task: NewTask = {
    title: titleOf(at),
    description: at.words,
    files: await ownFiles(gw, tx, place.account, author.id, at.files),
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
  if (proven && at.reading.automatic.mayAnswer) await tellOfReceipt(gw, tx, actor, done.task);
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
    await updateContact(tx, claimed, { proven: true, claims: null, email: address });
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
  const id = await insertContact(tx, place.account.id, contact, gw.clock());
  return (await loadContact(tx, place.account.id, id))!;
}

/** Item 92: a subject over the limit is cut, never a reason to lose the mail. */
function titleOf(at: Station): string {
  const subject = originOf(at.gw, at.mail.id, at.reading).subject.replace(/\s+/g, ' ').trim();
  const shown = [...(subject || NO_SUBJECT[at.place.account.language])];
  return shown.length <= TITLE_MAX ? shown.join('') : `${shown.slice(0, TITLE_MAX - 1).join('')}…`;
}

const NO_SUBJECT = { en: 'No subject', ru: 'Без темы' } as const;

/** Item 82: the sender's company; without one, the sender. */
const counterpartyOf = (author: Person): ContactId | null =>
  author.kind === 'contact' ? (author.companies[0] ?? author.id) : null;

type Rules = Pick<NewTask, 'project' | 'assignees' | 'participants'>;

/** What each address it was sent to wants, together: one task, in everybody's list. None of them says whose: the admin's. */
async function rulesOf(at: Station): Promise<Rules> {
  const found: Rules[] = [];
  for (const address of addressesTo(at.place.account, at.mail)) {
    const rules = await ruleOf(at, localPart(address));
    if (rules) found.push(rules);
  }
  if (found.length === 0) {
    const admin = await firstAdmin(at.tx, at.place.account.id);
    return { project: null, assignees: admin ? [admin] : [], participants: [] };
  }
  return {
    project: found.find((rules) => rules.project)?.project ?? null,
    assignees: [...new Set(found.flatMap((rules) => rules.assignees))],
    participants: [...new Set(found.flatMap((rules) => rules.participants))],
  };
}

/** `login@`, `project+N@`, a virtual address. */
async function ruleOf({ tx, place }: Station, local: string): Promise<Rules | null> {
  const account = place.account.id;
  const number = /^project[+.](\d{1,9})$/.exec(local)?.[1];
  const project = number ? await projectByNumber(tx, account, Number(number)) : null;
  if (project)
    return { project: project.id, assignees: project.defaultAssignees, participants: project.defaultParticipants };
  const employee = await employeeByLogin(tx, account, local);
  if (employee?.active) return { project: null, assignees: [employee.id], participants: [] };
  const rule = await addressRule(tx, account, local);
  return rule && { project: rule.project, assignees: rule.assignees, participants: [] };
}
