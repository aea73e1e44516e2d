/** Writing: a comment with files over a real socket, every limit hit once, and nothing lost that was written. */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Trouble } from '../../src/base/trouble.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { ordinary } from './scenes.ts';
import { TOKENS, type World } from './world.ts';

let world: World;
let server: WebServer;
const TASK = `/d/${TOKENS.anna}/tasks/1`;
beforeEach(async () => {
  world = ordinary();
  server = await startWeb(world.web(), { host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close(0));

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;

function form(text: string, files: [name: string, bytes: number][], more: [string, string][] = []): FormData {
  const data = new FormData();
  data.append('text', text);
  for (const [name, value] of more) data.append(name, value);
  for (const [name, bytes] of files) data.append('files', new File([Buffer.alloc(bytes, 'x')], name));
  return data;
}
const post = (body: FormData | URLSearchParams) =>
  fetch(url(`${TASK}/comments`), { method: 'POST', body, redirect: 'manual' });

describe('a comment', () => {
  it('goes in with its files and leads back to itself', async () => {
    const answer = await post(
      form('Here they are\n\nAnna', [
        ['план участка.pdf', 10],
        ['b.txt', 0],
      ]),
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${TASK}#c7`]);
    expect(world.told[0]).toMatchObject({ text: 'Here they are\n\nAnna', notify: 'thread', hidden: false });
    expect(world.writes).toEqual([
      'upload план участка.pdf',
      'upload b.txt',
      'comment Anna Kim: Here they are\n\nAnna',
    ]);
    expect(await (await fetch(url(TASK))).text()).toContain('план участка.pdf');
  });

  it('may be files alone, and text alone from the plainest form', async () => {
    expect((await post(form('', [['a.txt', 1]]))).status).toBe(303);
    expect((await post(new URLSearchParams({ text: 'plain' }))).status).toBe(303);
  });

  it('is not made of nothing', async () => {
    const answer = await post(form(' \n', [['', 0]]));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/role="alert"[^>]*><p>Write something or attach a file/);
    expect(world.writes).toEqual([]);
  });

  it('comes back whole when its task is not there, or the form is none', async () => {
    expect(
      (await fetch(url(`/d/${TOKENS.anna}/tasks/2/comments`), { method: 'POST', body: form('x', []) })).status,
    ).toBe(404);
    const broken = await fetch(url(`${TASK}/comments`), {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'multipart/form-data' },
    });
    expect(broken.status).toBe(400);
    expect(
      (
        await fetch(url(`${TASK}/comments`), {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(400);
    expect(world.writes).toEqual([]);
  });

  it('can be loaded again where a mistake was shown', async () => {
    const again = await fetch(url(`${TASK}/comments`), { redirect: 'manual' });
    expect([again.status, again.headers.get('location')]).toEqual([303, TASK]);
  });
});

describe('a limit', () => {
  it('of a file is told before choosing, and by name after; text and the other files stay', async () => {
    expect(await (await fetch(url(TASK))).text()).toContain('Up to 3 files, 1\u00a0MB each');
    const answer = await post(
      form('A long careful text', [
        ['fits.txt', 100],
        ['huge & co.bin', world.uploadBytes + 1],
      ]),
    );
    const page = await answer.text();
    expect(answer.status).toBe(413);
    expect(page).toContain('“huge &amp; co.bin” is larger than 1\u00a0MB');
    expect(page).toContain('A long careful text</textarea>');
    const kept = page.match(/name="kept" value="([^"]+)"/)?.[1];
    expect(kept).toContain('fits.txt');
    expect(world.told).toEqual([]);

    const again = await post(form('A long careful text', [], [['kept', kept!]]));
    expect(again.status).toBe(303);
    expect(world.told[0]!.files).toHaveLength(1);
  });

  it('of a file is exact: the last byte that fits fits', async () => {
    expect((await post(form('x', [['exact.bin', world.uploadBytes]]))).status).toBe(303);
  });

  it('of the number of files holds, over one form and over two', async () => {
    const four = await post(
      form('Kept text', [
        ['1', 1],
        ['2', 1],
        ['3', 1],
        ['4', 1],
      ]),
    );
    expect(four.status).toBe(422);
    const page = await four.text();
    expect(page).toContain('At most 3 files');
    expect(page).toContain('Kept text</textarea>');
    const kept = [...page.matchAll(/name="kept" value="([^"]+)"/g)].map((m): [string, string] => ['kept', m[1]!]);
    expect(kept).toHaveLength(3);
    expect((await post(form('x', [['5', 1]], kept))).status).toBe(422);
    expect(world.told).toEqual([]);
  });

  it('of the text is told, and the text comes back', async () => {
    const answer = await post(new URLSearchParams({ text: 'y'.repeat(600_000) }));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('The text is too long');
  });

  it('of the disk is told, and the text comes back', async () => {
    world.diskFull = true;
    const answer = await post(form('Kept text', [['a.txt', 5]]));
    const page = await answer.text();
    expect(answer.status).toBe(503);
    expect(page).toContain('“a.txt” could not be stored just now');
    expect(page).toContain('Kept text</textarea>');
  });
});

describe('trouble', () => {
  it('in the database gives the text back', async () => {
    world.broken = new Trouble('database', 'locked');
    const answer = await post(form('Kept text', []));
    const page = await answer.text();
    expect(answer.status).toBe(503);
    expect(page).toContain('could not be saved just now');
    expect(page).toContain('Kept text</textarea>');
  });

  it('on the line leaves no comment behind, and the server goes on', async () => {
    const head =
      '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHalf\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n';
    const call = httpRequest(url(`${TASK}/comments`), {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 100_000 },
    });
    call.on('error', () => {});
    call.write(head + 'x'.repeat(5000));
    await sleep(100);
    call.destroy();
    await sleep(100);
    expect(world.writes).toEqual([]);
    expect((await post(form('Whole', []))).status).toBe(303);
    expect(world.writes).toEqual(['comment Anna Kim: Whole']);
  });

  it('never lets a large upload lie in memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 5);
    const size = 200 * 1024 * 1024;
    const call = httpRequest(url(`${TASK}/comments`), {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    const answered = new Promise<number>((resolve) => call.on('response', (r) => resolve(r.resume().statusCode!)));
    call.write('--b\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n');
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    for (let sent = 0; sent < size; sent += chunk.length) {
      if (!call.write(chunk)) await new Promise((resolve) => call.once('drain', resolve));
    }
    call.end('\r\n--b--\r\n');
    expect(await answered).toBe(413);
    clearInterval(watch);
    expect(most).toBeLessThan(64 * 1024 * 1024);
  });
});

it('an address with a proxy in front is the one before the trusted proxies; of IPv6, the household', async () => {
  const behind = await startWeb(world.web({ trustProxy: ['127.0.0.0/8', '10.0.0.0/8'] }), {
    host: '127.0.0.1',
    port: 0,
  });
  const login = (port: number, client = '198.51.100.7') =>
    fetch(`http://127.0.0.1:${port}/login`, {
      method: 'POST',
      body: new URLSearchParams({ login: 'ann', password: 'x' }),
      headers: { 'x-forwarded-for': `203.0.113.9, ${client}, 10.1.2.3` },
    });
  await login(behind.port);
  await login(server.port);
  await login(behind.port, '2001:db8:1:2::3');
  await login(behind.port, '2001:db8:1:2:aaaa::1');
  await behind.close(0);
  const from = ['198.51.100.7', '127.0.0.1', '2001:db8:1:2', '2001:db8:1:2'];
  expect(world.writes).toEqual(from.map((source) => `login ann from ${source}`));
});
