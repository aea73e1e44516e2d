/** `/contacts/{id}/merge`: two contacts that are one person (spec 1.3). */
import { z } from '@hono/zod-openapi';
import { mergeContacts } from '../../flow/merge.ts';
import { contactJson, contactSchema } from './contacts.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam } from './fields.ts';
import { told } from './outcome.ts';

export function mergeRoute(api: Api): void {
  const { gw } = api;
  endpoint(
    api,
    {
      method: 'post',
      path: '/contacts/{id}/merge',
      tag: 'Contacts',
      summary: 'Make another contact part of this one',
      description:
        'Administrators only. Addresses and phones come together, the other’s place in tasks and comments becomes this one’s, and old links and letters of the other go on working.',
      params: idParam<'contact'>(),
      body: z.strictObject({ contact: id<'contact'>() }).openapi('Merge'),
      answers: { 200: { what: 'The contact as it is now; the other is gone', schema: contactSchema } },
    },
    async ({ actor, params, body }) => told(await mergeContacts(gw, actor, params.id, body.contact), contactJson),
  );
}
