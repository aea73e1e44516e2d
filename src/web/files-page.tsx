/** All files of a task for the client: the list, and the whole as one archive. Each file is judged again when it is sent (D8). */
import type { Context, Hono } from 'hono';
import type { TaskView, Viewer } from '../tasks/visibility.ts';
import { sendArchive } from './archive.ts';
import type { Door } from './door.ts';
import type { Visit } from './pages/client.tsx';
import { ClientFiles, KINDS, ORDERS } from './pages/client-files.tsx';
import { html } from './pages/layout.tsx';
import { titleOf } from './pages/list.tsx';
import { atOwnTask } from './visit.tsx';

export function clientFilesPages(app: Hono, door: Door): void {
  const { ports } = door;
  app.get('/d/:token/tasks/:number/files', atOwnTask(door, list));
  app.get('/d/:token/tasks/:number/files.zip', atOwnTask(door, archive));

  async function list(c: Context, visit: Visit, viewer: Viewer, task: TaskView): Promise<Response> {
    const files = await ports.client.files(viewer, task);
    const kind = KINDS.find((one) => one === c.req.query('kind')) ?? KINDS[0];
    const order = ORDERS.find((one) => one === c.req.query('order')) ?? ORDERS[0];
    return c.html(html(<ClientFiles {...{ visit, task, files, kind, order }} />));
  }

  async function archive(c: Context, visit: Visit, viewer: Viewer, task: TaskView): Promise<Response> {
    const files = await ports.client.files(viewer, task);
    return sendArchive(c, door, viewer, { title: titleOf(task, visit.reader), files });
  }
}
