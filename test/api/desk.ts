/**
 * A program that uses the API over a real socket. Every answer is held against the document that the API publishes: a status
 * that is not in it, another media type or a field too many is a failure of the test that asked.
 */
import { z } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect } from 'vitest';
import { createApi } from '../../src/web/api/api.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import type { Tenant, TestGateway } from '../support/gateway.ts';

export const LIMITS = { uploadBytes: 300_000, uploadFiles: 3, backlog: 100 };

// biome-ignore lint/suspicious/noExplicitAny: answers are checked against the document, then looked at field by field
type Any = any;

export interface Answer {
  readonly status: number;
  readonly json: Any;
  readonly text: string;
  readonly headers: Headers;
}

export interface Ask {
  readonly body?: unknown;
  /** An employee to act as. */
  readonly as?: { readonly id: string } | undefined;
  readonly key?: string | null;
  /** Idempotency-Key */
  readonly once?: string;
  readonly headers?: Record<string, string>;
  /** A body that is sent as it is. */
  readonly raw?: BodyInit;
}

export interface Desk {
  readonly url: string;
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  get(path: string, ask?: Ask): Promise<Answer>;
  post(path: string, body?: unknown, ask?: Ask): Promise<Answer>;
  patch(path: string, body: unknown, ask?: Ask): Promise<Answer>;
  delete(path: string, ask?: Ask): Promise<Answer>;
  document(): Promise<Document>;
}

/** A desk for each test, with the key of the test's account. */
export function useDesk(at: () => TestGateway & Tenant): () => Desk {
  let server: WebServer | null = null;
  let desk: Desk | null = null;
  beforeEach(async () => {
    const app = new Hono().route('/api', createApi(at().gw, LIMITS));
    server = await startWeb(app, { host: '127.0.0.1', port: 0 });
    desk = openDesk(`http://127.0.0.1:${server.port}`, at().key, at().log);
  });
  afterEach(() => server?.close(0));
  return () => desk!;
}

function openDesk(url: string, ownKey: string, log: readonly string[]): Desk {
  const ask: Desk['ask'] = async (method, path, { body, as, key = ownKey, once, headers = {}, raw } = {}) => {
    const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(as ? { 'Postern-Acting-As': as.id } : {}),
        ...(once ? { 'Idempotency-Key': once } : {}),
        ...headers,
      },
      body: sent,
      ...(raw instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as RequestInit);
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
    const answer = { status: response.status, json, text, headers: response.headers };
    // A 500 is a bug: what it was stands in the log.
    if (response.status === 500) throw new Error(`${method} ${path}: ${log.at(-1)}`);
    await hold(url, method, path.split('?')[0]!, answer);
    return answer;
  };
  return {
    url,
    ask,
    get: (path, more) => ask('GET', path, more),
    post: (path, body, more) => ask('POST', path, { body, ...more }),
    patch: (path, body, more) => ask('PATCH', path, { body, ...more }),
    delete: (path, more) => ask('DELETE', path, more),
    document: () => documentAt(url),
  };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

const documents = new Map<string, Promise<Document>>();

function documentAt(url: string): Promise<Document> {
  const known = documents.get(url) ?? fetch(`${url}/api/v1/openapi.json`).then((r) => r.json() as Promise<Document>);
  documents.set(url, known);
  return known;
}

/** Outside every operation: routes that are not there. */
const UNDOCUMENTED = new Set([404, 405]);

async function hold(url: string, method: string, path: string, answer: Answer): Promise<void> {
  const { paths, components } = await documentAt(url);
  const operation = operationOf(paths, method, `/api/v1${path}`);
  const where = `${method} ${path} → ${answer.status}`;
  if (!operation) {
    expect(UNDOCUMENTED, `${where} is in no document`).toContain(answer.status);
    return;
  }
  const said = operation.responses[answer.status];
  expect(said, `${where} ${answer.text} is not documented`).toBeDefined();
  const media = (answer.headers.get('content-type') ?? '').split(';')[0]!;
  if (!said!.content) {
    expect(answer.text, where).toBe('');
    return;
  }
  expect(Object.keys(said!.content), where).toContain(media);
  if (answer.json === undefined) return;
  const schema = z.fromJSONSchema(whole(said!.content[media]!.schema, components.schemas) as never);
  const checked = schema.safeParse(answer.json);
  expect(checked.success ? [] : checked.error.issues, `${where} ${answer.text.slice(0, 500)}`).toEqual([]);
}

function operationOf(paths: Document['paths'], method: string, path: string): Operation | null {
  const exact = paths[path]?.[method.toLowerCase()];
  if (exact) return exact;
  for (const [template, methods] of Object.entries(paths)) {
    const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
    if (pattern.test(path) && methods[method.toLowerCase()]) return methods[method.toLowerCase()]!;
  }
  return null;
}

/** With every reference replaced by what it names. */
function whole(schema: Any, schemas: Record<string, object>): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => whole(inner, schemas));
  if (typeof schema !== 'object' || schema === null) return schema;
  if (typeof schema.$ref === 'string') return whole(schemas[schema.$ref.split('/').at(-1)], schemas);
  return Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, whole(inner, schemas)]));
}

/** The paths of a problem's errors, in order. */
export const pathsOf = (answer: Answer): string[] =>
  (answer.json.errors ?? []).map((e: { path: string }) => e.path).sort();
