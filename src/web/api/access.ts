/** `/contacts/{id}/access`: the password login of a contact, given and taken away (spec 5). */
import { z } from '@hono/zod-openapi';
import { endAccess, grantAccess } from '../../flow/access.ts';
import { ACCESS_STATES } from '../../people/person.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam } from './fields.ts';
import { told } from './outcome.ts';

const TAG = 'Contacts';
const accessSchema = z
  .strictObject({ contact: id<'contact'>(), access: z.enum(ACCESS_STATES) })
  .openapi('ContactAccess');

export function accessRoutes(api: Api): void {
  const { gw } = api;
  const path = '/contacts/{id}/access';
  const params = idParam<'contact'>();
  const json = (contact: { id: string; access: (typeof ACCESS_STATES)[number] }) => ({
    contact: contact.id,
    access: contact.access,
  });

  endpoint(
    api,
    {
      method: 'post',
      path,
      tag: TAG,
      summary: 'Give a contact a password login',
      description:
        'Mails an invitation with a link on which they choose a password. Again: a new link, and the earlier one ends. For administrators and employees with that right.',
      params,
      answers: { 200: { what: 'INVITED, or ACTIVE when they have it already', schema: accessSchema } },
    },
    async ({ actor, params }) => told(await grantAccess(gw, actor, params.id), json),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path,
      tag: TAG,
      summary: 'Take the password login of a contact away',
      description: 'A waiting invitation is cancelled; sessions end. The dashboard goes on working.',
      params,
      answers: { 200: { what: 'NONE or REVOKED', schema: accessSchema } },
    },
    async ({ actor, params }) => told(await endAccess(gw, actor, params.id), json),
  );
}
