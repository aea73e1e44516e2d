/** `/inbound`, `/held`, `/ledger`: every mail that came in, what became of it, and what waits for a decision. */
import { z } from '@hono/zod-openapi';
import { Trouble } from '../../base/trouble.ts';
import type { Names } from '../../flow/gateway.ts';
import { mayManage } from '../../flow/manage.ts';
import { decideHeld, type HeldDecision, ownsUnread, processAgain } from '../../flow/manage-mail.ts';
import { previewOf, type RawMail, rawForEyes, takeRawMail } from '../../flow/manage-raw.ts';
import { removeSecrets } from '../../mail/secrets.ts';
import { FINAL_STATES } from '../../store/inbox.ts';
import { type LedgerLine, ledgerLine, ledgerSumsOf, pageOfLedger } from '../../store/ledger.ts';
import type { Caller } from './caller.ts';
import { type Api, type Call, endpoint } from './endpoint.ts';
import { cut, id, idPaging, idParam, iso, pageOf, time } from './fields.ts';
import { bodyOf } from './files.ts';
import type { Outcome } from './once.ts';
import { told } from './outcome.ts';
import { problem, refusal } from './problem.ts';

const TAG = 'Incoming mail';
const stateSchema = z.enum(['received', ...FINAL_STATES]);

const mailSchema = z
  .strictObject({
    id: id<'inbox'>(),
    state: stateSchema.openapi({
      description: 'received: still to be read; held: waits for a decision; parked: could not be read',
    }),
    receivedAt: time,
    from: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    subject: z.string().nullable(),
    messageId: z.string().nullable(),
    envelopeFrom: z.string(),
    envelopeTo: z.array(z.string()),
    outcome: z.string().nullable().openapi({ description: 'What became of it, in a word that stays the same' }),
    reason: z.string().nullable().openapi({ description: 'Why, in a sentence' }),
    task: id<'task'>().nullable(),
    comment: id<'comment'>().nullable(),
    duplicateOf: id<'inbox'>().nullable(),
    size: z.int(),
    protocol: z.string(),
  })
  .openapi('InboundMail');
const tracedSchema = z
  .strictObject({ ...mailSchema.shape, trace: z.unknown().openapi({ description: 'How it was decided' }) })
  .openapi('InboundMailWithTrace');
const heldSchema = z
  .strictObject({
    ...mailSchema.shape,
    preview: z
      .string()
      .nullable()
      .openapi({ description: 'Its first words as plain text; null where none can be shown' }),
  })
  .openapi('HeldMail');

export function inboundRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/inbound',
      tag: TAG,
      summary: 'List incoming mail, the newest first',
      query: idPaging.extend({ state: stateSchema.optional() }),
      answers: { 200: { what: 'Administrators only, as all of this', schema: pageOf(mailSchema) } },
    },
    (call) => list(api, call, call.query, call.query.state),
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
        ? { status: 200, json: { ...mailJson(line, gw.names), trace: masked(line.trace, gw.names) } }
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
    async ({ account, actor }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const { received: due, ...final } = await ledgerSumsOf(gw.db.read, account.id, await ownsUnread(gw));
      const received = Object.values(final).reduce((sum, n) => sum + n, due);
      return { status: 200, json: { received, due, ...final } };
    },
  );
}

const rawQuery = z.strictObject({
  from: z
    .string()
    .max(300)
    .optional()
    .openapi({ description: 'The envelope’s sender; or the header Postern-Envelope-From' }),
  to: z
    .string()
    .max(20_000)
    .optional()
    .openapi({ description: 'The envelope’s recipients, with commas between; or the header Postern-Envelope-To' }),
  authservId: z
    .string()
    .regex(/^[\w.-]{1,255}$/, 'This is not an authserv-id')
    .optional()
    .openapi({ description: 'Whose Authentication-Results the caller vouches for' }),
});

