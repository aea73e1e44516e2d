/**
 * Whatever stands in a parameter is a value and nothing else: no statement (T40), no prototype (T39), no reason to fail. The
 * routes are those that the house has, the names those of its forms and its document, so a new one is asked as well.
 */
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { House } from '../support/app.ts';
import { KINDS, type Kind } from '../support/databases.ts';
import { tablesOf } from '../support/tables.ts';
import type { Route } from '../support/web-of.ts';
import { type Everything, isApi, keptIn, oneOfEach } from './one-of-each.ts';

/** What a database may stumble over or take for a part of its question, and what a program may. */
const ODD = ["zz'; drop table tasks; -- %_\\\u202e", '\u0000', '9223372036854775808', '__proto__'] as const;
/** Bytes that are no text, each in a place of its own. */
const NO_TEXT = 'q=%00&after=%C3%28&before=%ED%A0%80&sender=%&%zz=+';

describe.each(KINDS)('%s', (kind) => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene(kind);
  });
  afterAll(() => at.h.close());

  test('in the address of a page or of the API it opens nothing, changes nothing and breaks nothing', async () => {
    const before = await keptIn(at.h);
    const found: string[] = [];
    for (const route of at.routes.filter((r) => r.method === 'GET')) {
      for (const path of at.oddPaths(route)) found.push(...(await broken(at, route, path)));
      for (const odd of ODD) found.push(...(await broken(at, route, at.asked(route, odd))));
      found.push(...(await broken(at, route, `${at.path(route)}?${NO_TEXT}`)));
    }
    expect(found).toEqual([]);
    expect(complaints(at.h)).toEqual([]);
    expect(await keptIn(at.h)).toEqual(before);
  }, 120_000);

  test('in a form or a body it is taken as it is or refused', async () => {
    const found: string[] = [];
    const unsafe = at.routes.filter((r) => r.method !== 'GET');
    for (const route of unsafe) {
      for (const path of at.oddPaths(route)) found.push(...(await broken(at, route, path, at.body(route, 'x'))));
      for (const odd of [...ODD, 'half \ud800 a sign'])
        found.push(...(await broken(at, route, at.path(route), at.body(route, odd))));
    }
    expect(found).toEqual([]);
    expect(complaints(at.h)).toEqual([]);
    expect((await tablesOf(at.h.gw)).sort()).toEqual(at.tables);
  }, 120_000);

  if (kind === 'postgres') return; // What follows is the same on both.

  test('a condition that is true finds no more than one that is false', async () => {
    for (const route of at.routes.filter((r) => r.method === 'GET' && r.path !== '/metrics')) {
      const answers = [];
      for (const truth of [TRUE, FALSE]) {
        const answer = await ask(at, route, at.asked(route, truth));
        answers.push([answer.status, sameWords(await answer.text())]);
      }
      expect([route.path, answers[0]]).toEqual([route.path, answers[1]]);
    }
  }, 60_000);

  test('names of fields, parameters and headers reach no prototype', async () => {
    const names = ['__proto__', '__proto__[polluted]', 'constructor.prototype.polluted', 'toString', 'hasOwnProperty'];
    const asked = new URLSearchParams(names.map((name) => [name, 'polluted'])).toString();
    const headers = { 'x-polluted': '1', cookie: `__proto__=polluted; constructor=polluted; ${at.cookie}` };
    const json = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"title":"x","name":"x"}';
    const found: string[] = [];
    for (const route of at.routes) {
      const path = `${at.path(route)}?${asked}`;
      if (route.method === 'GET') found.push(...(await broken(at, route, path, { headers })));
      else if (isApi(route)) found.push(...(await broken(at, route, path, { body: json })));
      else found.push(...(await broken(at, route, path, { headers, body: new URLSearchParams(`${asked}&csrf=x`) })));
    }
    expect(found).toEqual([]);
    expect(complaints(at.h)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);
});

async function ask(at: Scene, route: Route, path: string, init: RequestInit = {}): Promise<Response> {
  const own: Record<string, string> = isApi(route)
    ? { authorization: `Bearer ${at.key}`, ...(init.body ? { 'content-type': 'application/json' } : {}) }
    : { cookie: at.cookie };
  const headers = { ...own, ...(init.headers as Record<string, string> | undefined) };
  return at.app.request(path, { ...init, method: route.method, headers });
}

/** What was answered that must not be, or nothing. */
async function broken(at: Scene, route: Route, path: string, init: RequestInit = {}): Promise<string[]> {
  const answer = await ask(at, route, path, init);
  await answer.arrayBuffer();
  if (answer.status < 500) return [];
  return [`${route.method} ${path.slice(0, 200)}: ${answer.status} ${complaints(at.h).at(-1)?.slice(0, 1000)}`];
}

