/** Pages of incoming mail, for those who look after the account. GET changes nothing; decisions are forms. */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere, PAGE_SIZE } from './door.ts';
import { FILE_CSP } from './download.ts';
import { periodOf } from './inbox-period.ts';
import { INBOX_DECISIONS, INBOX_STATES, type InboxDecision } from './inbox-ports.ts';
import { askedIn } from './log-asked.ts';
import { AROUND_LETTER, sendOwnFrame } from './mail-in-frame.ts';
import { OUTCOMES } from './outcome-words.ts';
import { Held, type HeldLine } from './pages/held.tsx';
import { Inbox } from './pages/inbox.tsx';
import { InboxMail } from './pages/inbox-mail.tsx';
import { html } from './pages/layout.tsx';
import { INBOX_LOG } from './pages/log-filter.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, type Sent } from './posted.tsx';

export function inboxPages(app: Hono, door: Door): void {
  const { ports } = door;
  const admin = (handle: (c: Context, desk: Desk) => Promise<Response>) => adminPage(door, 'manage', handle);

  app.get('/admin/inbox', admin(list));
  app.get('/admin/inbox/:id', admin(mail));
  app.get('/admin/inbox/:id/words', admin(words));
  app.get('/admin/inbox/:id/raw', admin(raw));
  app.post('/admin/inbox/:id', adminForm(door, 'manage', decide));
  app.get('/admin/held', admin(queue));
  app.post('/admin/held', adminForm(door, 'manage', decideSome));

  async function list(c: Context, desk: Desk): Promise<Response> {
    const asked = askedIn(c, INBOX_LOG, [...INBOX_STATES, ...OUTCOMES]);
    const paging = { after: parseId(c.req.query('after')), limit: PAGE_SIZE };
    const period = periodOf(asked.when, asked.day || null, desk.reader.now, desk.reader.zone);
    const state = INBOX_STATES.find((name) => name === asked.what);
    const outcome = state ? undefined : OUTCOMES.find((name) => name === asked.what);
    const query = { ...paging, ...period, state, outcome, sender: asked.who, search: asked.q };
    const [page, counts, all] = await Promise.all([
      ports.listInbox(desk.account, query),
      ports.countInbox(desk.account, period),
      ports.countInbox(desk.account),
    ]);
    const later = paging.after !== null;
    return c.html(
      html(<Inbox desk={desk} asked={asked} page={page} counts={counts} waiting={all.held} later={later} />),
    );
  }

  async function mail(c: Context, desk: Desk): Promise<Response> {
    const id = parseId(c.req.param('id'));
    const found = id && (await ports.readInbox(desk.account, id));
    if (!found) return nothingHere(c, door);
    const look = await ports.lookInbox(actorAt(desk), found.id);
    return c.html(html(<InboxMail desk={desk} mail={found} look={look} />), 200, AROUND_LETTER);
  }

  async function words(c: Context, desk: Desk): Promise<Response> {
    const id = parseId(c.req.param('id'));
    const look = id && (await ports.lookInbox(actorAt(desk), id));
    if (!look || look.html === null) return nothingHere(c, door);
    const page = `<!doctype html><meta charset="utf-8"><style>body{font:16px/1.55 system-ui,sans-serif;margin:16px;overflow-wrap:anywhere}</style>${look.html}`;
    return sendOwnFrame(c, page);
  }

  async function raw(c: Context, desk: Desk): Promise<Response> {
    const id = parseId(c.req.param('id'));
    const bytes = id && (await ports.rawInbox(actorAt(desk), id));
    if (!bytes) return nothingHere(c, door);
    const save = c.req.query('save') !== undefined;
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': save ? 'message/rfc822' : 'text/plain; charset=utf-8',
      'Content-Disposition': save ? `attachment; filename="${id}.eml"` : 'inline',
      'Content-Security-Policy': FILE_CSP,
    });
  }

  async function decide(c: Context, { desk, form }: Sent): Promise<Response> {
    const id = parseId(c.req.param('id'));
    const decision = INBOX_DECISIONS.find((d) => d === form.value('decision'));
    if (!id || !decision || !(await ports.decideInbox(actorAt(desk), id, decision))) return nothingHere(c, door);
    return c.redirect(`/admin/inbox/${id}`, 303);
  }

  async function queue(c: Context, desk: Desk): Promise<Response> {
    const after = parseId(c.req.query('after'));
    const page = await ports.listInbox(desk.account, { after, limit: QUEUE_PAGE, state: 'held' });
    const items: HeldLine[] = [];
    // One after the other: each of them is read, and the process has other things to do in between.
    for (const line of page.items) {
      const preview = line.size > PREVIEW_OF ? null : await ports.previewInbox(actorAt(desk), line.id);
      items.push({ ...line, preview: preview && [...preview].slice(0, FIRST_WORDS).join('') });
    }
    const count = (name: string) => Math.min(QUEUE_PAGE, Number(/^\d{1,3}$/.exec(c.req.query(name) ?? '')?.[0] ?? 0));
    const decided = { done: count('done'), gone: count('gone'), nothingPicked: c.req.query('nothing') !== undefined };
    const shown = { items, next: page.next };
    const { held } = await ports.countInbox(desk.account);
    return c.html(html(<Held desk={desk} page={shown} later={after !== null} decided={decided} waiting={held} />));
  }

  /** One mail by its own button, or those that were picked. */
  async function decideSome(c: Context, { desk, form }: Sent): Promise<Response> {
    const [word, own] = form.value('decision').split(' ');
    const decision = HELD_DECISIONS.find((d) => d === word);
    if (!decision) return nothingHere(c, door);
    const ids = own ? [own] : form.values('mail').slice(0, QUEUE_PAGE);
    let done = 0;
    for (const id of ids) if (parseId(id) && (await ports.decideInbox(actorAt(desk), id, decision))) done += 1;
    const gone = ids.length - done;
    const said = ids.length === 0 ? 'nothing' : `done=${done}${gone > 0 ? `&gone=${gone}` : ''}`;
    return c.redirect(`/admin/held?${said}`, 303);
  }
}

const HELD_DECISIONS = ['accept', 'trust', 'discard'] as const satisfies readonly InboxDecision[];
/** Each mail of the page is read for its first words. */
const QUEUE_PAGE = 15;
const PREVIEW_OF = 256 * 1024;
const FIRST_WORDS = 300;
