/** `/tasks/{id}/planned`: comments whose time is still to come. Only their author, and administrators, know of them. */
import { z } from '@hono/zod-openapi';
import type { CommentId, TaskId } from '../../base/id.ts';
import { namedFaults, wordsFrom } from '../../flow/manage-task.ts';
import { editPlanned, sendPlannedNow, takeBackPlanned } from '../../flow/planned.ts';
import { readTaskById } from '../../flow/read.ts';
import { NO_TALK } from '../../store/tasks.ts';
import type { PlannedView } from '../../tasks/visibility.ts';
import type { Caller } from './caller.ts';
import { type Api, endpoint } from './endpoint.ts';
import { from, id, idParam, ids, instant, iso, isoOrNull, prose, time } from './fields.ts';
import type { Outcome } from './once.ts';
import { problem, refusal } from './problem.ts';
import { fileJson, fileSchema } from './task-shape.ts';
import { about } from './task-write.ts';

const TAG = 'Planned comments';

export const plannedSchema = z
  .strictObject({
    id: id<'comment'>().openapi({ description: 'Of the comment that it will be' }),
    task: id<'task'>(),
    author: id(),
    text: z.string(),
    html: z.string(),
    notify: z.array(id()),
    hidden: z.boolean(),
    audience: z.array(id()),
    from: z.string().nullable().optional().openapi({ description: 'As it was given; left out: as by itself' }),
    files: z.array(fileSchema),
    sendAt: time.nullable().openapi({ description: 'Null: it does not go by itself any more' }),
    stopped: z.string().nullable().openapi({
      description: 'Why it did not go when its time came',
      example: 'nobody-left',
    }),
    createdAt: time,
  })
  .openapi('PlannedComment');

const change = z
  .strictObject({
    text: prose.optional(),
    html: prose.optional(),
    notify: ids<'employee' | 'contact'>().optional(),
    hidden: z.boolean().optional(),
    audience: ids<'employee' | 'contact'>().optional(),
    from,
    sendAt: instant.optional(),
  })
  .refine((w) => w.text === undefined || w.html === undefined, { path: ['html'], message: 'Give either text or html' })
  .openapi('PlannedCommentChange');

const params = z.strictObject({ id: id<'task'>(), comment: id<'comment'>() });

export function plannedRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks/{id}/planned',
      tag: TAG,
      summary: 'List the planned comments of a task, the next first',
      params: idParam<'task'>(),
      answers: {
        200: {
          what: 'One’s own; administrators see those of everybody',
          schema: z.strictObject({ items: z.array(plannedSchema), next: z.null() }),
        },
      },
    },
    async (call) => {
      const planned = await plannedOf(api, call, call.params.id);
      if (!planned) return refusal('not-found');
      return { status: 200, json: { items: planned.map((p) => plannedJson(call.params.id, p)), next: null } };
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks/{id}/planned/{comment}',
      tag: TAG,
      summary: 'Get a planned comment',
      params,
      answers: { 200: { what: 'As long as it has not gone', schema: plannedSchema } },
    },
    (call) => showPlanned(api, call, call.params.id, call.params.comment, 200),
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/tasks/{id}/planned/{comment}',
      tag: TAG,
      summary: 'Change one’s own planned comment',
      params,
      body: change,
      answers: { 200: { what: 'As it is now', schema: plannedSchema } },
    },
    async (call) => {
      const { actor, viewer, params: at, body } = call;
      const before = (await plannedOf(api, call, at.id))?.find((p) => p.id === at.comment);
      if (!before) return refusal('not-found');
      const { notify, audience } = body;
      const people = { notify: notify ?? [], audience: audience ?? [] };
      const faults = await namedFaults(gw, actor, viewer, { people });
      if (faults.length > 0) return problem('invalid', undefined, faults);
      const hidden = body.hidden ?? before.hidden;
      const named = (given: typeof notify, kept: PlannedView['notify']) => given ?? kept.map((p) => p.id);
      const told = named(notify, before.notify);
      const done = await editPlanned(gw, actor, at.id, at.comment, {
        words: wordsIn(api, body),
        notify,
        hidden,
        audience: hidden ? [...new Set([...named(audience, before.audience), ...told])] : [],
        from: body.from,
        at: body.sendAt,
      });
      if (!done.ok) return refusal(done.refusal, about(done.refusal));
      return showPlanned(api, call, at.id, at.comment, 200);
    },
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/tasks/{id}/planned/{comment}',
      tag: TAG,
      summary: 'Cancel a planned comment',
      description: 'One’s own; administrators may cancel those of others.',
      params,
      answers: { 204: { what: 'It will not be said' } },
    },
    async (call) => {
      const { actor, params: at } = call;
      if (!(await plannedOf(api, call, at.id))) return refusal('not-found');
      const done = await takeBackPlanned(gw, actor, at.id, at.comment);
      return done.ok ? { status: 204 } : refusal(done.refusal);
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks/{id}/planned/{comment}/send',
      tag: TAG,
      summary: 'Send one’s own planned comment now',
      params,
      answers: { 204: { what: 'It is a comment now, of the same id' } },
    },
    async (call) => {
      const { actor, params: at } = call;
      if (!(await plannedOf(api, call, at.id))) return refusal('not-found');
      const done = await sendPlannedNow(gw, actor, at.id, at.comment);
      return done.ok ? { status: 204 } : refusal(done.refusal, about(done.refusal));
    },
  );
}

function wordsIn({ gw }: Api, { text, html }: { text?: string | undefined; html?: string | undefined }) {
  if (text === undefined && html === undefined) return undefined;
  return wordsFrom(gw, html === undefined ? { text: text ?? '' } : { html });
}

/** Null: the task is not there for this caller. */
async function plannedOf({ gw }: Api, { account, viewer }: Caller, task: TaskId) {
  const window = { ...NO_TALK, planned: true };
  return (await readTaskById(gw, account, viewer, task, window))?.planned ?? null;
}

export async function showPlanned(
  api: Api,
  caller: Caller,
  task: TaskId,
  comment: CommentId,
  status: 200 | 202,
): Promise<Exclude<Outcome, Response>> {
  const found = (await plannedOf(api, caller, task))?.find((p) => p.id === comment);
  return found ? { status, json: plannedJson(task, found) } : refusal('not-found');
}

const plannedJson = (task: TaskId, p: PlannedView): z.input<typeof plannedSchema> => ({
  id: p.id,
  task,
  author: p.author.id,
  text: p.text,
  html: p.html,
  notify: p.notify.map((one) => one.id),
  hidden: p.hidden,
  audience: p.audience.map((one) => one.id),
  ...(p.from === undefined ? {} : { from: p.from }),
  files: p.files.map(fileJson),
  sendAt: isoOrNull(p.dueAt),
  stopped: p.stopped,
  createdAt: iso(p.createdAt),
});
