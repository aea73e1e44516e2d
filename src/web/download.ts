/**
 * A file on its way to a browser: always as something to save, and shown in place only for pictures and PDF, when it is asked for.
 */
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { KINDS, type Kind, kindOf } from '../mail/picture.ts';
import type { FileView } from '../tasks/visibility.ts';

type Named = Pick<FileView, 'type' | 'name'>;

/** Null: only to be saved. Many programs send every file as «some bytes», so then its name is asked. */
export function looksLike({ type, name }: Named): Kind | null {
  const unknown = type === '' || type === 'application/octet-stream';
  return KINDS.find((kind) => kind.type === type || (unknown && kind.name.test(name)))?.type ?? null;
}

export const isPicture = (file: Named): boolean => looksLike(file)?.startsWith('image/') ?? false;

export const FILE_CSP = "sandbox; default-src 'none'; frame-ancestors 'none'";

/** The style is that of the page in which a browser shows a picture. */
const PICTURE_CSP = `${FILE_CSP}; style-src 'unsafe-inline'`;

/** Browsers show a PDF in a viewer of their own, out of reach of the page, and nothing of it in a sandbox (whatwg/html#3958). */
const PDF_CSP = "default-src 'none'; frame-ancestors 'none'; object-src 'self'; style-src 'unsafe-inline'";

const policyOf = (kind: Kind | null): string =>
  kind === null ? FILE_CSP : kind === 'application/pdf' ? PDF_CSP : PICTURE_CSP;

/** `?view` asks for it in place. The caller has found the file in a view of this viewer just now (D8). */
export async function sendFile(
  c: Context,
  file: FileView,
  open: (f: FileView) => Promise<NodeJS.ReadableStream>,
): Promise<Response> {
  const asked = c.req.query('view') !== undefined && looksLike(file) !== null;
  if (c.req.method === 'HEAD' && !asked) return c.body(null, 200, headersOf(file, null));
  const stream = (await open(file)) as Readable;
  const headers = headersOf(file, asked ? kindOf(await headOf(stream)) : null);
  if (c.req.method !== 'HEAD') return c.body(Readable.toWeb(stream) as ReadableStream, 200, headers);
  stream.destroy();
  return c.body(null, 200, headers);
}

const headersOf = (file: FileView, kind: Kind | null) => ({
  'Content-Type': kind ?? 'application/octet-stream',
  'Content-Length': String(file.size),
  'Content-Disposition': disposition(kind ? 'inline' : 'attachment', file.name),
  'Content-Security-Policy': policyOf(kind),
});

/** The first bytes of a stream, which still has them. */
async function headOf(stream: Readable): Promise<Buffer> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    stream.unshift(chunk);
    return chunk as Buffer;
  }
  return Buffer.alloc(0);
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
