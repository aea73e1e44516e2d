/** Pages of those who look after the account: what went out, what came in (inbox.tsx), and where the administration begins. */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { adminPage, mayHere } from './admin-door.ts';
import { type Door, nothingHere, pagingOf } from './door.ts';
import { policy } from './guard.ts';
import { inboxPages } from './inbox.tsx';
import { LetterDetail, Letters } from './pages/admin.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';

/** A letter brings its own styles and may load nothing; `sandbox` takes script, forms and the page's origin from it. */
const PREVIEW_CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
const WITH_PREVIEW = policy({ 'frame-src': "'self'" });

export function adminPages(app: Hono, door: Door): void {
  const { ports } = door;
  const admin = (handle: (c: Context, desk: Desk) => Promise<Response>) => adminPage(door, 'manage', handle);

  // The first page that is theirs; a fresh account begins with the first steps.
  app.get(
    '/admin',
    adminPage(door, 'set', async (c, desk) => {
      if (!mayHere(desk, 'manage')) return c.redirect('/admin/settings', 303);
      return c.redirect((await ports.admin.isFresh(desk.account)) ? '/admin/start' : '/admin/inbox', 303);
    }),
  );

  app.get(
    '/admin/letters',
    admin(async (c, desk) => {
      const paging = pagingOf(c);
      const page = await ports.listLetters(desk.account, paging);
      return c.html(html(<Letters desk={desk} page={page} later={paging.after !== null} />));
    }),
  );

  app.get(
    '/admin/letters/:id',
    admin(async (c, desk) => {
      const letter = await letterIn(c, desk);
      if (!letter) return nothingHere(c, door);
      return c.html(html(<LetterDetail desk={desk} letter={letter} />), 200, {
        'Content-Security-Policy': WITH_PREVIEW,
      });
    }),
  );

  app.get(
    '/admin/letters/:id/preview',
    admin(async (c, desk) => {
      const letter = await letterIn(c, desk);
      if (!letter) return nothingHere(c, door);
      return c.html(letter.html, 200, { 'Content-Security-Policy': PREVIEW_CSP, 'X-Frame-Options': 'SAMEORIGIN' });
    }),
  );

  inboxPages(app, door, admin);

  async function letterIn(c: Context, desk: Desk) {
    const id = parseId(c.req.param('id'));
    return id && ports.readLetter(desk.account, id);
  }
}
