/** Spec 2.4: employees. */
import type { Employee } from '../../src/people/person.ts';
import {
  aComment,
  aFile,
  anEmployee,
  anItem,
  ann,
  anna,
  anOrigin,
  aTask,
  aTaskWith,
  atWork,
  aWorld,
  HAPPENINGS,
  igor,
  inRole,
  ivan,
  kurt,
  lena,
  maria,
  NOON,
  olga,
  pavel,
  tom,
  vera,
  zoe,
} from '../support/world.ts';
import type { Row } from './visibility-rules.ts';

const owner = anEmployee('Otto Owner', { role: 'owner' });
const robot = anEmployee('Robot', { role: 'robot' });
/** Ann assigns, Ivan bakes, Lena watches, Vera audits. */
const task = aTaskWith([inRole(lena, 'participant'), inRole(vera, 'auditor')]);
const project = { id: aTask().id as never, number: 1, title: 'Season', auditors: [pavel.id] };

const internal = aComment(ivan, 'Flour is cheap now', { notified: [ann.id], origin: anOrigin() });
const secret = aComment(ann, 'Margin is 40 %', { hidden: true, audience: [ivan.id] });

const staff = (rule: string, given: string, who: Employee, world: Row['world'], sees: Row['sees']): Row => ({
  rule,
  given,
  viewer: atWork(who),
  world,
  sees,
});

const MAY_SEE: readonly [string, Employee][] = [
  ['assigner', ann],
  ['assignee', ivan],
  ['participant', lena],
  ['auditor', vera],
  ['manager of the assigner', zoe],
  ['manager of the assignee', maria],
  ['manager of the participant', kurt],
  ['administrator', olga],
  ['owner', owner],
  ['the account’s robot', robot],
];

export const staffRows: readonly Row[] = [
  ...MAY_SEE.map(([given, who]) =>
    staff('E1', given, who, aWorld({ task }), { title: 'Wedding cake', inList: true, throughCompany: false }),
  ),
  staff('E1', 'manager of the manager', anEmployee('Big Boss'), aWorld({ task, cards: led() }), { inList: true }),
  staff('E1', 'auditor of the project', pavel, aWorld({ task, project }), { inList: true, project: 'Season' }),
  staff('E1', 'nobody in it', pavel, aWorld({ task }), null),
  staff('E1', 'manager of somebody who only audits', igor, aWorld({ task }), null),
  staff('E1', 'a technical administrator has no data', tom, aWorld({ task }), null),
  staff(
    'E1',
    'a technical administrator, put into a role',
    tom,
    aWorld({ task: aTaskWith([inRole(tom, 'participant')]) }),
    null,
  ),
  staff(
    'E1',
    'everything of the task',
    lena,
    aWorld({
      task: { ...task, counterparty: anna.id, updatedAt: NOON + 5000 },
      project,
      files: [aFile('sketch.png', ann)],
      checklist: [anItem('Buy eggs', ann)],
    }),
    {
      description: 'Three tiers',
      files: ['sketch.png'],
      checklist: ['Buy eggs'],
      people: ['Ann Lee', 'Ivan Petrov', 'Lena Frolova', 'Vera Sokolova'],
      counterparty: 'Anna Kim',
      project: 'Season',
      updatedAt: NOON + 5000,
    },
  ),
  staff('E2', 'comments that nobody told her of', lena, aWorld({ task, comments: [internal] }), {
    comments: ['Flour is cheap now'],
    notified: ['Ann Lee'],
    removed: ['Anna, from the train'],
  }),
  staff(
    'E2',
    'whatever the setting for people outside',
    lena,
    aWorld({ task, comments: [internal], visibilityMode: 'ONLY_NOTIFIED' }),
    {
      comments: ['Flour is cheap now'],
    },
  ),
  staff('E2', 'what was done to it, by whom', lena, aWorld({ task, happenings: HAPPENINGS }), {
    comments: [],
    happenings: ['Ivan Petrov: DONE', 'Ann Lee: Lena Frolova', 'Ann Lee: title,project'],
  }),
  staff('E3', 'hidden: the author', ann, aWorld({ task, comments: [secret] }), { comments: ['Margin is 40 %'] }),
  staff('E3', 'hidden: the selected', ivan, aWorld({ task, comments: [secret] }), {
    comments: ['Margin is 40 %'],
    audience: ['Ivan Petrov'],
  }),
  staff('E3', 'hidden: always the administrator', olga, aWorld({ task, comments: [secret] }), {
    comments: ['Margin is 40 %'],
  }),
  ...(
    [
      ['the auditor of the task', vera],
      ['the manager of the assigner', zoe],
      ['the manager of the selected', maria],
      ['a participant', lena],
    ] as const
  ).map(([given, who]) =>
    staff('E3', `hidden: not ${given}`, who, aWorld({ task, comments: [secret] }), { comments: [] }),
  ),
  staff('E3', 'hidden: not the auditor of the project', pavel, aWorld({ task, project, comments: [secret] }), {
    comments: [],
  }),
  staff('Q35', 'a deleted task', ann, aWorld({ task: { ...task, deletedAt: NOON } }), null),
  staff('Q35', 'a deleted task, for the administrator', olga, aWorld({ task: { ...task, deletedAt: NOON } }), null),
];

/** Maria, who leads Ivan, has a manager of her own. */
function led() {
  const boss = anEmployee('Big Boss');
  const cards = new Map(aWorld().cards);
  cards.set(ivan.id, { ...cards.get(ivan.id)!, managers: [maria.id, boss.id] });
  return cards;
}
