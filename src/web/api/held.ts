/** `/held`: mail that waits for a person's decision. */
import { z } from '@hono/zod-openapi';
import { mayManage } from '../../flow/manage.ts';
import { decideHeld, type HeldDecision } from '../../flow/manage-mail.ts';
import { previewOf } from '../../flow/manage-raw.ts';
import { ledgerLine } from '../../store/ledger.ts';
import { type Api, endpoint } from './endpoint.ts';
import { idParam, pageOf } from './fields.ts';
import { listMail, mailJson, mailQuery, mailSchema } from './mail-shape.ts';
import { told } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Incoming mail';
const heldSchema = z
  .strictObject({
    ...mailSchema.shape,
    preview: z
      .string()
      .nullable()
      .openapi({ description: 'Its first words as plain text; null where none can be shown' }),
  })
  .openapi('HeldMail');

const DECISIONS = {
  accept: 'Accept a held mail this once, as if its sender were proven',
  trust: 'Accept a held mail and keep the address as its sender’s',
  discard: 'Leave a held mail aside; it stays in the log',
} as const satisfies Record<HeldDecision, string>;

export function heldRoutes(api: Api): void {
  const { gw } = api;
  endpoint(
    api,
    {
      method: 'get',
      path: '/held',
      tag: TAG,
      summary: 'List mail that waits for a decision, the newest first',
      query: mailQuery,
      answers: { 200: { what: 'Held mail', schema: pageOf(mailSchema) } },
    },
    (call) => listMail(gw, call, call.query, 'held'),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/held/{id}',
      tag: TAG,
      summary: 'Get a held mail with a safe preview',
      params: idParam<'inbox'>(),
      answers: { 200: { what: 'The mail', schema: heldSchema } },
    },
    async ({ account, actor, params }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const line = await ledgerLine(gw.db.read, account.id, params.id, false);
      if (line?.state !== 'held') return refusal('not-found');
      return { status: 200, json: { ...mailJson(line, gw.names), preview: await previewOf(gw, actor, params.id) } };
    },
  );

  for (const [decision, summary] of Object.entries(DECISIONS)) {
    endpoint(
      api,
      {
        method: 'post',
        path: `/held/{id}/${decision}`,
        tag: TAG,
        summary,
        params: idParam<'inbox'>(),
        answers: { 202: { what: 'The decision holds; an accepted mail is read again at once', schema: mailSchema } },
      },
      async ({ actor, params }) =>
        told(await decideHeld(gw, actor, params.id, decision as HeldDecision), (line) => mailJson(line, gw.names), 202),
    );
  }
}
