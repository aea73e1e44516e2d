/** Spec 2.2: a contact behind the footer link. D1–D13, with decisions Q1–Q3, Q5, Q27 where they settle a row. */
import {
  aComment,
  aFile,
  anItem,
  ann,
  anna,
  anOrigin,
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
} from '../support/world.ts';
import type { Row } from './visibility-rules.ts';

const toAnna = new Set([anna.id]);
const asParticipant = aTaskWith([inRole(anna, 'participant')]);
const asAssignee = aTaskWith([inRole(anna, 'assignee', 'Three tiers, as mailed')]);
const ofBirch = aTaskWith([], { counterparty: birch.id });
const written = { source: 'mail', descriptionText: 'I would like a cake' } as const;
const byAnna = aTaskWith([], { ...written, people: [inRole(anna, 'assigner'), inRole(ivan, 'assignee')] });
const project = { id: aTaskWith([]).id as never, number: 1, title: 'Season', auditors: [] };

const told = aComment(ann, 'Vanilla or lemon?', { notified: [anna.id, ivan.id, clara.id], number: 1 });
const internal = aComment(ivan, 'Flour is cheap now', { notified: [ann.id], number: 2 });
const own = aComment(anna, 'Lemon please', { notified: [ann.id], number: 3 });

const dashboard = (rule: string, given: string, world: Row['world'], sees: Row['sees'], who = anna): Row => ({
  rule,
  given,
  viewer: onDashboard(who),
  world,
  sees,
});

