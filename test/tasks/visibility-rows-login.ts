/** Spec 2.3: a contact with advanced access, signed in. */
import {
  aComment,
  aFile,
  anItem,
  ann,
  anna,
  anOrigin,
  aTask,
  aTaskWith,
  aWorld,
  birch,
  boris,
  cedar,
  clara,
  HAPPENINGS,
  inRole,
  ivan,
  NOON,
  onDashboard,
  seeingCompany,
  signedIn,
} from '../support/world.ts';
import type { Row } from './visibility-rules.ts';

const asParticipant = aTaskWith([inRole(anna, 'participant')]);
const ofBirch = aTaskWith([], { counterparty: birch.id });
const audited = (auditor = anna) => ({ id: aTask().id as never, number: 1, title: 'Season', auditors: [auditor.id] });

const internal = aComment(ivan, 'Flour is cheap now', { notified: [ann.id], number: 1 });
const told = aComment(ann, 'Vanilla or lemon?', { notified: [anna.id], number: 2 });
const own = aComment(anna, 'Lemon please', { number: 3 });
const toBoris = aComment(ann, 'For Boris', { notified: [boris.id], number: 4 });
const byBoris = aComment(boris, 'From Boris', { number: 5 });
const toClara = aComment(ann, 'For Clara', { notified: [clara.id], number: 6 });
const secret = aComment(ann, 'Margin is 40 %', { hidden: true, audience: [ivan.id], notified: [anna.id], number: 7 });
const talk = [internal, told, own, toBoris, byBoris, toClara];
const everything = talk.map((c) => c.text);

const login = (rule: string, given: string, world: Row['world'], sees: Row['sees'], who = anna): Row => ({
  rule,
  given,
  viewer: signedIn(who),
  world,
  sees,
});
const strict = { visibilityMode: 'ONLY_NOTIFIED' } as const;

