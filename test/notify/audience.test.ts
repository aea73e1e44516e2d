/** Who is told of what: spec 3.1, 3.7 and decisions Q7, as tables over one small company and its clients. */
import { describe, expect, test } from 'vitest';
import type { Address } from '../../src/base/address.ts';
import type { AccountId, CommentId, ContactId, EmployeeId, PersonId, TaskId } from '../../src/base/id.ts';
import {
  assigneeAudience,
  commentAudience,
  dashboardAudience,
  receiptAudience,
  replyAudience,
  statusAudience,
  taskAudience,
} from '../../src/notify/audience.ts';
import { DEFAULT_SETTINGS } from '../../src/people/account.ts';
import type { Contact, Employee, Person } from '../../src/people/person.ts';
import type { Comment, Task, TaskRole } from '../../src/tasks/task.ts';
import { type TaskWorld, viewTask } from '../../src/tasks/visibility.ts';
import { inputOf } from './samples.ts';

const contactSample = inputOf('N2', 'en').to as Contact;
const employeeSample = inputOf('staff-comment', 'en').to as Employee;
const who = (name: string) => name as PersonId;

const employee = (name: string, change: Partial<Employee> = {}): Employee => ({
  ...employeeSample,
  id: name as EmployeeId,
  ...change,
});
const contact = (name: string, change: Partial<Contact> = {}): Contact => ({
  ...contactSample,
  id: name as ContactId,
  email: `${name}@client.example` as Address,
  ...change,
});

const everybody: Person[] = [
  employee('irene'),
  employee('olga'),
  employee('robot', { role: 'robot' }),
  contact('anna'),
  contact('boris'),
  contact('vera', { access: 'ACTIVE' }),
  contact('gone'),
];
const people = new Map(everybody.map((p) => [p.id, p]));

interface Said {
  by: string;
  to?: string[];
}

function world(roles: Partial<Record<TaskRole, string[]>>, said: Said[] = []): TaskWorld {
  const task = {
    id: 'task' as TaskId,
    account: 'account' as AccountId,
    counterparty: null,
    status: 'NEW',
    deletedAt: null,
    createdAt: 0,
    people: Object.entries(roles).flatMap(([role, names]) =>
      names.map((name) => ({
        person: who(name),
        kind: people.get(who(name))!.kind,
        role: role as TaskRole,
        sentDescription: null,
      })),
    ),
  } as unknown as Task;
  const comments = said.map(
    ({ by, to = [] }, i) =>
      ({
        id: `c${i + 1}` as CommentId,
        number: i + 1,
        author: who(by),
        authorKind: people.get(who(by))!.kind,
        notified: to.map(who),
        hidden: false,
        audience: [],
        files: [],
        text: 'words',
      }) as unknown as Comment,
  );
  const blank = { firstName: '', lastName: '', position: '', number: 1, phone: '', isCompany: false };
  const cards = new Map(
    everybody.map((p) => [p.id, { ...blank, id: p.id, kind: p.kind, name: p.id, companies: [], managers: [] }]),
  );
  const mailed = new Set(everybody.filter((p) => p.kind === 'contact').map((p) => p.id as ContactId));
  return { task, project: null, cards, mailed, visibilityMode: 'ALL_NOT_HIDDEN', comments, files: [], checklist: [] };
}

const letters = (told: readonly { person: PersonId; kind: string }[]) => told.map((t) => `${t.person}:${t.kind}`);

test('a comment is told to exactly those who were picked, to each in their own way (items 29, 30, 39)', () => {
  expect(
    letters(
      commentAudience(who('irene'), ['olga', 'anna', 'vera', 'irene', 'anna', 'robot', 'nobody'].map(who), people),
    ),
  ).toEqual(['olga:staff-comment', 'anna:N2', 'vera:staff-comment']);
});

describe('a new task is told to its assignees', () => {
  test.each([
    [
      'employees and contacts, nobody else (item 31)',
      'irene',
      { assigner: ['irene'], assignee: ['olga', 'anna'], participant: ['boris'], auditor: ['vera'] },
      ['olga:staff-task', 'anna:N1'],
    ],
    [
      'an advanced contact as an employee is',
      'irene',
      { assigner: ['irene'], assignee: ['vera'] },
      ['vera:staff-task'],
    ],
    ['not to its maker', 'olga', { assigner: ['olga'], assignee: ['olga'] }, []],
    [
      'not from one contact without access to another (item 37)',
      'anna',
      { assigner: ['anna'], assignee: ['boris', 'olga'] },
      ['olga:staff-task'],
    ],
    [
      'from a contact without access to one with',
      'anna',
      { assigner: ['anna'], assignee: ['vera'] },
      ['vera:staff-task'],
    ],
    ['from a contact with access to one without', 'vera', { assigner: ['vera'], assignee: ['anna'] }, ['anna:N1']],
  ])('%s', (_, maker, roles, expected) => {
    expect(letters(taskAudience(world(roles).task, who(maker), people))).toEqual(expected);
  });

  test('one who is added later hears of it, and nobody else (item 36)', () => {
    const { task } = world({ assigner: ['irene'], assignee: ['anna', 'boris'] });
    expect(letters(assigneeAudience(task, who('boris'), who('irene'), people))).toEqual(['boris:N1']);
  });
});

