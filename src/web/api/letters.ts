/** `/letters` and `/suppressions`: what went out, and to whom nothing goes. Our tokens are masked in all of it. */
import { z } from '@hono/zod-openapi';
import type { Names } from '../../flow/gateway.ts';
import { mayManage } from '../../flow/manage.ts';
import { sendLetterAgain, writeAgainTo } from '../../flow/manage-mail.ts';
import { removeSecrets } from '../../mail/secrets.ts';
import { LETTER_KINDS, SLOT_PATTERN, TEMPLATE_FAULTS } from '../../notify/letter.ts';
import { maskedLetter, maskedSource } from '../../notify/masked.ts';
import { type LetterLine, letterOf } from '../../store/letter-lines.ts';
import { searchLetters } from '../../store/letter-search.ts';
import { LETTER_STATES } from '../../store/outbox.ts';
import { pageOfSuppressions } from '../../store/suppressions.ts';
import { searched } from '../letters-of.ts';
import { type Api, endpoint } from './endpoint.ts';
import { cut, id, idPaging, idParam, iso, isoOrNull, pageOf, paging, time } from './fields.ts';
import { instants, periodEnd } from './mail-shape.ts';
import { toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Letters';

const letterSchema = z
  .strictObject({
    id: id<'letter'>(),
    kind: z.enum(LETTER_KINDS),
    state: z.enum(LETTER_STATES).openapi({ description: 'skipped: it was not to be sent, and the reason says why' }),
    task: id<'task'>().nullable(),
    comment: id<'comment'>().nullable(),
    recipient: id().nullable(),
    recipients: z.array(z.strictObject({ name: z.string(), address: z.string() })),
    subject: z.string(),
    attempts: z.int(),
    nextAttemptAt: time.nullable(),
    reason: z.string().nullable(),
    diagnostic: z.string().nullable().openapi({ description: 'The other server’s own words' }),
    createdAt: time,
    sentAt: time.nullable(),
    readAt: time.nullable().openapi({ description: 'When it was first opened, as far as its picture tells' }),
  })
  .openapi('Letter');
const letterQuery = idPaging.extend({
  since: periodEnd('Written then or later'),
  until: periodEnd('Written before'),
  state: z
    .enum([...LETTER_STATES, 'deferred'])
    .optional()
    .openapi({
      description: '`deferred`: tried, and will be tried again; `queued`: not tried yet',
    }),
  to: z.string().trim().max(254).optional().openapi({ description: 'An address, or a part of a name or an address' }),
  subject: z.string().trim().max(200).optional().openapi({ description: 'A part of the subject' }),
});
const wholeSchema = z
  .strictObject({
    ...letterSchema.shape,
    text: z.string(),
    html: z.string(),
    templateFault: z
      .enum(TEMPLATE_FAULTS)
      .nullable()
      .openapi({ description: 'Why the standard words went in place of the account’s own' }),
  })
  .openapi('LetterWithText');
const suppressionSchema = z
  .strictObject({ address: z.string(), reason: z.string(), evidence: z.string(), since: time })
  .openapi('Suppression');

export function letterRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/letters',
      tag: TAG,
      summary: 'List letters, the newest first',
      description: 'All filters hold together. Fewer than `limit` with a `next`: there may be more.',
      query: letterQuery,
      answers: { 200: { what: 'Administrators only, as all of this', schema: pageOf(letterSchema) } },
    },
    async ({ account, actor, query }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const { after = null, limit, state, to, subject, ...period } = query;
      const asked = { after, limit, ...instants(period), ...searched({ state, to, search: subject }) };
      const { lines, next } = await searchLetters(gw.db.read, account.id, asked);
      return { status: 200, json: { items: lines.map((line) => letterJson(line, gw.names)), next } };
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/letters/{id}',
      tag: TAG,
      summary: 'Get a letter',
      params: idParam<'letter'>(),
      answers: { 200: { what: 'The letter, with its tokens masked', schema: wholeSchema } },
    },
    async ({ account, actor, params }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const found = await letterOf(gw.db.read, account.id, params.id);
      if (!found) return refusal('not-found');
      const { text, html, templateFault = null } = maskedLetter(found.letter);
      return { status: 200, json: { ...letterJson(found.line, gw.names), text, html, templateFault } };
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/letters/{id}/raw',
      tag: TAG,
      summary: 'Get the source of a letter',
      params: idParam<'letter'>(),
      answers: {
        200: {
          what: 'Its head and both its bodies without an encoding (RFC 6532), of its files the names; tokens are masked',
          media: 'text/plain',
        },
      },
    },
    async ({ account, actor, params }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const found = await letterOf(gw.db.read, account.id, params.id);
      if (!found) return refusal('not-found');
      return new Response(maskedSource(found.letter, gw.names), {
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
      });
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/letters/{id}/retry',
      tag: TAG,
      summary: 'Send a letter again',
      description: 'One that failed or came back.',
      params: idParam<'letter'>(),
      answers: { 204: { what: 'It is in the queue' } },
    },
    async ({ actor, params }) => toldDone(await sendLetterAgain(gw, actor, params.id)),
  );

  suppressionRoutes(api);
}

function suppressionRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/suppressions',
      tag: TAG,
      summary: 'List addresses to which nothing is sent',
      query: paging.extend({ after: z.string().max(254).optional() }),
      answers: { 200: { what: 'In the order of the addresses', schema: pageOf(suppressionSchema) } },
    },
    async ({ account, actor, query }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const found = await pageOfSuppressions(gw.db.read, account.id, {
        after: query.after ?? null,
        limit: query.limit + 1,
      });
      const page = cut(found, query.limit, (last) => last.address);
      const json = page.items.map((s) => ({
        ...s,
        evidence: removeSecrets(s.evidence, gw.names),
        since: iso(s.since),
      }));
      return { status: 200, json: { items: json, next: page.next } };
    },
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/suppressions/{address}',
      tag: TAG,
      summary: 'Write to an address again',
      params: z.strictObject({ address: z.string().max(254) }),
      answers: { 204: { what: 'Letters go there again' } },
    },
    async ({ actor, params }) => toldDone(await writeAgainTo(gw, actor, params.address)),
  );
}

const letterJson = (line: LetterLine, names: Names): z.input<typeof letterSchema> => ({
  id: line.id,
  kind: line.kind,
  state: line.state,
  task: line.task,
  comment: line.comment,
  recipient: line.recipient,
  recipients: line.recipients.map(({ name, address }) => ({ name, address })),
  subject: line.subject.replace(SLOT_PATTERN, '•••'),
  attempts: line.attempts,
  nextAttemptAt: isoOrNull(line.dueAt),
  reason: line.reason,
  diagnostic: line.diagnostic === null ? null : removeSecrets(line.diagnostic, names),
  createdAt: iso(line.createdAt),
  sentAt: isoOrNull(line.sentAt),
  readAt: isoOrNull(line.readAt),
});
