/** `/tasks/{id}/checklist`: the items of a task (spec 1.8). */
import { z } from '@hono/zod-openapi';
import type { PersonId, TaskId } from '../../base/id.ts';
import { changeTask, namedFaults } from '../../flow/manage-task.ts';
import { readTaskById } from '../../flow/read.ts';
import { NO_COMMENTS } from '../../store/tasks.ts';
import type { Intent } from '../../tasks/intent.ts';
import type { Caller } from './caller.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam, ids, line } from './fields.ts';
import { problem, refusal } from './problem.ts';
import { itemSchema, taskJson } from './task-shape.ts';

const TAG = 'Checklist';
const assignees = ids<'employee' | 'contact'>().optional().openapi({
  description: 'Who ticks it: colleagues, and contacts who are in the task. None: any assignee of the task',
});
const itemParams = z.strictObject({ id: id<'task'>(), item: id() });
const listSchema = z.strictObject({ items: z.array(itemSchema), next: z.null() }).openapi('Checklist');

export function checklistRoutes(api: Api): void {
  const { gw } = api;

  const listOf = async ({ account, viewer }: Caller, task: TaskId) => {
    const view = await readTaskById(gw, account, viewer, task, NO_COMMENTS);
    return view && taskJson(view).checklist;
  };

  /** All of it or nothing; answers the list as it is then. */
  const act = async (caller: Caller, intents: readonly Intent[], people: readonly PersonId[] = []) => {
    const task = intents[0]!.task;
    if (!(await listOf(caller, task))) return refusal('not-found');
    const faults = await namedFaults(gw, caller.actor, caller.viewer, { people: { assignees: people } });
    if (faults.length > 0) return problem('invalid', undefined, faults);
    const done = await changeTask(gw, caller.actor, intents);
    return done.ok ? await listOf(caller, task) : refusal(done.refusal);
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
      body: z.strictObject({ text: line(2000), assignees }).openapi('NewChecklistItem'),
      answers: { 201: { what: 'The new item', schema: itemSchema } },
    },
    async (call) => {
      const intent = { kind: 'add-item', task: call.params.id, ...call.body } as const;
      const items = await act(call, [intent], call.body.assignees);
      return Array.isArray(items) ? { status: 201, json: items.at(-1) } : (items ?? refusal('not-found'));
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/tasks/{id}/checklist/{item}',
      tag: TAG,
      summary: 'Tick an item or take the tick away; change its words or its people',
      params: itemParams,
      body: z
        .strictObject({ done: z.boolean().optional(), text: line(2000).optional(), assignees })
        .refine((asked) => Object.keys(asked).length > 0, { path: ['done'], message: 'Give what is to change' })
        .openapi('ChecklistChange'),
      answers: { 200: { what: 'The item as it is now', schema: itemSchema } },
    },
    async (call) => {
      const { id: task, item } = call.params;
      const { done, ...change } = call.body;
      const intents: Intent[] = [
        ...(Object.keys(change).length > 0 ? [{ kind: 'change-item', task, item, ...change } as const] : []),
        ...(done === undefined ? [] : [{ kind: 'tick-item', task, item, done } as const]),
      ];
      const items = await act(call, intents, change.assignees);
      if (!Array.isArray(items)) return items ?? refusal('not-found');
      return { status: 200, json: items.find((i) => i.id === item) };
    },
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/tasks/{id}/checklist/{item}',
      tag: TAG,
      summary: 'Remove an item',
      params: itemParams,
      answers: { 204: { what: 'It is gone' } },
    },
    async (call) => {
      const { id: task, item } = call.params;
      const items = await act(call, [{ kind: 'remove-item', task, item }]);
      return Array.isArray(items) ? { status: 204 } : (items ?? refusal('not-found'));
    },
  );
}
