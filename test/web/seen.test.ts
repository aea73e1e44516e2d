/** What a person outside reads on their pages, and what never shows there. */
import { beforeEach, describe, expect, it } from 'vitest';
import { empty, long, ordinary, PNG } from './scenes.ts';
import { ann, anna, contact, max, NOW, olga, people, TOKENS, type World } from './world.ts';

let world: World;
const get = async (path: string, init?: RequestInit) => (await world.web().request(path, init)).text();
beforeEach(() => {
  world = ordinary();
});

describe('the dashboard', () => {
  it('shows a person what was written to them and by them, and no canary', async () => {
    const text = await get(`/d/${TOKENS.anna}/tasks/1`);
    expect(text).toContain('<h1>Offer for the new warehouse roof</h1>');
    expect(text).toContain('thank you for the visit on Monday');
    expect(text).toContain('Perfect. The signed copy is attached');
    for (const page of [
      text,
      await get(`/d/${TOKENS.anna}`),
      await get(`/d/${TOKENS.eve}`),
      await get(`/d/${TOKENS.boris}/tasks/2`),
    ]) {
      expect(page).not.toContain('CANARY');
      expect(page).not.toMatch(/@acme\.example|anna@client|boris@klient/);
    }
  });

  it('says whose page it is, as whom one looks, and how to end the link', async () => {
    const text = await get(`/d/${TOKENS.anna}/tasks/1`);
    expect(text).toContain('Acme &amp; Sons');
    expect(text).toContain('You are viewing as Anna Kim');
    expect(text).toContain('(a…@client.example)');
    for (const act of ['renew', 'end']) expect(text).toContain(`action="/d/${TOKENS.anna}/${act}"`);
    const body = () => new URLSearchParams({ task: '1' });
    const renewed = await world.web().request(`/d/${TOKENS.anna}/renew`, { method: 'POST', body: body() });
    expect(await renewed.text()).toContain('A new link is on its way');
    const ended = await world.web().request(`/d/${TOKENS.anna}/end`, { method: 'POST' });
    expect(await ended.text()).toContain('The link has ended');
    expect(world.writes).toEqual(['renew Anna Kim at 1', 'end Anna Kim']);
  });

  it('speaks the language of the contact, in their time', async () => {
    const text = await get(`/d/${TOKENS.boris}/tasks/2`, { headers: { 'accept-language': 'en' } });
    expect(text).toContain('<html lang="ru">');
    expect(text).toContain('Вы смотрите как Борис Ветров');
    expect(text).toMatch(
      /<time datetime="2026-11-23T11:30:00.000Z" title="23 ноября 2026[^"]*14:30[^"]*"[^>]*>14:30<\/time>/,
    );
    expect(text).toMatch(/<li class="day"><span>Сегодня<\/span>/);
    expect(text).toContain('Уведомление получат Ann Lee и ещё 2 человека');
    expect(text).toContain('Описание');
  });

  it('folds away what was cut from a mail, and keeps it', async () => {
    const text = await get(`/d/${TOKENS.boris}/tasks/2`);
    expect(text).toMatch(/<details class="cut">.*20\.11\.2026 14:30, Максим Орлов пишет/s);
  });

  it('tells the author what became of their own words, without names of mail servers', async () => {
    const last = world.tasks[0]!.comments.at(-1)!;
    const text = await get(`/d/${TOKENS.anna}/tasks/1`);
    expect(text).toContain('Notified: Ann Lee and Max Orlov');
    const [told] = world.sent.get(last.id)!;
    world.sent.set(last.id, [{ ...told!, state: 'bounced', reason: 'mx.inside.example said no' }]);
    const after = await get(`/d/${TOKENS.anna}/tasks/1`);
    expect(after).toContain('Kept in the conversation');
    expect(after).not.toContain('mx.inside.example');
    expect(await get('/tasks/1', { headers: { cookie: 'postern=session-olga' } })).toContain(
      'mx.inside.example said no',
    );
  });

  it('can be linked to each message', async () => {
    const text = await get(`/d/${TOKENS.anna}/tasks/1`);
    for (const number of [1, 2, 5, 6]) expect(text).toContain(`<li id="c${number}"`);
    expect(text).not.toContain('id="c3"');
  });

  it('says what is empty instead of showing nothing', async () => {
    world = empty();
    expect(await get(`/d/${TOKENS.anna}/tasks/1`)).toContain('Nothing has been written here yet');
    expect(await get(`/d/${TOKENS.boris}`)).toContain('Здесь пока пусто');
    expect(await get(`/d/${TOKENS.anna}?q=zzz`)).toContain('Nothing was found');
  });

  it('pages through a long list without losing or repeating a task', async () => {
    world = long();
    const titles: string[] = [];
    let path: string | undefined = `/d/${TOKENS.anna}`;
    while (path) {
      const text: string = await get(path);
      titles.push(...[...text.matchAll(/\/tasks\/(\d+)"/g)].map((m) => m[1]!));
      path = text.match(/<a href="([^"]*after=[^"]*)"/)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(titles).toHaveLength(41);
    expect(new Set(titles).size).toBe(41);
  });

  it('shows two hundred comments in a moment, and leads to the newest', async () => {
    world = long();
    const app = world.web();
    await app.request(`/d/${TOKENS.anna}/tasks/1`);
    const text = await (await app.request(`/d/${TOKENS.anna}/tasks/1`)).text();
    expect(text.match(/class="entry/g)).toHaveLength(200);
    expect(text).toContain('<a href="#c200">To the newest of 200 messages</a>');
    expect(text).toContain('This task is closed (completed)');
  });

  it('gives a very long conversation in pieces, none lost, none twice', async () => {
    const said = Array.from({ length: 450 }, (_, i) => ({
      by: i % 2 ? max : ann,
      to: i % 90 === 5 ? [] : [anna],
      text: `m${i + 1}`,
    }));
    const made = world.task(
      'Very long',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      said,
    );
    const seen: number[] = [];
    let path: string | null = `/d/${TOKENS.anna}/tasks/${made.task.number}`;
    const start: string = path;
    for (let pieces = 0; path; pieces++) {
      const text: string = await get(path);
      seen.unshift(...[...text.matchAll(/<li id="c(\d+)"/g)].map((m) => Number(m[1])));
      expect(text.includes('To the newest messages')).toBe(pieces > 0);
      const earlier = text.match(/href="(\?before=\d+)"/);
      path = earlier ? start + earlier[1] : null;
    }
    expect(seen).toEqual(made.comments.filter((c) => c.notified.includes(anna.id)).map((c) => c.number));
    expect(seen).toHaveLength(445);
  });

  it('is no place for a change of status, which staff see as a thin line', async () => {
    world = ordinary();
    const withEvent = world.task(
      'Status',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      [{ by: ann, to: [anna], text: 'Hello', at: NOW }],
    );
    const added = { kind: 'person-added', role: 'participant', actor: ann.id } as const;
    world.tasks[withEvent.task.number - 1] = {
      ...withEvent,
      happenings: [
        { kind: 'status-changed', from: 'NEW', to: 'DONE', actor: ann.id, at: NOW - 5000 },
        { ...added, person: max.id, at: NOW - 3000 },
        { ...added, person: olga.id, at: NOW - 3000 },
        { ...added, actor: anna.id, person: anna.id, at: NOW },
        { kind: 'task-edited', changed: ['title', 'project'], actor: max.id, at: NOW + 1 },
      ],
    };
    const path = `/tasks/${withEvent.task.number}`;
    const page = await get(path, { headers: { cookie: 'postern=session-olga' } });
    const lines = page.slice(page.indexOf('<ol class="talk"')).replace(/<time.*?<\/time>/g, '@');
    expect([...lines.matchAll(/<li class="event">(.*?), @<\/li>|id="c(\d+)"/g)].map((m) => m[1] ?? m[2])).toEqual([
      'Ann Lee: status is now “done”',
      'Ann Lee added Max Orlov and Olga Petrova (participant)',
      'Anna Kim joined (participant)',
      '1',
      'Max Orlov changed: title and project',
    ]);
    expect(await get(`/d/${TOKENS.anna}${path}`)).not.toMatch(/status is now| added | joined |changed:/);
  });
});

describe('what people write', () => {
  const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

  it('is text wherever it stands: names, titles, file names, search', async () => {
    const mallory = contact(EVIL, EVIL);
    people.push(mallory);
    const made = world.task(
      EVIL,
      [
        [ann, 'assigner'],
        [anna, 'participant'],
        [mallory, 'participant'],
      ],
      [
        {
          by: mallory,
          to: [anna],
          text: EVIL,
          files: [{ name: `${EVIL}.png`, type: 'image/png' }],
          more: {
            origin: {
              inbox: '' as never,
              subject: EVIL,
              from: EVIL,
              method: EVIL,
              confidence: 1,
              notes: [],
              removed: [{ kind: 'quote', text: EVIL }],
            },
          },
        },
      ],
    );
    people.pop();
    const pages = [`/d/${TOKENS.anna}/tasks/${made.task.number}`, `/d/${TOKENS.anna}?q=${encodeURIComponent(EVIL)}`];
    for (const path of [...pages, `/tasks/${made.task.number}`]) {
      const text = await get(path, { headers: { cookie: 'postern=session-olga' } });
      expect(text).not.toContain('<script>');
      expect(text).not.toContain('<img src=x');
      expect(text).toContain('&lt;script&gt;');
    }
  });

  it('is reduced to harmless markup', async () => {
    const html = `<p onclick="x()">Hello <b>bold</b></p><script>alert(1)</script><style>p{}</style><iframe src="https://evil.example"></iframe>
      <a href="javascript:alert(1)">js</a><a href="https://ok.example/a">ok</a><img src="https://evil.example/beacon.gif"><img data-cid="nobody"><svg onload=alert(1)></svg><form action="/logout"><input></form>`;
    const made = world.task(
      'Markup',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      [{ by: ann, to: [anna], text: 'Hello', html }],
    );
    const text = await get(`/d/${TOKENS.anna}/tasks/${made.task.number}`);
    const words = text.slice(text.indexOf('<div class="words">'), text.indexOf('</article>'));
    expect(words).toContain('<p>Hello <b>bold</b></p>');
    expect(words).toContain('<a href="https://ok.example/a" rel="noreferrer noopener nofollow">ok</a>');
    expect(words).not.toMatch(/script|style|iframe|svg|form|input|onclick|evil|<img/);
  });

  it('may hold pictures that came with it, from this viewer’s own folder', async () => {
    const made = world.task(
      'Picture',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      [
        {
          by: ann,
          to: [anna],
          text: 'See',
          html: '<p>See</p><img data-cid="logo@x" alt="Logo">',
          files: [
            { name: 'logo.png', type: 'image/png', cid: 'logo@x' },
            { name: 'drawing.svg', type: 'image/svg+xml', cid: 'svg@x' },
          ],
        },
      ],
    );
    const [png, svg] = made.comments[0]!.files;
    const path = `/d/${TOKENS.anna}/tasks/${made.task.number}`;
    world.bytes.set(png!.id, PNG);
    const text = await get(path);
    const inFull = `/d/${TOKENS.anna}/files/${png!.id}?view`;
    expect(text).toContain(`<a href="${inFull}"><img src="${inFull}" alt="Logo" loading="lazy" /></a>`);
    expect(text).not.toContain('>logo.png</a>');
    expect(text).toContain('>drawing.svg</a>');
    const staff = await get(`/tasks/${made.task.number}`, { headers: { cookie: 'postern=session-olga' } });
    expect(staff).toContain(`<img src="/files/${png!.id}?view"`);
    expect(staff).not.toContain(TOKENS.anna);
    const shown = await world.web().request(`/d/${TOKENS.anna}/files/${png!.id}?view`);
    expect(shown.headers.get('content-disposition')).toMatch(/^inline/);
    const drawing = await world.web().request(`/d/${TOKENS.anna}/files/${svg!.id}?view`);
    expect(drawing.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(drawing.headers.get('content-type')).toBe('application/octet-stream');
  });
});

describe('a download', () => {
  it('is something to save, under its own name in any script', async () => {
    const file = world.tasks[1]!.comments[0]!.files[0]!;
    const answer = await world.web().request(`/d/${TOKENS.boris}/files/${file.id}`);
    expect(await answer.text()).toBe('content');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="_________ _ 118.xlsx"; filename*=UTF-8''${encodeURIComponent('Накладная № 118.xlsx')}`,
    );
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('content-length')).toBe(String(file.size));
  });

  it('is shown in place when its bytes are those of a picture or of a PDF, whatever it is called', async () => {
    const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n');
    const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');
    const rows: [name: string, type: string, bytes: Buffer, shown: string | null][] = [
      ['plan.pdf', 'application/pdf', PDF, 'application/pdf'],
      ['plan.pdf', 'application/octet-stream', PDF, 'application/pdf'],
      ['plan.pdf', 'application/pdf', HTML, null],
      ['plan.pdf', 'text/html', PDF, null],
      ['photo.PNG', 'application/octet-stream', PNG, 'image/png'],
      ['photo.jpg', 'image/jpeg', PNG, 'image/png'],
      ['photo.png', 'image/png', HTML, null],
      ['photo.png', 'image/png', Buffer.alloc(0), null],
      ['drawing.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
      ['page.html', 'text/html', HTML, null],
    ];
    const made = world.task(
      'Kinds',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      [
        {
          by: ann,
          to: [anna],
          text: 'See',
          files: rows.map(([name, type, bytes]) => ({ name, type, size: bytes.length })),
        },
      ],
    );
    const base = `/d/${TOKENS.anna}`;
    const page = await get(`${base}/tasks/${made.task.number}`);
    for (const [i, [name, , bytes, shown]] of rows.entries()) {
      const path = `${base}/files/${made.comments[0]!.files[i]!.id}`;
      world.bytes.set(made.comments[0]!.files[i]!.id, bytes);
      if (shown) expect(page).toContain(`${path}?view`);
      for (const method of ['HEAD', 'GET']) {
        const answer = await world.web().request(`${path}?view`, { method });
        const { headers } = answer;
        const kind = headers.get('content-disposition')!.split(';')[0];
        expect([name, kind, headers.get('content-type')]).toEqual(
          shown ? [name, 'inline', shown] : [name, 'attachment', 'application/octet-stream'],
        );
        expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
        expect(headers.get('content-security-policy')!.startsWith('sandbox')).toBe(shown !== 'application/pdf');
        if (method === 'GET') expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      }
      expect((await world.web().request(path)).headers.get('content-disposition')).toMatch(/^attachment/);
    }
  });

  it('of many is found by its kind and in another order; of a few nobody is asked how to sort them', async () => {
    const files = [
      { name: 'plan 10.pdf', size: 10 },
      { name: 'plan 9.pdf', size: 20 },
      { name: 'roof.png', type: 'image/png', size: 50_000 },
      { name: 'wall.jpg', type: 'image/jpeg', size: 9_000 },
      { name: 'costs.xlsx', type: 'application/x', size: 30 },
      { name: 'x.txt', type: 'text/plain', size: 1 },
    ];
    const made = world.task(
      'Many',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      [{ by: ann, to: [anna], text: '', files }],
    );
    const page = `/d/${TOKENS.anna}/tasks/${made.task.number}/files`;
    const names = async (query: string) =>
      [...(await get(page + query)).matchAll(/ download="([^"]+)"/g)].map((m) => m[1]);
    expect(await names('')).toEqual(files.map((f) => f.name));
    expect(await names('?kind=pictures')).toEqual(['roof.png', 'wall.jpg']);
    expect(await names('?kind=pictures&order=size')).toEqual(['roof.png', 'wall.jpg']);
    expect(await names('?kind=others&order=name')).toEqual(['costs.xlsx', 'plan 9.pdf', 'plan 10.pdf', 'x.txt']);
    expect(await names('?kind=nonsense&order=nonsense')).toEqual(files.map((f) => f.name));
    const asked = await get(`${page}?kind=pictures`);
    expect(asked).toContain(`href="${page}?kind=pictures&amp;order=size"`);
    expect(asked).toMatch(/aria-current="page">Pictures</);
    expect(asked).toContain('Download all 6 files');
    expect(await get(`/d/${TOKENS.anna}/tasks/1/files`)).not.toContain('By name');
  });

  it('asks again each time: a comment that is no longer theirs takes its file along', async () => {
    const at = world.tasks[0]!;
    const file = at.comments[0]!.files[0]!.id;
    const path = `/d/${TOKENS.anna}/files/${file}`;
    expect((await world.web().request(path)).status).toBe(200);
    world.tasks[0] = { ...at, comments: at.comments.map((c) => ({ ...c, notified: [], author: max.id })) };
    expect((await world.web().request(path)).status).toBe(404);
    expect((await world.web().request(`/files/${file}`, { headers: { cookie: 'postern=session-olga' } })).status).toBe(
      200,
    );
  });
});

it('a contact who signed in sees the conversation with the team’s talk, and no recipient blocks', async () => {
  const text = await get('/tasks/1', { headers: { cookie: 'postern=session-anna' } });
  expect(text).toContain('CANARY-INTERNAL');
  expect(text).not.toContain('CANARY-HIDDEN');
  expect(text).not.toContain('name="notify"');
  expect(text).not.toContain('/admin');
});
