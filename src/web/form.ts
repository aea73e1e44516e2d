/**
 * Reading a form that was sent: fields are kept, files flow on as they come in and never lie in memory.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Trouble } from '../base/trouble.ts';

export interface IncomingFile {
  readonly name: string;
  readonly type: string;
  readonly content: NodeJS.ReadableStream;
}

export interface FormLimits {
  /** Bytes of one file; one more is let through, so that whoever stores it sees that it is too large. */
  readonly fileBytes: number;
  readonly files: number;
}

export interface Form<Kept> {
  /** The first value of this field, or ''. */
  readonly value: (name: string) => string;
  readonly values: (name: string) => readonly string[];
  /** What `keep` made of each file, in the order they came. */
  readonly files: readonly Kept[];
  readonly tooManyFiles: boolean;
  /** A field was longer than FIELD_BYTES and has been cut, or all together were more than FORM_BYTES. */
  readonly tooLong: boolean;
}

/** A comment is at most 64 KB with markup; what is a little longer is still given back to its writer. */
const FIELD_BYTES = 512 * 1024;
const FIELDS = 2000;
/** All fields of a form together: more is not kept, so that a form without files never takes up more memory than this. */
const FORM_BYTES = 1024 * 1024;

type Keep<Kept> = (file: IncomingFile, value: (name: string) => string) => Promise<Kept>;

/**
 * The form, or null when the body is none. `keep` is called for each file with the fields that stood before it.
 * Throws Trouble `client-gone` when the sender goes away half-way.
 */
export async function readForm<Kept>(c: Context, limits: FormLimits, keep: Keep<Kept>): Promise<Form<Kept> | null> {
  const type = c.req.header('content-type') ?? '';
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) return null;
  const parser = busboy(type, limits);
  if (!parser) return null;

  const fields = new Map<string, string[]>();
  const values = (name: string) => fields.get(name) ?? [];
  const value = (name: string) => values(name)[0] ?? '';
  const keeping: Promise<Kept>[] = [];
  const open = new Set<BusboyFileStream>();
  const seen = { tooManyFiles: false, tooLong: false };
  let room = FORM_BYTES;

  parser.on('field', (name, text, _nameCut, textCut) => {
    room -= Buffer.byteLength(text);
    seen.tooLong ||= textCut || room < 0;
    if (room < 0) return;
    fields.set(name, [...values(name), text.replaceAll('\r\n', '\n')]);
  });
  parser.on('file', (_field, content, name, _encoding, mime) => {
    content.on('error', () => {}); // Whoever reads it hears of the error too.
    // A file input that was left empty sends a part without a name.
    if (!name) return void content.resume();
    open.add(content);
    content.once('close', () => open.delete(content));
    const kept = keep({ name, type: mime, content }, value).finally(() => content.resume());
    kept.catch(() => {});
    keeping.push(kept);
  });
  parser.on('filesLimit', () => {
    seen.tooManyFiles = true;
  });

  await pipeline(bodyOf(c), parser).catch((cause) => {
    for (const content of open) content.destroy(new Trouble('client-gone', 'The upload ended half-way', { cause }));
    throw new Trouble('client-gone', 'The form ended half-way', { cause });
  });
  return { value, values, files: await Promise.all(keeping), ...seen };
}

function busboy(type: string, limits: FormLimits) {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { fields: FIELDS, fieldSize: FIELD_BYTES, files: limits.files, fileSize: limits.fileBytes + 1 },
    });
  } catch {
    return null; // multipart without a boundary
  }
}

/** Node's own stream under a real server, the web's under `app.request`. */
function bodyOf(c: Context): Readable {
  const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming;
  if (incoming) return incoming;
  const body = c.req.raw.body;
  return body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]);
}
