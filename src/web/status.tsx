/** `/admin/status`: how mail is doing. */
import type { Hono } from 'hono';
import { adminPage } from './admin-door.ts';
import type { Door } from './door.ts';
import { StatusPage } from './pages/admin/status.tsx';
import { html } from './pages/layout.tsx';

export function statusPages(app: Hono, door: Door): void {
  app.get(
    '/admin/status',
    adminPage(door, 'manage', async (c, desk) => {
      const status = await door.ports.admin.status(desk.account);
      return c.html(html(<StatusPage desk={desk} status={status} />));
    }),
  );
}
