/** An incoming mail as JSON: the line that the ledger has of it, without our secrets. */
import { z } from '@hono/zod-openapi';
import type { Gateway, Names } from '../../flow/gateway.ts';
import { mayManage } from '../../flow/manage.ts';
import { ownsUnread } from '../../flow/manage-mail.ts';
import { shownRecipient } from '../../flow/sealed.ts';
import { removeSecrets } from '../../mail/secrets.ts';
import { FINAL_STATES } from '../../store/inbox.ts';
import { type LedgerLine, pageOfLedger } from '../../store/ledger.ts';
import type { Caller } from './caller.ts';
import { address, cut, givenTime, id, idPaging, iso, time } from './fields.ts';
import type { Outcome } from './once.ts';
import { refusal } from './problem.ts';

export const stateSchema = z.enum(['received', ...FINAL_STATES]);

export const mailSchema = z
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
    decidedBy: id()
      .nullable()
      .openapi({ description: 'Who let it in, discarded it or had it processed again; may be the sender themselves' }),
    size: z.int(),
    protocol: z.string(),
  })
  .openapi('InboundMail');

/** An end of a period that is asked for. */
export const periodEnd = (description: string) =>
  givenTime.optional().openapi({ description, format: 'date-time', example: '2026-11-23T07:00:00Z' });

/** From the first on and before the second. */
export const periodQuery = z.strictObject({
  since: periodEnd('Came in then or later'),
  until: periodEnd('Came in before'),
});

export const mailQuery = idPaging.extend({
  ...periodQuery.shape,
  from: address.optional().openapi({ description: 'The address in From' }),
  messageId: z.string().trim().max(998).optional().openapi({ description: 'With or without angle brackets' }),
});

export async function listMail(
  gw: Gateway,
  { account, actor }: Caller,
  { after, limit, from, messageId, ...query }: z.output<typeof mailQuery>,
  state: string | undefined,
): Promise<Outcome> {
  if (!mayManage(actor)) return refusal('admins-only');
  const asked = { from, messageId: messageId?.replace(/^<|>$/g, ''), state, ...instants(query) };
  const page = { after: after ?? null, limit: limit + 1, unread: await ownsUnread(gw), ...asked };
  const found = cut(await pageOfLedger(gw.db.read, account.id, page), limit, (last) => last.id);
  return { status: 200, json: { items: found.items.map((line) => mailJson(line, gw.names)), next: found.next } };
}

export const instants = ({ since, until }: z.output<typeof periodQuery>) => ({
  since: since === undefined ? undefined : Date.parse(since),
  until: until === undefined ? undefined : Date.parse(until),
});

/** Everything that came from outside passes `removeSecrets`: a reply address opens a task to whoever knows it. */
export function masked<T>(value: T, names: Names): T {
  if (typeof value === 'string') return removeSecrets(value, names) as T;
  if (Array.isArray(value)) return value.map((inner) => masked(inner, names)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, names)])) as T;
}

export const mailJson = (line: LedgerLine, names: Names): z.input<typeof mailSchema> =>
  masked(
    {
      id: line.id,
      state: line.state,
      receivedAt: iso(line.receivedAt),
      from: line.from,
      subject: line.subject,
      messageId: line.messageId,
      envelopeFrom: line.envelopeFrom,
      envelopeTo: line.envelopeTo.map(shownRecipient),
      outcome: line.outcome,
      reason: line.reason,
      task: line.task as never,
      comment: line.comment as never,
      duplicateOf: line.duplicateOf as never,
      decidedBy: line.decidedBy as never,
      size: line.size,
      protocol: line.protocol,
    },
    names,
  );
