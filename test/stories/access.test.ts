/** A contact gets a password login, uses it, forgets the password, and loses the login again (spec 5). */
import { expect, test, vi } from 'vitest';
import { grantAccess } from '../../src/flow/access.ts';
import { type ContactFields, changeContact } from '../../src/flow/manage-people.ts';
import type { Contact, Person } from '../../src/people/person.ts';
import { loadContact } from '../../src/store/people.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, dashboard, desk, employee, letterStates, look, program, says, task } from './firm.ts';

const PASSWORD = 'a long quiet river';
const ANNA = 'anna@client.example';

const linkIn = (text: string): string => /http\S*\/activate\/\S+/.exec(text)![0];
/** The link in the newest letter to this address. */
const newestLink = async (h: House, address = ANNA): Promise<string> =>
  linkIn((await lettersTo(h, address)).at(-1)!.text);

const post = (url: string, fields: Record<string, string>, cookie = '') =>
  look(url, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: new URL(url).origin, cookie } });

const cookieOf = (page: { headers: Headers }): string => (page.headers.get('set-cookie') ?? '').split(';')[0]!;

async function invited(h: House, more: Partial<Contact> = {}) {
  const anna = await client(h, 'Anna', { lastName: 'Kim', ...more });
  const call = await program(h);
  expect((await call('POST', `/contacts/${anna.id}/access`)).json).toEqual({ contact: anna.id, access: 'INVITED' });
  const [letter] = await lettersTo(h, ANNA);
  return { anna, call, link: linkIn(letter!.text), letter: letter! };
}

const signIn = async (h: House, login: string, password: string, cookie = '', next = '/') =>
  post(`${h.url}/login`, { login, password, next }, cookie);

const stateOf = async (h: House, { id }: Contact) => (await loadContact(h.gw.db.read, h.account.id, id))!.access;
const changes = async (h: House, who: Person, contact: Contact, fields: ContactFields) => {
  const done = await changeContact(h.gw, await desk(h, who), contact.id, fields);
  await h.app.idle();
  return done;
};