test('the receipt goes to a contact without access', () => {
  expect(everybody.flatMap((p) => letters(receiptAudience(p)))).toEqual(['anna:N3', 'boris:N3', 'gone:N3']);
});

describe('a change of status', () => {
  const settings = (N4: boolean) => ({
    notifications: { ...DEFAULT_SETTINGS.notifications, N4: { enabled: N4, templateId: null } },
  });
  const { task } = world({ assigner: ['anna'], assignee: ['olga'], participant: ['boris'] });
  test.each([
    ['accepted, N4 on', 'olga', 'NEW', 'IN_PROGRESS', true, ['anna:N4']],
    ['accepted, N4 off', 'olga', 'NEW', 'IN_PROGRESS', false, ['anna:N5']],
    ['started by another', 'irene', 'NEW', 'IN_PROGRESS', true, ['anna:N5']],
    ['completed', 'olga', 'IN_PROGRESS', 'COMPLETED', true, ['anna:N5']],
    ['by the assigner', 'anna', 'NEW', 'CANCELLED', true, []],
  ] as const)('%s', (_, actor, from, to, n4, expected) => {
    expect(letters(statusAudience(task, { actor: who(actor), from, to }, people, settings(n4)))).toEqual(expected);
  });

  test('is no letter for an employee who is the assigner', () => {
    const own = world({ assigner: ['irene'], assignee: ['anna'] }).task;
    expect(statusAudience(own, { actor: who('olga'), from: 'NEW', to: 'DONE' }, people, settings(true))).toEqual([]);
  });
});

describe('a mailed reply notifies', () => {
  const at = world({ assigner: ['anna'], assignee: ['olga'], participant: ['irene', 'boris', 'vera'] }, [
    { by: 'irene', to: ['olga', 'anna', 'boris', 'gone'] },
  ]);
  const comment = at.comments[0]!;
  test.each([
    [
      'the author of the comment and those told in it (item 68); who left the task is out',
      comment,
      false,
      false,
      ['irene', 'olga', 'anna', 'boris'],
    ],
    ['only employees, when mail is not passed on to contacts (item 69)', comment, false, true, ['irene', 'olga']],
    ['after the letter of the task: assignees and the assigner (item 70)', null, false, false, ['anna', 'olga']],
    ['at the task’s own address: an outside assigner is left out', null, true, false, ['olga']],
  ] as const)('%s', (_, answered, viaTaskAddress, doNotForwardToContacts, expected) => {
    expect(replyAudience(at, answered, viaTaskAddress, { doNotForwardToContacts })).toEqual(expected);
  });
});

describe('a comment on the dashboard notifies', () => {
  const anna = people.get(who('anna')) as Contact;
  const roles = { assigner: ['irene'], assignee: ['olga', 'boris'], participant: ['anna'] };
  test.each([
    [
      'the author and the employees of the last comment she sees',
      [{ by: 'irene', to: ['anna', 'olga'] }],
      ['irene', 'olga'],
    ],
    [
      'not who spoke later among themselves',
      [
        { by: 'irene', to: ['anna'] },
        { by: 'olga', to: ['irene', 'boris'] },
      ],
      ['irene'],
    ],
    [
      'those of her own last words',
      [
        { by: 'irene', to: ['anna'] },
        { by: 'anna', to: ['olga'] },
      ],
      ['olga'],
    ],
    ['the assigner and the team’s assignees when nobody has spoken (never the other contact)', [], ['irene', 'olga']],
    ['and when her last words told nobody', [{ by: 'anna', to: [] }], ['irene', 'olga']],
    [
      'another contact only when in that exchange (item 28)',
      [{ by: 'irene', to: ['anna', 'boris'] }],
      ['irene', 'boris'],
    ],
  ])('%s', (_, said, expected) => {
    const at = world(roles, said);
    const view = viewTask({ by: 'dashboard', contact: anna }, at)!;
    expect(dashboardAudience(at, view, { doNotForwardToContacts: false })).toEqual(expected);
  });

  test('no other contact at all when mail is not passed on to contacts', () => {
    const at = world(roles, [{ by: 'irene', to: ['anna', 'boris'] }]);
    const view = viewTask({ by: 'dashboard', contact: anna }, at)!;
    expect(dashboardAudience(at, view, { doNotForwardToContacts: true })).toEqual(['irene']);
  });
});
