/**
 * One route of the API: what it takes, what it answers and what it does, in one place. The document is made from the same
 * schemas that check each request.
 */
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Gateway } from '../../flow/gateway.ts';
import { asSent } from '../guard.ts';
import { BODY_MAX, type BodyRead, readJson } from './body.ts';
import { ACTING_AS, type Caller, callerOf } from './caller.ts';
import { IDEMPOTENCY_KEY, type Json, type Outcome, once, type Secrets } from './once.ts';
import {
  faultsOf,
  isProblem,
  type Problem,
  problem,
  problemResponse,
  problemSchema,
  refusal,
  sayIssue,
} from './problem.ts';

export interface Api {
  readonly app: OpenAPIHono;
  readonly gw: Gateway;
  readonly limits: ApiLimits;
}

export interface ApiLimits {
  /** Bytes of one file, and of one mail. */
  readonly uploadBytes: number;
  /** Files in one request. */
  readonly uploadFiles: number;
  /** So many mails may wait before more are put off. */
  readonly backlog: number;
}

type Shape = z.ZodObject;
type Read<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** An answer: a schema for JSON, a media type for bytes, or nothing. */
export type AnswerSpec = { readonly what: string; readonly schema?: z.ZodType; readonly media?: string };

export interface Spec<P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** `/tasks/{id}` */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Media types of a body that is streamed and not checked here. */
  readonly stream?: readonly string[];
  readonly answers: Partial<Record<Json['status'], AnswerSpec>>;
  /** Answers that this route can give besides those that follow from its form. */
  readonly problems?: readonly number[];
  readonly secrets?: Secrets;
}

export interface Call<P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined>
  extends Caller {
  readonly c: Context;
  readonly params: Read<P>;
  readonly query: Read<Q>;
  readonly body: Read<B>;
  /** For streamed bodies: does the work once for this Idempotency-Key and what was sent. */
  once(sent: string, work: () => Promise<Outcome>): Promise<Outcome>;
}

export function endpoint<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(api: Api, spec: Spec<P, Q, B>, handle: (call: Call<P, Q, B>) => Promise<Outcome>): void {
  document(api, spec);
  const path = spec.path.replace(/\{(\w+)\}/g, ':$1');
  api.app.on(spec.method.toUpperCase(), `/v1${path}`, async (c) => respond(await answer(api, spec, c, handle)));
}

async function answer<P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined>(
  { gw }: Api,
  spec: Spec<P, Q, B>,
  c: Context,
  handle: (call: Call<P, Q, B>) => Promise<Outcome>,
): Promise<Outcome> {
  const caller = await callerOf(gw, c);
  if (isProblem(caller)) return caller;
  const params = spec.params?.safeParse(c.req.param());
  // An id that cannot be one is not there either.
  if (params && !params.success) return refusal('not-found');
  const body = spec.body ? await readJson(c) : null;
  if (body && isProblem(body)) return body;
  const read = readRequest(spec, c, body);
  if (isProblem(read)) return read;
  const doOnce = (sent: string, work: () => Promise<Outcome>) => {
    const key = spec.method === 'post' ? c.req.header(IDEMPOTENCY_KEY) : undefined;
    return once(gw, caller, { key, request: `POST ${asSent(c)}\n${sent}`, secrets: spec.secrets ?? [] }, work);
  };
  const call = { ...caller, c, params: params?.data as Read<P>, ...read, once: doOnce };
  return spec.stream ? handle(call) : doOnce(body?.text ?? '', () => handle(call));
}

/** Query and body are looked at together, so that everything that is wrong is said at once. */
function readRequest<P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined>(
  spec: Spec<P, Q, B>,
  c: Context,
  body: BodyRead | null,
): { query: Read<Q>; body: Read<B> } | Problem {
  const query = checked(spec.query ?? (spec.stream ? undefined : NO_QUERY), c.req.query());
  const content = checked(spec.body, body?.json);
  const faults = [...query.faults, ...content.faults];
  if (faults.length > 0) return problem('invalid', undefined, faults);
  return { query: query.data as Read<Q>, body: content.data as Read<B> };
}

const NO_QUERY = z.strictObject({});

function checked(schema: z.ZodType | undefined, value: unknown) {
  if (!schema) return { data: undefined, faults: [] };
  const zeros = withZeros(value);
  const result = schema.safeParse(value, { error: sayIssue });
  return { data: result.data, faults: [...zeros, ...(result.success ? [] : faultsOf(result.error, schema))] };
}