export const loginRows: readonly Row[] = [
  ...(['assigner', 'assignee', 'participant', 'auditor'] as const).map((role) =>
    login('A1', `as ${role}, nothing mailed`, aWorld({ task: aTask({ people: [inRole(anna, role)] }) }), {
      title: 'Wedding cake',
      inList: true,
      throughCompany: false,
    }),
  ),
  login('A4', 'what was done to it', aWorld({ task: asParticipant, happenings: HAPPENINGS }), {
    happenings: ['Ivan Petrov: DONE', 'Ann Lee: Lena Frolova', 'Ann Lee: title,project'],
  }),
  login('A1', 'no role', aWorld({ mailed: new Set([anna.id]) }), null),
  login(
    'A1',
    'through the company',
    aWorld({ task: ofBirch }),
    { inList: true, throughCompany: true },
    seeingCompany(anna),
  ),
  login('A1', 'through the company, without the option', aWorld({ task: ofBirch }), null),
  login(
    'A1',
    'through the company, not granted',
    aWorld({ task: { ...ofBirch, automaticAccess: 'DO_NOT_GRANT' } }),
    null,
    seeingCompany(anna),
  ),

  login(
    'A4',
    'description, files, checklist, people: as a colleague in that role',
    aWorld({
      task: asParticipant,
      files: [aFile('sketch.png', ann)],
      checklist: [anItem('Buy eggs', ann)],
    }),
    {
      description: 'Three tiers',
      files: ['sketch.png'],
      checklist: ['Buy eggs'],
      people: ['Ann Lee', 'Ivan Petrov', 'Anna Kim'],
    },
  ),
  login(
    'A4',
    'the time of an internal change does not show',
    aWorld({ task: { ...asParticipant, updatedAt: NOON + 5000 } }),
    {
      updatedAt: null,
    },
  ),
  login(
    'A4',
    'what was folded away of others’ mails stays folded',
    aWorld({
      task: asParticipant,
      comments: [
        { ...own, origin: anOrigin() },
        { ...internal, origin: anOrigin({ removed: [{ kind: 'quote', text: 'Between us' }] }) },
      ],
    }),
    { removed: ['Anna, from the train'] },
  ),

  login(
    'A5',
    'all that is not hidden, talk between employees included',
    aWorld({ task: asParticipant, comments: [...talk, secret] }),
    {
      comments: everything,
    },
  ),
  login(
    'A6',
    'only where she is notified, and her own',
    aWorld({ task: asParticipant, comments: [...talk, secret], ...strict }),
    {
      comments: ['Vanilla or lemon?', 'Lemon please'],
    },
  ),
  login(
    'A7',
    'and what colleagues were told or wrote',
    aWorld({ task: ofBirch, comments: talk, ...strict }),
    {
      comments: ['Vanilla or lemon?', 'Lemon please', 'For Boris', 'From Boris'],
    },
    seeingCompany(anna),
  ),
  login(
    'A7',
    'but not in a task of another company',
    aWorld({
      task: aTaskWith([inRole(anna, 'participant')], { counterparty: cedar.id }),
      comments: talk,
      ...strict,
    }),
    { comments: ['Vanilla or lemon?', 'Lemon please'] },
    seeingCompany(anna),
  ),
  login(
    'A8',
    'the company option, everything not hidden',
    aWorld({ task: ofBirch, comments: [...talk, secret] }),
    {
      comments: everything,
    },
    seeingCompany(anna),
  ),

  login('A9', 'hidden, though she is notified', aWorld({ task: asParticipant, comments: [secret] }), { comments: [] }),
  login(
    'A9',
    'hidden, and she was selected',
    aWorld({
      task: asParticipant,
      comments: [{ ...secret, audience: [anna.id], notified: [] }],
      ...strict,
    }),
    { comments: ['Margin is 40 %'] },
  ),
  login(
    'A9',
    'hidden, and she wrote it',
    aWorld({ task: asParticipant, comments: [{ ...own, hidden: true }], ...strict }),
    {
      comments: ['Lemon please'],
    },
  ),
  login('A9', 'hidden, as auditor', aWorld({ task: aTaskWith([inRole(anna, 'auditor')]), comments: [secret] }), {
    comments: [],
  }),

  login('A12', 'auditor of the task: every right', aWorld({ task: aTaskWith([inRole(anna, 'auditor')]) }), {
    title: 'Wedding cake',
    rights: ['comment', 'status', 'edit', 'people'],
  }),
  login('A12', 'auditor of the project: its tasks, with every right', aWorld({ project: audited() }), {
    title: 'Wedding cake',
    project: 'Season',
    inList: true,
    throughCompany: false,
    rights: ['comment', 'status', 'edit', 'people'],
  }),
  login('A12', 'somebody else audits the project', aWorld({ project: audited(clara) }), null),

  {
    rule: 'A13',
    given: 'behind her link a login changes nothing',
    viewer: onDashboard({ ...anna, access: 'ACTIVE' }),
    world: aWorld({
      task: asParticipant,
      mailed: new Set([anna.id]),
      comments: talk,
      checklist: [anItem('Buy eggs', ann)],
      files: [aFile('sketch.png', ann)],
    }),
    sees: {
      comments: ['Vanilla or lemon?', 'Lemon please'],
      description: null,
      files: [],
      checklist: null,
      people: null,
    },
  },
  {
    rule: 'A13',
    given: 'behind her link, nothing mailed',
    viewer: onDashboard({ ...anna, access: 'ACTIVE' }),
    world: aWorld({ task: asParticipant }),
    sees: null,
  },
  {
    rule: 'A13',
    given: 'behind her link auditing a project shows nothing',
    viewer: onDashboard({ ...anna, access: 'ACTIVE' }),
    world: aWorld({
      project: audited(),
      mailed: new Set([anna.id]),
    }),
    sees: null,
  },
  login('Q35', 'a deleted task', aWorld({ task: { ...asParticipant, deletedAt: NOON } }), null),
];
