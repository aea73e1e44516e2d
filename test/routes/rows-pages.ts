/**
 * The table of pages: each route, what its path names, who comes to what there, and the status of whoever may. What a form
 * carries stands last; of a form that is obeyed the world is another afterwards.
 */

import * as may from './may.ts';
import { page, right, team } from './may.ts';
import { type Eye, mayIn } from './oracle.ts';
import type { Row, Sending } from './row.ts';
import type { Thing } from './things.ts';

const { see } = may;

const task: readonly Row[] = [
  ['GET /tasks/:number', 'task', see, 200, { whole: 'all', everybody: true, offers }],
  ['POST /tasks/:number', 'task', may.mayAsk, 200, { send: {}, quiet: true }],
  ['GET /tasks/:number/comments', 'task', may.all, 303],
  [
    'POST /tasks/:number/comments',
    'task',
    right('comment'),
    303,
    { everybody: true, send: { text: 'x', confirmed: '1' } },
  ],
  ['POST /tasks/:number/status', 'task', right('status'), 303, { everybody: true, send: { status: 'POSTPONED' } }],
  ['GET /tasks/:number/reject', 'task', right('status'), 200],
  ['POST /tasks/:number/checklist', 'task', right('edit'), 303, { send: { item: 'x' } }],
  [
    'POST /tasks/:number/checklist',
    'item',
    may.tick,
    303,
    { send: ({ thing, own }) => ({ tick: `${thing?.id ?? own('item', 'desk')} done` }) },
  ],
  ['GET /tasks/:number/checklist/:item', 'item', right('edit'), 200],
  ['POST /tasks/:number/checklist/:item', 'item', right('edit'), 303, { send: { item: 'x' } }],
  ['POST /tasks/:number/checklist/:item', 'item', right('edit'), 303, { send: { do: 'remove' } }],
  ['GET /tasks/:number/delete', 'task', right('edit'), 200],
  ['POST /tasks/:number/delete', 'task', right('edit'), 303, { send: {} }],
  ['GET /tasks/:number/edit', 'task', right('edit'), 200],
  [
    'POST /tasks/:number/edit',
    'task',
    right('edit'),
    303,
    { everybody: true, send: { title: 'x', text: 'x', access: '1' } },
  ],
  ['GET /tasks/:number/people', 'task', team(right('people')), 200],
  [
    'POST /tasks/:number/people',
    'task',
    team(right('people')),
    303,
    { everybody: true, send: { 'find-participant': 'gleb' } },
  ],
  ['GET /tasks/:number/files', 'task', see, 200],
  ['GET /tasks/:number/files.zip', 'task', may.archive, 200],
  ['GET /tasks/:number/spam', 'task', team(may.clientTask), 200],
  ['POST /tasks/:number/spam', 'task', team(may.clientTask), 303, { send: {} }],
  ['GET /tasks/:number/original', 'task', team(may.originalOfTask), 200],
  ['GET /tasks/:number/original/words', 'task', team(may.originalOfTask), 200],
  ['GET /tasks/:number/original/source', 'task', team(may.originalOfTask), 200, { whole: 'theirs', everybody: true }],
  ['POST /bin/:number', 'task', may.restore, 303, { send: {} }],
];

const comment: readonly Row[] = [
  ['GET /tasks/:number/comments/:comment/edit', 'comment', may.own, 200],
  ['POST /tasks/:number/comments/:comment/edit', 'comment', may.own, 303, { send: { text: 'x' } }],
  ['GET /tasks/:number/comments/:comment/delete', 'comment', may.own, 200],
  ['POST /tasks/:number/comments/:comment/delete', 'comment', may.own, 303, { send: {} }],
  ['GET /tasks/:number/comments/:comment/spam', 'comment', team(may.mailed), 200],
  ['POST /tasks/:number/comments/:comment/spam', 'comment', team(may.mailed), 303, { send: {} }],
  ['GET /tasks/:number/comments/:comment/branch', 'comment', team(may.mailed), 200],
  ['POST /tasks/:number/comments/:comment/branch', 'comment', team(may.branchPage), 303, { send: {} }],
  ['POST /tasks/:number/comments/:comment/branch?back=1', 'comment', team(may.takeBackPage), 303, { send: {} }],
  ['GET /tasks/:number/comments/:comment/original', 'comment', team(may.original), 200],
  ['GET /tasks/:number/comments/:comment/original/words', 'comment', team(may.original), 200],
  [
    'GET /tasks/:number/comments/:comment/original/source',
    'comment',
    team(may.original),
    200,
    { whole: 'theirs', everybody: true },
  ],
  ['GET /tasks/:number/planned/:planned', 'planned', may.ownPlanned, 200, { whole: 'all' }],
  ['POST /tasks/:number/planned/:planned', 'planned', may.sendPlanned, 303, { whole: 'all', send: { do: 'now' } }],
  [
    'POST /tasks/:number/planned/:planned',
    'planned',
    may.ownPlanned,
    303,
    { send: { do: 'save', text: 'x', 'send-at': tomorrow() } },
  ],
  ['GET /files/:id', 'file', may.file, 200, { whole: 'theirs', everybody: true }],
];

