/** The table of the API. Refused is 403; what is not there, or not for who calls, is 404. */
import * as may from './may.ts';
import { api, gated, right } from './may.ts';
import { CONTACTS, taskPlan } from './plan.ts';
import type { Row, Sending } from './row.ts';
import { another } from './rows-pages.ts';

const text = { send: { text: 'x' } };

const tasks: readonly Row[] = [
  ['GET /tasks', null, may.all, 200, { queries: ['?search=mk', '?number=1', '?number=2'] }],
  ['POST /tasks', null, api.people, 201, { send: { title: 'x' } }],
  ['GET /tasks/:id', 'task', may.see, 200, { whole: 'all', everybody: true }],
  ['PATCH /tasks/:id', 'task', right('edit'), 200, { send: { title: 'x' } }],
  ['PATCH /tasks/:id', 'task', right('status'), 200, { send: { status: 'POSTPONED' } }],
  ['PATCH /tasks/:id', 'task', right('people'), 200, { send: withGleb('participants') }],
  ['PATCH /tasks/:id', 'task', right('edit'), 200, { send: withGleb('auditors') }],
  ['DELETE /tasks/:id', 'task', right('edit'), 204],
  ['POST /tasks/:id/restore', 'task', may.restoreByApi, 200, { restores: true }],
  ['GET /tasks/:id/comments', 'task', may.see, 200, { whole: 'theirs', everybody: true }],
  ['POST /tasks/:id/comments', 'task', right('comment'), 201, text],
  ['GET /tasks/:id/comments/:comment', 'comment', may.seeComment, 200, { whole: 'all', everybody: true }],
  ['PATCH /tasks/:id/comments/:comment', 'comment', may.ownByApi, 200, text],
  ['DELETE /tasks/:id/comments/:comment', 'comment', may.ownByApi, 204],
  ['GET /tasks/:id/planned', 'task', may.see, 200, { whole: 'theirs', everybody: true }],
  ['GET /tasks/:id/planned/:comment', 'planned', may.seePlanned, 200, { whole: 'all', everybody: true }],
  ['PATCH /tasks/:id/planned/:comment', 'planned', may.sendPlanned, 200, text],
  ['DELETE /tasks/:id/planned/:comment', 'planned', may.seePlanned, 204, { whole: 'all' }],
  ['POST /tasks/:id/planned/:comment/send', 'planned', may.sendPlanned, 204, { whole: 'all' }],
  ['POST /tasks/:id/spam', 'task', may.spamTask, 204],
  ['POST /tasks/:id/comments/:comment/spam', 'comment', may.spamComment, 204],
  ['POST /tasks/:id/comments/:comment/branch', 'comment', may.branch, 201],
  ['DELETE /tasks/:id/comments/:comment/branch', 'comment', may.takeBack, 204],
  ['GET /tasks/:id/checklist', 'task', may.see, 200, { whole: 'theirs', everybody: true }],
  ['POST /tasks/:id/checklist', 'task', right('edit'), 201, text],
  ['PATCH /tasks/:id/checklist/:item', 'item', may.tick, 200, { send: { done: true } }],
  ['PATCH /tasks/:id/checklist/:item', 'item', right('edit'), 200, { send: { text: 'x' } }],
  ['DELETE /tasks/:id/checklist/:item', 'item', right('edit'), 204],
  ['POST /files?name=x', null, api.people, 201, { raw: { body: 'x', type: 'application/octet-stream' } }],
  ['GET /files/:id', 'file', may.fileByApi, 200, { whole: 'theirs', everybody: true }],
];

const people: readonly Row[] = [
  ['GET /contacts', null, api.people, 200, { queries: ['?search=mk'] }],
  ['POST /contacts', null, api.people, 201, { send: { firstName: 'x' } }],
  ['POST /contacts', null, api.grant, 201, { send: { firstName: 'x', seesCompanyTasks: true } }],
  ['GET /contacts/:id', 'contact', gated(api.people, may.all), 200, { whole: 'theirs' }],
  ['PATCH /contacts/:id', 'contact', gated(api.people, may.changeContact), 200, { send: { firstName: 'x' } }],
  [
    'PATCH /contacts/:id',
    'contact',
    gated(api.people, may.openTasks),
    200,
    { send: { seesCompanyTasks: true }, quiet: true },
  ],
  ['POST /contacts/:id/not-spam', 'contact', gated(api.people, may.changeContact), 200, { quiet: true }],
  ['POST /contacts/:id/dashboard-link', 'contact', gated(api.manage, may.all), 200],
  ['POST /contacts/:id/dashboard-link/renew', 'contact', gated(api.people, may.changeContact), 200],
  ['DELETE /contacts/:id/dashboard-link', 'contact', gated(api.people, may.changeContact), 204],
  ['POST /contacts/:id/dashboard-link/revoke', 'contact', gated(api.people, may.changeContact), 204],
  ['POST /contacts/:id/access', 'contact', gated(api.grant, may.all), 200, { quiet: true }],
  ['DELETE /contacts/:id/access', 'contact', gated(api.grant, may.all), 200, { quiet: true }],
  ['POST /contacts/:id/merge', 'contact', gated(api.manage, may.all), 200, { send: another('contact') }],
  ['GET /employees', null, may.all, 200],
  ['POST /employees', null, api.manage, 201, { send: { firstName: 'x', login: 'new' } }],
  ['GET /employees/:id', 'employee', may.anything, 200, { whole: 'theirs' }],
  ['PATCH /employees/:id', 'employee', gated(api.manage, may.employeeByApi), 200, { send: { firstName: 'x' } }],
  ['POST /employees/:id/activation', 'employee', gated(api.manage, may.activationByApi), 200],
  ['GET /projects', null, api.people, 200],
  ['POST /projects', null, api.people, 201, { send: { title: 'x' } }],
  ['GET /projects/:id', 'project', may.project, 200, { whole: 'theirs', everybody: true }],
  ['PATCH /projects/:id', 'project', gated(api.people, may.changeProject), 200, { send: { title: 'x' } }],
];

