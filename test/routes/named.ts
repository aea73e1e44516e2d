/**
 * What a form, a query or a program names besides the path: people, projects, tasks, files. What is not there, what is another
 * account's and what is not for whoever names it come to the same answer, and nothing is written.
 */
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import type { Playing } from './play.ts';
import type { Stage } from './stage.ts';
import type { Kind, Tenancy } from './things.ts';

interface Named {
  readonly who: string;
  readonly route: string;
  /** The field; in a query `?name`. */
  readonly field: string;
  readonly kind: Kind;
  /** Of the same account, and not for them: answered as what never was. */
  readonly hidden?: readonly string[];
  /** Beside it, so that all the rest is right. */
  readonly with?: Readonly<Record<string, unknown>>;
  /** How an id stands in the field. */
  readonly as?: (id: string) => unknown;
}

const list = (id: string) => [id];
const kept = (id: string) => `${id}|1|x`;
const TITLE = { title: 'x' };
const TEXT = { text: 'x', confirmed: '1' };
const FROM = { address: 'new@bureau.example' };
const NAME = { firstName: 'x' };
const PERSON = ['employee', 'contact'] as const;

/** `desk` is the task 1: Vera audits it, Gleb is in nothing, Dora is a client in it. */
const BY_API: readonly Named[] = [
  { who: 'gleb', route: 'POST /tasks', field: 'project', kind: 'project', hidden: ['bunker', 'vault'], with: TITLE },
  { who: 'gleb', route: 'POST /tasks', field: 'parent', kind: 'task', hidden: ['desk', 'binned'], with: TITLE },
  { who: 'gleb', route: 'POST /tasks', field: 'counterparty', kind: 'contact', with: TITLE },
  ...['assignees', 'participants', 'auditors'].flatMap((field) =>
    PERSON.map((kind): Named => ({ who: 'gleb', route: 'POST /tasks', field, kind, with: TITLE, as: list })),
  ),
  {
    who: 'gleb',
    route: 'POST /tasks',
    field: 'files',
    kind: 'file',
    hidden: ['upload/ivan', 'desk/'],
    with: TITLE,
    as: list,
  },
  { who: 'olga', route: 'POST /tasks', field: 'assigner', kind: 'employee', with: TITLE },
  { who: 'vera', route: 'PATCH /tasks/{desk}', field: 'project', kind: 'project', hidden: ['bunker', 'vault'] },
  { who: 'vera', route: 'PATCH /tasks/{desk}', field: 'parent', kind: 'task', hidden: ['closed', 'binned'] },
  { who: 'vera', route: 'PATCH /tasks/{desk}', field: 'counterparty', kind: 'contact' },
  ...['assignees', 'participants', 'auditors'].flatMap((field) =>
    PERSON.map((kind): Named => ({ who: 'vera', route: 'PATCH /tasks/{desk}', field, kind, as: list })),
  ),
  ...PERSON.map(
    (kind): Named => ({
      who: 'vera',
      route: 'POST /tasks/{desk}/comments',
      field: 'notify',
      kind,
      with: { text: 'x' },
      as: list,
    }),
  ),
  ...PERSON.map(
    (kind): Named => ({
      who: 'vera',
      route: 'POST /tasks/{desk}/comments',
      field: 'audience',
      kind,
      with: { text: 'x', hidden: true },
      as: list,
    }),
  ),
  {
    who: 'vera',
    route: 'POST /tasks/{desk}/comments',
    field: 'files',
    kind: 'file',
    hidden: ['upload/ivan', 'desk/secret'],
    with: { text: 'x' },
    as: list,
  },
  { who: 'gleb', route: 'POST /contacts', field: 'companies', kind: 'contact', hidden: ['zed'], with: NAME, as: list },
  { who: 'gleb', route: 'POST /contacts', field: 'responsible', kind: 'employee', with: NAME, as: list },
  { who: 'olga', route: 'POST /contacts/{anna}/merge', field: 'contact', kind: 'contact', hidden: ['anna'] },
  { who: 'olga', route: 'POST /employees', field: 'manager', kind: 'employee', with: { ...NAME, login: 'new' } },
  ...['auditors', 'defaultAssignees', 'defaultParticipants'].flatMap((field) =>
    PERSON.map((kind): Named => ({ who: 'gleb', route: 'POST /projects', field, kind, with: TITLE, as: list })),
  ),
  { who: 'gleb', route: 'POST /projects', field: 'clientManagers', kind: 'employee', with: TITLE, as: list },
  { who: 'gleb', route: 'POST /projects', field: 'counterparty', kind: 'contact', with: TITLE },
  { who: 'tom', route: 'POST /addresses', field: 'project', kind: 'project', with: { local: 'new' } },
  { who: 'tom', route: 'POST /senders', field: 'projects', kind: 'project', with: FROM, as: list },
  { who: 'tom', route: 'POST /senders', field: 'staff', kind: 'employee', with: FROM, as: list },
  { who: 'tom', route: 'POST /senders', field: 'employee', kind: 'employee', with: FROM },
  { who: 'tom', route: 'POST /addresses', field: 'assignees', kind: 'employee', with: { local: 'new' }, as: list },
];

