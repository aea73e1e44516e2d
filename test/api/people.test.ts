/** Employees, contacts and their links, projects, settings. */
import { expect, test } from 'vitest';
import { linkDoor } from '../../src/flow/enter.ts';
import { insertContact } from '../../src/store/people.ts';
import { eachGateway } from '../support/gateway.ts';
import { type Desk, pathsOf, useDesk } from './desk.ts';

const employee = async (desk: Desk, firstName: string, more = {}) =>
  (await desk.post('/employees', { firstName, login: firstName.toLowerCase(), ...more })).json;
const contact = async (desk: Desk, firstName: string, more = {}) =>
  (await desk.post('/contacts', { firstName, ...more })).json;
const tokenOf = (url: string) => url.split('/d/')[1]!;

eachGateway('people', (at) => {
  const desk = useDesk(at);

  test('a contact is made, read and changed', async () => {
    const [bakery, max] = [await contact(desk(), 'Bakery', { isCompany: true }), await employee(desk(), 'Max')];
    const made = await desk().post('/contacts', {
      firstName: 'Pia',
      lastName: 'Kim',
      email: ' Pia@Client.Example ',
      additionalEmails: ['pia@home.example'],
      companies: [bakery.id],
      responsible: [max.id],
      seesCompanyTasks: true,
      language: 'ru',
      timezone: 'Europe/Moscow',
    });
    expect(made).toMatchObject({
      status: 201,
      json: {
        number: 2,
        isCompany: false,
        email: 'pia@client.example',
        additionalEmails: ['pia@home.example'],
        companies: [bakery.id],
        responsible: [max.id],
        seesCompanyTasks: true,
        language: 'ru',
        access: 'NONE',
        proven: true,
      },
    });
    const changed = await desk().patch(`/contacts/${made.json.id}`, { position: 'Owner', additionalEmails: [] });
    expect(changed.json).toEqual({ ...made.json, position: 'Owner', additionalEmails: [] });
    expect((await desk().get(`/contacts/${made.json.id}`)).json).toEqual(changed.json);
  });

  test('an address belongs to one person of the account, employee or contact (item 132)', async () => {
    const pia = await contact(desk(), 'Pia', { email: 'pia@client.example', additionalEmails: ['p@home.example'] });
    const taken = [
      await desk().post('/contacts', { firstName: 'Two', email: 'PIA@client.example' }),
      await desk().post('/contacts', { firstName: 'Two', email: 'ann@acme.example' }),
      await desk().post('/employees', { firstName: 'Two', login: 'two', email: 'p@home.example' }),
      await desk().patch(`/contacts/${(await contact(desk(), 'Two')).id}`, {
        email: 'two@client.example',
        additionalEmails: ['x@client.example', 'pia@client.example'],
      }),
    ];
    expect(taken.map((a) => a.status)).toEqual([422, 422, 422, 422]);
    expect(taken.map(pathsOf)).toEqual([['email'], ['email'], ['email'], ['additionalEmails.1']]);
    // Nothing of the refused change is left behind.
    expect((await desk().get('/contacts?email=two@client.example')).json.items).toEqual([]);
    expect((await desk().get('/contacts')).json.items.map((c: { firstName: string }) => c.firstName)).toEqual([
      'Pia',
      'Two',
    ]);
    expect(
      (await desk().patch(`/contacts/${pia.id}`, { email: 'p@home.example', additionalEmails: ['pia@client.example'] }))
        .status,
    ).toBe(200);
  });

  test('contacts are found by parts of names in any script and by addresses', async () => {
    for (const [firstName, lastName, email] of [
      ['Пётр', 'Ёлкин', 'petr@client.example'],
      ['Pia', 'Kim', 'kim@client.example'],
      ['Petra', '', 'x_y@client.example'],
    ] as const)
      await contact(desk(), firstName, { lastName, email });
    const found = async (query: string) =>
      (await desk().get(`/contacts?${query}`)).json.items.map((c: { firstName: string }) => c.firstName);
    expect(await found(`search=${encodeURIComponent('ПЁТР ё')}`)).toEqual(['Пётр']);
    expect(await found('search=petr')).toEqual(['Пётр', 'Petra']);
    expect(await found('search=KIM')).toEqual(['Pia']);
    expect(await found('search=_y')).toEqual(['Petra']);
    expect(await found('search=%25')).toEqual([]);
    expect(await found('email=Kim@Client.example')).toEqual(['Pia']);
    expect(pathsOf(await desk().get('/contacts?email=nonsense'))).toEqual(['email']);
    const first = (await desk().get('/contacts?search=client.example&limit=2')).json;
    expect([first.items.length, first.next]).toEqual([2, '2']);
    expect(await found(`search=client.example&limit=2&after=${first.next}`)).toEqual(['Petra']);
    expect((await desk().get('/contacts?limit=2&after=2')).json).toMatchObject({
      items: [{ firstName: 'Petra' }],
      next: null,
    });
  });

  test('an unproven contact shows the address it claims, and is proven when the team says so', async () => {
    const { gw, account } = at();
    const id = await gw.db.write((tx) =>
      insertContact(
        tx,
        account.id,
        { firstName: 'Somebody', proven: false, claims: 'who@else.example' as never },
        gw.clock(),
      ),
    );
    expect((await desk().get(`/contacts/${id}`)).json).toMatchObject({ email: 'who@else.example', proven: false });
    expect((await desk().get('/contacts?email=who@else.example')).json.items).toMatchObject([{ id }]);
    expect((await desk().patch(`/contacts/${id}`, { email: 'who@else.example' })).json).toMatchObject({
      email: 'who@else.example',
      proven: true,
    });
  });

  test('a contact is changed by who is responsible and by administrators only', async () => {
    const [max, eve] = [await employee(desk(), 'Max'), await employee(desk(), 'Eve')];
    const pia = await contact(desk(), 'Pia', { responsible: [max.id], email: 'pia@client.example' });
    expect((await desk().patch(`/contacts/${pia.id}`, { phone: '1' }, { as: max })).status).toBe(200);
    expect((await desk().patch(`/contacts/${pia.id}`, { phone: '2' }, { as: eve })).json.type).toBe(
      '/problems/not-responsible',
    );
    expect((await desk().post(`/contacts/${pia.id}/dashboard-link/renew`, undefined, { as: eve })).status).toBe(403);
    expect((await desk().delete(`/contacts/${pia.id}/dashboard-link`, { as: eve })).status).toBe(403);
    // Who is responsible may renew, and does not see it.
    expect((await desk().post(`/contacts/${pia.id}/dashboard-link/renew`, undefined, { as: max })).json).toEqual({
      url: null,
    });
  });

  test('a dashboard link is seen, renewed and revoked, and each renewal ends the ones before', async () => {
    const { gw } = at();
    const pia = await contact(desk(), 'Pia', { email: 'pia@client.example' });
    const path = `/contacts/${pia.id}/dashboard-link`;
    const opens = async (url: string) => (await linkDoor(gw)(tokenOf(url))).kind;
    const first = (await desk().post(path)).json.url;
    expect(first).toMatch(/^https:\/\/office\.acme\.example\/d\/[a-z2-7]+$/);
    expect((await desk().post(path)).json.url).toBe(first);
    expect(await opens(first)).toBe('ok');
    const second = (await desk().post(`${path}/renew`)).json.url;
    expect([await opens(first), await opens(second)]).toEqual(['revoked', 'ok']);
    expect((await desk().get('/letters')).json.items).toMatchObject([
      { kind: 'fresh-link', recipient: pia.id, state: 'queued' },
    ]);
    expect((await desk().delete(path)).status).toBe(204);
    expect(await opens(second)).toBe('revoked');
    const third = (await desk().post(path)).json.url;
    expect([await opens(second), await opens(third)]).toEqual(['revoked', 'ok']);
    expect((await desk().post(`${path}/revoke`)).status).toBe(204);
    expect(await opens(third)).toBe('revoked');
    // What opens a door is in no log and in no table.
    const kept = JSON.stringify([
      at().log,
      await gw.db.read('letters').select(),
      await gw.db.read('idempotency').select(),
    ]);
    for (const url of [first, second, third]) expect(kept).not.toContain(tokenOf(url));
  });

  test('a contact without an address has a link that can be renewed too', async () => {
    const pia = await contact(desk(), 'Pia');
    const { url } = (await desk().post(`/contacts/${pia.id}/dashboard-link/renew`)).json;
    expect((await linkDoor(at().gw)(tokenOf(url))).kind).toBe('ok');
  });

  test('an employee is made, changed and let go; a login is one person’s', async () => {
    const max = await employee(desk(), 'Max', { email: 'max@acme.example', role: 'admin', manager: at().owner.id });
    expect(max).toMatchObject({
      number: 3,
      login: 'max',
      role: 'admin',
      manager: at().owner.id,
      mayGrantAccess: false,
      active: true,
    });
    expect(pathsOf(await desk().post('/employees', { firstName: 'X', login: 'max' }))).toEqual(['login']);
    expect(pathsOf(await desk().post('/employees', { firstName: 'X', login: 'reply' }))).toEqual(['login']);
    expect(
      pathsOf(await desk().post('/employees', { firstName: 'X', login: 'No Spaces', role: 'owner', timezone: 'Mars' })),
    ).toEqual(['login', 'role', 'timezone']);
    expect(pathsOf(await desk().patch(`/employees/${max.id}`, { manager: max.id }))).toEqual(['manager']);
    const link = (await desk().post(`/employees/${max.id}/activation`)).json.url;
    expect(link).toMatch(/^https:\/\/office\.acme\.example\/activate\/[a-z2-7]+$/);
    expect((await desk().patch(`/employees/${max.id}`, { active: false })).json.active).toBe(false);
    expect((await desk().post(`/employees/${max.id}/activation`)).json.type).toBe('/problems/wrong-state');
    expect((await desk().get('/tasks', { as: max })).status).toBe(403);
    const page = (await desk().get('/employees?limit=2')).json;
    expect([page.items.length, page.next]).toEqual([2, '2']);
  });

  test('a project is made and changed by its author; its counterparty goes on to its tasks', async () => {
    const [max, eve] = [await employee(desk(), 'Max'), await employee(desk(), 'Eve')];
    const [old, next] = [await contact(desk(), 'Old'), await contact(desk(), 'Next')];
    const project = (
      await desk().post('/projects', { title: 'Ovens', counterparty: old.id, hiddenFromEmployees: true }, { as: max })
    ).json;
    expect(project).toMatchObject({
      number: 1,
      status: 'ACTIVE',
      author: max.id,
      clientManagers: [max.id],
      email: 'project+1@mail.acme.example',
    });
    const inside = (await desk().post('/tasks', { title: 'A', project: project.id, counterparty: old.id })).json;
    const other = (await desk().post('/tasks', { title: 'B', project: project.id })).json;
    expect((await desk().get(`/projects/${project.id}`, { as: eve })).status).toBe(404);
    expect((await desk().get('/projects', { as: eve })).json.items).toEqual([]);
    expect(pathsOf(await desk().post('/tasks', { title: 'C', project: project.id }, { as: eve }))).toEqual(['project']);
    await desk().patch(
      `/projects/${project.id}`,
      { counterparty: next.id, hiddenFromEmployees: false, auditors: [next.id] },
      { as: max },
    );
    expect((await desk().get(`/tasks/${inside.id}`)).json.counterparty).toBe(next.id);
    expect((await desk().get(`/tasks/${other.id}`)).json.counterparty).toBeNull();
    expect((await desk().patch(`/projects/${project.id}`, { title: 'x' }, { as: eve })).json.type).toBe(
      '/problems/not-your-project',
    );
  });

  test('settings are changed one by one, and only what differs is kept', async () => {
    const before = (await desk().get('/settings')).json;
    expect(before).toMatchObject({
      strangers: 'add',
      notifications: { N1: { enabled: true }, N3: { enabled: false } },
    });
    const after = await desk().patch('/settings', { strangers: 'hold', notifications: { N3: { enabled: true } } });
    expect(after.json).toEqual({
      ...before,
      strangers: 'hold',
      notifications: { ...before.notifications, N3: { enabled: true, templateId: null } },
    });
    await desk().patch('/notifications/N1', { enabled: false });
    await desk().patch('/settings', { strangers: 'add', lastMessages: 3 });
    const { settings } = await at().gw.db.read('accounts').where({ id: at().account.id }).first('settings');
    expect(JSON.parse(settings)).toEqual({
      lastMessages: 3,
      notifications: { N1: { enabled: false }, N3: { enabled: true } },
    });
    expect(
      (await desk().get('/notifications')).json.items.map((n: { type: string; enabled: boolean }) => [
        n.type,
        n.enabled,
      ]),
    ).toEqual([
      ['N1', false],
      ['N2', true],
      ['N3', true],
      ['N4', false],
      ['N5', false],
    ]);
    expect((await desk().patch('/notifications/N9', { enabled: true })).status).toBe(404);
    expect(
      pathsOf(
        await desk().patch('/settings', { stranger: 'hold', lastMessages: 99, notifications: { N1: { on: true } } }),
      ),
    ).toEqual(['lastMessages', 'notifications.N1.on', 'stranger']);
  });
});
