/** Routes about one task for whoever signed in and sees it; for others there is nothing here. */
import type { Context } from 'hono';
import type { TaskView, Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere, numberIn } from './door.ts';
import { type Form, readForm } from './form.ts';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import type { Desk } from './pages/staff.tsx';
import { signedIn } from './staff.tsx';

export interface AtTask {
  readonly desk: Desk;
  readonly viewer: Viewer;
  /** Without its comments, but for the one that the path names (`:comment`), which is the last. */
  readonly task: TaskView;
}

export type Sent = AtTask & { readonly form: Form<null> };

type Who = 'everybody' | 'team';

export function atTask(door: Door, who: Who, handle: (c: Context, at: AtTask) => Promise<Response>) {
  return signedIn(door, async (c, desk, viewer) => {
    const number = who === 'team' && viewer.by !== 'staff' ? null : numberIn(c.req.param('number'));
    const comment = numberIn(c.req.param('comment')) ?? 0;
    const task = number === null ? null : await door.ports.readTask(viewer, number, comment + 1);
    return task ? handle(c, { desk, viewer, task }) : nothingHere(c, door);
  });
}

/** The same for a form that was sent from one of our own pages. */
export function sentAtTask(door: Door, who: Who, handle: (c: Context, at: Sent) => Promise<Response>) {
  return atTask(door, who, async (c, at) => {
    const form = await readForm(c, NO_FILES, async () => null);
    return form?.value('csrf') === at.desk.csrf ? handle(c, { ...at, form }) : notOurs(c, at.desk);
  });
}

const NO_FILES = { fileBytes: 0, files: 0 };

export const notOurs = (c: Context, { reader, account }: Desk) =>
  c.html(html(Notice({ reader, firm: account.title, name: 'cross-site' })), 403);