const BY_PAGE: readonly Named[] = [
  {
    who: 'gleb',
    route: 'POST /tasks/new',
    field: 'project',
    kind: 'project',
    hidden: ['bunker', 'vault'],
    with: TITLE,
  },
  ...['assignee', 'participant', 'auditor'].flatMap((field) =>
    PERSON.map(
      (kind): Named => ({ who: 'gleb', route: 'POST /tasks/new', field, kind, with: { ...TITLE, find: '1' } }),
    ),
  ),
  {
    who: 'gleb',
    route: 'POST /tasks/new',
    field: 'kept',
    kind: 'file',
    hidden: ['upload/ivan'],
    with: TITLE,
    as: kept,
  },
  {
    who: 'vera',
    route: 'POST /tasks/1/edit',
    field: 'project',
    kind: 'project',
    hidden: ['bunker', 'vault'],
    with: { ...TEXT, title: 'x' },
  },
  ...PERSON.map(
    (kind): Named => ({
      who: 'vera',
      route: 'POST /tasks/1/people',
      field: 'participant',
      kind,
      with: { 'find-auditor': 'nobody at all' },
    }),
  ),
  ...PERSON.map((kind): Named => ({ who: 'vera', route: 'POST /tasks/1/comments', field: 'notify', kind, with: TEXT })),
  {
    who: 'vera',
    route: 'POST /tasks/1/comments',
    field: 'kept',
    kind: 'file',
    hidden: ['upload/ivan', 'desk/secret'],
    with: TEXT,
    as: kept,
  },
  {
    who: 'dora',
    route: 'POST /tasks/1/comments',
    field: 'kept',
    kind: 'file',
    hidden: ['upload/ivan', 'desk/secret'],
    with: TEXT,
    as: kept,
  },
  {
    who: 'dora',
    route: 'POST /new',
    field: 'assignee',
    kind: 'employee',
    hidden: ['ann', 'nina', 'zoya'],
    with: TITLE,
  },
  { who: 'dora', route: 'POST /new', field: 'kept', kind: 'file', hidden: ['upload/ivan'], with: TITLE, as: kept },
  { who: 'gleb', route: 'POST /contacts', field: 'companies', kind: 'contact', with: NAME },
  { who: 'gleb', route: 'POST /contacts', field: 'responsible', kind: 'employee', with: NAME },
  { who: 'olga', route: 'POST /contacts/3/merge', field: 'other', kind: 'contact', hidden: ['anna'] },
  { who: 'olga', route: 'POST /admin/people', field: 'manager', kind: 'employee', with: { ...NAME, login: 'new' } },
  { who: 'tom', route: 'POST /admin/addresses', field: 'project', kind: 'project', with: { local: 'new' } },
  { who: 'tom', route: 'POST /senders', field: 'projects', kind: 'project', with: FROM },
  { who: 'tom', route: 'POST /senders', field: 'staff', kind: 'employee', with: FROM },
  { who: 'tom', route: 'POST /admin/addresses', field: 'assignees', kind: 'employee', with: { local: 'new' } },
  { who: 'gleb', route: 'POST /projects', field: 'auditors', kind: 'employee', with: { ...TITLE, confirmed: '1' } },
  { who: 'gleb', route: 'POST /projects', field: 'counterparty', kind: 'contact', with: TITLE },
  {
    who: 'olga',
    route: 'POST /admin/held',
    field: 'decision',
    kind: 'mail',
    hidden: ['ignored'],
    as: (id) => `accept ${id}`,
  },
  {
    who: 'olga',
    route: 'POST /admin/held',
    field: 'mail',
    kind: 'mail',
    hidden: ['ignored'],
    with: { decision: 'trust' },
  },
  { who: 'olga', route: 'POST /admin/suppressions', field: 'address', kind: 'suppressed' },
  { who: 'vera', route: 'GET /tasks/1/people', field: '?participant', kind: 'employee' },
];

