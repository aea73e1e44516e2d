/**
 * A contact's own choice of when letters come: `/d/<token>/letters` behind the link, `/me/letters` for those who sign in. To look
 * changes nothing; to choose is a write like any other there.
 */
import type { Context, Hono } from 'hono';
import type { Contact } from '../people/person.ts';
import { type Door, nothingHere } from './door.ts';
import { readForm } from './form.ts';
import { filledPace, paceIn } from './pace-form.ts';
import type { Visit } from './pages/client.tsx';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import { ClientPace, PortalPace } from './pages/pace.tsx';
import type { Reader } from './pages/reader.ts';
import type { Desk } from './pages/staff.tsx';
import { posted } from './posted.tsx';
import { signedIn } from './staff.tsx';
import { askForCode, enter } from './visit.tsx';

export function pacePages(app: Hono, door: Door): void {
  const { ports } = door;
  const visiting = (handle: (c: Context, visit: Visit) => Promise<Response>) => (c: Context) => enter(c, door, handle);

  app.get('/d/:token/letters', visiting(look));
  app.post('/d/:token/letters', visiting(choose));
  app.get('/me/letters', signedIn(door, lookAtDesk));
  app.post(
    '/me/letters',
    posted(door, async (c, { desk, form }) => {
      const contact = contactAt(desk);
      if (!contact) return nothingHere(c, door);
      const { choice, ...again } = paceIn(form, contact, desk.reader.say);
      if (!choice) return c.html(html(<PortalPace {...{ desk, contact, ...again }} said={null} />), 422);
      return saved(c, '/me/letters', await ports.choosePace(contact, choice));
    }),
  );

  async function look(c: Context, visit: Visit): Promise<Response> {
    const filled = filledPace(visit.contact);
    return c.html(html(<ClientPace {...{ visit, filled }} faults={{}} said={saidIn(c, visit.reader)} />));
  }

  async function choose(c: Context, visit: Visit): Promise<Response> {
    const { reader, account, contact, base } = visit;
    const here = `${base}/letters`;
    if (visit.trust !== 'all') return askForCode(c, visit, { next: here }, 403);
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    if (!form) return c.html(html(<Notice reader={reader} firm={account.title} name="no-form" />), 400);
    const { choice, ...again } = paceIn(form, contact, reader.say);
    if (!choice) return c.html(html(<ClientPace {...{ visit, ...again }} said={null} />), 422);
    return saved(c, here, await ports.choosePace(contact, choice));
  }

  async function lookAtDesk(c: Context, desk: Desk): Promise<Response> {
    const contact = contactAt(desk);
    if (!contact) return nothingHere(c, door);
    const filled = filledPace(contact);
    return c.html(html(<PortalPace {...{ desk, contact, filled }} faults={{}} said={saidIn(c, desk.reader)} />));
  }
}

/** Null: the team's letters never wait. */
const contactAt = ({ person }: Desk): Contact | null => (person.kind === 'contact' ? person : null);

/** `due`: letters that waited go by this choice, unless quiet hours keep them. */
const saved = (c: Context, page: string, due: boolean): Response =>
  c.redirect(`${page}?done=${due ? 'due' : 'saved'}`, 303);

function saidIn(c: Context, { say }: Reader): string | null {
  const done = c.req.query('done');
  if (done === 'due') return say('pace.saved.due');
  return done === 'saved' ? say('pace.saved') : null;
}
