/** `/notifications`: what whoever signed in was told of, in one list, also when no letters go to them. */
import type { Context, Hono } from 'hono';
import type { Viewer } from '../tasks/visibility.ts';
import { type Door, pagingOf } from './door.ts';
import { html } from './pages/layout.tsx';
import { Notifications } from './pages/notifications.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt } from './posted.tsx';
import { signedIn } from './staff.tsx';

export function notificationPages(app: Hono, door: Door): void {
  app.get('/notifications', signedIn(door, list));

  async function list(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const paging = pagingOf(c);
    const page = await door.ports.me.notifications(actorAt(desk), viewer, paging);
    return c.html(html(<Notifications desk={desk} page={page} later={paging.after !== null} />));
  }
}
