/** The team's pages of contacts and companies over HTTP (spec 1.3, 5.1; items 94, 132). */
import { expect, test } from 'vitest';
import type { Contact, Person } from '../../src/people/person.ts';
import { contactByNumber } from '../../src/store/people-lists.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, dashboard, employee, look, people, task, tasks } from './firm.ts';

const now = async (h: House, c: Contact): Promise<Contact> =>
  (await contactByNumber(h.gw.db.read, h.account.id, c.number))!;

const NEW = { firstName: 'Anna', lastName: 'Kim', email: 'anna@client.example', language: 'ru' };

oneHouse('pages of contacts', (house) => {
  test('a person and a company are added, found, and known by each other', async () => {
    const h = house();
    const vera = await browser(h, await employee(h, 'Vera'));
    const firm = await vera.send('/contacts', { isCompany: '1', firstName: 'Client Ltd', language: 'en' });
    expect(firm.status).toBe(303);
    const made = await vera.send('/contacts', {
      ...NEW,
      'companies-add': '№1 Client Ltd',
      'responsible-add': 'vera',
      seesCompanyTasks: '1',
    });
    expect(made.headers.get('location')).toBe('/contacts/2');
    const card = await vera.get('/contacts/2');
    for (const words of ['Anna Kim', 'anna@client.example', 'Client Ltd', 'Vera', 'Russian'])
      expect(card.text).toContain(words);
    expect((await vera.get('/contacts/1')).text).toContain('Anna Kim');
    expect((await vera.get('/contacts?q=KIM')).text).toContain('Anna Kim');
    expect((await vera.get('/contacts?kind=companies')).text).not.toContain('Anna Kim');
    expect((await vera.get('/contacts?kind=persons')).text).not.toContain('Client Ltd');
    expect((await now(h, { number: 2 } as Contact)).companies).toHaveLength(1);
  });

  test('whoever writes to a contact from the card sets a task that goes to them as a letter', async () => {
    const h = house();
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    const anna = await client(h, 'Anna', { companies: [firm.id] });
    const vera = await browser(h, await employee(h, 'Vera'));
    const write = /href="(\/tasks\/new[^"]+)"/.exec((await vera.get(`/contacts/${anna.number}`)).html)![1]!;
    const form = await vera.get(write);
    expect(form.html).toMatch(new RegExp(`name="assignee" value="${anna.id}" checked`));
    expect(form.html).toMatch(new RegExp(`name="counterparty" value="${firm.id}" checked`));
    await vera.send('/tasks/new', { title: 'Hello', text: 'How do you do?', assignee: anna.id, counterparty: firm.id });
    expect((await lettersTo(h, 'anna@client.example'))[0]!.text).toContain('How do you do?');
    expect((await vera.get('/tasks/new?contact=77')).html).not.toContain('name="assignee" value=');
  });

  test('132: an address that somebody has already is refused at its field, and nothing typed is lost', async () => {
    const h = house();
    await client(h, 'Boris');
    const vera = await browser(h, await employee(h, 'Vera'));
    for (const email of ['boris@client.example', 'ann@acme.example']) {
      const refused = await vera.send('/contacts', { ...NEW, email, phone: '+7 900' });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('belongs to another contact or employee already');
      expect(refused.html).toContain('value="+7 900"');
      expect(refused.html).toMatch(/id="email"[^>]*aria-invalid="true"/);
    }
    const other = await vera.send('/contacts', {
      ...NEW,
      additionalEmails: 'kim@client.example\nboris@client.example',
    });
    expect(other.status).toBe(422);
    expect((await vera.send('/contacts', { ...NEW, email: 'no address' })).text).toContain('is not an e-mail address');
    expect(await h.gw.db.read('contacts')).toHaveLength(1);
  });

  test('whoever is responsible and administrators change a contact; for others there is no form and no way round it', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const anna = await client(h, 'Anna', { responsible: [vera.id] });
    const change = {
      firstName: 'Anna',
      lastName: 'Berg',
      email: 'anna@client.example',
      language: 'en',
      responsible: vera.id,
    };
    const [hers, his, admins] = [await browser(h, vera), await browser(h, max), await browser(h, h.owner)];
    expect((await his.get('/contacts/1')).html).not.toContain('/contacts/1/edit');
    expect((await his.get('/contacts/1/edit')).status).toBe(403);
    expect((await his.send('/contacts/1', change)).status).toBe(403);
    expect((await now(h, anna)).lastName).toBe('');
    expect((await hers.get('/contacts/1/edit')).html).toContain('value="anna@client.example"');
    // A form of another session, or of another site, is nobody’s.
    for (const path of [
      '/contacts',
      '/contacts/1',
      '/contacts/1/access',
      '/contacts/1/link',
      '/contacts/1/mail',
      '/contacts/1/merge',
    ])
      expect([path, (await admins.send(path, { ...change, do: 'spam' }, { csrf: hers.csrf })).status]).toEqual([
        path,
        403,
      ]);
    expect(await now(h, anna)).toMatchObject({ lastName: '', isSpammer: false });
    expect((await hers.send('/contacts/1', change)).status).toBe(303);
    expect(await now(h, anna)).toMatchObject({ lastName: 'Berg', responsible: [vera.id] });
    // Whoever is taken out of the ticked ones is out.
    expect((await admins.send('/contacts/1', { ...change, responsible: '' })).status).toBe(303);
    expect((await now(h, anna)).responsible).toEqual([]);
  });

  test('94: the access block is there for those who may grant it; others are refused by the server', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { language: 'en' });
    const [plain, granting] = [await employee(h, 'Max'), await employee(h, 'Vera', { mayGrantAccess: true })];
    const [his, hers] = [await browser(h, plain), await browser(h, granting)];
    expect((await his.get('/contacts/1')).text).not.toContain('Advanced access');
    expect((await his.send('/contacts/1/access', { do: 'invite' })).status).toBe(403);
    expect((await now(h, anna)).access).toBe('NONE');
    expect((await hers.get('/contacts/1')).text).toContain('Invite');
    expect((await hers.send('/contacts/1/access', { do: 'invite' })).status).toBe(303);
    expect((await hers.get('/contacts/1')).text).toContain('An invitation was sent to anna@client.example');
    await hers.send('/contacts/1/access', { do: 'invite' });
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(2);
    expect((await his.send('/contacts/1/access', { do: 'end' })).status).toBe(403);
    await hers.send('/contacts/1/access', { do: 'end' });
    expect((await now(h, anna)).access).toBe('NONE');
    await client(h, 'Firm', { isCompany: true });
    expect((await hers.get('/contacts/2')).text).toContain('This is a company');
  });

  test('the dashboard link is shown to administrators alone, renewed by mail, revoked by the responsible', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const anna = await client(h, 'Anna', { responsible: [vera.id] });
    const [hers, admins] = [await browser(h, vera), await browser(h, h.owner)];
    const before = await dashboard(h, anna);
    expect((await hers.get('/contacts/1')).html).not.toContain('value="show"');
    expect((await hers.send('/contacts/1/link', { do: 'show' })).status).toBe(403);
    expect((await admins.get('/contacts/1')).html).not.toContain('/d/');
    expect((await admins.send('/contacts/1/link', { do: 'show' })).html).toContain(before);
    const renewed = await hers.send('/contacts/1/link', { do: 'renew' });
    expect(renewed.html).not.toContain('/d/');
    expect((await look(before)).status).toBe(410);
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(1);
    await hers.send('/contacts/1/link', { do: 'revoke' });
    expect((await now(h, anna)).linkRevoked).toBe(true);
  });

  test('two contacts become one after a page has said what will happen', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const twin = await client(h, 'Anni');
    const firm = await client(h, 'Firm', { isCompany: true });
    await task(h, h.owner, 'Roof', { participants: [twin.id] });
    const [admins, hers] = [await browser(h, h.owner), await browser(h, await employee(h, 'Vera'))];
    expect((await hers.get('/contacts/1/merge')).status).toBe(403);
    expect((await hers.send('/contacts/1/merge', { other: twin.id })).status).toBe(403);
    expect((await admins.get('/contacts/1/merge?with=Firm')).status).toBe(422);
    const asked = await admins.get('/contacts/1/merge?with=Anni');
    expect(asked.text).toContain('anna@client.example, anni@client.example');
    expect((await admins.send('/contacts/1/merge', { other: firm.id })).status).toBe(422);
    expect((await now(h, anna)).additionalEmails).toEqual([]);
    expect((await admins.send('/contacts/1/merge', { other: twin.id })).status).toBe(303);
    expect((await now(h, anna)).additionalEmails).toEqual(['anni@client.example']);
    expect((await people(h, (await tasks(h))[0]!)).participant).toEqual(['Anna']);
  });

  test('letters that were stopped are let out again by an administrator; a spam mark is taken away', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const anna = await client(h, 'Anna', { mailBlocked: true, isSpammer: true, responsible: [vera.id] });
    await h.gw.db.write((tx) =>
      suppress(tx, h.account.id, 'anna@client.example', 'bounce', '550 no such user', Date.now()),
    );
    const [hers, admins] = [await browser(h, vera), await browser(h, h.owner)];
    const card = await hers.get('/contacts/1');
    expect(card.text).toContain('550 no such user');
    expect(card.html).not.toContain('value="lift"');
    expect((await hers.send('/contacts/1/mail', { do: 'lift' })).status).toBe(403);
    await hers.send('/contacts/1/mail', { do: 'not-spam' });
    await admins.send('/contacts/1/mail', { do: 'lift' });
    expect(await now(h, anna)).toMatchObject({ mailBlocked: false, isSpammer: false });
    expect(await h.gw.db.read('suppressions')).toEqual([]);
  });

  test('a contact’s tasks are those that the reader sees; a technical administrator sees nobody', async () => {
    const h = house();
    const [vera, tech] = [await employee(h, 'Vera'), await employee(h, 'Tech', { role: 'technical' })];
    const anna = await client(h, 'Anna');
    await task(h, h.owner, 'Roof', { participants: [anna.id, vera.id] });
    await task(h, h.owner, 'Cellar', { participants: [anna.id] });
    const seen = async (who: Person) => (await (await browser(h, who)).get('/contacts/1/tasks')).text;
    expect(await seen(h.owner)).toMatch(/Cellar.*Roof/);
    expect(await seen(vera)).toContain('Roof');
    expect(await seen(vera)).not.toContain('Cellar');
    const theirs = await browser(h, tech);
    for (const path of ['/contacts/1', '/contacts/1/tasks', '/contacts/1/edit', '/contacts/1/merge'])
      expect([path, (await theirs.get(path)).status]).toEqual([path, 404]);
    expect((await theirs.get('/contacts')).text).not.toContain('Anna');
    expect((await theirs.send('/contacts', NEW)).status).toBe(403);
  });
});