export const contactRows: readonly Row[] = [
  dashboard('D1', 'a role and a letter', aWorld({ task: asParticipant, mailed: toAnna }), {
    title: 'Wedding cake',
    inList: true,
    throughCompany: false,
  }),
  dashboard('D1', 'a role and no letter: not even the title', aWorld({ task: asParticipant }), null),
  dashboard('D1', 'an assignee, and no letter', aWorld({ task: aTaskWith([inRole(anna, 'assignee')]) }), null),
  dashboard('D1', 'an auditor, and no letter', aWorld({ task: aTaskWith([inRole(anna, 'auditor')]) }), null),
  dashboard(
    'D1',
    'a letter to another participant is no letter to her',
    aWorld({
      task: aTaskWith([inRole(anna, 'participant'), inRole(clara, 'participant')]),
      mailed: new Set([clara.id]),
    }),
    null,
  ),
  dashboard(
    'D1',
    'a letter and no role any more (Q3: removed → gone)',
    aWorld({ task: aTaskWith([]), mailed: toAnna, comments: [told, own] }),
    null,
  ),
  dashboard(
    'D1',
    'a letter that was queued counts as sent (Q5)',
    aWorld({ task: asParticipant, mailed: toAnna, comments: [told] }),
    {
      title: 'Wedding cake',
      comments: ['Vanilla or lemon?'],
    },
  ),
  dashboard(
    'D1',
    'notified by selection, and every letter was suppressed (Q5)',
    aWorld({ task: asParticipant, comments: [told] }),
    null,
  ),
  dashboard('D1', 'her own mail became the task, nothing mailed back (Q1)', aWorld({ task: byAnna }), {
    title: 'Wedding cake',
    inList: true,
  }),
  dashboard(
    'D1',
    'staff made the task in her name, nothing mailed',
    aWorld({
      task: { ...byAnna, source: 'web' },
    }),
    null,
  ),

  dashboard(
    'D2',
    'assignee to whom the description was mailed: as it was sent (Q2)',
    aWorld({ task: asAssignee, mailed: toAnna }),
    {
      description: 'Three tiers, as mailed',
    },
  ),
  dashboard(
    'D2',
    'assignee to whom it was not',
    aWorld({ task: aTaskWith([inRole(anna, 'assignee')]), mailed: toAnna, comments: [told] }),
    {
      title: 'Wedding cake',
      description: null,
      comments: ['Vanilla or lemon?'],
    },
  ),
  dashboard(
    'D2',
    'it was mailed to the other assignee',
    aWorld({
      task: aTaskWith([inRole(anna, 'assignee'), inRole(clara, 'assignee', 'For Clara')]),
      mailed: new Set([anna.id, clara.id]),
    }),
    { description: null },
  ),

  dashboard('D3', 'a participant', aWorld({ task: asParticipant, mailed: toAnna }), { description: null }),
  dashboard(
    'D3',
    'assignee made participant: gone, though mailed (Q3)',
    aWorld({
      task: aTaskWith([inRole(anna, 'participant', 'Three tiers, as mailed')]),
      mailed: toAnna,
    }),
    { title: 'Wedding cake', description: null },
  ),
  dashboard(
    'D3',
    'an auditor on the dashboard (A13)',
    aWorld({ task: aTaskWith([inRole(anna, 'auditor', 'Sent')]), mailed: toAnna }),
    {
      description: null,
    },
  ),

  dashboard('D4', 'assigner by her own mail (Q1)', aWorld({ task: byAnna, mailed: toAnna }), {
    description: 'I would like a cake',
  }),
  dashboard('D4', 'assigner by the dashboard', aWorld({ task: { ...byAnna, source: 'dashboard' } }), {
    description: 'I would like a cake',
  }),
  dashboard(
    'D4',
    'assigner in whose name staff wrote',
    aWorld({ task: { ...byAnna, source: 'api' }, mailed: toAnna }),
    {
      title: 'Wedding cake',
      description: null,
    },
  ),
  dashboard(
    'D4',
    'a participant of a task that somebody else mailed',
    aWorld({
      task: aTaskWith([], { ...written, people: [inRole(clara, 'assigner'), inRole(anna, 'participant')] }),
      mailed: toAnna,
    }),
    { description: null },
  ),
  dashboard(
    'D4',
    'her own words, which staff then wrote over',
    aWorld({
      task: { ...byAnna, descriptionText: 'Margin is 40 %', people: [inRole(anna, 'assigner', 'I would like a cake')] },
      mailed: toAnna,
    }),
    { description: 'I would like a cake' },
  ),

  dashboard(
    'D5',
    'notified, or the author',
    aWorld({ task: asParticipant, mailed: toAnna, comments: [told, internal, own] }),
    {
      comments: ['Vanilla or lemon?', 'Lemon please'],
    },
  ),
  dashboard(
    'D5',
    'the account-wide setting changes nothing',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [told, internal, own],
      visibilityMode: 'ALL_NOT_HIDDEN',
    }),
    { comments: ['Vanilla or lemon?', 'Lemon please'] },
  ),
  dashboard(
    'D5',
    'and neither does the other value of it',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [told, internal, own],
      visibilityMode: 'ONLY_NOTIFIED',
    }),
    { comments: ['Vanilla or lemon?', 'Lemon please'] },
  ),
  dashboard(
    'D5',
    'not what was said after the last that she saw, nor when',
    aWorld({
      task: aTaskWith([inRole(anna, 'participant')], { updatedAt: NOON + 9000 }),
      mailed: toAnna,
      comments: [
        { ...told, createdAt: NOON + 1000 },
        { ...internal, createdAt: NOON + 9000 },
      ],
    }),
    { lastActivityAt: NOON + 1000, updatedAt: null },
  ),

  ...companyRows(),

  dashboard(
    'D7',
    'hidden, and she was selected',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [{ ...told, hidden: true, audience: [anna.id] }],
    }),
    { comments: ['Vanilla or lemon?'] },
  ),
  dashboard(
    'D7',
    'hidden, selected, though the letter went to somebody else',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [{ ...internal, hidden: true, audience: [anna.id] }],
    }),
    { comments: ['Flour is cheap now'] },
  ),
  dashboard(
    'D7',
    'hidden, notified and not selected',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [{ ...told, hidden: true, audience: [clara.id] }],
    }),
    { comments: [] },
  ),
  dashboard(
    'D7',
    'hidden, and she wrote it',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [{ ...own, hidden: true }],
    }),
    { comments: ['Lemon please'] },
  ),

  dashboard(
    'D8',
    'files of what she sees',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [
        { ...told, files: [aFile('menu.pdf', ann)] },
        { ...internal, files: [aFile('prices.xls', ivan)] },
      ],
      files: [aFile('sketch.png', ann)],
    }),
    { files: [], commentFiles: ['menu.pdf'] },
  ),
  dashboard(
    'D8',
    'files of the description with the description',
    aWorld({
      task: asAssignee,
      mailed: toAnna,
      files: [aFile('sketch.png', ann)],
    }),
    { files: ['sketch.png'] },
  ),
  dashboard(
    'D8',
    'no files of a description that was not sent',
    aWorld({
      task: aTaskWith([inRole(anna, 'assignee')]),
      mailed: toAnna,
      files: [aFile('sketch.png', ann)],
    }),
    { files: [] },
  ),

  dashboard(
    'D9',
    'a checklist, even as assignee',
    aWorld({
      task: asAssignee,
      mailed: toAnna,
      checklist: [anItem('Buy eggs', ann)],
    }),
    { checklist: null },
  ),

  dashboard('D11', 'internal talk, whatever the role', aWorld({ task: byAnna, mailed: toAnna, comments: [internal] }), {
    comments: [],
  }),
  dashboard('D11', 'internal talk, as assignee', aWorld({ task: asAssignee, mailed: toAnna, comments: [internal] }), {
    comments: [],
  }),
  dashboard(
    'D11',
    'internal talk, as auditor',
    aWorld({ task: aTaskWith([inRole(anna, 'auditor')]), mailed: toAnna, comments: [internal] }),
    {
      comments: [],
    },
  ),

  dashboard(
    'D12',
    'what another contact of the task wrote',
    aWorld({
      task: aTaskWith([inRole(anna, 'participant'), inRole(clara, 'participant')]),
      mailed: toAnna,
      comments: [aComment(clara, 'My price?', { notified: [ann.id] }), told],
    }),
    { comments: ['Vanilla or lemon?'], authors: ['Ann Lee'] },
  ),
  dashboard(
    'D12',
    'who else is there, and who else was told',
    aWorld({
      task: aTaskWith([inRole(anna, 'participant'), inRole(clara, 'participant')], {
        counterparty: cedar.id,
        project: project.id,
      }),
      project,
      mailed: toAnna,
      comments: [told, { ...own, hidden: true, audience: [clara.id, anna.id] }],
    }),
    { people: null, counterparty: null, project: null, notified: ['Anna Kim'], audience: ['Anna Kim'] },
  ),
  dashboard(
    'D12',
    'what was folded away of her own mail, and of no other',
    aWorld({
      task: asParticipant,
      mailed: toAnna,
      comments: [
        { ...own, origin: anOrigin() },
        { ...told, source: 'mail', origin: anOrigin({ removed: [{ kind: 'quote', text: 'Keep this between us' }] }) },
      ],
    }),
    { removed: ['Anna, from the train'] },
  ),

  dashboard(
    'D13',
    'what was done to it',
    aWorld({ task: asParticipant, mailed: toAnna, comments: [told], happenings: HAPPENINGS }),
    { comments: ['Vanilla or lemon?'], happenings: [], lastActivityAt: told.createdAt },
  ),
  dashboard(
    'D13',
    'what was done to it, under the company option',
    aWorld({ task: ofBirch, happenings: HAPPENINGS }),
    { comments: [], happenings: [] },
    seeingCompany(anna),
  ),

  dashboard(
    'Q35',
    'a deleted task',
    aWorld({
      task: aTaskWith([inRole(anna, 'assignee', 'Sent')], { deletedAt: NOON }),
      mailed: toAnna,
      comments: [own],
    }),
    null,
  ),
  dashboard('Q35', 'a deleted task of her own words', aWorld({ task: { ...byAnna, deletedAt: NOON } }), null),
];

