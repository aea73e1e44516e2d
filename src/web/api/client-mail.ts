/** What the team can do with a comment or a task that a client's mail made: mark it as spam, make it a task of its own. */
import { z } from '@hono/zod-openapi';
import type { CommentId, TaskId } from '../../base/id.ts';
import { branchOff, takeBack } from '../../flow/branch.ts';
import { isThere } from '../../flow/manage-task.ts';
import type { Performed } from '../../flow/perform.ts';
import { readTaskById } from '../../flow/read.ts';
import { markSpam, unmarkSpam } from '../../flow/spam.ts';
import type { Caller } from './caller.ts';
import { contactJson, contactSchema } from './contacts.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam } from './fields.ts';
import type { Outcome } from './once.ts';
import { told } from './outcome.ts';
import { refusal } from './problem.ts';
import { taskSchema } from './task-shape.ts';
import { showTask } from './task-write.ts';

const commentParams = z.strictObject({ id: id<'task'>(), comment: id<'comment'>() });

export function clientMailRoutes(api: Api): void {
  spamRoutes(api);
  branchRoutes(api);
}

function spamRoutes(api: Api): void {
  const { gw } = api;
  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks/{id}/spam',
      tag: 'Tasks',
      summary: 'Mark a mailed task as spam',
      description: 'For tasks that a contact’s mail made.',
      params: idParam<'task'>(),
      answers: { 204: { what: 'The task is deleted, and further mail of its assigner is ignored' } },
    },
    async ({ actor, viewer, params }) =>
      (await isThere(gw, actor, viewer, params.id))
        ? done(await markSpam(gw, actor, params.id, null))
        : refusal('not-found'),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks/{id}/comments/{comment}/spam',
      tag: 'Comments',
      summary: 'Mark a mailed comment as spam',
      description: 'For comments that a contact sent by mail.',
      params: commentParams,
      answers: { 204: { what: 'The comment is deleted, and further mail of its author is ignored' } },
    },
    async (call) =>
      (await sees(api, call, call.params.id, call.params.comment))
        ? done(await markSpam(gw, call.actor, call.params.id, call.params.comment))
        : refusal('not-found'),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/contacts/{id}/not-spam',
      tag: 'Contacts',
      summary: 'Let a contact write again',
      description:
        'For administrators and those who are responsible for the contact. Mail that was ignored meanwhile stays in the log, where it can be processed again.',
      params: idParam<'contact'>(),
      answers: { 200: { what: 'The contact', schema: contactSchema } },
    },
    async ({ actor, params }) => told(await unmarkSpam(gw, actor, params.id), contactJson),
  );
}

function branchRoutes(api: Api): void {
  const { gw } = api;
  const path = '/tasks/{id}/comments/{comment}/branch';
  endpoint(
    api,
    {
      method: 'post',
      path,
      tag: 'Comments',
      summary: 'Make a mailed comment a task of its own',
      description:
        'Its title is the mail’s subject, its assigner the author; it stands below the old task and has the same assignees and project. Answers to that mail follow.',
      params: commentParams,
      answers: { 201: { what: 'The new task', schema: taskSchema } },
    },
    async (call) => {
      if (!(await sees(api, call, call.params.id, call.params.comment))) return refusal('not-found');
      const made = await branchOff(gw, call.actor, call.params.id, call.params.comment);
      return made.ok ? showTask(api, call, made.task, 201) : refusal(made.refusal);
    },
  );

  endpoint(
    api,
    {
      method: 'delete',
      path,
      tag: 'Comments',
      summary: 'Take back the task that was made of a comment',
      description: 'As long as nobody has written in it.',
      params: commentParams,
      problems: [409],
      answers: { 204: { what: 'The new task is deleted; it can be restored' } },
    },
    async (call) =>
      (await sees(api, call, call.params.id, call.params.comment))
        ? done(await takeBack(gw, call.actor, call.params.id, call.params.comment))
        : refusal('not-found'),
  );
}

const done = (performed: Performed): Outcome => (performed.ok ? { status: 204 } : refusal(performed.refusal));

async function sees(
  { gw }: Api,
  { account, viewer }: Pick<Caller, 'account' | 'viewer'>,
  task: TaskId,
  comment: CommentId,
): Promise<boolean> {
  const view = await readTaskById(gw, account, viewer, task, { limit: 1, only: [comment] });
  return view?.comments.some((c) => c.id === comment) ?? false;
}
