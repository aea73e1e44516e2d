/** Each limit of the web is reached once, over a real socket, as whoever reaches it sees it. A proxy that is listed tells who asks. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { setPasswordHash } from '../../src/store/people.ts';
import { browser } from '../stories/browsing.ts';
import { client, dashboard, employee, letterStates, look, program, says, settings, task } from '../stories/firm.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';

const post = (h: House, path: string, fields: Record<string, string>, source = '192.0.2.1') =>
  look(h.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'x-forwarded-for': source, 'accept-language': 'en' },
  });

async function people(h: House, ...names: string[]) {
  for (const name of names) {
    const one = await employee(h, name);
    const kept = await h.gw.passwords.hash('right');
    await h.gw.db.write((tx) => setPasswordHash(tx, h.account.id, one, kept));
  }
}

oneHouse(
  'a limit',
  (house) => {
    test('of guesses at one password: the seventh waits, its owner elsewhere does not', async () => {
      const h = house();
      await people(h, 'Vera');
      const guess = (source: string, password = 'wrong') => post(h, '/login', { login: 'vera', password }, source);
      for (let n = 0; n < 6; n += 1) expect((await guess('192.0.2.11')).status).toBe(422);
      const waits = await guess('192.0.2.11', 'right');
      expect([waits.status, waits.headers.get('retry-after')]).toEqual([429, '30']);
      expect(waits.text).toContain('Too many attempts. Try again in 30 seconds.');
      expect(waits.headers.get('set-cookie')).toBeNull();
      expect((await guess('192.0.2.12', 'right')).status).toBe(303);
    });

    test('of guesses from one source: the thirty-first waits, whatever name it names; the rest of the house goes on', async () => {
      const h = house();
      await people(h, 'Vera', 'Max', 'Tess', 'Kim', 'Lea');
      const anna = await client(h, 'Anna');
      for (const login of ['vera', 'max', 'tess', 'kim', 'lea'])
        for (let n = 0; n < 6; n += 1)
          expect((await post(h, '/login', { login, password: 'wrong' }, '192.0.2.21')).status).toBe(422);
      const waits = await post(h, '/login', { login: 'somebody', password: 'right' }, '192.0.2.21');
      expect(waits.status).toBe(429);
      expect(Number(waits.headers.get('retry-after'))).toBeGreaterThan(800);
      expect(waits.text).toContain('Try again in 15 minutes.');
      expect((await look(await dashboard(h, anna), { headers: { 'x-forwarded-for': '192.0.2.21' } })).status).toBe(200);
    });

    test('of asking for a new password: the twenty-first from one source', async () => {
      const h = house();
      for (let n = 0; n < 20; n += 1)
        expect((await post(h, '/forgot', { login: `nobody${n}@x.example` }, '192.0.2.31')).status).toBe(200);
      const waits = await post(h, '/forgot', { login: 'ann' }, '192.0.2.31');
      expect([waits.status, waits.headers.get('retry-after')]).toEqual([429, '3600']);
      expect((await post(h, '/forgot', { login: 'nobody' }, '192.0.2.32')).status).toBe(200);
    });

    test('of fresh links and of codes: the answer is the same, the letter does not go', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
      await says(h, h.owner, desks, 'On Monday?', { notify: [anna] });
      const base = new URL(await dashboard(h, anna)).pathname;
      await settings(h, { linkTrust: 'confirm-writes' });
      const told = [];
      for (let n = 0; n < 12; n += 1) {
        told.push((await post(h, `${base}/code`, {})).text);
        await h.gw.db.write((tx) => tx('one_time').update({ expires_at: Date.now() - 1 }));
      }
      expect(new Set(told).size).toBe(1);
      expect((await letterStates(h)).filter((l) => l.kind === 'code')).toHaveLength(10);
      await h.gw.db.write((tx) => tx('contacts').update({ link_revoked: true }));
      const fresh = [await post(h, `${base}/fresh`, {}), await post(h, `${base}/fresh`, {})];
      expect(fresh[0]!.html).toBe(fresh[1]!.html);
      await expect.poll(async () => (await letterStates(h)).filter((l) => l.kind === 'fresh-link').length).toBe(1);
      await h.app.idle();
      expect(await lettersTo(h, 'anna@client.example')).toHaveLength(12);
    });

    test('of guesses at a code, from however many places: the hundred and first', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      await settings(h, { linkTrust: 'confirm-writes' });
      const base = new URL(await dashboard(h, anna)).pathname;
      for (let n = 0; n < 100; n += 1)
        expect((await post(h, `${base}/confirm`, { code: 'AAAAAA' }, `198.51.100.${n}`)).status).toBe(422);
      const waits = await post(h, `${base}/confirm`, { code: 'AAAAAA' }, '198.51.100.200');
      expect([waits.status, waits.headers.get('retry-after')]).toEqual([429, '900']);
    });

    test('of what one request carries: head, form, JSON', async () => {
      const h = house();
      const { cookie, csrf } = await browser(h, h.owner);
      expect((await look(h.url, { headers: { cookie, 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
      const form = new URLSearchParams({ csrf, title: 'x'.repeat(3 * 1024 * 1024) });
      const long = await look(`${h.url}/tasks/new`, { method: 'POST', headers: { cookie }, body: form });
      expect(long.status).toBe(422);
      const ask = await program(h);
      const json = { 'content-type': 'application/json' };
      const large = await ask('POST', '/tasks', json, Buffer.from(`{"title":"${'x'.repeat(1024 * 1024)}"}`));
      expect([large.status, large.json.status]).toEqual([413, 413]);
    });
  },
  { POSTERN_HTTP_TRUST_PROXY: '["127.0.0.1"]' },
);

/** With any Host at all, which `fetch` does not let one choose. */
const withHost = (h: House, path: string, headers: Record<string, string>, body?: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(h.url);
    const method = body === undefined ? 'GET' : 'POST';
    const sent = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { ...headers, ...sent } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!));
    });
    asked.on('error', reject).end(body);
  });