/** D6 and D10: the option "sees tasks where own company is counterparty". */
function companyRows(): Row[] {
  const toBoris = aComment(ann, 'For Boris', { notified: [boris.id] });
  const byBoris = aComment(boris, 'From Boris', { notified: [ann.id] });
  const toClara = aComment(ann, 'For Clara', { notified: [clara.id] });
  const talk = [toBoris, byBoris, toClara, internal];
  const anyway = seeingCompany(anna);
  return [
    dashboard(
      'D6',
      'addressed to and written by colleagues',
      aWorld({ task: ofBirch, comments: talk }),
      {
        comments: ['For Boris', 'From Boris'],
      },
      anyway,
    ),
    dashboard(
      'D6',
      'in a task whose counterparty is another company',
      aWorld({
        task: aTaskWith([inRole(anna, 'participant')], { counterparty: cedar.id }),
        mailed: toAnna,
        comments: talk,
      }),
      { comments: [] },
      anyway,
    ),
    dashboard(
      'D6',
      'Clara is a colleague in another company of hers, not in the counterparty',
      aWorld({ task: ofBirch, comments: talk }),
      {
        comments: ['For Boris', 'From Boris'],
      },
      { ...anyway, companies: [cedar.id, birch.id] },
    ),
    dashboard(
      'D6',
      'without the option',
      aWorld({
        task: aTaskWith([inRole(anna, 'participant')], { counterparty: birch.id }),
        mailed: toAnna,
        comments: talk,
      }),
      { comments: [] },
    ),
    dashboard(
      'D6',
      'where automatic access is not granted',
      aWorld({
        task: aTaskWith([inRole(anna, 'participant')], { counterparty: birch.id, automaticAccess: 'DO_NOT_GRANT' }),
        mailed: toAnna,
        comments: talk,
      }),
      { comments: [] },
      anyway,
    ),
    dashboard(
      'D12',
      'what a contact of another company wrote, under the company option',
      aWorld({ task: ofBirch, comments: [aComment(clara, 'From Clara', { notified: [ann.id] }), byBoris] }),
      { comments: ['From Boris'] },
      anyway,
    ),
    dashboard(
      'D7',
      'hidden beats the company option',
      aWorld({
        task: ofBirch,
        comments: [
          { ...toBoris, hidden: true, audience: [boris.id] },
          { ...byBoris, hidden: true },
        ],
      }),
      { comments: [] },
      anyway,
    ),
    dashboard(
      'D8',
      'files of what colleagues were told',
      aWorld({
        task: ofBirch,
        comments: [
          { ...toBoris, files: [aFile('invoice.pdf', ann)] },
          { ...internal, files: [aFile('prices.xls', ivan)] },
        ],
      }),
      { commentFiles: ['invoice.pdf'] },
      anyway,
    ),
    dashboard(
      'D10',
      'through the company, nothing mailed: the title and no description (Q27)',
      aWorld({ task: ofBirch }),
      {
        title: 'Wedding cake',
        description: null,
        inList: true,
        throughCompany: true,
      },
      anyway,
    ),
    dashboard('D10', 'without the option', aWorld({ task: ofBirch }), null),
    dashboard('D10', 'not granted', aWorld({ task: { ...ofBirch, automaticAccess: 'DO_NOT_GRANT' } }), null, anyway),
    dashboard('D10', 'not of her company', aWorld({ task: { ...ofBirch, counterparty: cedar.id } }), null, anyway),
    dashboard('D10', 'no counterparty', aWorld({ task: { ...ofBirch, counterparty: null } }), null, anyway),
  ];
}
