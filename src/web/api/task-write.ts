/** A new task and a changed one: what may be sent, and what is made of it. */
import { z } from '@hono/zod-openapi';
import type { FileId, PersonId, TaskId } from '../../base/id.ts';
import { mayManage, maySeePeople } from '../../flow/manage.ts';
import { changeTask, isThere, namedFaults, wordsFrom } from '../../flow/manage-task.ts';
import { createTask } from '../../flow/perform.ts';
import { readTaskById } from '../../flow/read.ts';
import { NO_COMMENTS } from '../../store/tasks.ts';
import type { Intent, TaskChanges } from '../../tasks/intent.ts';
import type { Words } from '../../tasks/task.ts';
import type { Caller } from './caller.ts';
import type { Api } from './endpoint.ts';
import { from, id, ids, optionalLine, prose, title } from './fields.ts';
import type { Outcome } from './once.ts';
import { problem, refusal } from './problem.ts';
import { accessSchema, statusSchema, taskJson } from './task-shape.ts';

/** What a new task and a changed one have in common. */
const common = {
  description: prose.optional().openapi({ description: 'Plain text; or give descriptionHtml' }),
  descriptionHtml: prose.optional().openapi({ description: 'Reduced to a small, safe vocabulary' }),
  status: statusSchema.optional(),
  project: id<'project'>().nullable().optional(),
  parent: id<'task'>().nullable().optional(),
  assignees: ids<'employee' | 'contact'>().optional(),
  participants: ids<'employee' | 'contact'>().optional(),
  auditors: ids<'employee' | 'contact'>().optional(),
  counterparty: id<'contact'>().nullable().optional(),
  automaticAccess: accessSchema.optional(),
};

const oneDescription = (task: { description?: unknown; descriptionHtml?: unknown }) =>
  task.description === undefined || task.descriptionHtml === undefined;
const BOTH = { path: ['descriptionHtml'], message: 'Give either description or descriptionHtml' };

export const newTask = z
  .strictObject({
    title,
    ...common,
    assigner: id<'employee' | 'contact'>()
      .optional()
      .openapi({ description: 'Who calls, if not given; only administrators may name another' }),
    files: ids<'file'>().optional().openapi({ description: 'Uploads of the same caller' }),
    from,
  })
  .refine(oneDescription, BOTH)
  .openapi('NewTask');

export const taskChange = z
  .strictObject({
    title: title.optional(),
    ...common,
    reason: optionalLine(2000).optional().openapi({ description: 'Of the new status; required to reject' }),
  })
  .refine(oneDescription, BOTH)
  .openapi('TaskChange');

export type Seen = Pick<Caller, 'account' | 'viewer'>;

export async function showTask(
  { gw }: Api,
  { account, viewer }: Seen,
  task: TaskId,
  status: 200 | 201 = 200,
): Promise<Outcome> {
  const view = await readTaskById(gw, account, viewer, task, NO_COMMENTS);
  return view ? { status, json: taskJson(view) } : refusal('not-found');
}

export async function writeTask(
  api: Api,
  { account, actor, viewer, person }: Caller,
  asked: z.output<typeof newTask>,
): Promise<Outcome> {
  if (!maySeePeople(actor)) return refusal('no-data-access');
  const assigner: PersonId = asked.assigner ?? person.id;
  if (assigner !== person.id && !mayManage(actor))
    return refusal('not-allowed', [
      { path: 'assigner', message: 'Only administrators may set a task in the name of another' },
    ]);
  const {
    assignees = [],
    participants = [],
    auditors = [],
    project = null,
    parent = null,
    counterparty = null,
  } = asked;
  const faults = await namedFaults(api.gw, actor, viewer, {
    people: { assigner: [assigner], assignees, participants, auditors },
    project,
    parent,
    counterparty,
  });
  if (faults.length > 0) return problem('invalid', undefined, faults);
  const done = await createTask(api.gw, actor, {
    title: asked.title,
    description: describe(api, asked) ?? { text: '', html: '' },
    files: (asked.files ?? []) as FileId[],
    project,
    parent,
    assigner,
    assignees,
    participants,
    auditors,
    counterparty,
    automaticAccess: asked.automaticAccess ?? 'GRANT',
    status: asked.status ?? 'NEW',
    from: asked.from,
    source: 'api',
    proof: 'key',
    origin: null,
  });
  return done.ok ? showTask(api, { account, viewer }, done.task, 201) : refusal(done.refusal, about(done.refusal));
}

function describe(
  { gw }: Api,
  { description, descriptionHtml }: { description?: string | undefined; descriptionHtml?: string | undefined },
): Words | undefined {
  if (descriptionHtml !== undefined) return wordsFrom(gw, { html: descriptionHtml });
  return description === undefined ? undefined : wordsFrom(gw, { text: description });
}

export async function rewriteTask(
  api: Api,
  { account, actor, viewer }: Caller,
  task: TaskId,
  asked: z.output<typeof taskChange>,
): Promise<Outcome> {
  const { gw } = api;
  if (!(await isThere(gw, actor, viewer, task))) return refusal('not-found');
  const { assignees, participants, auditors, project, parent, counterparty } = asked;
  const people = Object.fromEntries(
    Object.entries({ assignees, participants, auditors }).flatMap(([role, list]) => (list ? [[role, list]] : [])),
  );
  const faults = await namedFaults(gw, actor, viewer, { people, project, parent, counterparty });
  if (parent === task) faults.push({ path: 'parent', message: 'A task cannot stand below itself' });
  if (faults.length > 0) return problem('invalid', undefined, faults);
  const done = await changeTask(gw, actor, intentsOf(api, task, asked));
  if (!done.ok) return refusal(done.refusal, about(done.refusal));
  const shown = await showTask(api, { account, viewer }, task);
  // Whoever has just left it: it is done, and the task is not there for them any more.
  return 'problem' in shown ? { status: 204 } : shown;
}

const ROLES = { assignees: 'assignee', participants: 'participant', auditors: 'auditor' } as const;

function intentsOf(api: Api, task: TaskId, asked: z.output<typeof taskChange>): Intent[] {
  const { title: newTitle, counterparty, project, parent, automaticAccess, status, reason } = asked;
  const changes: TaskChanges = {
    title: newTitle,
    description: describe(api, asked),
    counterparty,
    project,
    parent,
    automaticAccess,
  };
  const edits = Object.values(changes).some((value) => value !== undefined);
  const roles = Object.entries(ROLES).flatMap(([field, role]): Intent[] => {
    const people = asked[field as keyof typeof ROLES];
    return people ? [{ kind: 'set-people', task, role, people }] : [];
  });
  return [
    ...(edits ? [{ kind: 'edit-task', task, changes } as const] : []),
    ...roles,
    ...(status ? [{ kind: 'set-status', task, status, reason: reason ?? '' } as const] : []),
  ];
}

/** Which field a refusal of the task itself is about. */
const ABOUT: Readonly<Record<string, string>> = {
  'not-your-sender': 'from',
  'reason-required': 'reason',
  'unknown-file': 'files',
  'bad-time': 'sendAt',
  'nobody-left': 'notify',
  'too-long': 'description',
  'no-title': 'title',
  'title-too-long': 'title',
};

export function about(name: string): { path: string; message: string }[] | undefined {
  const path = ABOUT[name];
  return path ? [{ path, message: 'See the title of this problem' }] : undefined;
}
