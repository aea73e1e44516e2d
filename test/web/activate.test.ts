/** The first password: the page behind an activation link, on the real store. */
import { beforeEach, expect, test } from 'vitest';
import { DAY } from '../../src/base/time.ts';
import { fillLetter } from '../../src/notify/fill.ts';
import { letterById } from '../../src/store/letter-lines.ts';
import { openAccount } from '../support/account.ts';
import { eachGateway } from '../support/gateway.ts';
import { webOf } from '../support/web-of.ts';

const PASSWORD = 'a long quiet river';

eachGateway('the activation page', (at) => {
  let app: ReturnType<typeof webOf>;
  /** The path of a fresh link of Bea’s. */
  let link: string;
  beforeEach(async () => {
    app = webOf(at());
    const admin = { email: 'bea@birch.example' as never, firstName: 'Bea', lastName: 'Hill' };
    const { activation } = await openAccount(at().gw, { name: 'birch', title: 'Birch & Co', admin });
    link = new URL(activation).pathname;
  });

  const choose = (password: string, path = link) =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams({ password }),
      headers: { origin: at().gw.names.publicUrl },
    });

  test('says who one is and where, and opening it uses nothing up', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await app.request(link, { method });
      expect(page.status).toBe(200);
      const html = await page.text();
      if (method === 'GET') expect(html).toContain('Birch &amp; Co');
      if (method === 'GET') expect(html).toMatch(/Bea Hill[^<]*bea@birch\.example/);
    }
    expect((await choose(PASSWORD)).status).toBe(303);
  });

  test('sets the password, signs in at once, and is good for one use', async () => {
    const done = await choose(PASSWORD);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/']);
    const cookie = done.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^__Host-postern=[^;]+;.*HttpOnly.*Secure.*SameSite=Lax/i);
    const home = await app.request('/', { headers: { cookie: cookie.split(';')[0]! } });
    expect(await home.text()).toContain('Bea Hill');
    expect((await choose('another password')).status).toBe(404);
    expect((await app.request(link)).status).toBe(404);
    const words = new URLSearchParams({ login: 'bea@birch.example', password: PASSWORD });
    const host = new URL(at().gw.names.publicUrl).host;
    const signIn = await app.request('/login', {
      method: 'POST',
      body: words,
      headers: { origin: at().gw.names.publicUrl, host: `birch.${host}` },
    });
    expect([signIn.status, signIn.headers.get('location')]).toEqual([303, '/']);
  });

  test('of a further account is on its own host, where its people sign in from then on', async () => {
    const { gw } = at();
    const admin = { email: 'cid@cedar.example' as never, firstName: 'Cid', lastName: '' };
    const { activation } = await openAccount(gw, { name: 'cedar', title: 'Cedar', admin });
    const main = new URL(gw.names.publicUrl);
    const { host, pathname, protocol } = new URL(activation);
    expect([protocol, host]).toEqual([main.protocol, `cedar.${main.host}`]);
    const post = (path: string, fields: Record<string, string>, to: string) =>
      app.request(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { host: to, origin: `${protocol}//${to}` },
      });
    expect((await post(pathname, { password: PASSWORD }, host)).status).toBe(303);
    const words = { login: 'cid@cedar.example', password: PASSWORD };
    expect((await post('/login', words, host)).status).toBe(303);
    expect((await post('/login', words, main.host)).status).toBe(422);
    // The letter for a new password leads there too.
    expect((await post('/forgot', words, host)).status).toBe(200);
    await expect.poll(async () => (await gw.db.read('letters').where({ kind: 'password' })).length).toBe(1);
    const { id } = await gw.db.read('letters').where({ kind: 'password' }).first('id');
    const { letter } = (await letterById(gw.db.read, id))!;
    const { text } = fillLetter(letter, { keyring: gw.keyring, ...gw.names, linkGeneration: 1 });
    expect(text).toContain(`${protocol}//${host}/activate/`);
  });

  test('asks again for a password that will not do, and the link stays good', async () => {
    const short = await choose('1234567');
    expect(short.status).toBe(422);
    expect(await short.text()).toContain('too short');
    const long = await choose('x'.repeat(1025));
    expect(long.status).toBe(422);
    expect(await long.text()).toContain('too long');
    expect((await choose(PASSWORD)).status).toBe(303);
  });

  test('takes no password from another site', async () => {
    const foreign = await app.request(link, {
      method: 'POST',
      body: new URLSearchParams({ password: PASSWORD }),
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    expect((await app.request(link)).status).toBe(200);
  });

  test('is not there for a link that was changed, made up, or older than a week, whatever is sent to it', async () => {
    const changed = `${link.slice(0, -1)}${link.endsWith('a') ? 'b' : 'a'}`;
    const nothing = await (await app.request('/activate/nothing')).text();
    for (const path of [changed, '/activate/nothing']) {
      const page = await app.request(path);
      expect([page.status, await page.text()]).toEqual([404, nothing]);
      expect((await choose(PASSWORD, path)).status).toBe(404);
      expect((await choose('short', path)).status).toBe(404);
    }
    at().clock.pass(7 * DAY + 1);
    expect((await app.request(link)).status).toBe(404);
    expect((await choose(PASSWORD)).status).toBe(404);
  });
});
