/** `/admin/audit`, the log of what was done to the account, and `/admin/suppressions`, the addresses that get nothing. */
import type { Context, Hono } from 'hono';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, pagingOf } from './door.ts';
import { AuditPage, SuppressionsPage } from './pages/admin/audit.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, refusedPage, type Sent } from './posted.tsx';

export function auditPages(app: Hono, door: Door): void {
  const ports = door.ports.admin;

  app.get('/admin/audit', adminPage(door, 'manage', log));
  app.get('/admin/suppressions', adminPage(door, 'manage', list));
  app.post('/admin/suppressions', adminForm(door, 'manage', lift));

  async function log(c: Context, desk: Desk): Promise<Response> {
    const paging = pagingOf(c);
    const page = await ports.listAudit(actorAt(desk), paging);
    return c.html(html(<AuditPage desk={desk} page={page} later={paging.after !== null} />));
  }

  async function list(c: Context, desk: Desk): Promise<Response> {
    const paging = pagingOf(c);
    const page = await ports.listSuppressions(actorAt(desk), paging);
    const said = c.req.query('lifted') !== undefined ? desk.reader.say('suppressions.lifted') : null;
    return c.html(html(<SuppressionsPage {...{ desk, page, said }} later={paging.after !== null} />));
  }

  async function lift(c: Context, { desk, form }: Sent): Promise<Response> {
    const done = await ports.writeAgainTo(actorAt(desk), form.value('address'));
    return done.ok ? c.redirect('/admin/suppressions?lifted', 303) : refusedPage(c, door, desk, done.refusal);
  }
}
