/** «Исходный текст письма»: the mail as it came, for those of the team who see what was made of it. */
import type { Context, Hono } from 'hono';
import { type AtTask, atTask } from './at-task.ts';
import { type Door, nothingHere, numberIn } from './door.ts';
import { AROUND_FRAME, sendFramed, sendSource } from './mail-in-frame.ts';
import { html } from './pages/layout.tsx';
import { Original } from './pages/staff/original.tsx';

export function originalPages(app: Hono, door: Door): void {
  const { work } = door.ports;

  for (const path of ['/tasks/:number/original', '/tasks/:number/comments/:comment/original']) {
    app.get(path, atTask(door, 'team', page));
    app.get(`${path}/words`, atTask(door, 'team', words));
    app.get(`${path}/source`, atTask(door, 'team', source));
  }

  const find = async (c: Context, { viewer, task }: AtTask) => {
    if (c.req.param('comment') === undefined)
      return { comment: null, mail: await work.originalMail(viewer, task, null) };
    const comment = task.comments.find((one) => one.number === numberIn(c.req.param('comment')));
    return comment ? { comment, mail: await work.originalMail(viewer, task, comment.id) } : null;
  };

  async function page(c: Context, at: AtTask): Promise<Response> {
    const found = await find(c, at);
    if (!found || !(found.comment ?? at.task).origin) return nothingHere(c, door);
    const pictures = c.req.query('pictures') !== undefined;
    return c.html(html(<Original {...at} {...found} pictures={pictures} />), 200, AROUND_FRAME);
  }

  async function words(c: Context, at: AtTask): Promise<Response> {
    const mail = (await find(c, at))?.mail;
    if (!mail || mail.html === null) return nothingHere(c, door);
    return sendFramed(c, mail.html);
  }

  async function source(c: Context, at: AtTask): Promise<Response> {
    const mail = (await find(c, at))?.mail;
    if (!mail) return nothingHere(c, door);
    return sendSource(c, mail, at.task.number);
  }
}