const TRUE = "zz' or 'a'='a";
const FALSE = "zz' or 'a'='b";

/** A page without what it repeats of the question, and without what is new each time. */
const sameWords = (page: string): string =>
  page
    .replaceAll(/zz(&#39;|'|%27)( |\+|%20)or( |\+|%20)(&#39;|'|%27)a(&#39;|'|%27)(=|%3D)(&#39;|'|%27)[ab]/g, 'zz')
    .replaceAll(/ data-live="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}/g, '');

const complaints = ({ log }: House): string[] =>
  log.filter((line) => /page failed|page not served|API request failed|API request not served/.test(line));

interface Scene extends Everything {
  readonly tables: readonly string[];
  /** The address with all parameters of its query made odd. */
  asked(route: Route, odd: string): string;
  /** The route with each of its parameters in turn made odd. */
  oddPaths(route: Route): string[];
  body(route: Route, odd: string): RequestInit;
}

async function scene(kind: Kind): Promise<Scene> {
  const all = await oneOfEach(kind);
  const { app, cookie, csrf } = all;
  const routes = all.routes.filter(({ path }) => !ENDING.has(path));
  const pages = routes.filter((r) => r.method === 'GET' && !isApi(r)).map((r) => all.path(r));
  const names = await namesOf(app, pages, cookie);
  const document = await (await app.request('/api/v1/openapi.json')).json();
  return {
    ...all,
    routes,
    tables: (await tablesOf(all.h.gw)).sort(),
    asked: (route, odd) => {
      const own = isApi(route) ? queriesOf(document, route) : names.asked;
      return `${all.path(route)}?${new URLSearchParams(own.map((name) => [name, odd]))}`;
    },
    oddPaths: (route) =>
      [...route.path.matchAll(/:(\w+)/g)].flatMap(([, name]) =>
        [encodeURIComponent(ODD[0]), '%00', '%ED%A0%80'].map((odd) => all.path(route, name, odd)),
      ),
    body: (route, odd) =>
      isApi(route)
        ? { body: bodyOf(document, route, odd) }
        : { body: new URLSearchParams([['csrf', csrf], ...names.sent.map((n) => [n, odd] as [string, string])]) },
  };
}

/** These end the session with which the others are asked. */
const ENDING = new Set(['/logout', '/me/sessions', '/me/sessions/:id', '/me/password']);

/** The names in the addresses and forms of these pages. */
async function namesOf(app: Hono, paths: readonly string[], cookie: string) {
  const asked = new Set<string>(['after', 'before', 'q', 'reply', 'next', 'view', 'save', 'pictures']);
  const sent = new Set<string>();
  for (const path of paths) {
    const page = await (await app.request(path, { headers: { cookie } })).text();
    for (const [, name] of page.matchAll(/[?;&](?:amp;)?([a-z-]+)=/g)) asked.add(name!);
    for (const [form] of page.matchAll(/<form\b.*?<\/form>/gs)) {
      const names = [...form.matchAll(/\bname="([^"]+)"/g)].map((m) => m[1]!);
      for (const name of names) (/method="post"/.test(form) ? sent : asked).add(name);
    }
  }
  sent.delete('csrf');
  return { asked: [...asked], sent: [...sent] };
}

interface ApiDocument {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Shape> };
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Shape }> };
}
interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Record<string, Shape>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

const operationOf = ({ paths }: ApiDocument, { method, path }: Route): Operation | undefined =>
  paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

const queriesOf = (document: ApiDocument, route: Route): string[] =>
  (operationOf(document, route)?.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);

/** A body of the form that the document gives, with this wherever a text may stand. */
function bodyOf(document: ApiDocument, route: Route, odd: string): string {
  const schema = operationOf(document, route)?.requestBody?.content['application/json']?.schema;
  return schema ? JSON.stringify(madeOf(document, schema, odd)) : JSON.stringify(odd);
}

function madeOf(document: ApiDocument, shape: Shape, odd: string): unknown {
  if (shape.$ref) return madeOf(document, document.components.schemas[shape.$ref.split('/').at(-1)!]!, odd);
  if (shape.anyOf) return madeOf(document, shape.anyOf[0]!, odd);
  if (shape.enum) return shape.enum[0];
  switch ([shape.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).map(([name, inner]) => [name, madeOf(document, inner, odd)]),
      );
    case 'array':
      return [madeOf(document, shape.items ?? {}, odd)];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    default:
      return odd;
  }
}