/** By number, in a query. */
const BY_NUMBER: readonly Named[] = [
  { who: 'gleb', route: 'GET /tasks/new', field: '?project', kind: 'project', hidden: ['bunker'] },
  { who: 'gleb', route: 'GET /', field: '?project', kind: 'project', hidden: ['bunker'] },
  { who: 'dora', route: 'GET /new', field: '?project', kind: 'project', hidden: ['bunker', 'audited'] },
  { who: 'dora', route: 'POST /new', field: 'project', kind: 'project', hidden: ['bunker', 'audited'], with: TITLE },
  { who: 'olga', route: 'GET /admin/start', field: '?task', kind: 'task', hidden: ['binned'] },
  {
    who: 'kurt',
    route: 'GET /tasks/1',
    field: '?reply',
    kind: 'comment',
    hidden: ['desk/secret', 'desk/secretDora', 'desk/gone'],
  },
];

export function namedThings(at: () => Playing): void {
  test.each(BY_API.map((one) => [nameOf(one), one] as const))('%s', (_, one) => tell(at(), one, 'api', false));
  test.each(BY_PAGE.map((one) => [nameOf(one), one] as const))('%s', (_, one) => tell(at(), one, 'page', false));
  test.each(BY_NUMBER.map((one) => [nameOf(one), one] as const))('%s, by number', (_, one) =>
    tell(at(), one, 'page', true),
  );
}

const nameOf = ({ who, route, field, kind }: Named): string => `${who}: ${route} names ${field} (${kind})`;

async function tell({ stage, viewers }: Playing, one: Named, face: 'api' | 'page', numbers: boolean): Promise<void> {
  const { eye, headers, csrf } = viewers.find((v) => v.face === face && v.eye.who === one.who && v.eye.tenant === 'a')!;
  const { a, b } = stage;
  const called = (of: Tenancy, ref: string) => of.things[one.kind].get(ref)![numbers ? 'number' : 'id'];
  const foreign = [...b.things[one.kind].keys()].filter((ref) => ref !== 'upload/ivan').slice(0, 1);
  // Comments are numbered within their task.
  const theirs = one.kind === 'comment' ? [] : foreign.map((ref) => called(b, ref));
  const names = [numbers ? '4711' : newId(), ...theirs, ...(one.hidden ?? []).map((ref) => called(a, ref))];
  const answers: (readonly [number, string])[] = [];
  for (const name of names) {
    const [method = '', path = ''] = one.route.replace(/\{(\w+)\}/g, (_, ref) => idOf(stage, ref)).split(' ');
    const value = one.as?.(name) ?? name;
    const query = one.field.startsWith('?') ? `${one.field}=${value}` : '';
    const fields = { ...one.with, [one.field]: value };
    const init =
      method === 'GET'
        ? { headers }
        : face === 'api'
          ? { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(fields) }
          : { method, headers, body: new URLSearchParams({ csrf, ...(fields as Record<string, string>) }) };
    const answer = await stage.ask((face === 'api' ? '/api/v1' : '') + path + query, init);
    expect([name, answer.status, answer.wrote && stage.restore()]).toEqual([name, answer.status, false]);
    answers.push([answer.status, alikeIn(answer.text, name)]);
  }
  expect(eye.who).toBe(one.who);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
}

/** A form gives back what was named, and has a name of its own. */
const alikeIn = (text: string, name: string): string =>
  text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replaceAll(name.includes('@') ? name : '—', 'NAME');

const idOf = ({ a }: Stage, ref: string): string => (a.things.task.get(ref) ?? a.things.contact.get(ref))!.id;
