/** All files of a task for the client: the list, and the whole as one archive. Each file is judged again when it is sent (D8). */
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { Trouble } from '../base/trouble.ts';
import type { TaskView, Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere } from './door.ts';
import { disposition, FILE_CSP } from './download.ts';
import type { Visit } from './pages/client.tsx';
import { ClientFiles, KINDS, ORDERS } from './pages/client-files.tsx';
import { html } from './pages/layout.tsx';
import { titleOf } from './pages/list.tsx';
import type { TaskFile } from './ports/task-work.ts';
import { atOwnTask } from './visit.tsx';
import { ZIP_MAX, type ZipEntry, zipped, zipSize } from './zip.ts';

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
    const entries = (await ports.client.files(viewer, task)).map((one) => entryOf(viewer, one));
    const length = zipSize(entries);
    if (entries.length === 0 || length > ZIP_MAX) return nothingHere(c, door);
    const headers = {
      'Content-Type': 'application/zip',
      'Content-Length': String(length),
      'Content-Disposition': disposition('attachment', `${titleOf(task, visit.reader).slice(0, 80)}.zip`),
      'Content-Security-Policy': FILE_CSP,
    };
    if (c.req.method === 'HEAD') return c.body(null, 200, headers);
    return c.body(Readable.toWeb(Readable.from(zipped(entries))) as ReadableStream, 200, headers);
  }

  const entryOf = (viewer: Viewer, { file }: TaskFile): ZipEntry => ({
    name: file.name,
    size: file.size,
    at: file.createdAt,
    open: async () => {
      // A long archive may be on its way when somebody takes a comment back.
      const still = await ports.findFile(viewer, file.id);
      if (!still) throw new Trouble('file-gone', 'A file of an archive is not for its reader any more');
      return ports.openFile(still);
    },
  });
}
