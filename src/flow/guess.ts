/**
 * Where a mail could belong that carries nothing of ours: by its own thread, a ticket number, its subject, its sender (spec
 * 3.5.3–3.5.6). A guess: only somebody of the task may speak by it, so candidates are looked for among the sender's tasks.
 */
import { parseAddress } from '../base/address.ts';
import type { TaskId } from '../base/id.ts';
import { readAnswer, searchMark, ticketNumbers } from '../mail/subject.ts';
import type { Account } from '../people/account.ts';
import type { Tie } from '../people/identify.ts';
import type { Person } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { type InboxMail, taskOfMessageId } from '../store/inbox.ts';
import { firstTaskTitled, newestTaskOf, tasksByTitle, titlesOf } from '../store/lists.ts';
import { personByAddress } from '../store/people.ts';
import { loadFacts } from '../store/tasks.ts';
import { seesTask } from '../tasks/visibility.ts';
import { addressesTo, asksBySubject } from './addressed.ts';
import type { Reading } from './read-mail.ts';
import type { Clue, ClueKind, ClueRefused } from './trace.ts';

interface Found {
  readonly task: TaskId;
  readonly tie: Tie;
}

/** One attempt: the task, or why not; null: the mail has nothing of the kind. */
type Attempt = TaskId | ClueRefused | null;

/** `task+@` with `#text` in the subject: the sender's own task with that text in its title, else the first of all (spec 3.4). */
export async function searchPlace(
  db: Sql,
  account: Account,
  mail: InboxMail,
  reading: Reading,
  clues: Clue[],
): Promise<Found | null> {
  if (!addressesTo(account, mail).some(asksBySubject)) return null;
  const text = searchMark(reading.message.subject);
  if (!text) return null;
  const sender = await senderOf(db, account, reading);
  const task =
    (sender && (await firstTaskTitled(db, account.id, text, sender.id))) ??
    (await firstTaskTitled(db, account.id, text, null));
  note(clues, 'search-mark', 'subject', task ?? 'no-such-title');
  return task && { task, tie: 'task-address' };
}

/** Tried in order until one names a task that the sender has a part in. */
export async function guessPlace(db: Sql, account: Account, reading: Reading, clues: Clue[]): Promise<Found | null> {
  const { subject } = reading.message;
  const thread = await taskOfMessageId(db, account.id, reading.carriers.references);
  note(clues, 'own-thread', 'references', thread);
  if (thread) return { task: thread, tie: 'weak' };
  const sender = await senderOf(db, account, reading);
  const attempts: [ClueKind, Clue['where'], () => Promise<Attempt>][] = [
    ['ticket-number', 'subject', () => byTicket(db, account, sender, subject)],
    ['subject', 'subject', () => bySubject(db, account, sender, subject)],
    ['sender', 'from', () => bySender(db, account, sender)],
  ];
  for (const [clue, where, attempt] of attempts) {
    const found = await attempt();
    note(clues, clue, where, found);
    if (found && isTask(found)) return { task: found, tie: 'weak' };
  }
  return null;
}

const REFUSED: ReadonlySet<string> = new Set<ClueRefused>([
  'no-such-title',
  'not-in-task',
  'switched-off',
  'no-answer-prefix',
]);
const isTask = (attempt: TaskId | ClueRefused): attempt is TaskId => !REFUSED.has(attempt);

function note(clues: Clue[], clue: ClueKind, where: Clue['where'], found: Attempt): void {
  if (found === null) return;
  const why = isTask(found) ? null : found;
  clues.push({ clue, where, result: why ? 'refused' : 'used', why, task: null });
}

/** Spec 3.5.4: the number of another ticket system, in the title of a task that the sender takes part in. */
async function byTicket(db: Sql, account: Account, sender: Person | null, subject: string): Promise<Attempt> {
  const numbers = ticketNumbers(subject);
  if (numbers.length === 0) return null;
  if (!account.settings.recogniseTicketSystems) return 'switched-off';
  if (!sender) return 'not-in-task';
  for (const number of numbers) {
    const tasks = await titlesOf(db, account.id, sender.id, number);
    const whole = tasks.find(({ title }) => new RegExp(`(?<!\\d)${number}(?!\\d)`).test(title));
    if (whole) return whole.id;
  }
  return 'no-such-title';
}

const SAME_TITLE = 50;

/** Spec 3.5.5: the newest-numbered task of this title that the sender has access to. */
async function bySubject(db: Sql, account: Account, sender: Person | null, subject: string): Promise<Attempt> {
  const { answers, title } = readAnswer(subject);
  if (title === '') return null;
  if (!account.settings.matchBySubjectAndSender) return 'switched-off';
  if (!answers) return 'no-answer-prefix';
  if (!sender) return 'not-in-task';
  const found = await tasksByTitle(db, account.id, title, SAME_TITLE);
  const facts = await loadFacts(db, account.id, found, account.settings.commentVisibility);
  const own = facts.find((one) =>
    sender.kind === 'employee'
      ? seesTask({ by: 'staff', employee: sender }, one)
      : one.task.people.some((p) => p.person === sender.id),
  );
  return own?.task.id ?? (found.length > 0 ? 'not-in-task' : 'no-such-title');
}

/** Spec 3.5.6: contacts only. */
async function bySender(db: Sql, account: Account, sender: Person | null): Promise<Attempt> {
  if (sender?.kind !== 'contact') return null;
  if (!account.settings.matchBySenderOnly) return 'switched-off';
  return (await newestTaskOf(db, account.id, sender.id)) ?? 'not-in-task';
}

async function senderOf(db: Sql, account: Account, reading: Reading): Promise<Person | null> {
  const address = parseAddress(reading.message.from[0]?.address);
  return address && personByAddress(db, account.id, address);
}
