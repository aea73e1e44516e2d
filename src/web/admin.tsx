/** Where the administration begins. */
import type { Hono } from 'hono';
import { adminPage, mayHere } from './admin-door.ts';
import type { Door } from './door.ts';
import { inboxPages } from './inbox.tsx';
import { letterPages } from './letters.tsx';
import { statusPages } from './status.tsx';

export function adminPages(app: Hono, door: Door): void {
  // The first page that is theirs; a fresh account begins with the first steps.
  app.get(
    '/admin',
    adminPage(door, 'set', async (c, desk) => {
      if (!mayHere(desk, 'manage')) return c.redirect('/admin/settings', 303);
      return c.redirect((await door.ports.admin.isFresh(desk.account)) ? '/admin/start' : '/admin/inbox', 303);
    }),
  );
  statusPages(app, door);
  letterPages(app, door);
  inboxPages(app, door);
}
