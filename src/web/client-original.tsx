/** The client's own mail as it came, for its writer alone: the view has the origin of words for nobody else outside. */
import type { Context, Hono } from 'hono';
import type { CommentView, TaskView, Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere, numberIn } from './door.ts';
import { AROUND_FRAME, sendFramed, sendSource } from './mail-in-frame.ts';
import type { Visit } from './pages/client.tsx';
import { ClientOriginal } from './pages/client-original.tsx';
import { html } from './pages/layout.tsx';
import type { OriginalMail } from './ports/task-work.ts';
import { atOwnTask } from './visit.tsx';

interface Found {
  readonly visit: Visit;
  readonly task: TaskView;
  /** Null: the mail that made the task. */
  readonly comment: CommentView | null;
  /** Null: not kept any more. */
  readonly mail: OriginalMail | null;
}

export function clientOriginalPages(app: Hono, door: Door): void {
  const own = (handle: (c: Context, found: Found) => Response | Promise<Response>) =>
    atOwnTask(door, async (c: Context, visit: Visit, _viewer: Viewer, task: TaskView) => {
      const comment = ownComment(c, task);
      const origin = comment === undefined ? null : (comment ?? task).origin;
      if (comment === undefined || origin === null) return nothingHere(c, door);
      const mail = await door.ports.client.original(task, comment?.id ?? null);
      return handle(c, { visit, task, comment, mail });
    });

  for (const path of ['/d/:token/tasks/:number/original', '/d/:token/tasks/:number/comments/:comment/original']) {
    app.get(path, own(page));
    app.get(`${path}/words`, own(words));
    app.get(`${path}/source`, own(source));
  }

  function page(c: Context, found: Found) {
    const pictures = c.req.query('pictures') !== undefined;
    return c.html(html(<ClientOriginal {...found} pictures={pictures} />), 200, AROUND_FRAME);
  }

  function words(c: Context, { mail }: Found) {
    return mail && mail.html !== null ? sendFramed(c, mail.html) : nothingHere(c, door);
  }

  function source(c: Context, { mail, task }: Found) {
    return mail ? sendSource(c, mail, task.number) : nothingHere(c, door);
  }
}

/** Null: the path names none. Undefined: the one that it names is not theirs to see. */
function ownComment(c: Context, task: TaskView): CommentView | null | undefined {
  if (c.req.param('comment') === undefined) return null;
  return task.comments.find((one) => one.number === numberIn(c.req.param('comment')));
}
