/**
 * A file on its way to a browser: always as something to save, and shown in place only for pictures that cannot carry script.
 */
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { isPictureType } from '../mail/picture.ts';
import type { FileView } from '../tasks/visibility.ts';

/** T14: no SVG, no HTML, no PDF. Files that only said to be a picture lost that name when they were kept (flow/file-type.ts). */
export const isPicture = (file: Pick<FileView, 'type'>): boolean => isPictureType(file.type);

export const FILE_CSP = "sandbox; default-src 'none'; frame-ancestors 'none'";

/** `?view` asks for a picture in place. The caller has found the file in a view of this viewer just now (D8). */
export async function sendFile(
  c: Context,
  file: FileView,
  open: (f: FileView) => Promise<NodeJS.ReadableStream>,
): Promise<Response> {
  const inPlace = c.req.query('view') !== undefined && isPicture(file);
  const headers = {
    'Content-Type': isPicture(file) ? file.type : 'application/octet-stream',
    'Content-Length': String(file.size),
    'Content-Disposition': disposition(inPlace ? 'inline' : 'attachment', file.name),
    'Content-Security-Policy': FILE_CSP,
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const stream = await open(file);
  return c.body(Readable.toWeb(stream as Readable) as ReadableStream, 200, headers);
}

/** RFC 6266 §4.3 with the extended form of RFC 8187; the plain form is for programs that do not know it. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  // Half of a surrogate pair would make encodeURIComponent throw.
  const whole = name.replace(/\p{Cs}/gu, '_');
  const extended = encodeURIComponent(whole).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${extended}`;
}
