/** `/tasks/{id}/checklist`: the items of a task (spec 1.8). */
import { z } from '@hono/zod-openapi';
import type { TaskId } from '../../base/id.ts';
import { perform } from '../../flow/perform.ts';
import { readTaskById } from '../../flow/read.ts';
import { NO_COMMENTS } from '../../store/tasks.ts';
import type { Intent } from '../../tasks/intent.ts';
import type { Caller } from './caller.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam, line } from './fields.ts';
import { refusal } from './problem.ts';
import { itemSchema, taskJson } from './task-shape.ts';

const TAG = 'Checklist';
const listSchema = z.strictObject({ items: z.array(itemSchema), next: z.null() }).openapi('Checklist');

export function checklistRoutes(api: Api): void {
  const { gw } = api;

  const listOf = async ({ account, viewer }: Caller, task: TaskId) => {
    const view = await readTaskById(gw, account, viewer, task, NO_COMMENTS);
    return view && taskJson(view).checklist;
  };

  const act = async (caller: Caller, intent: Intent) => {
    if (!(await listOf(caller, intent.task))) return refusal('not-found');
    const done = await perform(gw, caller.actor, intent);
    return done.ok ? await listOf(caller, intent.task) : refusal(done.refusal);
  };

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks/{id}/checklist',
      tag: TAG,
      summary: 'List the items',
      params: idParam<'task'>(),
      answers: { 200: { what: 'In their order', schema: listSchema } },
    },
    async (call) => {
      const items = await listOf(call, call.params.id);
      return items ? { status: 200, json: { items, next: null } } : refusal('not-found');
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks/{id}/checklist',
      tag: TAG,
      summary: 'Add an item',
      params: idParam<'task'>(),
      body: z.strictObject({ text: line(2000) }).openapi('NewChecklistItem'),
      answers: { 201: { what: 'The new item', schema: itemSchema } },
    },
    async (call) => {
      const items = await act(call, { kind: 'add-item', task: call.params.id, text: call.body.text });
      return Array.isArray(items) ? { status: 201, json: items.at(-1) } : (items ?? refusal('not-found'));
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/tasks/{id}/checklist/{item}',
      tag: TAG,
      summary: 'Tick an item or take the tick away',
      params: z.strictObject({ id: id<'task'>(), item: id() }),
      body: z.strictObject({ done: z.boolean() }).openapi('ChecklistTick'),
      answers: { 200: { what: 'The item as it is now', schema: itemSchema } },
    },
    async (call) => {
      const { id: task, item } = call.params;
      const items = await act(call, { kind: 'tick-item', task, item, done: call.body.done });
      if (!Array.isArray(items)) return items ?? refusal('not-found');
      return { status: 200, json: items.find((i) => i.id === item) };
    },
  );
}
