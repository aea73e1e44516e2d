/**
 * Every route there is, whoever asks and however: the headers that keep a page to itself, and no write that another site brings
 * about (T5, T10).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '../support/web-of.ts';
import { type Everything, isApi, keptIn, oneOfEach } from './one-of-each.ts';

let at: Everything;
beforeAll(async () => {
  at = await oneOfEach('sqlite');
});
afterAll(() => at.h.close());

const ALWAYS = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** What is missing or too weak in the headers of this answer. */
function weak(answer: Response): string[] {
  const header = (name: string) => answer.headers.get(name) ?? '';
  const policy = header('content-security-policy');
  const rules = new Map(policy.split('; ').map((rule) => rule.split(/ (.*)/) as [string, string]));
  const framed = rules.get('frame-ancestors') === "'self'" && policy.startsWith('sandbox');
  const kept = header('cache-control') === 'no-store' || header('cache-control').includes('immutable');
  return [
    ...Object.entries(ALWAYS).flatMap(([name, value]) => (header(name) === value ? [] : [name])),
    ...(kept ? [] : ['cache-control']),
    ...(header('x-robots-tag').includes('noindex') ? [] : ['x-robots-tag']),
    ...(header('permissions-policy').includes('camera=()') ? [] : ['permissions-policy']),
    ...(rules.get('default-src') === "'none'" ? [] : ['default-src']),
    // Nothing from elsewhere, and no script that stands in a page.
    ...(/https?:|\*|unsafe-eval|wasm/.test(policy) ? ['somewhere else'] : []),
    ...(/script-src[^;]*'unsafe-inline'/.test(policy) ? ['script-src'] : []),
    ...(/style-src[^;]*'unsafe-inline'/.test(policy) && !policy.startsWith('sandbox') ? ['style-src'] : []),
    ...(rules.get('frame-ancestors') === "'none'" || framed ? [] : ['frame-ancestors']),
    ...(header('x-frame-options') === (framed ? 'SAMEORIGIN' : 'DENY') ? [] : ['x-frame-options']),
    ...(header('server') || header('x-powered-by') ? ['says what it runs on'] : []),
  ];
}

test('every answer keeps to itself: any route, any method, with and without a session, and where nothing is', async () => {
  const nowhere = ['/nowhere', '/api/v1/nowhere', '/assets/nowhere.css', '/d/%00', '/admin/nowhere'];
  const all = [...at.routes, ...nowhere.map((path) => ({ method: 'GET', path }))];
  const found: string[] = [];
  for (const route of all) {
    for (const method of new Set([route.method, 'HEAD', 'PUT', 'OPTIONS'])) {
      for (const headers of [{}, { cookie: at.cookie }]) {
        const answer = await at.app.request(at.path(route), { method, headers });
        await answer.arrayBuffer();
        if (answer.status >= 500) found.push(`${method} ${route.path}: ${answer.status}`);
        found.push(...weak(answer).map((name) => `${method} ${route.path} (${answer.status}): ${name}`));
      }
    }
  }
  expect(found).toEqual([]);
}, 60_000);

/** Whose authority is the token in the address, or nobody's yet: they have no session, so their forms carry no token of one. */
const WITHOUT_SESSION = new Set([
  '/login',
  '/forgot',
  '/activate/:token',
  '/question/:token',
  '/mute/:token',
  '/sender/:token',
]);
const unsafe = (): Route[] => at.routes.filter((r) => r.method !== 'GET' && !isApi(r));

const CROSSING: readonly Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site', origin: 'null' },
  { 'sec-fetch-site': 'same-site', origin: 'http://other.acme.example' },
  { origin: 'https://evil.example' },
];

const FIELDS = {
  do: 'remove',
  decision: 'discard',
  name: 'x',
  title: 'x',
  text: 'x',
  url: 'https://x.example/',
  login: 'x',
};

test('what another site sends is refused at every door, session or not', async () => {
  const before = await keptIn(at.h);
  for (const route of unsafe())
    for (const crossing of CROSSING) {
      const body = new URLSearchParams({ ...FIELDS, csrf: at.csrf });
      const headers = { ...crossing, cookie: at.cookie };
      const answer = await at.app.request(at.path(route), { method: 'POST', headers, body });
      expect([route.path, crossing, answer.status]).toEqual([route.path, crossing, 403]);
    }
  expect(await keptIn(at.h)).toEqual(before);
});

test('a form without the token of this session does nothing, from wherever it says it comes', async () => {
  const before = await keptIn(at.h);
  const asked = unsafe().filter(({ path }) => !WITHOUT_SESSION.has(path) && !path.startsWith('/d/'));
  expect(asked.length).toBeGreaterThan(40);
  for (const route of asked)
    for (const csrf of ['', 'x', at.csrf.slice(0, -1)]) {
      const headers = { 'sec-fetch-site': 'same-origin', cookie: at.cookie };
      const body = new URLSearchParams({ ...FIELDS, csrf });
      const answer = await at.app.request(at.path(route), { method: 'POST', headers, body });
      expect([route.path, [403, 404].includes(answer.status)]).toEqual([route.path, true]);
    }
  expect(await keptIn(at.h)).toEqual(before);
  expect((await at.app.request('/me', { headers: { cookie: at.cookie } })).status).toBe(200);
});

test('a browser’s session opens nothing of the API', async () => {
  for (const route of at.routes.filter((r) => isApi(r) && !/openapi|docs/.test(r.path))) {
    const sent = route.method === 'GET' ? {} : { body: '{}' };
    const headers = { cookie: at.cookie, 'content-type': 'application/json' };
    const answer = await at.app.request(at.path(route), { method: route.method, headers, ...sent });
    expect([route.path, answer.status]).toEqual([route.path, 401]);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});
