/** `POST /inbound/raw`: one mail from a relay or a mail provider. */
import { z } from '@hono/zod-openapi';
import { Trouble } from '../../base/trouble.ts';
import { type RawMail, takeRawMail } from '../../flow/manage-raw.ts';
import { type Api, type Call, endpoint } from './endpoint.ts';
import { id } from './fields.ts';
import { bodyOf } from './files.ts';
import type { Outcome } from './once.ts';
import { told } from './outcome.ts';
import { problem } from './problem.ts';

const TAG = 'Incoming mail';
const rawQuery = z.strictObject({
  from: z
    .string()
    .max(300)
    .optional()
    .openapi({ description: 'The envelope’s sender; or the header Postern-Envelope-From' }),
  to: z.string().max(20_000).optional().openapi({
    description:
      'The envelope’s recipients, with commas between; or the header Postern-Envelope-To. Without either, those of Delivered-To, X-Original-To, Envelope-To, To and Cc that are addresses of the account',
  }),
  authservId: z
    .string()
    .regex(/^[\w.-]{1,255}$/, 'This is not an authserv-id')
    .optional()
    .openapi({ description: 'Whose Authentication-Results the caller vouches for' }),
});

export function rawRoute(api: Api): void {
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
  const from = query.from ?? c.req.header('postern-envelope-from');
  const mail: RawMail = {
    from: from === undefined ? null : bare(from),
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