oneHouse('a host that is not ours', (house) => {
  test('stands in no letter and in no address: links are those of the configuration (T34)', async () => {
    const h = house();
    await people(h, 'Vera');
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=https',
      'x-forwarded-proto': 'https',
      'x-original-url': 'https://evil.example/',
    };
    expect(await withHost(h, '/forgot', forged, 'login=vera')).toBe(200);
    await expect.poll(async () => (await lettersTo(h, 'vera@acme.example')).length).toBe(1);
    const [letter] = await lettersTo(h, 'vera@acme.example');
    expect(letter!.raw.toString()).not.toContain('evil.example');
    expect(letter!.text).toContain(`${h.url}/activate/`);
    const answer = await look(`${h.url}/admin/letters?q=//evil.example`, {
      headers: { 'x-forwarded-host': 'evil.example' },
    });
    expect(answer.headers.get('location')).toMatch(/^\/login\?next=%2Fadmin%2Fletters/);
  });

  test('or is no host, is answered all the same or refused, and fails nowhere', async () => {
    const h = house();
    const { port } = new URL(h.url);
    const say = (head: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const line = connect(Number(port), '127.0.0.1', () => line.write(`${head}\r\nConnection: close\r\n\r\n`));
        let heard = '';
        line.on('data', (bytes) => {
          heard += bytes;
        });
        line.on('error', reject).on('close', () => resolve(heard.split('\r\n')[0]!));
      });
    const hosts = ['a b', '[', 'x:99999', '%', '../..', '1..2', '999.1.1.1', 'xn--a', 'ünïcode', 'x'.repeat(300), ''];
    for (const host of hosts)
      for (const path of [
        '/login',
        '/tasks/1/comments?x',
        '/new?project=1',
        '//evil.example/%2e%2e',
        'http://evil.example/login',
      ]) {
        const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await say(`GET ${path} HTTP/1.1\r\nHost: ${host}`))?.[1]);
        expect([host, path, status < 500]).toEqual([host, path, true]);
      }
    expect(h.log.filter((line) => line.includes('page failed'))).toEqual([]);
  });
});
