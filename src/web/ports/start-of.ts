/** Trying the mail: a task with one letter to an address of one's own, its delivery, and the answer that comes back as a comment. */
import { parseAddress } from '../../base/address.ts';
import type { Gateway } from '../../flow/gateway.ts';
import { mayManage } from '../../flow/manage.ts';
import { addContact } from '../../flow/manage-people.ts';
import { createTask, perform } from '../../flow/perform.ts';
import { readTask } from '../../flow/read.ts';
import { textToHtml } from '../../mail/sanitize.ts';
import { removeSecrets } from '../../mail/secrets.ts';
import type { Account } from '../../people/account.ts';
import type { Person } from '../../people/person.ts';
import { storedSettings } from '../../store/accounts.ts';
import { lettersOfTask } from '../../store/letter-lines.ts';
import { personByAddress } from '../../store/people.ts';
import { pageOfContacts } from '../../store/people-lists.ts';
import { taskNumbers } from '../../store/tasks.ts';
import { stateOf } from '../deliveries-of.ts';
import type { Actor } from '../ports.ts';
import type { TestMail, TestSent } from './admin.ts';

export async function isFresh(gw: Gateway, account: Account): Promise<boolean> {
  if (Object.keys(await storedSettings(gw.db.read, account.id)).length > 0) return false;
  return (await pageOfContacts(gw.db.read, account.id, 0, 1)).length === 0;
}

export async function sendTest(
  gw: Gateway,
  actor: Actor,
  text: string,
  words: { title: string; text: string },
): Promise<TestSent> {
  const reader = mayManage(actor) ? await readerAt(gw, actor, text) : null;
  if (!reader) return { ok: false, reason: 'refused' };
  if (reader.kind === 'employee') return { ok: false, reason: 'employee' };
  const made = await createTask(gw, actor, {
    title: words.title,
    description: { text: '', html: '' },
    files: [],
    project: null,
    parent: null,
    assigner: actor.person.id,
    assignees: [],
    participants: [reader.id],
    auditors: [],
    counterparty: null,
    automaticAccess: 'DO_NOT_GRANT',
    status: 'NEW',
    source: actor.source,
    proof: actor.proof,
    origin: null,
  });
  if (!made.ok) return { ok: false, reason: 'refused' };
  const said = await perform(gw, actor, {
    kind: 'add-comment',
    task: made.task,
    words: { text: words.text, html: textToHtml(words.text) },
    files: [],
    notify: [reader.id],
    hidden: false,
    audience: [],
    source: actor.source,
    proof: actor.proof,
    origin: null,
    join: false,
  });
  if (!said.ok) return { ok: false, reason: 'refused' };
  const numbers = await taskNumbers(gw.db.read, actor.account.id, [made.task]);
  return { ok: true, taskNumber: numbers.get(made.task)! };
}

/** Whose address it is already, or a new contact at it. */
async function readerAt(gw: Gateway, actor: Actor, text: string): Promise<Person | null> {
  const address = parseAddress(text);
  if (!address) return null;
  const known = await personByAddress(gw.db.read, actor.account.id, address);
  if (known) return known;
  const { language, timezone } = actor.person;
  const firstName = address.slice(0, address.lastIndexOf('@'));
  const made = await addContact(gw, actor, { firstName, email: address, language, timezone });
  return made.ok ? made.value : null;
}

export async function readTest(gw: Gateway, actor: Actor, number: number): Promise<TestMail | null> {
  const { account, person } = actor;
  if (!mayManage(actor) || person.kind !== 'employee') return null;
  const task = await readTask(gw, account, { by: 'staff', employee: person }, number);
  if (!task) return null;
  const lines = await lettersOfTask(gw.db.read, account.id, task.id);
  const letter = lines.find((line) => line.recipientKind === 'contact');
  const answer = task.comments.find((c) => c.author.kind === 'contact' && c.source === 'mail');
  return {
    taskNumber: number,
    to: letter?.recipients[0]?.address ?? '',
    letter: letter
      ? {
          id: letter.id,
          state: stateOf(letter),
          reason: letter.reason,
          diagnostic: letter.diagnostic && removeSecrets(letter.diagnostic, gw.names),
        }
      : null,
    answeredAt: answer?.createdAt ?? null,
  };
}
