/** `/keys`: who may use this API. */
import { z } from '@hono/zod-openapi';
import { mayManage } from '../../flow/manage.ts';
import { endKey, makeKey } from '../../flow/manage-account.ts';
import { type ApiKeyLine, keysOf } from '../../store/doors.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam, iso, isoOrNull, line, time } from './fields.ts';
import { told, toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Keys';

const keySchema = z
  .strictObject({
    id: id<'key'>(),
    name: z.string(),
    hint: z.string().openapi({ description: 'Its first characters' }),
    createdAt: time,
    usedAt: time.nullable().openapi({ description: 'To within ten minutes' }),
    revokedAt: time.nullable(),
  })
  .openapi('Key');
const newKeySchema = z
  .strictObject({
    ...keySchema.shape,
    secret: z
      .string()
      .nullable()
      .openapi({ description: 'Shown once; null when an answer is repeated by its Idempotency-Key' }),
  })
  .openapi('KeyWithSecret');

export function keyRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/keys',
      tag: TAG,
      summary: 'List the API keys',
      answers: {
        200: { what: 'Also the revoked ones', schema: z.strictObject({ items: z.array(keySchema), next: z.null() }) },
      },
    },
    async ({ account, actor }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      return { status: 200, json: { items: (await keysOf(gw.db.read, account.id)).map(keyJson), next: null } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/keys',
      tag: TAG,
      summary: 'Make an API key',
      body: z.strictObject({ name: line() }).openapi('NewKey'),
      answers: { 201: { what: 'The key with its secret, which is shown this once', schema: newKeySchema } },
      secrets: ['secret'],
    },
    async ({ actor, body }) =>
      told(await makeKey(gw, actor, body.name), (made) => ({ ...keyJson(made), secret: made.secret }), 201),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/keys/{id}',
      tag: TAG,
      summary: 'Revoke an API key',
      params: idParam<'key'>(),
      answers: { 204: { what: 'It opens nothing any more' } },
    },
    async ({ actor, params }) => toldDone(await endKey(gw, actor, params.id)),
  );
}

const keyJson = (key: ApiKeyLine): z.input<typeof keySchema> => ({
  id: key.id as never,
  name: key.name,
  hint: key.hint,
  createdAt: iso(key.createdAt),
  usedAt: isoOrNull(key.usedAt),
  revokedAt: isoOrNull(key.revokedAt),
});
