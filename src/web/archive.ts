/** All files of a task as one archive, each judged again when its turn comes (D8). */
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { Trouble } from '../base/trouble.ts';
import type { Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere } from './door.ts';
import { disposition, FILE_CSP } from './download.ts';
import type { TaskFile } from './ports/task-work.ts';
import { ZIP_MAX, type ZipEntry, zipped, zipSize } from './zip.ts';

export async function sendArchive(
  c: Context,
  door: Door,
  viewer: Viewer,
  { title, files }: { readonly title: string; readonly files: readonly TaskFile[] },
): Promise<Response> {
  const entries = files.map((one) => entryOf(door, viewer, one));
  const length = zipSize(entries);
  if (entries.length === 0 || length > ZIP_MAX) return nothingHere(c, door);
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Length': String(length),
    'Content-Disposition': disposition('attachment', `${title.slice(0, 80)}.zip`),
    'Content-Security-Policy': FILE_CSP,
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  return c.body(Readable.toWeb(Readable.from(zipped(entries))) as ReadableStream, 200, headers);
}

const entryOf = ({ ports }: Door, viewer: Viewer, { file }: TaskFile): ZipEntry => ({
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
