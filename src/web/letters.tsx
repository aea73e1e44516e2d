/** `/admin/letters`: what went out or did not, each as its reader has it; what failed is sent again. */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere, PAGE_SIZE } from './door.ts';
import { FILE_CSP } from './download.ts';
import { periodOf } from './inbox-period.ts';
import { askedIn } from './log-asked.ts';
import { AROUND_LETTER, sendOwnFrame } from './mail-in-frame.ts';
import { DELIVERY_STATES, LetterDetail, Letters } from './pages/admin/letters.tsx';
import { html } from './pages/layout.tsx';
import { LETTER_LOG } from './pages/log-filter.tsx';
import type { Desk } from './pages/staff.tsx';
import type { LetterPage } from './ports.ts';
import { actorAt, refusedPage, type Sent } from './posted.tsx';

export function letterPages(app: Hono, door: Door): void {
  const { ports } = door;

  app.get('/admin/letters', adminPage(door, 'manage', list));
  app.get('/admin/letters/:id', one(show));
  app.get('/admin/letters/:id/preview', one(preview));
  app.get('/admin/letters/:id/raw', one(raw));
  app.post('/admin/letters/:id', adminForm(door, 'manage', act));

  async function list(c: Context, desk: Desk): Promise<Response> {
    const { account, reader } = desk;
    const asked = askedIn(c, LETTER_LOG, DELIVERY_STATES);
    const after = parseId(c.req.query('after'));
    const state = DELIVERY_STATES.find((name) => name === asked.what);
    const period = periodOf(asked.when, asked.day || null, reader.now, reader.zone);
    const wanted = { after, limit: PAGE_SIZE, ...period, state, to: asked.who, search: asked.q };
    const page = await ports.listLetters(account, wanted);
    const { relay, direct, capture } = ports.admin.setup;
    const props = { desk, asked, page, later: after !== null, capture: relay === null && !direct ? capture : null };
    return c.html(html(<Letters {...props} />));
  }

  function one(handle: (c: Context, letter: LetterPage, desk: Desk) => Response | Promise<Response>) {
    return adminPage(door, 'manage', async (c, desk) => {
      const id = parseId(c.req.param('id'));
      const letter = id && (await ports.readLetter(desk.account, id));
      return letter ? handle(c, letter, desk) : nothingHere(c, door);
    });
  }

  function show(c: Context, letter: LetterPage, desk: Desk) {
    const again = c.req.query('again') !== undefined && letter.state !== 'failed' && letter.state !== 'bounced';
    return c.html(html(<LetterDetail {...{ desk, letter, again }} />), 200, AROUND_LETTER);
  }

  function preview(c: Context, letter: LetterPage) {
    return sendOwnFrame(c, letter.html);
  }

  function raw(c: Context, letter: LetterPage) {
    return c.body(letter.raw, 200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="${letter.id}.txt"`,
      'Content-Security-Policy': FILE_CSP,
    });
  }

  async function act(c: Context, { desk, form }: Sent): Promise<Response> {
    const id = parseId(c.req.param('id'));
    if (!id || form.value('do') !== 'again') return nothingHere(c, door);
    const done = await ports.sendLetterAgain(actorAt(desk), id);
    return done.ok ? c.redirect(`/admin/letters/${id}?again`, 303) : refusedPage(c, door, desk, done.refusal);
  }
}