function rawRoute(api: Api): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/inbound/raw',
      tag: TAG,
      summary: 'Hand in one raw mail',
      description:
        'For relays and mail providers. The answer comes when the mail survives a power cut; it is read after that.',
      query: rawQuery,
      stream: ['message/rfc822'],
      answers: { 202: { what: 'Kept', schema: z.strictObject({ id: id<'inbox'>() }).openapi('KeptMail') } },
    },
    (call) => takeRaw(api, call),
  );
}

async function takeRaw(
  { gw, limits }: Api,
  { c, actor, query }: Call<undefined, typeof rawQuery, undefined>,
): Promise<Outcome> {
  if (!/^(message\/rfc822|message\/global|application\/octet-stream)\b/i.test(c.req.header('content-type') ?? ''))
    return problem('wrong-media-type', 'Send message/rfc822');
  const bare = (text: string) => text.trim().replace(/^<|>$/g, '');
  const mail: RawMail = {
    from: bare(query.from ?? c.req.header('postern-envelope-from') ?? ''),
    to: (query.to ?? c.req.header('postern-envelope-to') ?? '').split(',').map(bare).filter(Boolean),
    authservId: query.authservId ?? null,
  };
  const tooLarge = problem('too-large', `A mail is at most ${limits.uploadBytes} bytes`);
  if (Number(c.req.header('content-length') ?? 0) > limits.uploadBytes) return tooLarge;
  try {
    const taken = await takeRawMail(gw, actor, mail, bodyOf(c), { bytes: limits.uploadBytes, backlog: limits.backlog });
    if (taken.ok) return { status: 202, json: { id: taken.value } };
    if (taken.refusal === 'busy') return problem('unavailable', 'Too much mail is waiting here; try again later');
    if (taken.refusal === 'not-a-mail') return problem('not-a-mail', 'It does not begin with a header');
    return told(taken, () => undefined);
  } catch (error) {
    if (error instanceof Trouble && error.code === 'too-large') return tooLarge;
    throw error;
  }
}

const DECISIONS = {
  accept: 'Accept a held mail this once, as if its sender were proven',
  trust: 'Accept a held mail and keep the address as its sender’s',
  discard: 'Leave a held mail aside; it stays in the log',
} as const satisfies Record<HeldDecision, string>;

function heldRoutes(api: Api): void {
  const { gw } = api;
  endpoint(
    api,
    {
      method: 'get',
      path: '/held',
      tag: TAG,
      summary: 'List mail that waits for a decision, the newest first',
      query: idPaging,
      answers: { 200: { what: 'Held mail', schema: pageOf(mailSchema) } },
    },
    (call) => list(api, call, call.query, 'held'),
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

async function list(
  { gw }: Api,
  { account, actor }: Caller,
  query: z.output<typeof idPaging>,
  state: string | undefined,
): Promise<Outcome> {
  if (!mayManage(actor)) return refusal('admins-only');
  const page = { after: query.after ?? null, limit: query.limit + 1, state, unread: await ownsUnread(gw) };
  const found = cut(await pageOfLedger(gw.db.read, account.id, page), query.limit, (last) => last.id);
  return { status: 200, json: { items: found.items.map((line) => mailJson(line, gw.names)), next: found.next } };
}

/** Everything that came from outside passes `removeSecrets`: a reply address opens a task to whoever knows it. */
function masked<T>(value: T, names: Names): T {
  if (typeof value === 'string') return removeSecrets(value, names) as T;
  if (Array.isArray(value)) return value.map((inner) => masked(inner, names)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, names)])) as T;
}

const mailJson = (line: LedgerLine, names: Names): z.input<typeof mailSchema> =>
  masked(
    {
      id: line.id,
      state: line.state,
      receivedAt: iso(line.receivedAt),
      from: line.from,
      subject: line.subject,
      messageId: line.messageId,
      envelopeFrom: line.envelopeFrom,
      envelopeTo: [...line.envelopeTo],
      outcome: line.outcome,
      reason: line.reason,
      task: line.task as never,
      comment: line.comment as never,
      duplicateOf: line.duplicateOf as never,
      size: line.size,
      protocol: line.protocol,
    },
    names,
  );
