/**
 * The people of the stories and what they do. Employees work at acme.example, clients write from client.example and other
 * domains; a story names whom it needs.
 */
import { Readable } from 'node:stream';
import type { CommentId, FileId, TaskId } from '../../src/base/id.ts';
import { takeFile } from '../../src/flow/comment.ts';
import { dashboardPath } from '../../src/flow/enter.ts';
import type { Actor } from '../../src/flow/gateway.ts';
import { makeKey } from '../../src/flow/manage-account.ts';
import { createTask, perform } from '../../src/flow/perform.ts';
import { textToHtml } from '../../src/mail/sanitize.ts';
import type { Settings } from '../../src/people/account.ts';
import type { Contact, Employee, Person } from '../../src/people/person.ts';
import { loadAccount, saveSettings } from '../../src/store/accounts.ts';
import { openSession } from '../../src/store/doors.ts';
import {
  insertContact,
  insertEmployee,
  loadContact,
  loadEmployee,
  type NewContact,
  type NewEmployee,
} from '../../src/store/people.ts';
import type { Intent, NewTask } from '../../src/tasks/intent.ts';
import type { House } from '../support/app.ts';

export interface TaskHere {
  readonly id: TaskId;
  readonly number: number;
}

export async function employee(house: House, firstName: string, more: Partial<NewEmployee> = {}): Promise<Employee> {
  const login = firstName.toLowerCase();
  const fields = { firstName, login, email: `${login}@acme.example` as never, ...more };
  const id = await house.gw.db.write((tx) => insertEmployee(tx, house.account.id, fields, Date.now()));
  return (await loadEmployee(house.gw.db.read, house.account.id, id))!;
}

export async function client(house: House, firstName: string, more: Partial<NewContact> = {}): Promise<Contact> {
  const fields = { firstName, email: `${firstName.toLowerCase()}@client.example` as never, ...more };
  const id = await house.gw.db.write((tx) => insertContact(tx, house.account.id, fields, Date.now()));
  return (await loadContact(house.gw.db.read, house.account.id, id))!;
}

export async function settings(house: House, change: { [K in keyof Settings]?: unknown }): Promise<void> {
  await house.gw.db.write((tx) => saveSettings(tx, house.account.id, change));
}

/** Somebody at their desk. Settings are read when they act, as a door does. */
export async function desk(house: House, person: Person): Promise<Actor> {
  const account = (await loadAccount(house.gw.db.read, house.account.id))!;
  return { account, person, proof: 'session', source: 'web' };
}

type Plan = Partial<Omit<NewTask, 'description'>> & { readonly description?: string };

/** A task that this employee makes. */
export async function task(house: House, by: Person, title: string, plan: Plan = {}): Promise<TaskHere> {
  const { description = '', ...more } = plan;
  const made = await createTask(house.gw, await desk(house, by), {
    title,
    description: words(description),
    files: [],
    project: null,
    parent: null,
    assigner: by.id,
    assignees: [],
    participants: [],
    auditors: [],
    counterparty: null,
    automaticAccess: 'GRANT',
    status: 'NEW',
    source: 'web',
    proof: 'session',
    origin: null,
    ...more,
  });
  if (!made.ok) throw new Error(made.refusal);
  const row = await house.gw.db.read('tasks').where({ id: made.task }).first('number');
  await house.app.idle();
  return { id: made.task, number: Number(row.number) };
}

interface Saying {
  readonly notify?: readonly Person[];
  readonly hidden?: boolean;
  readonly audience?: readonly Person[];
  readonly files?: readonly FileId[];
}

/** A comment; resolves when its letters have left. */
export async function says(
  house: House,
  who: Person,
  where: TaskHere,
  text: string,
  how: Saying = {},
): Promise<CommentId> {
  const done = await does(house, who, {
    kind: 'add-comment',
    task: where.id,
    words: words(text),
    files: how.files ?? [],
    notify: (how.notify ?? []).map((p) => p.id),
    hidden: how.hidden ?? false,
    audience: (how.audience ?? []).map((p) => p.id),
    source: 'web',
    proof: 'session',
    origin: null,
    join: false,
  });
  return done.comment!;
}

export async function does(house: House, who: Person, intent: Intent) {
  const done = await perform(house.gw, await desk(house, who), intent);
  if (!done.ok) throw new Error(done.refusal);
  await house.app.idle();
  return done;
}

export async function upload(house: House, who: Person, name: string, content: string | Buffer): Promise<FileId> {
  const stream = Readable.from([Buffer.from(content as string)]);
  const file = { name, type: 'application/octet-stream', content: stream };
  return (await takeFile(house.gw, await desk(house, who), file, 100 * 1024 * 1024)).id;
}

const words = (text: string) => ({ text, html: textToHtml(text) });

// -- looking ------------------------------------------------------------------------------------------------------

export interface Told {
  readonly number: number;
  readonly author: string;
  readonly text: string;
  readonly html: string;
  readonly proof: string;
  readonly source: string;
  readonly hidden: boolean;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly notified: readonly string[];
  readonly origin: { readonly removed: readonly { readonly text: string }[]; readonly inbox: string } | null;
}

