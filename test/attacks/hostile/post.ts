/** Hostile mails on their way in, by SMTP like any others. */
import { expect } from 'vitest';
import type { Contact } from '../../../src/people/person.ts';
import { says, type TaskHere, task } from '../../stories/firm.ts';
import type { House } from '../../support/app.ts';
import { type Multipart, mail, type Part } from '../../support/mime.ts';
import { addressIn, deliver, lettersTo, type Received } from '../../support/program.ts';

/** A domain that says nothing about its mail: what comes from it is neither proven nor disowned. */
export const ANNA = 'anna@silent.example';

export interface Talk {
  readonly where: TaskHere;
  readonly letter: Received;
}

/** A task, and the letter of it that Anna answers. */
export async function talk(h: House, anna: Contact, title: string): Promise<Talk> {
  const where = await task(h, h.owner, title, { participants: [anna.id] });
  await says(h, h.owner, where, 'When may we come?', { notify: [anna] });
  return { where, letter: (await lettersTo(h, ANNA)).at(-1)! };
}

export interface Hostile {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly body: Part | Multipart;
}

/** Several at a time: a server has more than one line. */
export async function handIn(h: House, mails: readonly Hostile[]): Promise<void> {
  const waiting = [...mails];
  const line = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await hand(h, next);
  };
  await Promise.all([line(), line(), line(), line()]);
  await h.app.idle();
}

async function hand(h: House, { number, from, to, subject, body }: Hostile): Promise<void> {
  const raw = mail({ From: from, To: to, Subject: subject, 'Message-ID': `<${number}@silent.example>` }, body);
  expect(await deliver(h, addressIn(from), [to], raw), raw.toString()).toMatch(/^250 /);
}

/** RFC 2047: any text at all in a header. */
export const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

export interface Place {
  /** The mail in the log. */
  readonly inbox: string;
  readonly state: string;
  /** Numbers of the task and of the comment that it became; null: it became none. */
  readonly task: number | null;
  readonly comment: number | null;
}

/** What became of each mail, by its number. */
export async function places(h: House): Promise<Map<number, Place>> {
  const rows = await h.gw.db
    .read('inbox')
    .leftJoin('comments', 'comments.id', 'inbox.comment_id')
    .leftJoin('tasks', 'tasks.id', 'inbox.task_id')
    .select('inbox.id', 'inbox.state', 'inbox.message_id', 'comments.number as comment', 'tasks.number as task');
  const numberOf = (n: unknown) => (n === null ? null : Number(n));
  return new Map(
    rows.map((r) => [
      Number.parseInt(r.message_id, 10),
      { inbox: r.id, state: r.state, task: numberOf(r.task), comment: numberOf(r.comment) },
    ]),
  );
}