/** On the clock of whoever writes. */
function tomorrow(): string {
  return new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16);
}

const people: readonly Row[] = [
  ['GET /contacts', null, may.all, 200],
  ['GET /contacts/new', null, may.teamForm, 200],
  ['POST /contacts', null, may.teamForm, 303, { send: { firstName: 'x' } }],
  ['GET /contacts/:number', 'contact', may.contact, 200, { whole: 'theirs' }],
  ['GET /contacts/by-id/:id', 'contact', may.contactOfTeam, 303],
  [
    'POST /contacts/:number',
    'contact',
    may.contactPage.change,
    303,
    { send: ({ thing, email }) => ({ firstName: 'x', email: email(thing?.ref ?? '') }) },
  ],
  ['GET /contacts/:number/edit', 'contact', may.contactPage.change, 200],
  ['GET /contacts/:number/tasks', 'contact', may.contactOfTeam, 200, { whole: 'theirs' }],
  ['GET /contacts/:number/merge', 'contact', may.contactPage.admin, 200],
  ['POST /contacts/:number/merge', 'contact', may.contactPage.admin, 303, { send: another('other') }],
  ['POST /contacts/:number/access', 'contact', may.contactPage.grant, 303, { send: { do: 'invite' } }],
  ['POST /contacts/:number/access', 'contact', may.contactPage.grant, 303, { send: { do: 'end' }, quiet: true }],
  ['POST /contacts/:number/link', 'contact', may.contactPage.admin, 200, { send: { do: 'show' } }],
  ['POST /contacts/:number/link', 'contact', may.contactPage.change, 200, { send: { do: 'renew' } }],
  ['POST /contacts/:number/link', 'contact', may.contactPage.change, 303, { send: { do: 'revoke' } }],
  ['POST /contacts/:number/mail', 'contact', may.contactPage.change, 303, { send: { do: 'spam' } }],
  ['POST /contacts/:number/mail', 'contact', may.contactPage.admin, 303, { send: { do: 'lift' }, quiet: true }],
];

const projects: readonly Row[] = [
  ['GET /projects', null, may.all, 200],
  ['GET /projects/new', null, may.teamForm, 200],
  ['POST /projects', null, may.teamForm, 303, { send: { title: 'x' } }],
  ['GET /projects/:number', 'project', may.project, 200, { whole: 'theirs', everybody: true }],
  ['GET /projects/:number/edit', 'project', may.changeProject, 200],
  ['POST /projects/:number', 'project', may.changeProject, 303, { send: { title: 'x' } }],
  ['GET /new', null, may.newOutside, 200],
  ['POST /new', null, page.outside, 303, { send: { title: 'x' } }],
  ['GET /tasks/new', null, page.people, 200],
  ['POST /tasks/new', null, page.people, 303, { send: { title: 'x' } }],
];

const oneself: readonly Row[] = [
  ['GET /', null, may.all, 200, { queries: ['?q=mk'] }],
  ['GET /bin', null, may.all, 200],
  ['GET /notifications', null, may.all, 200],
  ['GET /search', null, page.team, 200, { queries: ['?q=mk', '?q=1', '?q=7', '?q=10'] }],
  ['GET /me', null, may.all, 200],
  ['POST /me', null, may.all, 303, { send: ({ who }) => ({ firstName: 'x', login: who, language: 'ru' }) }],
  ['GET /me/letters', null, page.outside, 200],
  ['POST /me/letters', null, page.outside, 303, { send: { letters: '60', hours: 'none' } }],
  ['GET /senders', null, page.team, 200],
  ['GET /senders/new', null, page.team, 200],
  ['POST /senders', null, page.team, 303, { send: { address: 'new@bureau.example' } }],
  ['GET /senders/:id', 'sender', may.sender, 200, { whole: 'theirs', everybody: true }],
  ['POST /senders/:id', 'sender', may.sender, 303, { send: { name: 'x' } }],
  ['POST /senders/:id/acts', 'sender', may.sender, 303, { send: { do: 'ask' } }],
  ['POST /me/sessions', null, may.all, 303, { send: {} }],
  ['POST /me/sessions/:id', 'session', may.ownSession, 303, { send: {} }],
];

