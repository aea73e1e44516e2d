/** Somebody was to hear of a comment and has left the task before it was said: a line beside it says so, and no letter goes. */
import { type CommentId, newId } from '../base/id.ts';
import type { Letter } from '../notify/letter.ts';
import type { Account } from '../people/account.ts';
import { fullName, type Person } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { queueLetter } from '../store/outbox.ts';
import type { Task } from '../tasks/task.ts';
import type { Gateway } from './gateway.ts';

/** Nothing of the task stands in it: they may not read any of it. */
export async function tellOfLeaving(
  gw: Gateway,
  tx: Sql,
  account: Account,
  person: Person,
  task: Pick<Task, 'id' | 'number'>,
  comment: { readonly id: CommentId; readonly number: number },
): Promise<void> {
  const now = gw.clock();
  const letter: Letter = {
    id: newId<'letter'>(now),
    account: account.id,
    kind: person.kind === 'contact' && person.access !== 'ACTIVE' ? 'N2' : 'staff-comment',
    cause: `comment:${comment.id}:${person.id}`,
    task: task.id,
    taskNumber: task.number,
    comment: comment.id,
    commentNumber: comment.number,
    recipient: person.id,
    recipientKind: person.kind,
    recipients: person.email ? [{ name: fullName(person), address: person.email }] : [],
    language: person.language,
    from: { name: account.title, local: null, domain: account.mailDomain },
    subject: '',
    text: '',
    html: '',
    automatic: false,
    attachments: [],
    createdAt: now,
  };
  await queueLetter(tx, letter, [], now, 'left-task');
}
