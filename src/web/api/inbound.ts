/** `/inbound` and `/ledger`: every mail that came in, and what became of it. */
import { z } from '@hono/zod-openapi';
import { mayManage } from '../../flow/manage.ts';
import { ownsUnread, processAgain } from '../../flow/manage-mail.ts';
import { rawForEyes } from '../../flow/manage-raw.ts';
import { ledgerLine } from '../../store/ledger.ts';
import { ledgerSumsOf } from '../../store/ledger-counts.ts';
import { readTrace, traceSchema } from '../trace-shape.ts';
import { type Api, endpoint } from './endpoint.ts';
import { idParam, pageOf } from './fields.ts';
import { heldRoutes } from './held.ts';
import { rawRoute } from './inbound-raw.ts';
import { instants, listMail, mailJson, mailQuery, mailSchema, masked, periodQuery, stateSchema } from './mail-shape.ts';
import { told } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Incoming mail';
const tracedSchema = z
  .strictObject({
    ...mailSchema.shape,
    trace: traceSchema
      .nullable()
      .openapi({ description: 'How it was decided; null when it is not read yet or could not be read' }),
  })
  .openapi('InboundMailWithTrace');
export function inboundRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/inbound',
      tag: TAG,
      summary: 'List incoming mail, the newest first',
      description: 'All filters hold together.',
      query: mailQuery.extend({ state: stateSchema.optional() }),
      answers: { 200: { what: 'Administrators only, as all of this', schema: pageOf(mailSchema) } },
    },
    (call) => {
      const { state, ...query } = call.query;
      return listMail(gw, call, query, state);
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/inbound/{id}',
      tag: TAG,
      summary: 'Get a mail with how it was decided',
      params: idParam<'inbox'>(),
      answers: { 200: { what: 'The mail', schema: tracedSchema } },
    },
    async ({ account, actor, params }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const line = await ledgerLine(gw.db.read, account.id, params.id, await ownsUnread(gw));
      return line
        ? { status: 200, json: { ...mailJson(line, gw.names), trace: masked(readTrace(line.trace), gw.names) } }
        : refusal('not-found');
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/inbound/{id}/raw',
      tag: TAG,
      summary: 'Get the raw mail',
      description: 'As it came, but for reply addresses and links of ours, which are taken out of it.',
      params: idParam<'inbox'>(),
      answers: { 200: { what: 'The mail', media: 'message/rfc822' } },
    },
    async ({ actor, params }) => {
      const raw = await rawForEyes(gw, actor, params.id);
      if (!raw.ok) return refusal(raw.refusal);
      const headers = {
        'Content-Type': 'message/rfc822',
        'Content-Disposition': `attachment; filename="${params.id}.eml"`,
        'X-Content-Type-Options': 'nosniff',
      };
      return new Response(new Uint8Array(raw.value), { headers });
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/inbound/{id}/process-again',
      tag: TAG,
      summary: 'Process a mail again, with the rules of now',
      params: idParam<'inbox'>(),
      answers: { 202: { what: 'It is in the queue', schema: mailSchema } },
    },
    async ({ actor, params }) =>
      told(await processAgain(gw, actor, params.id), (line) => mailJson(line, gw.names), 202),
  );

  rawRoute(api);
  heldRoutes(api);

  endpoint(
    api,
    {
      method: 'get',
      path: '/ledger',
      tag: TAG,
      summary: 'Get the sums of incoming mail',
      description: 'Of all, or of those that came in from `since` on and before `until`, both to a quarter of an hour.',
      query: periodQuery,
      answers: {
        200: {
          what: '`received` is the sum of all others; `due` is what has still to be read',
          schema: z
            .strictObject({
              received: z.int(),
              due: z.int(),
              delivered: z.int(),
              held: z.int(),
              ignored: z.int(),
              duplicate: z.int(),
              parked: z.int(),
            })
            .openapi('Ledger'),
        },
      },
    },
    async ({ account, actor, query }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const { since, until } = instants(query);
      const period =
        since === undefined && until === undefined
          ? undefined
          : { since: since ?? 0, until: until ?? Number.MAX_SAFE_INTEGER };
      const { received: due, ...final } = await ledgerSumsOf(gw.db.read, account.id, await ownsUnread(gw), period);
      const received = Object.values(final).reduce((sum, n) => sum + n, due);
      return { status: 200, json: { received, due, ...final } };
    },
  );
}