const administration: readonly Row[] = [
  ['GET /admin', null, page.set, 303],
  ['GET /admin/letters', null, page.manage, 200],
  ['GET /admin/letters/:id', 'letter', page.manage, 200, { whole: 'theirs' }],
  ['GET /admin/letters/:id/preview', 'letter', page.manage, 200],
  ['GET /admin/letters/:id/raw', 'letter', page.manage, 200],
  ['POST /admin/letters/:id', 'letter', page.manage, 303, { send: { do: 'again' } }],
  ['GET /admin/inbox', null, page.manage, 200],
  ['GET /admin/inbox/:id', 'mail', page.manage, 200, { whole: 'theirs' }],
  ['GET /admin/inbox/:id/words', 'mail', page.manage, 200],
  ['GET /admin/inbox/:id/raw', 'mail', page.manage, 200, { whole: 'theirs' }],
  ['POST /admin/inbox/:id', 'mail', may.again, 303, { send: { decision: 'again' } }],
  ['GET /admin/held', null, page.manage, 200],
  ['POST /admin/held', null, page.manage, 303, { send: ({ own }) => ({ decision: `discard ${own('mail', 'held')}` }) }],
  ['GET /admin/people', null, page.manage, 200],
  ['GET /admin/people/new', null, page.manage, 200],
  ['POST /admin/people', null, page.manage, 303, { send: { firstName: 'x', login: 'new' } }],
  ['GET /admin/people/:number', 'employee', page.manage, 200, { whole: 'theirs' }],
  ['POST /admin/people/:number', 'employee', may.employee, 303, { send: { firstName: 'x', login: 'new' } }],
  ['POST /admin/people/:number/act', 'employee', may.activation, 200, { send: { do: 'link' } }],
  ['GET /admin/keys', null, page.manage, 200],
  ['POST /admin/keys', null, page.manage, 200, { send: { name: 'x' } }],
  ['POST /admin/keys/:id/revoke', 'key', page.manage, 303, { send: {} }],
  ['GET /admin/audit', null, page.manage, 200],
  ['GET /admin/suppressions', null, page.manage, 200],
  [
    'POST /admin/suppressions',
    null,
    page.manage,
    303,
    { send: ({ own }) => ({ address: own('suppressed', 'suppressed') }) },
  ],
  ['GET /admin/start', null, page.manage, 200],
  ['POST /admin/start', null, page.manage, 303, { send: { address: 'new@client.example' } }],
  ['POST /admin/firm', null, page.manage, 303, { send: { title: 'x', language: 'ru' } }],
  ['GET /admin/status', null, page.manage, 200],
  ['GET /admin/spam', null, page.manage, 200],
  ['POST /admin/spam/:id', 'contact', page.manage, 303, { send: {}, quiet: true }],
  ['GET /admin/settings', null, page.set, 200],
  ['POST /admin/settings', null, page.set, 303, { send: settings }],
  ['GET /admin/addresses', null, page.set, 200],
  ['GET /admin/addresses/new', null, page.set, 200],
  ['POST /admin/addresses', null, page.set, 303, { send: { local: 'new' } }],
  ['GET /admin/addresses/:local', 'local', page.set, 200, { whole: 'theirs' }],
  ['POST /admin/addresses/:local', 'local', page.set, 303, { send: { description: 'x' } }],
  ['POST /admin/addresses/:local/remove', 'local', page.set, 303, { send: {} }],
  ['GET /admin/webhooks', null, page.set, 200],
  ['POST /admin/webhooks', null, page.set, 200, { send: { url: 'https://x.example/' } }],
  ['GET /admin/webhooks/:id', 'hook', page.set, 200, { whole: 'theirs' }],
  ['POST /admin/webhooks/:id', 'hook', page.set, 303, { send: { do: 'off' } }],
  ['POST /admin/webhooks/:id/calls/:call/again', 'call', page.set, 303, { send: {} }],
];

const templates: readonly Row[] = [
  ['GET /admin/templates', null, page.set, 200],
  ['POST /admin/templates', null, page.set, 303, { send: { event: 'N2', name: 'x' } }],
  [
    'POST /admin/templates/choose',
    null,
    page.set,
    303,
    { send: ({ own }) => ({ event: 'N3', template: own('template', 'template') }) },
  ],
  ['GET /admin/templates/:id?language=en', 'template', page.set, 200, { whole: 'theirs' }],
  ['GET /admin/templates/:id/history?language=en', 'template', page.set, 200, { whole: 'theirs' }],
  ['GET /admin/templates/:id/preview?language=en', 'template', page.set, 200],
  ['POST /admin/templates/:id/preview', 'template', page.set, 200, { send: { html: 'x' }, quiet: true }],
  ['POST /admin/templates/:id/try', 'template', page.set, 200, { send: { html: 'x' }, quiet: true }],
  ...['discard', 'save', 'remove', 'reset', 'link', 'test'].map(
    (wanted): Row => ['POST /admin/templates/:id', 'template', page.set, 303, { send: written({ do: wanted }) }],
  ),
  [
    'POST /admin/templates/:id',
    'template',
    page.set,
    303,
    { send: (at) => ({ ...written({ do: 'restore' })(at), version: at.written.version }) },
  ],
  ['POST /admin/templates/:id', 'template', page.set, 200, { send: written({ do: 'convert' }), quiet: true }],
];

