/** `/senders`: addresses outside that letters come from (spec 3.3). */
import { z } from '@hono/zod-openapi';
import type { EmployeeId } from '../../base/id.ts';
import type { Gateway } from '../../flow/gateway.ts';
import {
  addSender,
  askAgain,
  changeSender,
  checkAgain,
  dropSender,
  listSenders,
  readSender,
  recordOf,
} from '../../flow/manage-senders.ts';
import { ALIGNMENTS } from '../../mail/sender-check.ts';
import { SIGNATURE_MAX } from '../../people/account.ts';
import { isReady, type Sender } from '../../people/sender.ts';
import { type Api, endpoint } from './endpoint.ts';
import { address, cut, id, idPaging, idParam, ids, isoOrNull, optionalLine, pageOf, time } from './fields.ts';
import { told, toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Sending addresses';

const senderSchema = z
  .strictObject({
    id: id<'sender'>(),
    address: z.string(),
    name: z.string().openapi({ description: 'Before the address in From; empty: the writer’s name with the firm’s' }),
    employee: id<'employee'>().nullable().openapi({ description: 'Whose own it is; null: the company’s' }),
    projects: z.array(id<'project'>()).openapi({ description: 'Only in these; none: in all tasks' }),
    staff: z.array(id<'employee'>()).openapi({ description: 'Only by these; none: by all of the team' }),
    signature: z.string(),
    repliesHere: z.boolean().openapi({ description: 'Reply-To is this address: its mailbox has to forward answers' }),
    ready: z.boolean().openapi({ description: 'Letters may come from it' }),
    verifiedAt: time.nullable().openapi({ description: 'When whoever reads the mailbox said yes' }),
    alignment: z.enum(ALIGNMENTS).openapi({
      description:
        'Whether receivers that ask DMARC will believe letters from it: aligned (we sign for its domain), relay (the relay signs), unsigned, refused (its domain asks to turn unsigned letters away: not used), unknown',
    }),
    record: z
      .strictObject({ name: z.string(), type: z.string(), value: z.string() })
      .nullable()
      .openapi({ description: 'The DNS record with which we may sign for its domain; null: none is needed' }),
  })
  .openapi('Sender');

const fields = {
  name: optionalLine(200).optional(),
  projects: ids<'project'>().optional(),
  staff: ids<'employee'>().optional(),
  signature: z
    .string()
    .max(4 * SIGNATURE_MAX)
    .optional()
    .openapi({ description: 'Plain text, or HTML that is reduced to a small, safe vocabulary; at most 64 KB' }),
  repliesHere: z.boolean().optional(),
};

export function senderRoutes(api: Api): void {
  const { gw } = api;
  const json = (one: Sender) => senderJson(gw, one);
  const params = idParam<'sender'>();

  endpoint(
    api,
    {
      method: 'get',
      path: '/senders',
      tag: TAG,
      summary: 'List sending addresses in the order in which they were made',
      description: 'Of an employee without the settings: their own.',
      query: idPaging,
      answers: { 200: { what: 'Sending addresses', schema: pageOf(senderSchema) } },
    },
    async ({ actor, query }) => {
      if (actor.person.kind !== 'employee') return refusal('not-found');
      const found = await listSenders(gw, actor, { after: query.after ?? '', limit: query.limit + 1 });
      const page = cut(found, query.limit, (last) => last.id);
      return { status: 200, json: { ...page, items: page.items.map(json) } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/senders',
      tag: TAG,
      summary: 'Add a sending address',
      description: 'A letter goes to it; it is used after whoever reads the mailbox has said yes.',
      body: z
        .strictObject({ address, employee: id<'employee'>().nullable().optional(), ...fields })
        .openapi('NewSender'),
      answers: { 201: { what: 'It waits for a yes', schema: senderSchema } },
      problems: [409],
    },
    async ({ actor, body: { employee, ...body } }) =>
      told(await addSender(gw, actor, { ...body, owner: (employee ?? null) as EmployeeId | null }), json, 201),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/senders/{id}',
      tag: TAG,
      summary: 'Get a sending address',
      params,
      answers: { 200: { what: 'The address', schema: senderSchema } },
    },
    async ({ actor, params: { id: asked } }) => {
      const found = await readSender(gw, actor, asked);
      return found ? { status: 200, json: json(found) } : refusal('nowhere');
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/senders/{id}',
      tag: TAG,
      summary: 'Change a sending address',
      params,
      body: z.strictObject(fields).openapi('SenderChange'),
      answers: { 200: { what: 'The address as it is now', schema: senderSchema } },
    },
    async ({ actor, params: { id: asked }, body }) => told(await changeSender(gw, actor, asked, body), json),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/senders/{id}',
      tag: TAG,
      summary: 'Remove a sending address',
      params,
      answers: { 204: { what: 'Letters come from the writer’s own address again' } },
    },
    async ({ actor, params: { id: asked } }) => toldDone(await dropSender(gw, actor, asked)),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/senders/{id}/ask',
      tag: TAG,
      summary: 'Write to the mailbox once more',
      params,
      answers: { 200: { what: 'The link of this letter is the one that counts', schema: senderSchema } },
      problems: [409],
    },
    async ({ actor, params: { id: asked } }) => told(await askAgain(gw, actor, asked), json),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/senders/{id}/check',
      tag: TAG,
      summary: 'Ask DNS now',
      params,
      answers: { 200: { what: 'The address as it is now', schema: senderSchema } },
    },
    async ({ actor, params: { id: asked } }) => told(await checkAgain(gw, actor, asked), json),
  );
}

function senderJson(gw: Gateway, one: Sender): z.input<typeof senderSchema> {
  const record = recordOf(gw, one);
  return {
    id: one.id,
    address: one.address,
    name: one.name,
    employee: one.owner,
    projects: [...one.projects],
    staff: [...one.staff],
    signature: one.signature,
    repliesHere: one.repliesHere,
    ready: isReady(one),
    verifiedAt: isoOrNull(one.verifiedAt),
    alignment: one.alignment,
    record: record && { name: record.name, type: record.type, value: record.value },
  };
}
