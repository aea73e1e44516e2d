/** The pages of a contact who signed in (spec 2.3, 5.10–5.15; items 99–112), over HTTP. */
import { expect, test } from 'vitest';
import type { ProjectId } from '../../src/base/id.ts';
import type { Contact } from '../../src/people/person.ts';
import { updateContact } from '../../src/store/people.ts';
import { insertProject, type NewProject } from '../../src/store/rules.ts';
import { type House, oneHouse } from '../support/app.ts';
import { type Browser, browser } from './browsing.ts';
import { client, dashboard, does, employee, form, look, people, program, says, settings, task, tasks } from './firm.ts';

const project = (h: House, title: string, more: Partial<NewProject> = {}): Promise<ProjectId> =>
  h.gw.db.write((tx) =>
    insertProject(tx, h.account.id, { title, author: h.owner.id, clientManagers: [], ...more }, Date.now()),
  );

async function anna(h: House, more: Partial<Contact> = {}): Promise<{ anna: Contact; firm: Contact }> {
  const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
  return { firm, anna: await client(h, 'Anna', { access: 'ACTIVE', companies: [firm.id], ...more }) };
}

oneHouse('the portal', (house) => {
  test('99, 100, 101: projects by company or by task; inside, only the tasks they were added to', async () => {
    const h = house();
    const who = await anna(h);
    const p = await project(h, 'Shop', { counterparty: who.firm.id });
    const q = await project(h, 'Yard');
    await project(h, 'Secret works');
    await project(h, 'Veiled', { counterparty: who.firm.id, hiddenFromContacts: true });
    await task(h, h.owner, 'Fence', { project: q, participants: [who.anna.id] });
    await task(h, h.owner, 'Prices inside', { project: p });
    const hers = await browser(h, who.anna);
    const list = await hers.get('/projects');
    expect([list.text.includes('Shop'), list.text.includes('Yard')]).toEqual([true, true]);
    expect(list.text).not.toMatch(/Secret works|Veiled/);
    expect((await hers.get('/projects/1')).text).not.toContain('Prices inside');
    expect((await hers.get('/projects/2')).text).toContain('Fence');
    for (const other of ['/projects/3', '/projects/4', '/projects/99'])
      expect((await hers.get(other)).status).toBe(404);
    await task(h, h.owner, 'Paint', { project: p, participants: [who.anna.id] });
    const inside = (await hers.get('/projects/1')).text;
    expect([inside.includes('Paint'), inside.includes('Prices inside'), inside.includes('Fence')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('102–106: the form says where the task will be and offers nobody but their own; sent once it is one task', async () => {
    const h = house();
    const [vera, max, boris] = [await employee(h, 'Vera'), await employee(h, 'Max'), await employee(h, 'Boris')];
    const who = await anna(h, { responsible: [max.id] });
    const shop = await project(h, 'Shop', { counterparty: who.firm.id, clientManagers: [vera.id] });
    const yard = await project(h, 'Yard', { counterparty: who.firm.id, clientManagers: [vera.id] });
    const hers = await browser(h, who.anna);
    const page = await hers.get('/new');
    expect(page.text).toContain('The task will be in the project “Shop”, which is chosen by itself');
    expect([page.text.includes('Vera'), page.text.includes('Max'), page.text.includes('Boris')]).toEqual([
      true,
      true,
      false,
    ]);
    // A list that is opened inside a project keeps a new task in it; so does the form link that an admin hands out.
    expect((await hers.get('/projects/2')).html).toContain('href="/new?project=2"');
    expect((await (await browser(h, h.owner)).get('/projects/2')).text).toContain(`${h.url}/new?project=2`);
    expect((await hers.get('/new?project=2')).text).toContain('The task will be in the project “Yard”.');
    const once = '01900000-0000-7000-8000-0000000000aa';
    const data = () =>
      form([
        ['csrf', hers.csrf],
        ['once', once],
        ['project', '2'],
        ['title', 'A lamp'],
        ['text', 'In the hall.'],
        ['files', new File(['plan of the hall'], 'plan.txt')],
        ['assignee', max.id],
      ]);
    const headers = { cookie: hers.cookie, origin: h.url };
    const sent = await look(`${h.url}/new`, { method: 'POST', body: data(), headers });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/tasks/1']);
    expect((await look(`${h.url}/new`, { method: 'POST', body: data(), headers })).headers.get('location')).toBe(
      '/tasks/1',
    );
    await h.app.idle();
    const [made, ...more] = await tasks(h);
    expect([more, made!.project]).toEqual([[], yard]);
    expect(await people(h, made!)).toEqual({ assigner: ['Anna'], assignee: ['Max'] });
    expect((await hers.get('/tasks/1')).text).toContain('plan.txt');
    expect((await hers.send('/new', { project: '', title: 'Forged', text: '' }, { csrf: 'x' })).status).toBe(403);
    const refused = await hers.send('/new', { project: '', title: 'A lamp', text: '', assignee: boris.id });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('You can set tasks to your manager only');
    expect((await hers.send('/new', { project: '', title: ' ', text: 'kept words' })).html).toContain('kept words');
    await hers.send('/new', { project: '', title: 'Door', text: '' });
    expect((await tasks(h)).map((t) => [t.title, t.project])).toEqual([
      ['A lamp', yard],
      ['Door', shop],
    ]);
  });

  test('103, Q23: without a project and without a manager the form says so, and the task comes without an assignee', async () => {
    const h = house();
    const who = await anna(h);
    await project(h, 'Foreign');
    const hers = await browser(h, who.anna);
    const page = await hers.get('/new');
    expect(page.text).toContain('The task will be in no project');
    expect(page.text).toContain('There is nobody to give it to yet');
    for (const asked of ['/new?project=1', '/new?project=x']) expect((await hers.get(asked)).status).toBe(404);
    expect((await hers.send('/new', { project: '1', title: 'Door', text: '' })).status).toBe(404);
    expect((await hers.send('/new', { project: '', title: 'Door', text: '' })).headers.get('location')).toBe(
      '/tasks/1',
    );
    expect(await people(h, (await tasks(h))[0]!)).toEqual({ assigner: ['Anna'] });
  });

  test('107, 108: internal comments are theirs to read or not, by the account’s setting, old ones included; hidden ones never', async () => {
    const h = house();
    const who = await anna(h);
    const vera = await employee(h, 'Vera');
    const t = await task(h, h.owner, 'Roof', { participants: [who.anna.id, vera.id] });
    await says(h, h.owner, t, 'Between us: the tiles are old');
    await says(h, h.owner, t, 'Whisper about the price', { hidden: true, audience: [vera] });
    await says(h, h.owner, t, 'For Anna', { notify: [who.anna] });
    const hers = await browser(h, who.anna);
    const seen = async () => {
      const { text } = await hers.get(`/tasks/${t.number}`);
      return ['tiles', 'Whisper', 'For Anna'].map((w) => text.includes(w));
    };
    expect(await seen()).toEqual([true, false, true]);
    await settings(h, { commentVisibility: 'ONLY_NOTIFIED' });
    expect(await seen()).toEqual([false, false, true]);
    await settings(h, { commentVisibility: 'ALL_NOT_HIDDEN' });
    expect(await seen()).toEqual([true, false, true]);
    // A13: behind the link of the letters the rules of the dashboard go on holding.
    expect((await look(`${await dashboard(h, who.anna)}/tasks/${t.number}`)).text).not.toContain('tiles');
  });

  test('A10: the contacts of their own company, to read; nobody else’s', async () => {
    const h = house();
    const who = await anna(h);
    const colleague = await client(h, 'Cora', { companies: [who.firm.id], phone: '+7 900', description: 'pays late' });
    const stranger = await client(h, 'Sten');
    const hers = await browser(h, who.anna);
    const list = await hers.get('/contacts');
    expect([list.text.includes('Cora'), list.text.includes('Client Ltd'), list.text.includes('Sten')]).toEqual([
      true,
      true,
      false,
    ]);
    // What the team has noted about somebody is not for their colleagues.
    await h.gw.db.write((tx) => updateContact(tx, colleague, { mailBlocked: true, isSpammer: true, access: 'ACTIVE' }));
    for (const path of ['/contacts', `/contacts/${who.firm.number}`, `/contacts/${colleague.number}`])
      expect((await hers.get(path)).text).not.toMatch(/spam|letters stopped|signs in/i);
    const card = await hers.get(`/contacts/${colleague.number}`);
    expect(card.text).toContain('+7 900');
    expect(card.text).not.toMatch(/pays late|Advanced access|Edit/);
    expect((await hers.get(`/contacts/${stranger.number}`)).status).toBe(404);
  });

  test('109: each of the fifteen restrictions is refused on every route, whatever is sent, and nothing leads there', async () => {
    const h = house();
    const who = await anna(h);
    const boris = await employee(h, 'Boris');
    const colleague = await client(h, 'Cora', { companies: [who.firm.id] });
    const stranger = await client(h, 'Sten');
    await project(h, 'Shop', { counterparty: who.firm.id });
    await project(h, 'Foreign', { counterparty: stranger.id });
    const t = await task(h, h.owner, 'Roof', { participants: [who.anna.id], assignees: [boris.id] });
    const foreign = await task(h, h.owner, 'Cellar', { participants: [stranger.id] });
    const hers = await browser(h, who.anna);
    const [own, n, other] = [who.anna.number, colleague.number, stranger.number];
    const restrictions: Record<string, { pages?: string[]; forms?: [string, Record<string, string>][] }> = {
      '1 projects of others': {
        pages: ['/projects/2', '/new?project=2', `/tasks/${foreign.number}`, `/tasks/${foreign.number}/files`],
        forms: [
          ['/new', { project: '2', title: 'Forged', text: '' }],
          [`/tasks/${foreign.number}/comments`, { text: 'Forged' }],
        ],
      },
      '2 contacts of others': { pages: [`/contacts/${other}`, `/contacts/${other}/tasks`, '/contacts/4711'] },
      '3 no projects of their own': {
        pages: ['/projects/new', '/projects/1/edit'],
        forms: [
          ['/projects', { title: 'Own' }],
          ['/projects/1', { title: 'Own' }],
        ],
      },
      '4 tasks to nobody else': {
        pages: ['/tasks/new', `/tasks/${t.number}/people`],
        forms: [
          ['/new', { project: '', title: 'Forged', text: '', assignee: boris.id }],
          ['/tasks/new', { title: 'Forged', text: '', assignee: boris.id }],
          [`/tasks/${t.number}/people`, { assignee: who.anna.id, participant: stranger.id, auditor: who.anna.id }],
        ],
      },
      '5 no section of employees': {
        pages: ['/admin/people', `/admin/people/${boris.number}`, '/employees', '/search?q=Boris'],
      },
      '6, 7 no groups, no place in the structure': {
        pages: ['/admin/people/new', '/groups'],
        forms: [
          ['/admin/people', { firstName: 'Eva', login: 'eva' }],
          [`/admin/people/${boris.number}`, { firstName: 'Boris', login: 'boris', manager: who.anna.id }],
        ],
      },
      '8 no contact added or changed, not even their own; responsible for none': {
        pages: ['/contacts/new', `/contacts/${n}/edit`, `/contacts/${own}/edit`, `/contacts/${n}/merge`],
        forms: [
          ['/contacts', { firstName: 'New', language: 'en' }],
          [`/contacts/${n}`, { firstName: 'Other', language: 'en', responsible: who.anna.id }],
          [`/contacts/${own}`, { firstName: 'Other', language: 'en' }],
          [`/contacts/${n}/access`, { do: 'invite' }],
          [`/contacts/${own}/access`, { do: 'end' }],
          [`/contacts/${n}/link`, { do: 'show' }],
          [`/contacts/${n}/mail`, { do: 'spam' }],
          [`/contacts/${n}/merge`, { other: who.anna.id }],
        ],
      },
      '9, 10 no reports, no planners': { pages: ['/reports', '/reports/new', '/planners', '/planners/new'] },
      '11 no rules for mail': {
        pages: ['/admin/addresses', '/admin/addresses/new', '/admin/inbox', '/admin/spam', '/admin/held'],
        forms: [
          ['/admin/addresses', { local: 'sales' }],
          [`/tasks/${t.number}/spam`, {}],
          [`/admin/spam/${colleague.id}`, {}],
        ],
      },
      '12 no templates': {
        pages: ['/admin/templates', '/admin/settings'],
        forms: [['/admin/settings', { timezone: 'UTC' }]],
      },
      '13 no mailbox of their own to send from': { forms: [['/admin/suppressions', { address: 'x@y.example' }]] },
      '14 no import': { pages: ['/import', '/contacts/import'], forms: [['/import', {}]] },
      '15 no letters to support, nor any other page of the administration': {
        pages: [
          '/support',
          '/admin',
          '/admin/letters',
          '/admin/keys',
          '/admin/webhooks',
          '/admin/audit',
          '/admin/start',
        ],
        forms: [
          ['/admin/keys', { name: 'mine' }],
          ['/admin/webhooks', { url: 'https://client.example/hook' }],
        ],
      },
    };
    const before = await snapshot(h);
    for (const [what, { pages = [], forms = [] }] of Object.entries(restrictions)) {
      for (const path of pages) expect([what, path, (await hers.get(path)).status]).toEqual([what, path, 404]);
      for (const [path, fields] of forms) {
        const { status } = await hers.send(path, fields);
        expect([what, path, [403, 404, 422].includes(status)]).toEqual([what, path, true]);
      }
    }
    expect(await snapshot(h)).toEqual(before);
    // What they may not do is not shown: whatever any of their pages leads to is there for them.
    const found = await everywhere(hers);
    expect([...found.values()].every((status) => status === 200)).toBe(true);
    const sections = new Set([...found.keys()].map((path) => path.split(/[/?#]/)[1]));
    expect([...sections].sort()).toEqual(['', 'bin', 'contacts', 'me', 'new', 'notifications', 'projects', 'tasks']);
    // The API takes keys, not sessions; a program that acts as them finds nobody.
    const call = await program(h);
    expect((await look(`${h.url}/api/v1/employees`, { headers: { cookie: hers.cookie } })).status).toBe(401);
    for (const path of ['/tasks', '/contacts', '/projects', '/employees', '/settings', '/templates', '/inbound'])
      expect([path, (await call('GET', path, { 'postern-acting-as': who.anna.id })).status]).toEqual([path, 403]);
  });

  test('111: when the access is revoked the session ends, and the dashboard goes on working', async () => {
    const h = house();
    const who = await anna(h);
    const t = await task(h, h.owner, 'Roof', { participants: [who.anna.id] });
    await says(h, h.owner, t, 'For Anna', { notify: [who.anna] });
    const hers = await browser(h, who.anna);
    const admins = await browser(h, h.owner);
    expect((await hers.get('/')).text).toContain('Roof');
    await admins.send(`/contacts/${who.anna.number}/access`, { do: 'end' });
    for (const path of ['/', '/projects', '/new', '/contacts'])
      expect([path, (await hers.get(path)).headers.get('location')?.startsWith('/login')]).toEqual([path, true]);
    expect((await look(await dashboard(h, who.anna))).text).toContain('Roof');
  });

  test('110: a checklist is theirs as it is an employee’s in the same role', async () => {
    const h = house();
    const who = await anna(h);
    const cora = await client(h, 'Cora', { access: 'ACTIVE' });
    const t = await task(h, h.owner, 'Roof', { assignees: [who.anna.id], participants: [cora.id] });
    await does(h, h.owner, { kind: 'add-item', task: t.id, text: 'Count the tiles' });
    const [item] = await h.gw.db.read('checklist_items');
    const done = async () => Boolean((await h.gw.db.read('checklist_items').first()).done);
    const [annas, coras] = [await browser(h, who.anna), await browser(h, cora)];
    const list = `/tasks/${t.number}/checklist`;
    for (const one of [annas, coras]) expect((await one.get(`/tasks/${t.number}`)).text).toContain('Count the tiles');
    // An assignee ticks, a participant looks; neither adds.
    expect((await coras.send(list, { tick: `${item!.id} done` })).status).toBe(403);
    expect(await done()).toBe(false);
    expect((await annas.send(list, { tick: `${item!.id} done` })).status).toBe(303);
    expect(await done()).toBe(true);
    for (const one of [annas, coras]) expect((await one.send(list, { item: 'Another' })).status).toBe(403);
    // In the task that is their own they add, too.
    await annas.send('/new', { project: '', title: 'Door', text: '' });
    expect((await annas.send('/tasks/2/checklist', { item: 'Measure it' })).status).toBe(303);
    expect((await annas.get('/tasks/2')).text).toContain('Measure it');
    // A13: on the dashboard there is none, whatever the role (D9).
    await says(h, h.owner, t, 'For Anna', { notify: [who.anna] });
    const there = await look(`${await dashboard(h, who.anna)}/tasks/${t.number}`);
    expect([there.status, there.text.includes('Count the tiles')]).toEqual([200, false]);
  });

  test('112: as auditor of a project they see every task of it, close it and delete it; as participant they do neither', async () => {
    const h = house();
    const who = await anna(h);
    const cora = await client(h, 'Cora', { access: 'ACTIVE' });
    const shop = await project(h, 'Shop', { auditors: [who.anna.id] });
    const t = await task(h, h.owner, 'Roof', { project: shop, participants: [cora.id] });
    const [annas, coras] = [await browser(h, who.anna), await browser(h, cora)];
    expect((await annas.get('/')).text).toContain('Roof');
    const path = `/tasks/${t.number}`;
    for (const [act, fields] of [
      ['status', { status: 'COMPLETED' }],
      ['edit', { title: 'Other', text: '' }],
      ['delete', {}],
    ] as const)
      expect([act, refusal((await coras.send(`${path}/${act}`, fields)).status)]).toEqual([act, true]);
    expect((await annas.send(`${path}/status`, { status: 'COMPLETED' })).status).toBe(303);
    expect((await tasks(h))[0]!.status).toBe('COMPLETED');
    expect((await annas.send(`${path}/edit`, { title: 'Roof and walls', text: '' })).status).toBe(303);
    expect((await annas.get(path)).text).toContain('Roof and walls');
    // Who is in a task is the team's to say: they know nobody of it (A11).
    for (const seen of [await annas.get(`${path}/people`), await annas.send(`${path}/people`, {})])
      expect(seen.status).toBe(404);
    expect((await annas.send(`${path}/delete`, {})).status).toBe(303);
    expect((await annas.get(path)).status).toBe(404);
  });
});

const refusal = (status: number): boolean => status === 403 || status === 404;

/** Every page that can be reached by links from the first one, with what it answers. */
async function everywhere({ get }: Browser): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const due = ['/'];
  for (let path = due.shift(); path !== undefined; path = due.shift()) {
    if (found.has(path)) continue;
    const page = await get(path);
    found.set(path, page.status);
    const links = [...page.html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map((m) => m[1]!.replaceAll('&amp;', '&'));
    due.push(...links);
  }
  return found;
}

async function snapshot(h: House) {
  const tables = [
    'task_people',
    'contact_ties',
    'project_people',
    'api_keys',
    'webhooks',
    'virtual_addresses',
    'contacts',
    'employees',
    'projects',
    'tasks',
    'comments',
    'addresses',
    'letters',
    'audit',
    'suppressions',
  ];
  return Promise.all(tables.map(async (t) => [t, await h.gw.db.read(t)]));
}
