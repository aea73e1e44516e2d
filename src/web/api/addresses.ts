/** `/addresses`: names on the account's domain that make tasks by rules of their own (spec 3.4). */
import { z } from '@hono/zod-openapi';
import { maySet } from '../../flow/manage.ts';
import { removeAddress, saveAddress } from '../../flow/manage-addresses.ts';
import type { Account } from '../../people/account.ts';
import { pageOfVirtualAddresses, type VirtualAddress } from '../../store/addresses.ts';
import { LOCAL_NAME } from '../local-name.ts';
import { type Api, endpoint } from './endpoint.ts';
import { cut, id, ids, optionalLine, pageOf, paging } from './fields.ts';
import { told, toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Addresses';
const local = z
  .string()
  .trim()
  .toLowerCase()
  .regex(LOCAL_NAME, 'Latin letters, digits and . _ - between them, at most 64')
  .openapi({ example: 'sales' });

const addressSchema = z
  .strictObject({
    local,
    email: z.string().openapi({ description: 'A mail to this address makes a task' }),
    description: z.string(),
    project: id<'project'>().nullable(),
    assignees: z.array(id<'employee'>()),
  })
  .openapi('VirtualAddress');

const fields = {
  description: optionalLine(300).optional(),
  project: id<'project'>().nullable().optional(),
  assignees: ids<'employee'>().optional().openapi({ description: 'In whose list its tasks are; nobody: the admin’s' }),
};

export function addressRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/addresses',
      tag: TAG,
      summary: 'List virtual addresses by their names',
      query: paging,
      answers: { 200: { what: 'Virtual addresses', schema: pageOf(addressSchema) } },
    },
    async ({ account, actor, query }) => {
      if (!maySet(actor)) return refusal('admins-only');
      const found = await pageOfVirtualAddresses(gw.db.read, account.id, query.after ?? '', query.limit + 1);
      const page = cut(found, query.limit, (last) => last.local);
      return { status: 200, json: { ...page, items: page.items.map((one) => addressJson(account, one)) } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/addresses',
      tag: TAG,
      summary: 'Make a virtual address',
      body: z.strictObject({ local, ...fields }).openapi('NewVirtualAddress'),
      answers: { 201: { what: 'It takes mail from now on', schema: addressSchema } },
    },
    async ({ account, actor, body }) =>
      told(await saveAddress(gw, actor, body.local, body, true), (one) => addressJson(account, one), 201),
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/addresses/{local}',
      tag: TAG,
      summary: 'Change what a virtual address does',
      params: z.strictObject({ local }),
      body: z.strictObject(fields).openapi('VirtualAddressChange'),
      answers: { 200: { what: 'The address as it is now', schema: addressSchema } },
    },
    async ({ account, actor, params, body }) =>
      told(await saveAddress(gw, actor, params.local, body, false), (one) => addressJson(account, one)),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/addresses/{local}',
      tag: TAG,
      summary: 'Take a virtual address away',
      params: z.strictObject({ local }),
      answers: { 204: { what: 'Mail to it is refused; its tasks stay' } },
    },
    async ({ actor, params }) => toldDone(await removeAddress(gw, actor, params.local)),
  );
}

const addressJson = (account: Account, one: VirtualAddress): z.input<typeof addressSchema> => ({
  ...one,
  email: `${one.local}@${account.mailDomain}`,
  assignees: [...one.assignees],
});
