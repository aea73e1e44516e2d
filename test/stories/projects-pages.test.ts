/** The team's pages of projects and its search, over HTTP (spec 1.4, 1.13, E4, E5, A12). */
import { expect, test } from 'vitest';
import { projectByNumber } from '../../src/store/rules.ts';
import { type House, oneHouse } from '../support/app.ts';
import { browser } from './browsing.ts';
import { client, employee, task, tasks } from './firm.ts';

const stored = async (h: House, number: number) => (await projectByNumber(h.gw.db.read, h.account.id, number))!;

oneHouse('pages of projects', (house) => {
  test('a project is made with its people; its author and administrators change it, and nobody else', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    const [hers, his, admins] = [await browser(h, vera), await browser(h, max), await browser(h, h.owner)];
    const fields = {
      title: 'Shop',
      status: 'ACTIVE',
      'counterparty-add': '№1',
      clientManagers: vera.id,
      'auditors-add': 'Max',
    };
    expect((await hers.send('/projects', fields)).headers.get('location')).toBe('/projects/1');
    expect(await stored(h, 1)).toMatchObject({
      title: 'Shop',
      author: vera.id,
      counterparty: firm.id,
      clientManagers: [vera.id],
      auditors: [max.id],
    });
    const card = await his.get('/projects/1');
    for (const words of ['Client Ltd', 'Vera', 'Max', 'project+1@', `${h.url}/new?project=1`])
      expect(card.text).toContain(words);
    expect(card.html).not.toContain('/projects/1/edit');
    expect((await his.get('/projects/1/edit')).status).toBe(403);
    const change = { title: 'Market', status: 'COMPLETED', counterparty: firm.id };
    expect((await his.send('/projects/1', change)).status).toBe(403);
    expect((await stored(h, 1)).title).toBe('Shop');
    expect((await hers.get('/projects/1/edit')).html).toContain('value="Shop"');
    expect((await hers.send('/projects/1', change)).status).toBe(303);
    expect(await stored(h, 1)).toMatchObject({ title: 'Market', status: 'COMPLETED', auditors: [] });
    expect((await admins.send('/projects/1', { ...change, title: ' ' })).status).toBe(422);
    expect((await admins.send('/projects/1', { ...change, clientManagers: firm.id })).status).toBe(422);
    expect((await admins.send('/projects/1', { ...change, title: 'Bazaar' }, { csrf: '' })).status).toBe(403);
  });

  test('112: a client among the auditors is asked about once more', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const admins = await browser(h, h.owner);
    const fields = { title: 'Shop', status: 'ACTIVE', 'auditors-add': 'Anna' };
    const asked = await admins.send('/projects', fields);
    expect([asked.status, asked.text.includes('There is a client among the auditors')]).toEqual([422, true]);
    expect(await h.gw.db.read('projects')).toEqual([]);
    expect((await admins.send('/projects', { ...fields, confirmed: '1' })).status).toBe(303);
    expect((await stored(h, 1)).auditors).toEqual([anna.id]);
    expect((await admins.get('/projects/1')).text).toContain('There is a client among the auditors');
    // Who is there already is not asked about at every change.
    expect((await admins.send('/projects/1', { title: 'Shop', status: 'ACTIVE', auditors: anna.id })).status).toBe(303);
  });

  test('E4, E5: everybody sees a project and in it their own tasks; a hidden one only with a task in it', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const [admins, hers, his] = [await browser(h, h.owner), await browser(h, vera), await browser(h, max)];
    await admins.send('/projects', { title: 'Open works', status: 'ACTIVE' });
    await admins.send('/projects', { title: 'Veiled works', status: 'ACTIVE', hiddenFromEmployees: '1' });
    const [open, veiled] = [await stored(h, 1), await stored(h, 2)];
    await task(h, h.owner, 'Fence', { project: open.id, participants: [vera.id] });
    await task(h, h.owner, 'Gate', { project: open.id });
    await task(h, h.owner, 'Vault', { project: veiled.id, participants: [vera.id] });
    const list = async (who: typeof hers) => (await who.get('/projects')).text;
    expect([(await list(hers)).includes('Veiled works'), (await list(his)).includes('Veiled works')]).toEqual([
      true,
      false,
    ]);
    expect((await his.get('/projects/2')).status).toBe(404);
    const inside = (await hers.get('/projects/1')).text;
    expect([inside.includes('Fence'), inside.includes('Gate')]).toEqual([true, false]);
    expect((await his.get('/projects/1')).text).not.toMatch(/Fence|Gate/);
  });

  test('one search finds tasks, contacts and projects, by words and by number, as the reader sees them', async () => {
    const h = house();
    const [vera, tech] = [await employee(h, 'Vera'), await employee(h, 'Tech', { role: 'technical' })];
    await client(h, 'Fenya');
    const [admins, hers, theirs] = [await browser(h, h.owner), await browser(h, vera), await browser(h, tech)];
    await admins.send('/projects', { title: 'Fences', status: 'ACTIVE' });
    await task(h, h.owner, 'Fence for the yard', { participants: [vera.id] });
    await task(h, h.owner, 'Fence for the bank');
    const found = (await hers.get('/search?q=FEN')).text;
    expect(['Fence for the yard', 'Fenya', 'Fences', 'for the bank'].map((w) => found.includes(w))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect((await hers.get('/search?q=fenya%40client')).text).toContain('Fenya');
    const [yard, bank] = await tasks(h);
    expect((await hers.get(`/search?q=${yard!.number}`)).text).toContain('Fence for the yard');
    expect((await hers.get(`/search?q=%E2%84%96${bank!.number}`)).text).not.toContain('for the bank');
    expect((await admins.get(`/search?q=%E2%84%96${bank!.number}`)).text).toContain('for the bank');
    expect((await hers.get('/search?q=zzz')).text).toContain('Nothing was found');
    expect((await hers.get('/search')).status).toBe(200);
    expect((await theirs.get('/search?q=FEN')).text).not.toMatch(/Fenya|Fences|yard|bank/);
  });
});
