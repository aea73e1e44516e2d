/** Pages of those who look after the account: what went out, what came in. For everybody else they do not exist. */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { isAdmin } from '../people/person.ts';
import { type Door, nothingHere, pagingOf } from './door.ts';
import { readForm } from './form.ts';
import { policy } from './guard.ts';
import { Inbox, InboxDetail, LetterDetail, Letters } from './pages/admin.tsx';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import type { Desk } from './pages/staff.tsx';
import { INBOX_DECISIONS } from './ports.ts';
import { signedIn } from './staff.tsx';

/** A letter brings its own styles and may load nothing; `sandbox` takes script, forms and the page's origin from it. */
const PREVIEW_CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
const WITH_PREVIEW = policy({ 'frame-src': "'self'" });

export function adminPages(app: Hono, door: Door): void {
  const { ports } = door;
  const admin = (handle: (c: Context, desk: Desk) => Promise<Response>) =>
    signedIn(door, async (c, desk) => (isAdmin(desk.person) ? handle(c, desk) : nothingHere(c, door)));

  app.get('/admin', (c) => c.redirect('/admin/letters', 303));

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

  app.get(
    '/admin/inbox',
    admin(async (c, desk) => {
      const paging = pagingOf(c);
      const page = await ports.listInbox(desk.account, paging);
      return c.html(html(<Inbox desk={desk} page={page} later={paging.after !== null} />));
    }),
  );

  app.get(
    '/admin/inbox/:id',
    admin(async (c, desk) => {
      const id = parseId(c.req.param('id'));
      const mail = id && (await ports.readInbox(desk.account, id));
      if (!mail) return nothingHere(c, door);
      const preview = mail.state === 'held' ? await ports.previewInbox(actorAt(desk), mail.id) : null;
      return c.html(html(<InboxDetail desk={desk} mail={mail} preview={preview} />));
    }),
  );

  app.post(
    '/admin/inbox/:id',
    admin(async (c, desk) => {
      const id = parseId(c.req.param('id'));
      const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
      if (form?.value('csrf') !== desk.csrf) return notOurs(c, desk);
      const decision = INBOX_DECISIONS.find((d) => d === form.value('decision'));
      if (!id || !decision || !(await ports.decideInbox(actorAt(desk), id, decision))) return nothingHere(c, door);
      return c.redirect(`/admin/inbox/${id}`, 303);
    }),
  );

  async function letterIn(c: Context, desk: Desk) {
    const id = parseId(c.req.param('id'));
    return id && ports.readLetter(desk.account, id);
  }
}

const actorAt = ({ account, person }: Desk) => ({ account, person, proof: 'session', source: 'web' }) as const;

const notOurs = (c: Context, { reader, account }: Desk) =>
  c.html(html(<Notice reader={reader} firm={account.title} name="cross-site" />), 403);
