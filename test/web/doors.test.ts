/** What holds for every page: headers, GET without effect, one answer for what is not there, no write from another site. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Trouble } from '../../src/base/trouble.ts';
import { ordinary } from './scenes.ts';
import { ann, anna, olga, TOKENS, type World } from './world.ts';

let world: World;
let app: ReturnType<World['web']>;
beforeEach(() => {
  world = ordinary();
  app = world.web();
});

const own = () => world.tasks[0]!.comments.at(-1)!.files[0]!.id;
const as = (login: string) => ({ headers: { cookie: `postern=session-${login}` } });

const PAGES = (): [path: string, status: number, init?: RequestInit][] => [
  [`/d/${TOKENS.anna}`, 200],
  [`/d/${TOKENS.anna}?q=roof`, 200],
  [`/d/${TOKENS.anna}/tasks/1`, 200],
  [`/d/${TOKENS.anna}/tasks/2`, 404],
  [`/d/${TOKENS.anna}/files/${own()}`, 200],
  [`/d/${TOKENS.anna}/files/nothing`, 404],
  [`/d/${TOKENS.revoked}`, 410],
  ['/d/unknown', 404],
  [`/question/${TOKENS.anna}`, 200],
  ['/question/unknown', 404],
  ['/login', 200],
  ['/', 303],
  ['/', 200, as('ann')],
  ['/tasks/1', 200, as('ann')],
  ['/tasks/99', 404, as('ann')],
  ['/admin/letters', 200, as('olga')],
  [`/admin/letters/${world.letters[0]!.id}`, 200, as('olga')],
  [`/admin/letters/${world.letters[0]!.id}/preview`, 200, as('olga')],
  ['/admin/inbox', 200, as('olga')],
  [`/admin/inbox/${world.mails[0]!.id}`, 200, as('olga')],
  ['/tasks/1/comments/2/branch', 200, as('ann')],
  ['/tasks/1/comments/2/spam', 200, as('ann')],
  ['/tasks/1/comments/1/spam', 404, as('ann')],
  ['/tasks/1/spam', 404, as('ann')],
  ['/admin/spam', 200, as('olga')],
  ['/admin/spam', 404, as('ann')],
  ['/admin/letters', 404, as('ann')],
  ['/nowhere', 404],
];

describe('every page', () => {
  it('is kept from caches, search engines, referrers, frames and foreign script', async () => {
    for (const [path, status, init] of PAGES()) {
      const page = await app.request(path, init);
      expect([path, page.status]).toEqual([path, status]);
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('x-robots-tag')).toContain('noindex');
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/frame-ancestors '(none|self)'/);
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/);
    }
  });

  it('changes nothing when it is opened, however it is opened', async () => {
    for (const [path, , init] of PAGES()) {
      await app.request(path, init);
      await app.request(path, { ...init, method: 'HEAD' });
      await app.request(path, { ...init, method: 'OPTIONS' });
    }
    for (const path of [
      `/d/${TOKENS.anna}/renew`,
      `/d/${TOKENS.anna}/end`,
      `/d/${TOKENS.anna}/fresh`,
      `/d/${TOKENS.anna}/tasks/1/comments`,
      `/question/${TOKENS.anna}?word=publish&mail=1`,
      '/logout',
    ]) {
      for (const method of ['GET', 'HEAD']) await app.request(path, { ...as('ann'), method });
    }
    expect(world.writes).toEqual([]);
  });

  it('has its style and script under names that may be kept for ever', async () => {
    const page = await (await app.request('/login')).text();
    const paths = page.match(/\/assets\/[^"]+/g) ?? [];
    expect(paths).toHaveLength(2);
    let bytes = 0;
    for (const path of paths) {
      const asset = await app.request(path);
      expect(asset.headers.get('cache-control')).toContain('immutable');
      bytes += (await asset.arrayBuffer()).byteLength;
    }
    expect(bytes).toBeLessThan(30_000);
  });

  it('asks for nothing from elsewhere', async () => {
    for (const [path, , init] of PAGES()) {
      const text = await (await app.request(path, init)).text();
      expect(text.match(/\s(?:src|action)="https?:[^"]*"|<link[^>]+href="https?:/g) ?? []).toEqual([]);
    }
  });
});

describe('what is not there', () => {
  it('looks alike for a token of nobody, a task of somebody else and a file of somebody else', async () => {
    const foreign = world.tasks[1]!.comments[0]!.files[0]!.id;
    const paths = [
      '/d/unknown',
      '/d/unknown/tasks/1',
      '/d/unknown/tasks/1/files',
      `/d/${TOKENS.anna}/files/${foreign}`,
    ];
    const answers = await Promise.all(
      paths.map(async (path) => {
        const answer = await app.request(path, { headers: { 'accept-language': 'ru' } });
        return [answer.status, await answer.text(), JSON.stringify([...answer.headers])];
      }),
    );
    expect(new Set(answers.map((a) => a.join('\n'))).size).toBe(1);
    expect(answers[0]![0]).toBe(404);
    expect(answers[0]![1]).toContain('Здесь ничего нет');
  });

  it('looks alike behind a good link, for a task of somebody else, one that never was, and what stands below them', async () => {
    const paths = ['2', '77', '01', '2/files', '77/files.zip', '2/original', '2/comments/1/original/words'];
    const answers = await Promise.all(
      paths.map(async (path) => {
        const answer = await app.request(`/d/${TOKENS.anna}/tasks/${path}`);
        return [answer.status, await answer.text(), JSON.stringify([...answer.headers])];
      }),
    );
    expect(new Set(answers.map((a) => a.join('\n'))).size).toBe(1);
    expect(answers[0]![0]).toBe(404);
    expect(answers[0]![1]).toContain('This conversation is not here');
    expect(answers[0]![1]).not.toContain(world.tasks[1]!.task.title);
  });

  it('says what can be done when a link was ended, and mails a new one only on a button', async () => {
    const page = await app.request(`/d/${TOKENS.revoked}/tasks/4`);
    expect(page.status).toBe(410);
    const text = await page.text();
    expect(text).toContain(`action="/d/${TOKENS.revoked}/fresh"`);
    expect(text).toContain('name="task" value="4"');
    // Whose page it is everybody may learn at this host; whose link it was nobody.
    expect(text).toContain('Acme &amp; Sons');
    const body = new URLSearchParams({ task: '4' });
    const after = await app.request(`/d/${TOKENS.revoked}/fresh`, { method: 'POST', body });
    const unknown = await app.request('/d/whatever/fresh', { method: 'POST' });
    expect(await after.text()).toBe(await unknown.text());
    expect(world.writes).toEqual(['fresh at 4', 'fresh']);
  });

  it('gives back what was written there, because without script nothing else has it', async () => {
    const send = async (path: string) => {
      const body = new URLSearchParams({ text: '  Precious <b>words</b>\nand more' });
      const answer = await app.request(`${path}/comments`, { method: 'POST', body });
      return [answer.status, await answer.text()] as const;
    };
    const BACK = />\s*Precious &lt;b&gt;words&lt;\/b&gt;\nand more<\/textarea>/;
    const lost = [`/d/${TOKENS.revoked}/tasks/1`, `/d/${TOKENS.expired}/tasks/1`, `/d/${TOKENS.anna}/tasks/77`];
    for (const path of lost) {
      const [status, text] = await send(path);
      expect([path, status >= 400, BACK.test(text)]).toEqual([path, true, true]);
      expect(await (await app.request(path)).text()).not.toContain('<textarea');
    }
    for (const trust of ['reads', 'nothing'] as const) {
      world.trust = trust;
      const [, text] = await send(`/d/${TOKENS.anna}/tasks/1`);
      expect(text).toMatch(BACK);
      expect(text).toContain('Is it you?');
    }
    expect(world.writes).toEqual([]);
  });

  it('is said for employees who are no admins, about admin pages', async () => {
    for (const path of ['/admin/letters', '/admin/inbox', `/admin/letters/${world.letters[0]!.id}`]) {
      expect((await app.request(path, as('ann'))).status).toBe(404);
      expect((await app.request(path)).status).toBe(303);
    }
    expect((await app.request('/admin/letters/not-an-id', as('olga'))).status).toBe(404);
  });
});

describe('a write from another site', () => {
  const CROSS: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'http://other.acme.example' },
  ];

  it('is refused at every door', async () => {
    for (const headers of CROSS) {
      for (const path of [
        `/d/${TOKENS.anna}/tasks/1/comments`,
        `/d/${TOKENS.anna}/renew`,
        `/d/${TOKENS.anna}/end`,
        `/d/${TOKENS.revoked}/fresh`,
        '/login',
        '/logout',
        '/tasks/1/comments',
      ]) {
        const body = new URLSearchParams({ text: 'x', csrf: `csrf-of-${ann.id}`, notify: anna.id, login: 'ann' });
        const answer = await app.request(path, {
          method: 'POST',
          headers: { ...headers, cookie: 'postern=session-ann' },
          body,
        });
        expect([path, answer.status]).toEqual([path, 403]);
      }
    }
    expect(world.writes).toEqual([]);
  });

  it('is not what our own forms and programs do', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
      { origin: 'http://acme.example' },
      {},
    ] as Record<string, string>[]) {
      const answer = await app.request(`/d/${TOKENS.anna}/tasks/1/comments`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ text: 'Hello' }),
      });
      expect(answer.status).toBe(303);
    }
  });

  it('cannot guess the token of a session', async () => {
    const post = (csrf?: string) =>
      app.request('/tasks/1/comments', {
        method: 'POST',
        ...as('ann'),
        body: new URLSearchParams({ ...(csrf ? { csrf } : {}), text: 'x', notify: anna.id }),
      });
    expect((await post()).status).toBe(403);
    expect((await post(`csrf-of-${olga.id}`)).status).toBe(403);
    expect(world.writes).toEqual([]);
    expect((await post(`csrf-of-${ann.id}`)).status).toBe(303);
  });
});

describe('when the house is in trouble', () => {
  it('says so, and when to come back', async () => {
    world.broken = new Trouble('database', 'locked');
    const page = await app.request(`/d/${TOKENS.anna}`);
    expect(page.status).toBe(503);
    expect(page.headers.get('retry-after')).toBe('5');
    // Nobody can be asked whose host it is, and still it is a page in the reader's language.
    const russian = await app.request(`/d/${TOKENS.anna}`, { headers: { 'accept-language': 'ru' } });
    expect(await russian.text()).toContain('Сейчас недоступно');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('shows nobody the inside of a bug', async () => {
    world.broken = new Error('secret detail of the inside');
    const page = await app.request(`/d/${TOKENS.anna}`);
    expect(page.status).toBe(500);
    const text = await page.text();
    expect(text).toContain('Something broke on our side');
    expect(text).not.toContain('secret detail');
  });
});

describe('a conversation that did not change', () => {
  it('is answered with 304, until something changes', async () => {
    const path = `/d/${TOKENS.anna}/tasks/1`;
    const tag = (await app.request(path)).headers.get('etag')!;
    const again = () => app.request(path, { headers: { 'if-none-match': tag } });
    expect((await again()).status).toBe(304);
    expect((await app.request(path, { headers: { 'if-none-match': tag, cookie: 'theme=dark' } })).status).toBe(200);
    await app.request(`${path}/comments`, { method: 'POST', body: new URLSearchParams({ text: 'More' }) });
    expect((await again()).status).toBe(200);
  });
});
