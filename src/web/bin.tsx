/** The bin: tasks that were deleted, and the button that brings one back. */
import type { Context, Hono } from 'hono';
import type { Viewer } from '../tasks/visibility.ts';
import { notOurs } from './at-task.ts';
import { type Door, nothingHere, numberIn, pagingOf } from './door.ts';
import { readForm } from './form.ts';
import { html } from './pages/layout.tsx';
import { Bin } from './pages/staff/bin.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt } from './posted.tsx';
import { signedIn } from './staff.tsx';

export function binPages(app: Hono, door: Door): void {
  const { work } = door.ports;

  app.get('/bin', signedIn(door, list));
  app.post('/bin/:number', signedIn(door, restore));

  async function list(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const paging = pagingOf(c);
    const page = await work.listBin(actorAt(desk), viewer, paging);
    return c.html(html(<Bin desk={desk} page={page} later={paging.after !== null} />));
  }

  async function restore(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    if (form?.value('csrf') !== desk.csrf) return notOurs(c, desk);
    const number = numberIn(c.req.param('number'));
    const done = number !== null && (await work.restoreTask(actorAt(desk), viewer, number)).ok;
    return done ? c.redirect(`/tasks/${number}`, 303) : nothingHere(c, door);
  }
}