/** PostgreSQL keeps no NUL in a text, and no person writes one. */
function withZeros(value: unknown, path: readonly string[] = []): { path: string; message: string }[] {
  if (typeof value === 'string')
    return value.includes('\0') ? [{ path: path.join('.'), message: 'A NUL character cannot be kept' }] : [];
  if (typeof value !== 'object' || value === null || path.length > 8) return [];
  return Object.entries(value).flatMap(([name, inner]) => withZeros(inner, [...path, name]));
}

function respond(outcome: Outcome): Response {
  if (outcome instanceof Response) return outcome;
  if (isProblem(outcome)) return problemResponse(outcome, HEADERS[outcome.status]);
  const replayed: Record<string, string> = outcome.replayed ? { 'Idempotency-Replayed': 'true' } : {};
  if (outcome.json === undefined) return new Response(null, { status: outcome.status, headers: replayed });
  return new Response(JSON.stringify(outcome.json), {
    status: outcome.status,
    headers: { ...replayed, 'Content-Type': 'application/json' },
  });
}

/** RFC 9110 §11.6.1: a 401 names how to authenticate. */
const HEADERS: Readonly<Record<number, Record<string, string>>> = {
  401: { 'WWW-Authenticate': 'Bearer' },
  409: { 'Retry-After': '1' },
};

const headerSchema = z.object({
  [ACTING_AS]: z
    .string()
    .optional()
    .openapi({ description: 'The id of an employee, whose rights then hold', format: 'uuid' }),
});
const postHeaderSchema = headerSchema.extend({
  [IDEMPOTENCY_KEY]: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'The same request with the same key does its work once; kept for 24 hours' }),
});

function document(api: Api, spec: Spec<Shape | undefined, Shape | undefined, z.ZodType | undefined>): void {
  const { method, path, tag, summary, description, params, query, body, stream } = spec;
  const content = body
    ? { 'application/json': { schema: body } }
    : stream &&
      Object.fromEntries(stream.map((media) => [media, { schema: { type: 'string' as const, format: 'binary' } }]));
  api.app.openAPIRegistry.registerPath({
    method,
    path: `/api/v1${path}`,
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    security: [{ key: [] }],
    request: {
      headers: method === 'post' ? postHeaderSchema : headerSchema,
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(content ? { body: { required: true, content } } : {}),
    },
    responses: { ...answersOf(spec), ...problemsOf(spec) },
  });
}

/** `post /tasks/{id}/restore` → `postTasksByIdRestore` */
const operationId = (method: string, path: string): string =>
  method +
  path
    .replaceAll('/{', '/by/')
    .replaceAll('}', '')
    .replace(/[/-](\w)/g, (_, first: string) => first.toUpperCase());

function answersOf(spec: Pick<Spec<undefined, undefined, undefined>, 'answers'>) {
  return Object.fromEntries(
    Object.entries(spec.answers).map(([status, { what, schema, media }]) => {
      const content = schema
        ? { 'application/json': { schema } }
        : media && { [media]: { schema: { type: 'string' as const, format: 'binary' } } };
      return [status, { description: what, ...(content ? { content } : {}) }];
    }),
  );
}

const WORDS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No valid key',
  403: 'Not allowed for who calls',
  404: 'Not there, or not for who calls',
  409: 'Not in its present state, or the same Idempotency-Key is still at work',
  413: `Too large: at most ${BODY_MAX / 1024} KiB of JSON, and files up to the configured limit`,
  415: 'Another kind of content is expected',
  422: 'Some fields cannot be taken; all of them are named',
  503: 'Trouble that may pass; try again later',
};

function problemsOf(spec: Spec<Shape | undefined, Shape | undefined, z.ZodType | undefined>) {
  const statuses = new Set([401, 403, 422, 503, ...(spec.problems ?? [])]);
  if (spec.params) statuses.add(404);
  if (spec.method === 'post') statuses.add(409);
  if (spec.body || spec.stream) for (const status of [400, 413, 415]) statuses.add(status);
  return Object.fromEntries(
    [...statuses]
      .sort()
      .map((status) => [
        status,
        { description: WORDS[status]!, content: { 'application/problem+json': { schema: problemSchema } } },
      ]),
  );
}
