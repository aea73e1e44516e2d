/** Spec 1.6 `scheduledAt`: what is not said yet. */
import type { CommentId } from '../../src/base/id.ts';
import type { Viewer } from '../../src/tasks/visibility.ts';
import {
  aFile,
  ann,
  anna,
  aTaskWith,
  atWork,
  aWorld,
  idOf,
  inRole,
  ivan,
  NOON,
  olga,
  onDashboard,
  seeingCompany,
  signedIn,
  vera,
  zoe,
} from '../support/world.ts';
import type { Row } from './visibility-rules.ts';

const task = aTaskWith([inRole(anna, 'participant'), inRole(vera, 'auditor')]);
const id = idOf<'comment'>('planned') as CommentId;
const planned = {
  id,
  task: task.id,
  author: ann.id,
  words: { text: 'On Monday', html: '<p>On Monday</p>' },
  notify: [ivan.id, anna.id],
  hidden: false,
  audience: [],
  files: [aFile('bill.pdf', ann, { comment: id })],
  source: 'web',
  proof: 'session',
  dueAt: NOON,
  stopped: null,
  soon: false,
  createdAt: NOON,
} as const;
const world = aWorld({ task, planned: [planned], mailed: new Set([anna.id]) });

const row = (given: string, viewer: Viewer, sees: boolean): Row => ({
  rule: '1.6',
  given,
  viewer,
  world,
  sees: sees
    ? { planned: ['On Monday'], plannedFiles: ['bill.pdf'], comments: [] }
    : { planned: [], plannedFiles: [], comments: [], lastActivityAt: NOON },
});

export const plannedRows: readonly Row[] = [
  row('its author sees it', atWork(ann), true),
  row('administrators see it', atWork(olga), true),
  row('whom it will tell does not', atWork(ivan), false),
  row('nor an auditor', atWork(vera), false),
  row('nor its author’s manager', atWork(zoe), false),
  row('nobody outside, behind the link', onDashboard(anna), false),
  row('nor with a login, though everything that is not hidden is theirs', signedIn(anna), false),
  row('nor as a colleague', onDashboard(seeingCompany(anna)), false),
];
