/** `/files`: streamed up, streamed down. Who may read a file is asked at every download (spec 1.7, D8). */
import { Readable } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Trouble } from '../../base/trouble.ts';
import { takeFile } from '../../flow/comment.ts';
import type { Gateway } from '../../flow/gateway.ts';
import { maySeePeople } from '../../flow/manage.ts';
import { readFile } from '../../flow/read.ts';
import { placeOfFile } from '../../store/files.ts';
import type { FileView } from '../../tasks/visibility.ts';
import { disposition } from '../download.ts';
import { readForm } from '../form.ts';
import type { Caller } from './caller.ts';
import { type Api, type ApiLimits, type Call, endpoint } from './endpoint.ts';
import { idParam } from './fields.ts';
import type { Outcome } from './once.ts';
import { type Problem, problem, refusal } from './problem.ts';
import { fileJson, fileSchema } from './task-shape.ts';

const TAG = 'Files';

const uploadSchema = z
  .strictObject({
    ...fileSchema.shape,
    items: z
      .array(fileSchema)
      .openapi({ description: 'All files of the request; the first one’s fields stand beside this list too' }),
  })
  .openapi('Upload');

const query = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .openapi({ description: 'The file’s name, when the body is the file itself' }),
});

export function fileRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'post',
      path: '/files',
      tag: TAG,
      summary: 'Upload files',
      description: `A multipart form with the files, or the bytes of one file with \`?name=\`. At most ${size(api.limits.uploadBytes)} a file and ${api.limits.uploadFiles} files a request. A file that no task or comment names within a day is removed.`,
      query,
      stream: ['multipart/form-data', 'application/octet-stream'],
      answers: { 201: { what: 'The files, ready to be named in a task or a comment', schema: uploadSchema } },
    },
    (call) => upload(api, call),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/files/{id}',
      tag: TAG,
      summary: 'Download a file',
      params: idParam<'file'>(),
      answers: { 200: { what: 'The bytes, to be saved', media: 'application/octet-stream' } },
    },
    async (call) => {
      const file = await readable(gw, call, call.params.id);
      if (!file) return refusal('not-found');
      if (!(await gw.blobs.has(file.sha256))) throw new Error(`The bytes of file ${file.id} are gone`);
      return download(gw, call.c, file);
    },
  );
}

async function upload(api: Api, call: Call<undefined, typeof query, undefined>): Promise<Outcome> {
  if (!maySeePeople(call.actor)) return refusal('no-data-access');
  try {
    const files = await receive(api, call);
    if ('problem' in files) return files;
    const first = files[0];
    if (!first) return problem('invalid', undefined, [{ path: 'file', message: 'There is no file in this request' }]);
    const sent = files.map((f) => `${f.name}\0${f.sha256}`).join('\n');
    return call.once(sent, async () => ({ status: 201, json: { ...fileJson(first), items: files.map(fileJson) } }));
  } catch (error) {
    if (error instanceof Trouble && error.code === 'too-large') return tooLarge(api.limits);
    if (error instanceof Trouble && error.code === 'infected') return problem('infected', error.message);
    throw error;
  }
}

async function receive(
  { gw, limits }: Api,
  { c, actor, query: { name } }: Call<undefined, typeof query, undefined>,
): Promise<FileView[] | Problem> {
  const type = c.req.header('content-type') ?? '';
  if (/^multipart\//i.test(type)) {
    const form = await readForm(c, { fileBytes: limits.uploadBytes, files: limits.uploadFiles }, (file) =>
      takeFile(gw, actor, { ...file, type: mediaType(file.type) }, limits.uploadBytes),
    );
    if (!form) return problem('malformed', 'This is not a multipart form');
    return form.tooManyFiles
      ? problem('too-many-files', `At most ${limits.uploadFiles} files a request`)
      : [...form.files];
  }
  if (name === undefined)
    return problem('invalid', undefined, [
      { path: 'name', message: 'Give the name of the file, or send a multipart form' },
    ]);
  if (Number(c.req.header('content-length') ?? 0) > limits.uploadBytes) return tooLarge(limits);
  return [await takeFile(gw, actor, { name, type: mediaType(type), content: bodyOf(c) }, limits.uploadBytes)];
}

const tooLarge = (limits: ApiLimits): Problem =>
  problem('too-large', `A file is at most ${size(limits.uploadBytes)} (${limits.uploadBytes} bytes)`);
const size = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.floor(bytes / 1024)} KiB`;

/** `image/png; x=y` → `image/png`; whatever is no media type is bytes. */
const mediaType = (text: string): string =>
  /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}/.exec(text.toLowerCase())?.[0] ?? 'application/octet-stream';

/**
 * The body as it comes in. When the reader stops half-way the connection stays: the answer has to go out on it.
 */
export function bodyOf(c: Context): Readable {
  const source = (c.env as Partial<HttpBindings> | undefined)?.incoming ?? webBody(c);
  return Readable.from(source.iterator({ destroyOnReturn: false }), { objectMode: false });
}

/** Under `app.request`. Never looked at beside a real socket: the look alone would begin to read what is read above. */
function webBody(c: Context): Readable {
  const body = c.req.raw.body;
  return body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]);
}

/** A file of a task that the caller sees, or their own upload that stands nowhere yet. */
async function readable(gw: Gateway, { account, viewer, person }: Caller, id: string): Promise<FileView | null> {
  const seen = await readFile(gw, account, viewer, id);
  if (seen) return seen;
  const place = await placeOfFile(gw.db.read, account.id, id);
  return place && place.task === null && place.file.owner === person.id ? place.file : null;
}

function download(gw: Gateway, c: Context, file: FileView): Response {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(file.size),
    'Content-Disposition': disposition('attachment', file.name),
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  return c.body(Readable.toWeb(gw.blobs.open(file.sha256)) as ReadableStream, 200, headers);
}
