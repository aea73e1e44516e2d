/** The table of spec 1.13, every role and every right, each by somebody who has that role and nothing else. */
import { expect, test } from 'vitest';
import type { Person } from '../../src/people/person.ts';
import { decide } from '../../src/tasks/decide.ts';
import type { Intent } from '../../src/tasks/intent.ts';
import { may, RIGHTS, type Right, type Standing, standings } from '../../src/tasks/rights.ts';
import type { TaskWorld } from '../../src/tasks/visibility.ts';
import {
  aDraft,
  anEmployee,
  ann,
  anna,
  aTaskWith,
  aWorld,
  birch,
  boris,
  cedar,
  clara,
  igor,
  inRole,
  ivan,
  kurt,
  lena,
  maria,
  olga,
  pavel,
  seeingCompany,
  tom,
  vera,
  zoe,
} from '../support/world.ts';

const project = { id: birch.id as never, number: 1, title: 'Season', auditors: [pavel.id, boris.id] };
const world = aWorld({
  task: aTaskWith(
    [inRole(lena, 'participant'), inRole(vera, 'auditor'), inRole(clara, 'participant'), inRole(anna, 'assignee')],
    {
      counterparty: birch.id,
    },
  ),
});
const ofClient = aWorld({ task: { ...world.task, people: [inRole(anna, 'assigner'), inRole(boris, 'auditor')] } });
const inProject: TaskWorld = { ...world, project };
const dana = seeingCompany({ ...anna, id: tom.id as never });

type Row = [
  who: string,
  person: Person,
  world: TaskWorld,
  comment: boolean,
  status: boolean,
  edit: boolean,
  people: boolean,
];
const y = true;
const n = false;

const TABLE: readonly Row[] = [
  ['assigner', ann, world, y, y, y, y],
  ['assigner, a contact', anna, ofClient, y, y, y, y],
  ['assignee', ivan, world, y, y, n, y],
  ['assignee, a contact', anna, world, y, y, n, y],
  ['participant', lena, world, y, n, n, y],
  ['participant, a contact', clara, world, y, n, n, y],
  ['manager of the assigner', zoe, world, y, y, y, y],
  ['manager of the assignee', maria, world, y, y, n, y],
  ['manager of the participant', kurt, world, y, n, n, n],
  ['manager of the auditor', igor, world, n, n, n, n],
  ['auditor of the task', vera, world, y, y, y, y],
  ['auditor of the task, a contact', boris, ofClient, y, y, y, y],
  ['auditor of the project', pavel, inProject, y, y, y, y],
  ['auditor of the project, a contact', boris, inProject, y, y, y, y],
  ['administrator', olga, world, y, y, y, y],
  ['owner', anEmployee('Otto', { role: 'owner' }), world, y, y, y, y],
  ['robot', anEmployee('Robot', { role: 'robot' }), world, y, y, y, y],
  ['technical administrator', tom, world, n, n, n, n],
  ['technical administrator in a role', tom, aWorld({ task: aTaskWith([inRole(tom, 'assignee')]) }), n, n, n, n],
  ['contact with the company option', dana, world, y, n, n, n],
  [
    'contact with the option, not granted',
    dana,
    aWorld({ task: { ...world.task, automaticAccess: 'DO_NOT_GRANT' } }),
    n,
    n,
    n,
    n,
  ],
  [
    'contact with the option, another company',
    dana,
    aWorld({ task: { ...world.task, counterparty: cedar.id } }),
    n,
    n,
    n,
    n,
  ],
  ['counterparty as such', birch, world, n, n, n, n],
  ['colleague of the counterparty without the option', boris, world, n, n, n, n],
  ['responsible for a contact of the task', pavel, world, n, n, n, n],
  ['nobody', pavel, world, n, n, n, n],
];

test.each(TABLE)('%s', (_, person, at, comment, status, edit, people) => {
  const rights = (['comment', 'status', 'edit', 'people'] as const).map((right: Right) => [
    right,
    may(person, at, right),
  ]);
  expect(Object.fromEntries(rights)).toEqual({ comment, status, edit, people });
});

/** Spec 1.13 by its columns: what is asked, and the right that it needs. */
const ASKED: Record<string, { readonly needs: Right; readonly intent: (at: TaskWorld) => Intent }> = {
  comment: { needs: 'comment', intent: ({ task }) => ({ kind: 'add-comment', task: task.id, ...aDraft('x') }) },
  'change the status': {
    needs: 'status',
    intent: ({ task }) => ({ kind: 'set-status', task: task.id, status: 'DONE', reason: '' }),
  },
  edit: { needs: 'edit', intent: ({ task }) => ({ kind: 'edit-task', task: task.id, changes: { title: 'x' } }) },
  delete: { needs: 'edit', intent: ({ task }) => ({ kind: 'delete-task', task: task.id }) },
  'change the assignees': {
    needs: 'edit',
    intent: ({ task }) => ({ kind: 'set-people', task: task.id, role: 'assignee', people: [] }),
  },
  'change the participants': {
    needs: 'people',
    intent: ({ task }) => ({ kind: 'set-people', task: task.id, role: 'participant', people: [] }),
  },
};

test.each(Object.entries(ASKED))('decide lets them %s by the same table', (_, { needs, intent }) => {
  for (const [who, person, at, comment, status, edit, people] of TABLE) {
    const decision = decide(at, person, intent(at), new Map());
    const allowed = { comment, status, edit, people }[needs];
    // Who has no place in it hears of no such task; a mail of theirs may still knock.
    const refusal = comment || needs === 'comment' ? 'not-allowed' : 'not-found';
    expect([who, decision.ok ? 'done' : decision.refusal]).toEqual([who, allowed ? 'done' : refusal]);
  }
});

test('with several roles, the one that allows it counts', () => {
  const both = aWorld({ task: aTaskWith([inRole(lena, 'participant'), inRole(lena, 'assignee')]) });
  expect(standings(lena, both)).toEqual(['participant', 'assignee']);
  expect(may(lena, both, 'status')).toBe(true);
});

test('every standing is in the table above', () => {
  const had = new Set<Standing>(TABLE.flatMap(([, person, at]) => standings(person, at)));
  expect(Object.keys(RIGHTS).filter((s) => !had.has(s as Standing))).toEqual([]);
});
