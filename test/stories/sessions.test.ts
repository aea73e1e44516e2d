/** The page about oneself: name, language, password, and where one is signed in (threat T32). */
import { expect, test } from 'vitest';
import { makeActivation } from '../../src/flow/activation.ts';
import type { Person } from '../../src/people/person.ts';
import { loadPerson } from '../../src/store/people.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser, browserWith } from './browsing.ts';
import { client, employee, look, says, task } from './firm.ts';

const OLD = 'a long quiet river';
const NEW = 'a short loud brook';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1';

const post = (h: House, path: string, fields: Record<string, string>, agent: string) =>
  look(h.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: h.url, 'user-agent': agent },
  });

/** Signs in as one does at the door. */
async function enters(h: House, login: string, password: string, agent: string) {
  const page = await post(h, '/login', { login, password, next: '/' }, agent);
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0]!;
  return { status: page.status, cookie, browser: await browserWith(h, cookie) };
}

async function withPassword(h: House, who: Person) {
  await look(await makeActivation(h.gw, h.account, who), {
    method: 'POST',
    body: new URLSearchParams({ password: OLD }),
  });
}

const fresh = async (h: House, who: Person) => (await loadPerson(h.gw.db.read, h.account.id, who.id))!;

oneHouse('one’s own page', (house) => {
  test('sessions are listed with their programs; one is ended, then all, and none of somebody else', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    await withPassword(h, vera);
    await h.gw.db.write((tx) => tx('sessions').delete());
    const desk = await enters(h, 'vera', OLD, FIREFOX);
    const phone = await enters(h, 'vera@acme.example', OLD, PHONE);
    const page = await desk.browser.get('/me');
    expect(page.text).toMatch(/Firefox, Windows.*this is you now/);
    expect(page.text).toContain('Safari, iPhone');
    const other = /action="(\/me\/sessions\/[^"]+)"/.exec(page.html)![1]!;
    const max = await browser(h, await employee(h, 'Max'));
    expect((await max.send(other, {})).status).toBe(404);
    expect((await desk.browser.send(other, {}, { csrf: 'x' })).status).toBe(403);
    expect((await phone.browser.get('/me')).status).toBe(200);
    expect((await desk.browser.send(other, {})).status).toBe(303);
    expect((await phone.browser.get('/me')).status).toBe(303);
    const third = await enters(h, 'vera', OLD, '');
    expect((await desk.browser.get('/me')).text).toContain('Unknown program');
    await desk.browser.send('/me/sessions', {});
    for (const gone of [desk, third]) expect((await gone.browser.get('/')).headers.get('location')).toBe('/login');
    expect((await max.get('/')).status).toBe(200);
    // Which program it was is said in a few words; what it sent is kept nowhere.
    expect(JSON.stringify(await h.gw.db.read('sessions'))).not.toContain('Mozilla');
  });

  test('the password is changed with the old one; other sessions end, this one stays, and a letter tells of it', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    await withPassword(h, vera);
    const here = await enters(h, 'vera', OLD, FIREFOX);
    const there = await enters(h, 'vera', OLD, PHONE);
    const change = (old: string, to: string) => here.browser.send('/me/password', { old, fresh: to });
    const wrong = await change('not it at all', NEW);
    expect([wrong.status, wrong.text.includes('That is not the present password')]).toEqual([422, true]);
    expect((await change(OLD, 'short')).status).toBe(422);
    expect((await there.browser.get('/')).status).toBe(200);
    expect((await change(OLD, NEW)).headers.get('location')).toBe('/me?done=password');
    expect([(await here.browser.get('/')).status, (await there.browser.get('/')).status]).toEqual([200, 303]);
    expect((await enters(h, 'vera', OLD, FIREFOX)).status).toBe(422);
    expect((await enters(h, 'vera', NEW, FIREFOX)).status).toBe(303);
    await h.app.idle();
    const [letter, ...more] = await lettersTo(h, vera.email!);
    expect([letter!.subject, more]).toEqual(['Your password was changed', []]);
    expect(letter!.text).toContain(`${h.url}/forgot`);
    const pages = await here.browser.get('/me');
    expect(pages.html).not.toContain(NEW);
  });

  test('a cookie that was there before signing in is none of the session, and whose session it was, that one ends', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    await withPassword(h, vera);
    const planted = await look(`${h.url}/login`, { headers: { cookie: 'postern=planted-by-somebody' } });
    expect(planted.headers.get('set-cookie')).toBeNull();
    const maxs = await browser(h, max);
    const login = (cookie: string) =>
      look(`${h.url}/login`, {
        method: 'POST',
        body: new URLSearchParams({ login: 'vera', password: OLD }),
        headers: { cookie },
      });
    for (const before of ['postern=planted-by-somebody', maxs.cookie]) {
      const set = (await login(before)).headers.get('set-cookie')!;
      expect(set).toMatch(/^postern=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(set).not.toContain(before.slice(8));
      expect((await look(h.url, { headers: { cookie: before } })).headers.get('location')).toBe('/login');
    }
    expect(await h.gw.db.read('sessions').where({ person_id: max.id })).toEqual([]);
  });

  test('an open screen is no way to guess the password', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    await withPassword(h, vera);
    const here = await enters(h, 'vera', OLD, FIREFOX);
    const tries = [];
    for (let n = 0; n < 8; n++)
      tries.push((await here.browser.send('/me/password', { old: `guess ${n}`, fresh: NEW })).status);
    expect(tries).toContain(429);
    expect((await here.browser.send('/me/password', { old: OLD, fresh: NEW })).status).toBe(429);
  });

  test('an employee and a client each change what is their own, and their pages speak their language from then on', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera', { role: 'user' }), await client(h, 'Anna', { access: 'ACTIVE' })];
    const own = {
      firstName: 'Вера',
      lastName: 'Ли',
      language: 'ru',
      timezone: 'Europe/Moscow',
      signature: 'Вера, Acme',
      login: 'vera',
    };
    const hers = await browser(h, vera);
    expect((await hers.send('/me', { ...own, role: 'admin', mayGrantAccess: '1', email: 'x@y.example' })).status).toBe(
      303,
    );
    expect(await fresh(h, vera)).toMatchObject({ ...own, role: 'user', mayGrantAccess: false, email: vera.email });
    expect((await hers.get('/me')).text).toContain('Сохранить');
    const wrong = await hers.send('/me', { ...own, firstName: ' ', timezone: 'Mars/Olympus' });
    expect([wrong.status, wrong.html.includes('value="Mars/Olympus"')]).toEqual([422, true]);
    const annas = await browser(h, anna);
    expect((await annas.get('/me')).html).not.toContain('name="signature"');
    // 96, A10: no name to sign in with, and nothing of the card that is the team's: whoever could call themselves Ann Lee would.
    const asked = { firstName: 'Ann', lastName: 'Lee', language: 'ru', email: 'x@y.example', seesCompanyTasks: '1' };
    expect((await annas.send('/me', { ...asked, login: 'anna' })).status).toBe(303);
    expect(await fresh(h, anna)).toEqual({ ...anna, language: 'ru' });
    expect((await annas.get('/me')).html).not.toMatch(/name="(firstName|login|email)"/);
  });

  test('96: an employee chooses a login of their own, which no other, no address and nothing of ours may have', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    await employee(h, 'Max');
    await withPassword(h, vera);
    const hers = await browser(h, vera);
    const chooses = (login: string) => hers.send('/me', { firstName: 'Vera', language: 'en', login });
    for (const taken of ['max', 'postmaster', 'reply', 'Вера', ''])
      expect([taken, (await chooses(taken)).status]).toEqual([taken, 422]);
    expect((await chooses('Stone')).status).toBe(303);
    expect(await fresh(h, vera)).toMatchObject({ login: 'stone' });
    expect((await enters(h, 'vera', OLD, FIREFOX)).status).toBe(422);
    expect((await enters(h, 'stone', OLD, FIREFOX)).status).toBe(303);
    expect(await h.gw.db.read('audit').where({ what: 'employee-changed' })).toHaveLength(1);
  });

  test('a client who wants no letters gets none while they can sign in, and again when only the letters are left', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const annas = await browser(h, anna);
    await annas.send('/me', { firstName: 'Anna', language: 'en', emailOff: '1' });
    expect((await annas.get('/me')).html).toMatch(/name="emailOff"[^>]*checked/);
    const t = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    await says(h, h.owner, t, 'New tiles', { notify: [anna] });
    expect(await lettersTo(h, 'anna@client.example')).toEqual([]);
    await h.gw.db.write((tx) => tx('contacts').where({ id: anna.id }).update({ access: 'REVOKED' }));
    await says(h, h.owner, t, 'Old tiles', { notify: [anna] });
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(1);
  });
});
