/** `/contacts`: persons and companies outside (spec 1.3), and the dashboard link of each. */
import { z } from '@hono/zod-openapi';
import { parseAddress } from '../../base/address.ts';
import { maySeePeople } from '../../flow/manage.ts';
import { endLink, replaceLink, showLink } from '../../flow/manage-link.ts';
import { addContact, changeContact } from '../../flow/manage-people.ts';
import { ACCESS_STATES, type Contact } from '../../people/person.ts';
import { loadContact, personByAddress, unprovenByClaim } from '../../store/people.ts';
import { pageOfContacts, searchContacts } from '../../store/people-lists.ts';
import type { Caller } from './caller.ts';
import { type Api, endpoint } from './endpoint.ts';
import {
  address,
  chosenPace,
  cut,
  id,
  idParam,
  ids,
  language,
  line,
  numberPaging,
  optionalLine,
  ownPace,
  pageOf,
  timezone,
} from './fields.ts';
import { told, toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Contacts';

export const contactSchema = z
  .strictObject({
    id: id<'contact'>(),
    number: z.int(),
    isCompany: z.boolean(),
    firstName: z.string().openapi({ description: 'Of a company, its name' }),
    lastName: z.string(),
    position: z.string(),
    phone: z.string(),
    description: z.string(),
    email: z
      .string()
      .nullable()
      .openapi({ description: 'Of a contact who is not proven: the address that a mail claimed' }),
    additionalEmails: z.array(z.string()),
    language,
    timezone: z.string().nullable(),
    companies: z.array(id<'contact'>()),
    responsible: z.array(id<'employee'>()),
    seesCompanyTasks: z.boolean(),
    access: z.enum(ACCESS_STATES),
    proven: z.boolean().openapi({
      description: 'False: known only from a mail whose sender nobody could prove; no letter is sent there',
    }),
    mailBlocked: z
      .boolean()
      .openapi({ description: 'They complained, or their address is gone: no letters until they write again' }),
    isSpammer: z.boolean(),
    ...ownPace,
  })
  .openapi('Contact');

const fields = {
  isCompany: z.boolean().optional(),
  lastName: optionalLine().optional(),
  position: optionalLine().optional(),
  phone: optionalLine(100).optional(),
  description: z.string().max(20_000).optional(),
  email: address.nullable().optional(),
  additionalEmails: z.array(address).max(20).optional(),
  language: language.optional(),
  timezone: timezone.nullable().optional(),
  companies: ids<'contact'>().optional(),
  responsible: ids<'employee'>().optional(),
  seesCompanyTasks: z.boolean().optional(),
  mailBlocked: z.boolean().optional(),
  isSpammer: z.boolean().optional(),
  ...chosenPace,
};
const newContact = z.strictObject({ firstName: line(), ...fields }).openapi('NewContact');
const contactChange = z.strictObject({ firstName: line().optional(), ...fields }).openapi('ContactChange');

const listQuery = numberPaging.extend({
  search: z.string().trim().min(1).max(200).optional().openapi({ description: 'Part of a name or an address' }),
  email: address.optional().openapi({ description: 'Exactly this address, among the additional ones too' }),
});

export function contactRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/contacts',
      tag: TAG,
      summary: 'List contacts by their numbers',
      query: listQuery,
      answers: { 200: { what: 'Contacts', schema: pageOf(contactSchema) } },
    },
    async (call) => {
      if (!maySeePeople(call.actor)) return refusal('no-data-access');
      const page = await listed(api, call, call.query);
      return { status: 200, json: { items: page.items.map(contactJson), next: page.next } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/contacts',
      tag: TAG,
      summary: 'Add a person or a company',
      body: newContact,
      answers: { 201: { what: 'The new contact', schema: contactSchema } },
    },
    async ({ actor, body }) => told(await addContact(gw, actor, body), contactJson, 201),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/contacts/{id}',
      tag: TAG,
      summary: 'Get a contact',
      params: idParam<'contact'>(),
      answers: { 200: { what: 'The contact', schema: contactSchema } },
    },
    async ({ account, actor, params }) => {
      if (!maySeePeople(actor)) return refusal('no-data-access');
      const contact = await loadContact(gw.db.read, account.id, params.id);
      return contact ? { status: 200, json: contactJson(contact) } : refusal('not-found');
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/contacts/{id}',
      tag: TAG,
      summary: 'Change a contact',
      description: 'For administrators and those who are responsible for the contact.',
      params: idParam<'contact'>(),
      body: contactChange,
      answers: { 200: { what: 'The contact as it is now', schema: contactSchema } },
    },
    async ({ actor, params, body }) => told(await changeContact(gw, actor, params.id, body), contactJson),
  );

  linkRoutes(api);
}