eachHouse('advanced access', (house) => {
  test('93, 95, 96: an invitation, a password, signed in; later by e-mail and password', async () => {
    const h = house();
    const { link, letter } = await invited(h);
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
    const page = await look(link);
    expect(page.text).toContain('Anna Kim');
    // Opening it, as scanners do, uses nothing up.
    for (const method of ['HEAD', 'GET', 'OPTIONS']) await look(link, { method });
    for (const [password, why] of [
      ['short', 'too short'],
      ['password1', 'among the first that are guessed'],
      ['Anna Kim 2024', 'Whoever knows your name'],
    ] as const) {
      const again = await post(link, { password });
      expect([password, again.status, again.text.includes(why)]).toEqual([password, 422, true]);
    }
    const done = await post(link, { password: PASSWORD });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/']);
    expect(done.headers.get('set-cookie')).toMatch(/^postern=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await look(`${h.url}/`, { headers: { cookie: cookieOf(done) } })).text).toContain('Anna Kim');
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(303);
    // 96: a contact has no login name but the address.
    expect((await signIn(h, 'anna', PASSWORD)).status).toBe(422);
  });

  test('93: the invitation names who invites and into what, in the contact’s language; a program’s comes from the firm', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { language: 'ru' });
    const vera = await employee(h, 'Вера', {
      login: 'vera',
      email: 'vera@acme.example' as never,
      lastName: 'Стоун',
      role: 'admin',
    });
    await grantAccess(h.gw, await desk(h, vera), anna.id);
    await h.app.idle();
    const [letter] = await lettersTo(h, ANNA);
    expect(letter!.subject).toBe('Приглашение: Acme');
    for (const part of [letter!.text, letter!.html])
      expect(part).toContain('Вера Стоун (Acme) открывает вам вход по паролю');
    expect((await look(linkIn(letter!.text))).text).toContain('Придумайте пароль');
    const call = await program(h);
    await call('POST', `/contacts/${anna.id}/access`);
    await h.app.idle();
    const fromProgram = (await lettersTo(h, ANNA)).at(-1)!;
    expect(fromProgram.text).toContain('Acme открывает вам вход по паролю');
    expect(fromProgram.text).not.toContain('Acme (Acme)');
  });

  test('94: an administrator and a flagged employee may, an ordinary employee is refused', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const [plain, flagged] = [await employee(h, 'Boris'), await employee(h, 'Vera', { mayGrantAccess: true })];
    const technical = await employee(h, 'Tom', { mayGrantAccess: true, role: 'technical' });
    for (const who of [plain, technical])
      expect(await grantAccess(h.gw, await desk(h, who), anna.id)).toEqual({ ok: false, refusal: 'may-not-grant' });
    expect((await letterStates(h)).filter((l) => l.kind === 'invitation')).toEqual([]);
    expect(await grantAccess(h.gw, await desk(h, flagged), anna.id)).toMatchObject({ ok: true });
    const call = await program(h);
    for (const who of [plain, technical])
      for (const method of ['POST', 'DELETE'])
        expect((await call(method, `/contacts/${anna.id}/access`, { 'Postern-Acting-As': who.id })).status).toBe(403);
    expect(await stateOf(h, anna)).toBe('INVITED');
    await h.app.idle();
  });

  test('98: a used, a cancelled and a replaced link are one page, which says what is left to do', async () => {
    const h = house();
    const { anna, call, link: first } = await invited(h);
    await call('POST', `/contacts/${anna.id}/access`);
    const second = await newestLink(h);
    const dead = await look(`${h.url}/activate/${'a'.repeat(53)}`);
    expect([dead.status, dead.html.includes('href="/login"'), dead.html.includes('href="/forgot"')]).toEqual([
      404,
      true,
      true,
    ]);
    expect((await look(first)).html).toBe(dead.html);
    expect((await call('DELETE', `/contacts/${anna.id}/access`)).json).toMatchObject({ access: 'NONE' });
    expect((await look(second)).html).toBe(dead.html);
    expect((await post(second, { password: PASSWORD })).status).toBe(404);
    await call('POST', `/contacts/${anna.id}/access`);
    const third = await newestLink(h);
    expect((await post(third, { password: PASSWORD })).status).toBe(303);
    expect((await post(third, { password: 'another password' })).html).toBe(dead.html);
    expect((await look(third)).html).toBe(dead.html);
  });

  test('98: a link that is replaced or cancelled while its password is being hashed sets none, and leaves the next one good', async () => {
    const h = house();
    const { anna, call, link: first } = await invited(h);
    let open = () => {};
    const closed = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { door } = h.gw.passwords;
    const before = [door.through(() => closed), door.through(() => closed)];
    // It has found its link good, and waits for its turn behind the two.
    const turns = vi.spyOn(door, 'through');
    const late = post(first, { password: PASSWORD });
    await expect.poll(() => turns.mock.calls.length).toBe(1);
    turns.mockRestore();
    await call('POST', `/contacts/${anna.id}/access`);
    const second = await newestLink(h);
    open();
    await Promise.all(before);
    expect((await late).status).toBe(404);
    expect(await stateOf(h, anna)).toBe('INVITED');
    expect((await post(second, { password: PASSWORD })).status).toBe(303);
  });

  test('a new password signs in, however often somebody at the same place has guessed at the door', async () => {
    const h = house();
    const { link } = await invited(h);
    for (let n = 0; n < 31; n++) await signIn(h, `stranger${n}@client.example`, 'wrong');
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(429);
    const done = await post(link, { password: PASSWORD });
    expect((await look(`${h.url}/`, { headers: { cookie: cookieOf(done) } })).status).toBe(200);
  });

  test('T32: each coming in is a session of its own; what was there before opens nothing', async () => {
    const h = house();
    const { link } = await invited(h);
    const planted = 'postern=planted-by-somebody-else';
    const first = cookieOf(await post(link, { password: PASSWORD }, planted));
    expect(first).not.toBe(planted);
    expect((await look(`${h.url}/`, { headers: { cookie: planted } })).status).toBe(303);
    // In the same browser: the session of before is over, and the list does not grow.
    const second = cookieOf(await signIn(h, ANNA, PASSWORD, first));
    const opens = async (cookie: string) => (await look(`${h.url}/`, { headers: { cookie } })).status === 200;
    expect([await opens(first), await opens(second)]).toEqual([false, true]);
    expect(await h.gw.db.read('sessions')).toHaveLength(1);
  });

  test('a form link with its project is found again after the login', async () => {
    const h = house();
    const { link } = await invited(h);
    await post(link, { password: PASSWORD });
    const asked = await look(`${h.url}/new?project=2`);
    expect(asked.headers.get('location')).toBe('/login?next=%2Fnew%3Fproject%3D2');
    const page = await look(h.url + asked.headers.get('location'));
    const next = /name="next" value="([^"]*)"/.exec(page.html)![1]!;
    expect((await signIn(h, ANNA, PASSWORD, '', next)).headers.get('location')).toBe('/new?project=2');
  });

  test('a contact without an address, or one whom letters do not reach, is not invited, and it is said why', async () => {
    const h = house();
    const call = await program(h);
    const nobody = await client(h, 'Nobody', { email: null });
    const anna = await client(h, 'Anna');
    await h.gw.db.write((tx) => suppress(tx, h.account.id, ANNA, 'bounce', '550 no such user', Date.now()));
    for (const one of [nobody, anna])
      expect(await call('POST', `/contacts/${one.id}/access`)).toMatchObject({
        status: 422,
        json: { errors: [{ path: 'email' }] },
      });
    const page = await (await browser(h, h.owner)).send(`/contacts/${anna.number}/access`, { do: 'invite' });
    expect([page.status, page.text.includes('no invitation was sent')]).toEqual([422, true]);
    expect([await stateOf(h, anna), await letterStates(h)]).toEqual(['NONE', []]);
  });

  test('111: revoking ends the session; the dashboard goes on; a new invitation asks for a new password', async () => {
    const h = house();
    const { anna, call, link } = await invited(h);
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'On Monday', { notify: [anna] });
    await h.app.idle();
    const cookie = cookieOf(await post(link, { password: PASSWORD }));
    expect((await look(`${h.url}/`, { headers: { cookie } })).text).toContain('Desks');
    expect((await call('DELETE', `/contacts/${anna.id}/access`)).json).toMatchObject({ access: 'REVOKED' });
    for (const path of ['/', `/tasks/${desks.number}`, '/me'])
      expect((await look(h.url + path, { headers: { cookie } })).status).toBe(303);
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(422);
    expect((await look(await dashboard(h, anna))).text).toContain('Desks');
    await call('POST', `/contacts/${anna.id}/access`);
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(422);
    expect((await look(`${h.url}/`, { headers: { cookie } })).status).toBe(303);
    expect((await post(await newestLink(h), { password: 'a short loud brook' })).status).toBe(303);
    expect((await signIn(h, ANNA, 'a short loud brook')).status).toBe(303);
  });

  test('97: a forgotten password: a link that sets a new one, once; every session ends', async () => {
    const h = house();
    const { link } = await invited(h);
    const old = cookieOf(await post(link, { password: PASSWORD }));
    expect((await look(`${h.url}/login`)).html).toContain('href="/forgot"');
    const asked = await post(`${h.url}/forgot`, { login: 'Anna@Client.example' });
    await expect.poll(async () => (await lettersTo(h, ANNA)).length).toBe(2);
    const reset = await newestLink(h);
    expect((await post(reset, { password: 'an even longer river' })).status).toBe(303);
    expect((await look(`${h.url}/`, { headers: { cookie: old } })).status).toBe(303);
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(422);
    expect((await signIn(h, ANNA, 'an even longer river')).status).toBe(303);
    expect((await post(reset, { password: PASSWORD })).status).toBe(404);
    // Whoever is not there, or has no login, gets the same page, and no letter.
    await client(h, 'Peter');
    await client(h, 'Olga', { access: 'INVITED' });
    await client(h, 'Rita', { access: 'REVOKED' });
    const without = [
      'peter@client.example',
      'olga@client.example',
      'rita@client.example',
      'nobody@client.example',
      'nobody',
    ];
    for (const login of without) expect((await post(`${h.url}/forgot`, { login })).html).toBe(asked.html);
    await h.app.idle();
    expect((await letterStates(h)).map((l) => l.kind)).toEqual(['invitation', 'password', 'password-set']);
  });

  test('strangers who ask for somebody’s new password again and again send at most three letters an hour', async () => {
    const h = house();
    const { link } = await invited(h);
    await post(link, { password: PASSWORD });
    for (let n = 0; n < 6; n += 1) await post(`${h.url}/forgot`, { login: ANNA });
    await expect.poll(async () => (await letterStates(h)).filter((l) => l.kind === 'password').length).toBe(3);
    await h.app.idle();
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(303);
  });
});

