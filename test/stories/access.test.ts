/** A contact gets a password login, uses it, forgets the password, and loses the login again (spec 5). */
import { expect, test } from 'vitest';
import { grantAccess } from '../../src/flow/access.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { client, dashboard, desk, employee, letterStates, look, program, says, task } from './firm.ts';

const PASSWORD = 'a long quiet river';

const linkIn = (text: string): string => /http\S*\/activate\/\S+/.exec(text)![0];

const post = (url: string, fields: Record<string, string>, cookie = '') =>
  look(url, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: new URL(url).origin, cookie } });

const cookieOf = (page: { headers: Headers }): string => (page.headers.get('set-cookie') ?? '').split(';')[0]!;

async function invited(h: House) {
  const anna = await client(h, 'Anna', { lastName: 'Kim' });
  const call = await program(h);
  expect((await call('POST', `/contacts/${anna.id}/access`)).json).toEqual({ contact: anna.id, access: 'INVITED' });
  const [letter] = await lettersTo(h, 'anna@client.example');
  return { anna, call, link: linkIn(letter!.text), letter: letter! };
}

const signIn = async (h: House, login: string, password: string) =>
  post(`${h.url}/login`, { login, password, next: '/' });

oneHouse('advanced access', (house) => {
  test('93, 95, 96: an invitation, a password, signed in; later by e-mail and password', async () => {
    const h = house();
    const { link, letter } = await invited(h);
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
    const page = await look(link);
    expect(page.text).toContain('Anna Kim');
    // Opening it, as scanners do, uses nothing up.
    await look(link, { method: 'HEAD' });
    expect((await post(link, { password: 'short' })).status).toBe(422);
    const done = await post(link, { password: PASSWORD });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/']);
    expect((await look(`${h.url}/`, { headers: { cookie: cookieOf(done) } })).text).toContain('Anna Kim');
    const later = await signIn(h, 'anna@client.example', PASSWORD);
    expect(later.status).toBe(303);
    // 96: a contact has no login name but the address.
    expect((await signIn(h, 'anna', PASSWORD)).status).toBe(422);
  });

  test('94: an administrator and a flagged employee may, an ordinary employee is refused', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const [plain, flagged] = [await employee(h, 'Boris'), await employee(h, 'Vera', { mayGrantAccess: true })];
    expect(await grantAccess(h.gw, await desk(h, plain), anna.id)).toEqual({ ok: false, refusal: 'may-not-grant' });
    expect((await letterStates(h)).filter((l) => l.kind === 'invitation')).toEqual([]);
    expect(await grantAccess(h.gw, await desk(h, flagged), anna.id)).toMatchObject({ ok: true });
    const call = await program(h);
    const asBoris = { 'Postern-Acting-As': plain.id };
    expect((await call('POST', `/contacts/${anna.id}/access`, asBoris)).status).toBe(403);
    expect((await call('DELETE', `/contacts/${anna.id}/access`, asBoris)).status).toBe(403);
    await h.app.idle();
  });

  test('98: a used, a cancelled and a replaced link are the same page of nothing', async () => {
    const h = house();
    const { anna, call, link: first } = await invited(h);
    await call('POST', `/contacts/${anna.id}/access`);
    const second = linkIn((await lettersTo(h, 'anna@client.example'))[1]!.text);
    const nothing = await look(`${h.url}/activate/${'a'.repeat(53)}`);
    expect((await look(first)).html).toBe(nothing.html);
    expect((await call('DELETE', `/contacts/${anna.id}/access`)).json).toMatchObject({ access: 'NONE' });
    expect((await look(second)).html).toBe(nothing.html);
    expect((await post(second, { password: PASSWORD })).status).toBe(404);
    await call('POST', `/contacts/${anna.id}/access`);
    const third = linkIn((await lettersTo(h, 'anna@client.example'))[2]!.text);
    expect((await post(third, { password: PASSWORD })).status).toBe(303);
    expect((await post(third, { password: 'another password' })).status).toBe(404);
    expect((await look(third)).html).toBe(nothing.html);
  });

  test('a contact without an address cannot be invited, and is told why', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { email: null });
    const refused = await (await program(h))('POST', `/contacts/${anna.id}/access`);
    expect(refused).toMatchObject({ status: 422, json: { errors: [{ path: 'email' }] } });
  });

  test('111: revoking ends the session; the dashboard goes on', async () => {
    const h = house();
    const { anna, call, link } = await invited(h);
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'On Monday', { notify: [anna] });
    await h.app.idle();
    const cookie = cookieOf(await post(link, { password: PASSWORD }));
    expect((await look(`${h.url}/`, { headers: { cookie } })).text).toContain('Desks');
    expect((await call('DELETE', `/contacts/${anna.id}/access`)).json).toMatchObject({ access: 'REVOKED' });
    expect((await look(`${h.url}/`, { headers: { cookie } })).status).toBe(303);
    expect((await signIn(h, 'anna@client.example', PASSWORD)).status).toBe(422);
    expect((await look(await dashboard(h, anna))).text).toContain('Desks');
  });

  test('97: a forgotten password: a link that sets a new one, once; every session ends', async () => {
    const h = house();
    const { link } = await invited(h);
    const old = cookieOf(await post(link, { password: PASSWORD }));
    expect((await look(`${h.url}/login`)).html).toContain('href="/forgot"');
    const asked = await post(`${h.url}/forgot`, { login: 'Anna@Client.example' });
    await expect.poll(async () => (await lettersTo(h, 'anna@client.example')).length).toBe(2);
    const reset = linkIn((await lettersTo(h, 'anna@client.example'))[1]!.text);
    expect((await post(reset, { password: 'an even longer river' })).status).toBe(303);
    expect((await look(`${h.url}/`, { headers: { cookie: old } })).status).toBe(303);
    expect((await signIn(h, 'anna@client.example', PASSWORD)).status).toBe(422);
    expect((await signIn(h, 'anna@client.example', 'an even longer river')).status).toBe(303);
    expect((await post(reset, { password: PASSWORD })).status).toBe(404);
    // Whoever is not there, or has no login, gets the same page, and no letter.
    await client(h, 'Peter');
    for (const login of ['peter@client.example', 'nobody@client.example', 'nobody'])
      expect((await post(`${h.url}/forgot`, { login })).html).toBe(asked.html);
    await h.app.idle();
    expect(await lettersTo(h, 'peter@client.example')).toEqual([]);
  });

  test('strangers who ask for somebody’s new password again and again send at most three letters an hour', async () => {
    const h = house();
    const { link } = await invited(h);
    await post(link, { password: PASSWORD });
    for (let n = 0; n < 6; n += 1) await post(`${h.url}/forgot`, { login: 'anna@client.example' });
    await expect.poll(async () => (await letterStates(h)).filter((l) => l.kind === 'password').length).toBe(3);
    await h.app.idle();
    expect((await signIn(h, 'anna@client.example', PASSWORD)).status).toBe(303);
  });
});