function written(fields: Record<string, string>) {
  return ({ written: { revision } }: Sending) => ({ revision: String(revision), subject: 'x', html: 'x', ...fields });
}

/** Behind the link of a letter: the token is the whole authority. */
const dashboard: readonly Row[] = [
  ['GET /d/:token', null, may.all, 200, { queries: ['?q=mk', '?show=open'] }],
  ['GET /d/:token/tasks/:number', 'task', see, 200, { whole: 'all', everybody: true }],
  ['POST /d/:token/tasks/:number/comments', 'task', right('comment'), 303, { send: { text: 'x' } }],
  ['GET /d/:token/tasks/:number/comments', 'task', may.all, 303],
  ['POST /d/:token/tasks/:number/letters', 'task', see, 303, { send: {}, quiet: true }],
  ['GET /d/:token/tasks/:number/files', 'task', see, 200],
  ['GET /d/:token/tasks/:number/files.zip', 'task', may.archive, 200, { whole: 'theirs' }],
  ['GET /d/:token/tasks/:number/original', 'task', may.originalOfTask, 200],
  ['GET /d/:token/tasks/:number/original/words', 'task', may.originalOfTask, 200],
  ['GET /d/:token/tasks/:number/original/source', 'task', may.originalOfTask, 200, { whole: 'theirs' }],
  ['GET /d/:token/tasks/:number/comments/:comment/original', 'comment', may.original, 200],
  ['GET /d/:token/tasks/:number/comments/:comment/original/words', 'comment', may.original, 200],
  ['GET /d/:token/tasks/:number/comments/:comment/original/source', 'comment', may.original, 200, { whole: 'theirs' }],
  ['GET /d/:token/files/:id', 'file', may.file, 200, { whole: 'theirs' }],
  ['GET /d/:token/letters', null, may.all, 200],
  ['POST /d/:token/letters', null, may.all, 303, { send: { letters: '60', hours: 'none' } }],
  ['POST /d/:token/renew', null, may.all, 200, { send: {} }],
  ['POST /d/:token/end', null, may.all, 200, { send: {} }],
  ['POST /d/:token/code', null, may.all, 200, { send: {} }],
  ['POST /d/:token/confirm', null, may.all, 422, { send: { code: 'x' }, quiet: true }],
  ['POST /d/:token/fresh', null, may.all, 200, { send: {} }],
];

export const PAGES: readonly Row[] = [
  ...task,
  ...comment,
  ...people,
  ...projects,
  ...oneself,
  ...administration,
  ...templates,
];
export const DASHBOARD: readonly Row[] = dashboard;

/** A button, or a way to a form, is there for those alone who may use it. */
function offers(eye: Eye, { ref, number }: Thing, html: string): Record<string, readonly [boolean, boolean]> {
  const path = `/tasks/${number}`;
  return {
    comment: [html.includes(`action="${path}/comments"`), mayIn(eye, ref, 'comment')],
    status: [html.includes('name="status"'), mayIn(eye, ref, 'status')],
    edit: [html.includes(`href="${path}/edit"`), mayIn(eye, ref, 'edit')],
    people: [html.includes(`href="${path}/people"`), eye.by === 'staff' && mayIn(eye, ref, 'people')],
  };
}

/** A contact of the same kind, to be merged with. */
export function another(field: string): (at: Sending) => Record<string, string> {
  return ({ thing, own }) => {
    return { [field]: own('contact', mergedWith(thing?.ref ?? '')) };
  };
}

function mergedWith(ref: string): string {
  if (ref === 'birch') return 'cedar';
  if (ref === 'cedar') return 'birch';
  return ref === 'zed' ? 'anna' : 'zed';
}

/** The form as it was opened, with one thing changed. */
function settings({ settings: seen }: Sending): Record<string, string> {
  const { newTasksFrom, strangers, linkTrust, commentVisibility, timezone } = seen;
  const none = { undoSeconds: '0', bundleMinutes: '0' };
  const fields = { newTasksFrom, strangers, linkTrust, commentVisibility, timezone, ...none };
  return { ...fields, seen: JSON.stringify(seen), lastMessages: '3', matchBySubjectAndSender: '1', N1: '1', N2: '1' };
}