eachHouse('the address of a login', (house) => {
  test('an invitation to a wrong address is dead when the address is put right, and goes to the right one', async () => {
    const h = house();
    const { anna, link } = await invited(h);
    expect(await changes(h, h.owner, anna, { email: 'anna.kim@client.example' as never })).toMatchObject({ ok: true });
    expect((await post(link, { password: PASSWORD })).status).toBe(404);
    const right = await newestLink(h, 'anna.kim@client.example');
    expect((await post(right, { password: PASSWORD })).status).toBe(303);
    expect((await signIn(h, ANNA, PASSWORD)).status).toBe(422);
    expect((await signIn(h, 'anna.kim@client.example', PASSWORD)).status).toBe(303);
  });

  test('a link for a new password that went to the earlier address sets none', async () => {
    const h = house();
    const { anna, link } = await invited(h);
    await post(link, { password: PASSWORD });
    await post(`${h.url}/forgot`, { login: ANNA });
    await expect.poll(async () => (await lettersTo(h, ANNA)).length).toBe(2);
    const reset = await newestLink(h);
    await changes(h, h.owner, anna, { email: 'anna.kim@client.example' as never });
    expect((await post(reset, { password: 'an even longer river' })).status).toBe(404);
    expect((await signIn(h, 'anna.kim@client.example', PASSWORD)).status).toBe(303);
    expect(await lettersTo(h, 'anna.kim@client.example')).toEqual([]);
  });

  test('is changed by those who may give access: a responsible who had their own address there could sign in as the client', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const { anna, call, link } = await invited(h, { responsible: [vera.id] });
    await post(link, { password: PASSWORD });
    const email = 'vera.private@elsewhere.example' as never;
    expect(await changes(h, vera, anna, { email })).toEqual({ ok: false, refusal: 'may-not-grant' });
    const asVera = { 'Postern-Acting-As': vera.id, 'content-type': 'application/json' };
    const patch = (body: object) => call('PATCH', `/contacts/${anna.id}`, asVera, Buffer.from(JSON.stringify(body)));
    expect((await patch({ email: 'vera.private@elsewhere.example' })).status).toBe(403);
    const hers = await browser(h, vera);
    const fields = { firstName: 'Anna', language: 'en', responsible: vera.id };
    expect((await hers.send('/contacts/1', { ...fields, email: 'vera.private@elsewhere.example' })).status).toBe(403);
    // The rest of the card is hers to keep.
    expect((await hers.send('/contacts/1', { ...fields, email: ANNA, phone: '+7 900' })).status).toBe(303);
    expect(await changes(h, vera, anna, { email: ANNA as never, position: 'Buyer' })).toMatchObject({ ok: true });
  });

  test('is not taken away while there is a login', async () => {
    const h = house();
    const { anna } = await invited(h);
    expect(await changes(h, h.owner, anna, { email: null })).toMatchObject({ refusal: 'wrong-fields' });
    const page = await (await browser(h, h.owner)).send('/contacts/1', {
      firstName: 'Anna',
      language: 'en',
      email: '',
    });
    expect([page.status, page.text.includes('The contact signs in with this address')]).toEqual([422, true]);
    expect((await loadContact(h.gw.db.read, h.account.id, anna.id))!.email).toBe(ANNA);
  });
});
