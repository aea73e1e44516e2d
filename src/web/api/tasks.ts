/**
 * `/tasks`: the list, one task, and what can be done with a whole task.
 */
import { z } from '@hono/zod-openapi';
import { isCursor } from '../../base/cursor.ts';
import { changeTask, isThere } from '../../flow/manage-task.ts';
import { listTasks, readTaskById } from '../../flow/read.ts';
import { NO_COMMENTS, taskIdByNumber } from '../../store/tasks.ts';
import { type Api, endpoint } from './endpoint.ts';
import { idParam, pageOf, paging } from './fields.ts';
import type { Outcome } from './once.ts';
import { problem, refusal } from './problem.ts';
import { taskJson, taskSchema } from './task-shape.ts';
import { newTask, rewriteTask, type Seen, showTask, taskChange, writeTask } from './task-write.ts';

const TAG = 'Tasks';

export function taskRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks',
      tag: TAG,
      summary: 'List tasks, the newest activity first',
      query: paging.extend({
        search: z.string().max(200).optional().openapi({ description: 'Part of the title' }),
        number: z
          .string()
          .regex(/^\d{1,9}$/, 'This is not a number')
          .optional(),
      }),
      answers: {
        200: {
          what: 'Tasks that the caller sees; a page may be shorter than asked for',
          schema: pageOf(taskSchema),
        },
      },
    },
    async ({ account, viewer, query }) => {
      if (query.after !== undefined && !isCursor(query.after))
        return problem('invalid', undefined, [{ path: 'after', message: 'This is not the `next` of a page' }]);
      if (query.number !== undefined) return oneLine(api, { account, viewer }, Number(query.number));
      const page = await listTasks(gw, account, viewer, {
        after: query.after ?? null,
        limit: query.limit,
        search: query.search ?? '',
      });
      const views = await Promise.all(page.items.map(({ id }) => readTaskById(gw, account, viewer, id, NO_COMMENTS)));
      const items = views.flatMap((view) => (view ? [taskJson(view)] : []));
      return { status: 200, json: { items, next: page.next } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks',
      tag: TAG,
      summary: 'Create a task',
      body: newTask,
      answers: { 201: { what: 'The new task', schema: taskSchema } },
    },
    async (call) => writeTask(api, call, call.body),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks/{id}',
      tag: TAG,
      summary: 'Get a task',
      params: idParam<'task'>(),
      answers: { 200: { what: 'The task', schema: taskSchema } },
    },
    ({ account, viewer, params }) => showTask(api, { account, viewer }, params.id),
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/tasks/{id}',
      tag: TAG,
      summary: 'Change a task',
      description: 'All of it or nothing. Lists of people are given whole.',
      params: idParam<'task'>(),
      body: taskChange,
      answers: {
        200: { what: 'The task as it is now', schema: taskSchema },
        204: {
          what: 'It is done; whoever calls took themselves out of the task, which is not there for them any more',
        },
      },
    },
    async (call) => rewriteTask(api, call, call.params.id, call.body),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/tasks/{id}',
      tag: TAG,
      summary: 'Delete a task',
      params: idParam<'task'>(),
      answers: { 204: { what: 'It can be restored' } },
    },
    async ({ actor, viewer, params }) => {
      if (!(await isThere(gw, actor, viewer, params.id))) return refusal('not-found');
      const done = await changeTask(gw, actor, [{ kind: 'delete-task', task: params.id }]);
      return done.ok ? { status: 204 } : refusal(done.refusal);
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks/{id}/restore',
      tag: TAG,
      summary: 'Restore a deleted task',
      params: idParam<'task'>(),
      answers: { 200: { what: 'The task as it was', schema: taskSchema } },
    },
    async ({ account, actor, viewer, params }) => {
      if (!(await isThere(gw, actor, viewer, params.id, true))) return refusal('not-found');
      const done = await changeTask(gw, actor, [{ kind: 'restore-task', task: params.id }]);
      return done.ok ? showTask(api, { account, viewer }, params.id) : refusal(done.refusal);
    },
  );
}

async function oneLine({ gw }: Api, { account, viewer }: Seen, number: number): Promise<Outcome> {
  const task = await taskIdByNumber(gw.db.read, account.id, number);
  const view = task && (await readTaskById(gw, account, viewer, task, NO_COMMENTS));
  return { status: 200, json: { items: view ? [taskJson(view)] : [], next: null } };
}
