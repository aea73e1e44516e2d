/** Spec 7.2: what a letter with the account's own words may say of what is around a task. */
import type { Task } from '../../src/tasks/task.ts';
import type { Viewer } from '../../src/tasks/visibility.ts';
import {
  ann,
  anna,
  aTask,
  atWork,
  aWorld,
  birch,
  boris,
  cardsOf,
  cedar,
  clara,
  EVERYBODY,
  idOf,
  inRole,
  ivan,
  onDashboard,
  seeingCompany,
  signedIn,
  vera,
} from '../support/world.ts';
import type { Row, Seen } from './visibility-rules.ts';

const POSITIONS = new Map<string, string>([
  [ann.id, 'head'],
  [ivan.id, 'baker'],
  [anna.id, 'buyer'],
  [clara.id, 'rival'],
]);
const cards = cardsOf(
  EVERYBODY.map((p) => ({
    ...p,
    position: POSITIONS.get(p.id) ?? '',
    ...(p.kind === 'contact' ? { phone: p.isCompany ? '555' : '777' } : {}),
  })),
);
const mailed = new Set([anna.id, boris.id]);
const project = { id: idOf<'project'>('Season'), number: 3, title: 'Season', auditors: [] };

/** On no page any of it shows: behind the link there are no people, no counterparty and no project. */
const row = (
  given: string,
  changes: Partial<Task>,
  sees: Pick<Seen, 'inLetters' | 'inShared'>,
  viewer: Viewer = onDashboard(anna),
): Row => ({
  rule: '7.2',
  given,
  viewer,
  world: aWorld({ task: aTask(changes), project, cards, mailed }),
  sees: viewer.by === 'dashboard' ? { ...sees, people: null, counterparty: null, project: null } : sees,
});

const [byAnn, byIvan, inSeason] = ['set by Ann Lee, head', 'done by Ivan Petrov, baker', 'in Season, 3'];
const withHer = 'with Anna Kim, buyer';
const set = inRole(ann, 'assigner');
const does = inRole(ivan, 'assignee');
const hers = inRole(anna, 'participant');

export const letterRows: readonly Row[] = [
  row(
    'who of the team set it and who does it, and its project',
    { people: [set, does, hers] },
    { inLetters: [byAnn, byIvan, withHer, inSeason], inShared: [byAnn, byIvan, inSeason] },
  ),
  row(
    'the reader, who does it too, in the order of the task; not where several read',
    { people: [set, inRole(anna, 'assignee'), does] },
    {
      inLetters: [byAnn, 'done by Anna Kim, buyer', byIvan, inSeason],
      inShared: [byAnn, byIvan, inSeason],
    },
  ),
  row(
    'the reader, who set it; not where several read',
    { people: [inRole(anna, 'assigner'), does] },
    { inLetters: ['set by Anna Kim, buyer', byIvan, inSeason], inShared: [byIvan, inSeason] },
  ),
  row(
    'another client who does it is not named',
    { people: [set, inRole(clara, 'assignee'), does, hers] },
    { inLetters: [byAnn, byIvan, withHer, inSeason], inShared: [byAnn, byIvan, inSeason] },
  ),
  row(
    'nor one who set it, though of the same company',
    { people: [inRole(boris, 'assigner'), does, hers] },
    { inLetters: [byIvan, withHer, inSeason], inShared: [byIvan, inSeason] },
  ),
  row(
    'who of the team takes part and who looks after it, and no other client',
    { people: [set, inRole(ivan, 'participant'), inRole(vera, 'auditor'), inRole(clara, 'participant'), hers] },
    {
      inLetters: [byAnn, 'with Ivan Petrov, baker', withHer, 'watched by Vera Sokolova, ', inSeason],
      inShared: [byAnn, 'with Ivan Petrov, baker', 'watched by Vera Sokolova, ', inSeason],
    },
  ),
  row(
    'her own company, whom it is for; not where several read',
    { people: [set, hers], counterparty: birch.id },
    { inLetters: [byAnn, withHer, 'for Birch, 1, 555', inSeason], inShared: [byAnn, inSeason] },
  ),
  row(
    'herself, whom it is for; not where several read',
    { people: [set, hers], counterparty: anna.id },
    { inLetters: [byAnn, withHer, 'for Anna Kim, 1, 777', inSeason], inShared: [byAnn, inSeason] },
  ),
  row(
    'another’s company is not named',
    { people: [set, hers], counterparty: cedar.id },
    { inLetters: [byAnn, withHer, inSeason], inShared: [byAnn, inSeason] },
  ),
  row(
    'nor a colleague, with the option to see the company’s tasks',
    { people: [set, hers], counterparty: boris.id },
    { inLetters: [byAnn, withHer, inSeason], inShared: [byAnn, inSeason] },
    onDashboard(seeingCompany(anna)),
  ),
  row(
    'those who sign in get other letters',
    { people: [set, does, hers], counterparty: birch.id },
    { inLetters: null, inShared: null },
    signedIn(anna),
  ),
  row('so does the team', { people: [set, does] }, { inLetters: null, inShared: null }, atWork(ivan)),
];
