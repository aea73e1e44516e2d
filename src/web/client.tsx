/**
 * The dashboard behind the footer link (spec 4). The token in the path is the whole authority; GET and HEAD change nothing,
 * because scanners open every link of every mail (T4).
 */
import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { Viewer } from '../tasks/visibility.ts';
import { clientOriginalPages } from './client-original.tsx';
import { confirmPages } from './confirm.tsx';
import {
  backToTask,
  type Door,
  nothingHere,
  numberIn,
  type Piece,
  pagingOf,
  pieceOf,
  searchOf,
  strangerOf,
} from './door.ts';
import { sendFile } from './download.ts';
import { clientFilesPages } from './files-page.tsx';
import { readForm } from './form.ts';
import { wholeAnswer } from './guard.ts';
import { ClientTask, type Visit } from './pages/client.tsx';
import { activeOf, ClientList, type Part, SHOWS } from './pages/client-list.tsx';
import { type Draft, EMPTY_DRAFT } from './pages/composer.tsx';
import { bytesOf } from './pages/kept.ts';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import type { Actor } from './ports.ts';
import { filled, HOLE, readyPages } from './ready.ts';
import { askForCode, enter, noSuchTask, unsentIn } from './visit.tsx';
import { dayOf } from './when.ts';
import { write } from './writing.ts';