const LINK = z
  .strictObject({ url: z.string().nullable().openapi({ description: 'Null for those who may not see it' }) })
  .openapi('DashboardLink');

function linkRoutes(api: Api): void {
  const { gw } = api;
  const path = '/contacts/{id}/dashboard-link';
  const params = idParam<'contact'>();

  endpoint(
    api,
    {
      method: 'post',
      path,
      tag: TAG,
      summary: 'Get the dashboard link of a contact',
      description:
        'The one place where the team sees it; administrators only. The present link goes on working, a revoked one works again.',
      params,
      answers: { 200: { what: 'The link', schema: LINK } },
      secrets: ['url'],
    },
    async ({ actor, params: { id: contact } }) => told(await showLink(gw, actor, contact), (url) => ({ url })),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: `${path}/renew`,
      tag: TAG,
      summary: 'End every link made before and mail the new one to the contact',
      params,
      answers: { 200: { what: 'The new link', schema: LINK } },
      secrets: ['url'],
    },
    async ({ actor, params: { id: contact } }) => told(await replaceLink(gw, actor, contact), (url) => ({ url })),
  );

  const revoke = { tag: TAG, params, answers: { 204: { what: 'No link of this contact works any more' } } } as const;
  endpoint(
    api,
    { method: 'delete', path, summary: 'Revoke the dashboard link', ...revoke },
    async ({ actor, params: { id: contact } }) => toldDone(await endLink(gw, actor, contact)),
  );
  endpoint(
    api,
    { method: 'post', path: `${path}/revoke`, summary: 'Revoke the dashboard link', ...revoke },
    async ({ actor, params: { id: contact } }) => toldDone(await endLink(gw, actor, contact)),
  );
}

async function listed(
  { gw }: Api,
  { account }: Caller,
  query: z.output<typeof listQuery>,
): Promise<{ items: readonly Contact[]; next: string | null }> {
  const after = Number(query.after ?? 0);
  if (query.email !== undefined) {
    const wanted = parseAddress(query.email)!;
    const found =
      (await personByAddress(gw.db.read, account.id, wanted)) ??
      (await unprovenByClaim(gw.db.read, account.id, wanted));
    return { items: found?.kind === 'contact' ? [found] : [], next: null };
  }
  if (query.search === undefined) {
    const found = await pageOfContacts(gw.db.read, account.id, after, query.limit + 1);
    return cut(found, query.limit, (last) => String(last.number));
  }
  const found = await searchContacts(gw.db.read, account.id, query.search, after, query.limit);
  return { items: found.items, next: found.next === null ? null : String(found.next) };
}

export const contactJson = (c: Contact): z.input<typeof contactSchema> => ({
  id: c.id,
  number: c.number,
  isCompany: c.isCompany,
  firstName: c.firstName,
  lastName: c.lastName,
  position: c.position,
  phone: c.phone,
  description: c.description,
  email: c.email ?? c.claims,
  additionalEmails: [...c.additionalEmails],
  language: c.language,
  timezone: c.timezone,
  companies: [...c.companies],
  responsible: [...c.responsible],
  seesCompanyTasks: c.seesCompanyTasks,
  access: c.access,
  proven: c.proven,
  mailBlocked: c.mailBlocked,
  isSpammer: c.isSpammer,
  bundleMinutes: c.bundleMinutes,
  quietHours: c.quietHours,
});