/** Every comment of a task as it is stored, with first names. */
export async function comments(house: House, where: { readonly id: string }): Promise<Told[]> {
  const db = house.gw.db.read;
  const rows = await db('comments').where({ task_id: where.id }).whereNull('deleted_at').orderBy('number');
  const names = await firstNames(house);
  const files = await db('files').where({ task_id: where.id });
  const people = await db('comment_people').where({ relation: 'notified' });
  return rows.map((r) => ({
    number: Number(r.number),
    author: names.get(r.author_id)!,
    text: r.text,
    html: r.html,
    proof: r.proof,
    source: r.source,
    hidden: Boolean(r.hidden),
    files: files
      .filter((f) => f.comment_id === r.id)
      .map((f) => ({ name: f.name as string, size: Number(f.size) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    notified: people
      .filter((p) => p.comment_id === r.id)
      .map((p) => names.get(p.person_id)!)
      .sort(),
    origin: r.origin ? JSON.parse(r.origin) : null,
  }));
}

/** Who is in a task: `{ assigner: ['Ann'], … }`, first names. */
export async function people(house: House, where: { readonly id: string }): Promise<Record<string, string[]>> {
  const names = await firstNames(house);
  const rows = await house.gw.db.read('task_people').where({ task_id: where.id });
  const found: Record<string, string[]> = {};
  for (const r of rows) {
    found[r.role] = [...(found[r.role] ?? []), names.get(r.person_id)!].sort();
  }
  return found;
}

async function firstNames(house: House): Promise<Map<string, string>> {
  const rows = await Promise.all(
    ['employees', 'contacts'].map((table) => house.gw.db.read(table).select('id', 'first_name')),
  );
  return new Map(rows.flat().map((r) => [r.id as string, r.first_name as string]));
}

/** Every task, oldest first. */
export const tasks = async (house: House) =>
  (await house.gw.db.read('tasks').orderBy('number')).map((r) => ({
    id: r.id as TaskId,
    number: Number(r.number),
    title: r.title as string,
    description: r.description_text as string,
    project: r.project_id as string | null,
    counterparty: r.counterparty_id as string | null,
    status: r.status as string,
  }));

/** The log of incoming mail, oldest first. */
export const inbox = async (house: House) =>
  (await house.gw.db.read('inbox').orderBy('id')).map((r) => ({
    id: r.id as string,
    state: r.state as string,
    outcome: r.outcome as string,
    reason: r.reason as string,
    task: r.task_id as string | null,
    letter: r.letter_id as string | null,
    duplicateOf: r.duplicate_of as string | null,
  }));

export const letterStates = async (house: House) =>
  (await house.gw.db.read('letters').orderBy('id')).map((r) => ({
    id: r.id as string,
    kind: r.kind as string,
    state: r.state as string,
    reason: r.reason as string | null,
    diagnostic: r.diagnostic as string | null,
    subject: r.subject as string,
  }));

// -- programs -----------------------------------------------------------------------------------------------------

/** A program with a key of the account. */
export async function program(h: House) {
  const made = await makeKey(h.gw, await desk(h, h.owner), 'story');
  if (!made.ok) throw new Error(made.refusal);
  return async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body: Buffer | null = null,
  ) => {
    const answer = await fetch(`${h.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${made.value.secret}`, ...headers },
      body: body && new Uint8Array(body),
    });
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : null, text };
  };
}

/** The same with a JSON body; `as`: in the name of this employee. */
export async function programJson(h: House, as?: Pick<Employee, 'id'>) {
  const made = await makeKey(h.gw, await desk(h, h.owner), 'story');
  if (!made.ok) throw new Error(made.refusal);
  const headers = {
    authorization: `Bearer ${made.value.secret}`,
    'content-type': 'application/json',
    ...(as ? { 'postern-acting-as': as.id } : {}),
  };
  return async (method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${h.url}/api/v1${path}`, { method, headers, ...sent });
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : null };
  };
}

// -- pages --------------------------------------------------------------------------------------------------------

/** `https://…/d/<token>`, as the letters to this contact have it. */
export async function dashboard(house: House, who: Contact): Promise<string> {
  const now = (await loadContact(house.gw.db.read, who.account, who.id))!;
  return house.url + dashboardPath(house.gw, now);
}

export interface Seen {
  readonly status: number;
  readonly html: string;
  /** What a reader reads: the page without its markup. */
  readonly text: string;
  readonly headers: Headers;
}

export async function look(url: string, init: RequestInit = {}): Promise<Seen> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const html = await answer.text();
  return { status: answer.status, html, text: plain(html), headers: answer.headers };
}

export const plain = (html: string): string =>
  html
    .replace(/<(script|style)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(Number(n)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\u2060/g, '')
    .replace(/\s+/g, ' ');

/** The header of a browser in which this person has signed in. */
export async function signedIn(house: House, who: Person): Promise<{ cookie: string }> {
  const now = Date.now();
  const secret = await house.gw.db.write((tx) => openSession(tx, house.account.id, who, now, now + 3_600_000));
  return { cookie: `postern=${secret}` };
}

export function form(fields: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}
