/** What is kept of a page: the same as would be written now, in text and in bytes, and nothing of anybody else. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { docsPage } from '../../src/web/api/docs.tsx';
import { bytesOf, FOLDER, kept } from '../../src/web/pages/kept.ts';
import { same } from '../../src/web/pages/same.ts';
import { long, ordinary } from './scenes.ts';
import { TOKENS } from './world.ts';

afterEach(() => vi.restoreAllMocks());

const files = (folder: string, name = 'a', inputs: unknown = { at: 1, all: ['×'] }) =>
  String(kept(name, inputs, folder, () => `<a href="${FOLDER}/1">×</a>`));

describe('a piece', () => {
  it('leads each viewer to their own files, as text and as bytes', () => {
    expect(files('/d/one/files')).toBe('<a href="/d/one/files/1">×</a>');
    const page = bytesOf(() => `<p>→${files('/d/two/files')} and ${files('/d/three/files')}|end`, '|');
    expect(page.map(String)).toEqual([
      '<p>→<a href="/d/two/files/1">×</a> and <a href="/d/three/files/1">×</a>',
      'end',
    ]);
    expect(files('/files')).toBe('<a href="/files/1">×</a>');
  });

  it('is made once, again when anything differs, and as text also while a page of bytes is written', () => {
    const make = vi.fn(() => files('/inner', 'inner'));
    const once = (inputs: unknown) => bytesOf(() => String(kept('outer', inputs, '/x', make)), '|').join('');
    expect(once({ text: 'one' })).toBe('<a href="/inner/1">×</a>');
    once({ text: 'one' });
    expect(make).toHaveBeenCalledTimes(1);
    expect(once({ text: 'two' })).toBe('<a href="/inner/1">×</a>');
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('does not outlive a page that could not be written', () => {
    const broken = () => {
      throw new Error('broken');
    };
    expect(() => bytesOf(() => files('/x') + broken(), '|')).toThrow('broken');
    expect(files('/y')).toBe('<a href="/y/1">×</a>');
  });
});

it.each([
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: undefined }, { b: undefined }],
  [[1, 2], [1]],
  [[], {}],
  [{ a: { b: [null] } }, { a: { b: [0] } }],
  ['1', 1],
  [null, {}],
])('%j is not %j', (one, other) => {
  expect(same(one, other)).toBe(false);
  expect(same(other, one)).toBe(false);
  expect(same(one, structuredClone(one))).toBe(true);
});

it('a page that lies ready is to the byte what is written anew, but for the name of its form', async () => {
  const world = long();
  const page = async (path: string) =>
    (await (await world.web().request(path)).text()).replace(/name="once" value="[^"]+"/, '');
  const first = await page(`/d/${TOKENS.anna}/tasks/1`);
  expect(await page(`/d/${TOKENS.anna}/tasks/1`)).toBe(first);
  expect(first).not.toMatch(/undefined|\[object/);
});

it('no page keeps a store that follows every promise of the process', async () => {
  // Node looks after all promises once one store is used, and that costs a tenth and more of everything (written.ts).
  const run = vi.spyOn(AsyncLocalStorage.prototype, 'run');
  const entering = vi.spyOn(AsyncLocalStorage.prototype, 'enterWith');
  const web = ordinary().web();
  for (const path of [`/d/${TOKENS.anna}`, `/d/${TOKENS.anna}/tasks/1`, '/login', '/nothing']) await web.request(path);
  const info = { title: 'API', version: '1', description: 'All of it' };
  const docs = new Hono().get(
    '/docs',
    docsPage(() => ({ openapi: '3.0.0', info, paths: {} })),
  );
  expect((await docs.request('/docs')).status).toBe(200);
  expect([run.mock.calls.length, entering.mock.calls.length]).toEqual([0, 0]);
});