const TEMPLATE = { event: 'N3', words: { en: { subject: 'x', html: '<p>x</p>' } } };
/** A change names the state that it is of. */
const named =
  (more: object) =>
  ({ written }: Sending) => ({ revision: written.revision, ...more });
const ofVersion = ({ written }: Sending) => written;

const administration: readonly Row[] = [
  ['GET /addresses', null, api.set, 200],
  ['POST /addresses', null, api.set, 201, { send: { local: 'new' } }],
  ['PATCH /addresses/:local', 'local', gated(api.set, may.all), 200, { send: { description: 'x' } }],
  ['DELETE /addresses/:local', 'local', gated(api.set, may.all), 204],
  ['GET /senders', null, may.all, 200],
  ['POST /senders', null, api.set, 201, { send: { address: 'new@bureau.example' } }],
  ['GET /senders/:id', 'sender', may.sender, 200, { whole: 'theirs', everybody: true }],
  ['PATCH /senders/:id', 'sender', may.sender, 200, { send: { name: 'x' } }],
  ['DELETE /senders/:id', 'sender', may.sender, 204],
  ['POST /senders/:id/ask', 'sender', may.sender, 200],
  ['POST /senders/:id/check', 'sender', may.sender, 200],
  ['GET /settings', null, api.set, 200],
  ['PATCH /settings', null, api.set, 200, { send: { lastMessages: 3 } }],
  ['GET /notifications', null, api.set, 200],
  ['PATCH /notifications/:type', 'notification', gated(api.set, may.all), 200, { send: { enabled: false } }],
  ['GET /templates', null, api.set, 200],
  ['POST /templates', null, api.set, 201, { send: { name: 'x', notification: 'N2' } }],
  ['GET /templates/:id', 'template', gated(api.set, may.all), 200],
  ['PATCH /templates/:id', 'template', gated(api.set, may.all), 200, { send: named({ name: 'x' }) }],
  ['POST /templates/:id/publish', 'template', gated(api.set, may.all), 200, { send: named({}) }],
  ['DELETE /templates/:id', 'template', gated(api.set, may.all), 204],
  ['GET /templates/:id/versions', 'template', gated(api.set, may.all), 200],
  ['POST /templates/:id/restore', 'template', gated(api.set, may.all), 200, { send: ofVersion }],
  ['POST /templates/check', null, api.set, 200, { send: TEMPLATE, quiet: true }],
  ['POST /templates/preview', null, api.set, 200, { send: { language: 'en', content: TEMPLATE }, quiet: true }],
  ['POST /templates/test', null, api.tries, 202, { send: { language: 'en', content: TEMPLATE } }],
  ['GET /webhooks', null, api.set, 200],
  ['POST /webhooks', null, api.set, 201, { send: { url: 'https://x.example/' } }],
  ['PATCH /webhooks/:id', 'hook', gated(api.set, may.all), 200, { send: { active: false } }],
  ['DELETE /webhooks/:id', 'hook', gated(api.set, may.all), 204],
  ['GET /webhooks/:id/calls', 'hook', gated(api.set, may.all), 200],
  ['POST /webhook-calls/:id/again', 'call', gated(api.set, may.all), 204],
  ['GET /audit', null, api.manage, 200],
  ['GET /inbound', null, api.manage, 200],
  ['GET /inbound/:id', 'mail', gated(api.manage, may.all), 200, { whole: 'theirs' }],
  ['GET /inbound/:id/raw', 'mail', gated(api.manage, may.all), 200, { whole: 'theirs' }],
  ['POST /inbound/:id/process-again', 'mail', gated(api.manage, may.againByApi), 202],
  [
    'POST /inbound/raw?to=ann@{domain}',
    null,
    api.manage,
    202,
    { raw: { body: 'Subject: x\r\n\r\nx', type: 'message/rfc822' } },
  ],
  ['GET /held', null, api.manage, 200],
  ['GET /held/:id', 'held', gated(api.manage, may.all), 200],
  ['POST /held/:id/accept', 'held', gated(api.manage, may.all), 202],
  ['POST /held/:id/trust', 'held', gated(api.manage, may.all), 202],
  ['POST /held/:id/discard', 'held', gated(api.manage, may.all), 202],
  ['GET /ledger', null, api.manage, 200],
  ['GET /letters', null, api.manage, 200],
  ['GET /letters/:id', 'letter', gated(api.manage, may.all), 200, { whole: 'theirs' }],
  ['GET /letters/:id/raw', 'letter', gated(api.manage, may.all), 200],
  ['POST /letters/:id/retry', 'letter', gated(api.manage, may.all), 204],
  ['GET /suppressions', null, api.manage, 200],
  ['DELETE /suppressions/:address', 'suppressed', gated(api.manage, may.all), 204],
  ['GET /keys', null, api.manage, 200],
  ['POST /keys', null, api.manage, 201, { send: { name: 'x' } }],
  ['DELETE /keys/:id', 'key', gated(api.manage, may.all), 204],
];

export const API: readonly Row[] = [...tasks, ...people, ...administration].map(([route, ...rest]) => [
  route.replace(' ', ' /api/v1'),
  ...rest,
]);

/** Those who are in it already, and one more. */
function withGleb(role: 'participants' | 'auditors') {
  return ({ thing, own }: Sending) => {
    const there = thing ? (taskPlan(thing.ref)[role] ?? []) : [];
    return { [role]: [...there, 'gleb'].map((who) => own(who in CONTACTS ? 'contact' : 'employee', who)) };
  };
}
