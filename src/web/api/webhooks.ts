/** `/webhooks`: programs that are told what happens, and the log of the calls. */
import { z } from '@hono/zod-openapi';
import { addWebhook, callAgain, dropWebhook, updateWebhook } from '../../flow/hooks.ts';
import { maySet } from '../../flow/manage.ts';
import { HOOK_KINDS, type HookCall, pageOfCalls, type Webhook, webhooksOf } from '../../store/hooks.ts';
import { isTarget } from '../hook-target.ts';
import { type Api, endpoint } from './endpoint.ts';
import { cut, id, idPaging, idParam, iso, isoOrNull, pageOf, time } from './fields.ts';
import { told, toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Webhooks';
const kind = z.enum(HOOK_KINDS);
const url = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => isTarget(text), 'An http or https address without a name and password in it')
  .openapi({ format: 'uri', example: 'https://office.example/hooks/postern' });
const kinds = z.array(kind).max(HOOK_KINDS.length).openapi({ description: 'What it is told of; none: everything' });

const hookSchema = z
  .strictObject({ id: id<'webhook'>(), url: z.string(), kinds: z.array(kind), active: z.boolean(), createdAt: time })
  .openapi('Webhook');

const callSchema = z
  .strictObject({
    id: id<'webhookCall'>(),
    kind,
    task: id<'task'>(),
    comment: id<'comment'>().nullable(),
    at: time,
    state: z.enum(['queued', 'done', 'failed']),
    attempts: z.int(),
    nextTryAt: time.nullable(),
    status: z.int().nullable().openapi({ description: 'HTTP status of the last answer' }),
    answer: z.string().nullable().openapi({ description: 'Its beginning, or what went wrong' }),
  })
  .openapi('WebhookCall');

export function webhookRoutes(api: Api): void {
  const { gw } = api;
  const params = idParam<'webhook'>();

  endpoint(
    api,
    {
      method: 'get',
      path: '/webhooks',
      tag: TAG,
      summary: 'List the webhooks',
      answers: {
        200: { what: 'All of them', schema: z.strictObject({ items: z.array(hookSchema), next: z.null() }) },
      },
    },
    async ({ account, actor }) => {
      if (!maySet(actor)) return refusal('admins-only');
      return { status: 200, json: { items: (await webhooksOf(gw.db.read, account.id)).map(hookJson), next: null } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/webhooks',
      tag: TAG,
      summary: 'Make a webhook',
      description:
        'Each call is signed as Standard Webhooks 1.0.0 says (`webhook-id`, `webhook-timestamp`, `webhook-signature`) and names what happened by ids; it is tried for about a day.',
      body: z.strictObject({ url, kinds: kinds.default([]) }).openapi('NewWebhook'),
      answers: {
        201: {
          what: 'The webhook with its secret, which is shown this once',
          schema: z.strictObject({ ...hookSchema.shape, secret: z.string().nullable() }).openapi('WebhookWithSecret'),
        },
      },
      secrets: ['secret'],
    },
    async ({ actor, body }) =>
      told(await addWebhook(gw, actor, body), ({ secret, ...hook }) => ({ ...hookJson(hook), secret }), 201),
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/webhooks/{id}',
      tag: TAG,
      summary: 'Change a webhook, or switch it off and on',
      params,
      body: z
        .strictObject({ url: url.optional(), kinds: kinds.optional(), active: z.boolean().optional() })
        .openapi('WebhookChange'),
      answers: { 200: { what: 'The webhook as it is now', schema: hookSchema } },
    },
    async ({ actor, params, body }) => told(await updateWebhook(gw, actor, params.id, body as never), hookJson),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/webhooks/{id}',
      tag: TAG,
      summary: 'Remove a webhook with its log',
      params,
      answers: { 204: { what: 'Nothing is called any more' } },
    },
    async ({ actor, params }) => toldDone(await dropWebhook(gw, actor, params.id)),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/webhooks/{id}/calls',
      tag: TAG,
      summary: 'List the calls of a webhook, the newest first',
      params,
      query: idPaging,
      answers: { 200: { what: 'Calls of the last thirty days', schema: pageOf(callSchema) } },
    },
    async ({ account, actor, params, query }) => {
      if (!maySet(actor)) return refusal('admins-only');
      if (!(await webhooksOf(gw.db.read, account.id)).some((hook) => hook.id === params.id))
        return refusal('not-found');
      const page = { after: query.after ?? null, limit: query.limit + 1 };
      const found = cut(await pageOfCalls(gw.db.read, account.id, params.id, page), query.limit, (last) => last.id);
      return { status: 200, json: { items: found.items.map(callJson), next: found.next } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/webhook-calls/{id}/again',
      tag: TAG,
      summary: 'Make a call that was given up once more',
      params: idParam<'webhookCall'>(),
      answers: { 204: { what: 'It is in the queue' } },
      problems: [409],
    },
    async ({ actor, params }) => toldDone(await callAgain(gw, actor, params.id)),
  );
}

const hookJson = (hook: Webhook): z.input<typeof hookSchema> => ({
  id: hook.id,
  url: hook.url,
  kinds: [...hook.kinds],
  active: hook.active,
  createdAt: iso(hook.createdAt),
});

const callJson = (call: HookCall): z.input<typeof callSchema> => ({
  id: call.id as never,
  kind: call.kind,
  task: call.task,
  comment: call.comment,
  at: iso(call.at),
  state: call.state,
  attempts: call.attempts,
  nextTryAt: isoOrNull(call.state === 'queued' ? call.dueAt : null),
  status: call.status,
  answer: call.answer,
});
