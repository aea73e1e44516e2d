/** The table of spec 1.13, every role and every right, each by somebody who has that role and nothing else. */
import { expect, test } from 'vitest';
import type { Person } from '../../src/people/person.ts';
import { may, RIGHTS, type Right, type Standing, standings } from '../../src/tasks/rights.ts';
import type { TaskWorld } from '../../src/tasks/visibility.ts';
import {
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

test('with several roles, the one that allows it counts', () => {
  const both = aWorld({ task: aTaskWith([inRole(lena, 'participant'), inRole(lena, 'assignee')]) });
  expect(standings(lena, both)).toEqual(['participant', 'assignee']);
  expect(may(lena, both, 'status')).toBe(true);
});

test('every standing is in the table above', () => {
  const had = new Set<Standing>(TABLE.flatMap(([, person, at]) => standings(person, at)));
  expect(Object.keys(RIGHTS).filter((s) => !had.has(s as Standing))).toEqual([]);
});