export function clientPages(app: Hono, door: Door): void {
  const { ports } = door;
  const ready = readyPages();
  const answer = wholeAnswer(door.options.publicUrl);
  const visiting = (handle: (c: Context, visit: Visit, viewer: Viewer) => Promise<Response>) => (c: Context) =>
    enter(c, door, handle);

  app.get('/d/:token', visiting(list));
  app.get('/d/:token/tasks/:number', visiting(task));
  app.post('/d/:token/tasks/:number/comments', visiting(comment));
  app.get(
    '/d/:token/tasks/:number/comments',
    visiting((c, { base }) => backToTask(c, door, base)),
  );
  app.post('/d/:token/tasks/:number/letters', visiting(hear));
  app.get('/d/:token/files/:id', visiting(file));
  app.post('/d/:token/renew', visiting(renew));
  app.post('/d/:token/end', visiting(end));
  clientFilesPages(app, door);
  clientOriginalPages(app, door);
  confirmPages(app, door);
  app.post('/d/:token/fresh', fresh);

  async function list(c: Context, visit: Visit, viewer: Viewer): Promise<Response> {
    const search = searchOf(c);
    const paging = pagingOf(c);
    const show = SHOWS.find((one) => one === c.req.query('show')) ?? 'all';
    const later = paging.after !== null;
    const only = later ? (c.req.query('part') === 'company' ? 'company' : 'own') : null;
    const tasksOf = (part: Part) =>
      only === null || only === part
        ? ports.client.tasks(viewer, {
            ...paging,
            search,
            active: activeOf(show),
            throughCompany: part === 'company',
          })
        : null;
    const [own, company] = await Promise.all([
      tasksOf('own'),
      visit.contact.seesCompanyTasks ? tasksOf('company') : null,
    ]);
    return c.html(html(<ClientList {...{ visit, search, show, only, later, own, company }} />));
  }

  async function task(c: Context, visit: Visit, viewer: Viewer): Promise<Response> {
    // Before the task is read: what happens in between makes the next sign another one.
    const tag = await tagOf(c, visit);
    if (c.req.header('if-none-match') === tag) return answer(null, 304, tag);
    // An earlier piece of a conversation is looked at once.
    const newest = c.req.query('before') === undefined;
    const made = newest ? ready.get(tag) : null;
    if (made) return answer(made, 200, tag);
    const piece = await pieceOf(c, ports, viewer);
    if (!piece) return noSuchTask(c, visit);
    const write = await composed(visit, viewer, piece, { ...EMPTY_DRAFT, once: HOLE }, tag);
    const page = bytesOf(write, HOLE);
    return answer(newest ? ready.keep(tag, page) : filled(page), 200, tag);
  }

  /** Of everything that the page is made of and that can change: store/stamps.ts says what of the task. No part can hold a line's end. */
  async function tagOf(c: Context, { reader, contact, sign, base, trust }: Visit) {
    const number = numberIn(c.req.param('number'));
    const made = [
      base,
      trust,
      sign,
      number && (await ports.client.stamp(contact, number)),
      numberIn(c.req.query('before')),
      reader.theme,
      reader.assets.version,
      reader.limits.uploadBytes,
      reader.limits.uploadFiles,
      dayOf(reader.now, reader.zone),
    ];
    return `"${createHash('sha256').update(made.join('\n')).digest('base64url').slice(0, 24)}"`;
  }

  /** Everything for the page is read; what comes back writes it. */
  async function composed(visit: Visit, viewer: Viewer, piece: Piece, draft: Draft, tag: string) {
    const [notified, deliveries, muted] = await Promise.all([
      ports.willBeNotified(viewer, piece.task),
      ports.deliveries(viewer, piece.task),
      ports.client.muted(visit.contact, piece.task),
    ]);
    return () => html(<ClientTask {...{ visit, piece, deliveries, notified, muted, draft, tag }} />);
  }

  async function comment(c: Context, visit: Visit, viewer: Viewer): Promise<Response> {
    const tag = await tagOf(c, visit);
    const piece = await pieceOf(c, ports, viewer);
    if (!piece) return noSuchTask(c, visit);
    const view = piece.task;
    const { reader, base } = visit;
    const here = `${base}/tasks/${view.number}`;
    if (visit.trust !== 'all') return askForCode(c, visit, { next: here, unsent: await unsentIn(c) }, 403);
    const written = await write(c, { ports, reader, actor: actorOf(visit), task: view, csrf: null, telling: 'thread' });
    switch (written.kind) {
      case 'done':
        return c.redirect(`${here}#c${written.number}`, 303);
      case 'again':
        return c.html((await composed(visit, viewer, piece, written.draft, tag))(), written.status);
      case 'no-form':
      case 'not-ours':
        return c.html(html(<Notice reader={reader} firm={visit.account.title} name="no-form" />), 400);
    }
  }

  /** A muted conversation is heard of again. */
  async function hear(c: Context, visit: Visit, viewer: Viewer): Promise<Response> {
    const piece = await pieceOf(c, ports, viewer);
    if (!piece) return noSuchTask(c, visit);
    const here = `${visit.base}/tasks/${piece.task.number}`;
    if (visit.trust !== 'all') return askForCode(c, visit, { next: here }, 403);
    await ports.client.hear(visit.contact, piece.task);
    return c.redirect(here, 303);
  }

  /** D8: every download asks again, through the view of the task that the file stands in. */
  async function file(c: Context, _visit: Visit, viewer: Viewer): Promise<Response> {
    const found = await ports.findFile(viewer, c.req.param('id') ?? '');
    return found ? sendFile(c, found, ports.openFile) : nothingHere(c, door);
  }

  async function renew(c: Context, { reader, account, contact }: Visit): Promise<Response> {
    await ports.client.renewLink(account, contact, await taskAsked(c));
    return c.html(html(<Notice reader={reader} firm={account.title} name="renewed" />));
  }

  async function end(c: Context, { reader, account, contact }: Visit): Promise<Response> {
    await ports.client.endLink(account, contact);
    return c.html(html(<Notice reader={reader} firm={account.title} name="ended" />));
  }

  /** The same words whether or not anything was sent. */
  async function fresh(c: Context): Promise<Response> {
    await ports.freshLink(c.req.param('token') ?? '', await taskAsked(c));
    const { reader, firm } = await strangerOf(c, door);
    return c.html(html(<Notice reader={reader} firm={firm} name="fresh" />));
  }
}

/** Where the new link is to lead: whose it is will be asked when it is opened. */
async function taskAsked(c: Context): Promise<number | null> {
  const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
  return numberIn(form?.value('task'));
}

const actorOf = ({ account, contact }: Visit): Actor => ({
  account,
  person: contact,
  proof: 'link',
  source: 'dashboard',
});
