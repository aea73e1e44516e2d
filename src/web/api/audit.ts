/** `/audit`: who did what to the account, besides its tasks. */
import { z } from '@hono/zod-openapi';
import { mayManage } from '../../flow/manage.ts';
import { AUDITED, pageOfAudit } from '../../store/audit.ts';
import { type Api, endpoint } from './endpoint.ts';
import { cut, id, idPaging, iso, pageOf, time } from './fields.ts';
import { refusal } from './problem.ts';

const lineSchema = z
  .strictObject({
    id: id<'audit'>(),
    at: time,
    actor: id(),
    what: z.enum(AUDITED),
    subject: z.string().openapi({ description: 'The id, name or address of what it was done to' }),
    detail: z.unknown(),
  })
  .openapi('AuditLine');

export function auditRoutes(api: Api): void {
  const { gw } = api;
  endpoint(
    api,
    {
      method: 'get',
      path: '/audit',
      tag: 'Settings',
      summary: 'List what was done to the account, the newest first',
      query: idPaging,
      answers: { 200: { what: 'Administrators only', schema: pageOf(lineSchema) } },
    },
    async ({ account, actor, query }) => {
      if (!mayManage(actor)) return refusal('admins-only');
      const page = { after: query.after ?? null, limit: query.limit + 1 };
      const found = cut(await pageOfAudit(gw.db.read, account.id, page), query.limit, (last) => last.id);
      const items = found.items.map((line) => ({ ...line, at: iso(line.at) }));
      return { status: 200, json: { items, next: found.next } };
    },
  );
}
