/** A contact who signed in sets tasks: in which project, to whom (spec 5.11–5.13; S1, S3). */
import { expect, test } from 'vitest';
import type { ProjectId } from '../../src/base/id.ts';
import { type OutsideTask, setTask, taskChoices } from '../../src/flow/outside.ts';
import { listTasks, readTask } from '../../src/flow/read.ts';
import type { Contact, Person } from '../../src/people/person.ts';
import { insertProject, type NewProject } from '../../src/store/rules.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { client, desk, employee, people, programJson, says, settings, task, tasks } from './firm.ts';

const ASKED: OutsideTask = {
  title: 'A new lamp',
  text: 'In the hall.',
  files: [],
  project: 'automatic',
  assignee: null,
};

const project = (h: House, title: string, more: Partial<NewProject> = {}): Promise<ProjectId> =>
  h.gw.db.write((tx) =>
    insertProject(tx, h.account.id, { title, author: h.owner.id, clientManagers: [], ...more }, Date.now()),
  );

const asks = async (h: House, who: Person, more: Partial<OutsideTask> = {}) =>
  setTask(h.gw, await desk(h, who), { ...ASKED, ...more });

async function anna(h: House, more: Partial<Contact> = {}): Promise<{ anna: Contact; firm: Contact }> {
  const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
  return { firm, anna: await client(h, 'Anna', { access: 'ACTIVE', companies: [firm.id], ...more }) };
}

eachHouse('tasks of external users', (house) => {
  test('102: to the client manager or to their own responsible; anybody else is refused by the server', async () => {
    const h = house();
    const [vera, max, boris] = [await employee(h, 'Vera'), await employee(h, 'Max'), await employee(h, 'Boris')];
    const who = await anna(h, { responsible: [max.id] });
    const shop = await project(h, 'Shop', { counterparty: who.firm.id, clientManagers: [vera.id] });
    const choices = await taskChoices(h.gw, { account: h.account }, who.anna);
    expect(choices.assignees.get(shop)!.map((e) => e.firstName)).toEqual(['Vera', 'Max']);
    expect(choices.assignees.get('')!.map((e) => e.firstName)).toEqual(['Max']);
    expect(await asks(h, who.anna, { assignee: boris.id })).toEqual({ ok: false, refusal: 'not-your-assignee' });
    expect(await asks(h, who.anna, { assignee: h.owner.id })).toEqual({ ok: false, refusal: 'not-your-assignee' });
    expect(await asks(h, who.anna, { assignee: max.id })).toMatchObject({ ok: true });
    expect(await asks(h, who.anna)).toMatchObject({ ok: true });
    const [toMax, toVera] = await tasks(h);
    expect(await people(h, toMax!)).toEqual({ assigner: ['Anna'], assignee: ['Max'] });
    expect(await people(h, toVera!)).toEqual({ assigner: ['Anna'], assignee: ['Vera'], auditor: ['Vera'] });
    expect((await lettersTo(h, vera.email!)).map((l) => l.subject)).toEqual(['A new lamp']);
    expect(await lettersTo(h, boris.email!)).toEqual([]);
  });

  test('103, 104, 105: no project where there is none; else the first that is theirs; a picked one is kept', async () => {
    const h = house();
    const who = await anna(h);
    expect(await asks(h, who.anna)).toMatchObject({ ok: true });
    await project(h, 'Somebody else’s');
    const draft = await project(h, 'Not begun', { counterparty: who.firm.id, status: 'DRAFT' });
    const theirs = await project(h, 'Of a task');
    await task(h, h.owner, 'In it', { project: theirs, participants: [who.anna.id] });
    expect(await asks(h, who.anna)).toMatchObject({ ok: true });
    const shop = await project(h, 'Shop', { counterparty: who.firm.id });
    expect(await asks(h, who.anna)).toMatchObject({ ok: true });
    expect(await asks(h, who.anna, { project: theirs })).toMatchObject({ ok: true });
    const own = (await tasks(h)).filter((t) => t.title === 'A new lamp');
    expect(own.map((t) => t.project)).toEqual([null, theirs, shop, theirs]);
    expect(own[0]!.counterparty).toBe(who.firm.id);
    expect(await asks(h, who.anna, { project: draft })).toEqual({ ok: false, refusal: 'no-such-project' });
  });

  test('99, 101: they see a project of their company and one in which they have a task; a hidden one only by a task', async () => {
    const h = house();
    const who = await anna(h);
    await project(h, 'P', { counterparty: who.firm.id });
    const q = await project(h, 'Q');
    await project(h, 'R');
    const hidden = await project(h, 'H', { counterparty: who.firm.id, hiddenFromContacts: true });
    await task(h, h.owner, 'In Q', { project: q, participants: [who.anna.id] });
    const seen = async () => (await taskChoices(h.gw, { account: h.account }, who.anna)).projects.map((p) => p.title);
    expect(await seen()).toEqual(['P', 'Q']);
    await task(h, h.owner, 'In H', { project: hidden, participants: [who.anna.id] });
    expect(await seen()).toEqual(['P', 'Q', 'H']);
  });

  test('106: the client manager becomes the auditor if and only if the project has no other', async () => {
    const h = house();
    const [vera, boris] = [await employee(h, 'Vera'), await employee(h, 'Boris')];
    const who = await anna(h);
    const shop = await project(h, 'Shop', {
      counterparty: who.firm.id,
      clientManagers: [vera.id],
      auditors: [boris.id],
    });
    const own = await project(h, 'Own', { counterparty: who.firm.id, clientManagers: [vera.id], auditors: [vera.id] });
    await asks(h, who.anna, { project: shop });
    await asks(h, who.anna, { project: own });
    const [inShop, inOwn] = await tasks(h);
    expect(await people(h, inShop!)).toEqual({ assigner: ['Anna'], assignee: ['Vera'] });
    expect(await people(h, inOwn!)).toEqual({ assigner: ['Anna'], assignee: ['Vera'], auditor: ['Vera'] });
    await h.app.idle();
  });

  test('of several companies of theirs, a task is for the one that its project is for', async () => {
    const h = house();
    const [one, two] = [await client(h, 'One', { isCompany: true }), await client(h, 'Two', { isCompany: true })];
    const who = await client(h, 'Anna', { access: 'ACTIVE', companies: [one.id, two.id] });
    const [colleague, other] = [
      await client(h, 'Cora', { access: 'ACTIVE', companies: [two.id], seesCompanyTasks: true }),
      await client(h, 'Dan', { access: 'ACTIVE', companies: [one.id], seesCompanyTasks: true }),
    ];
    const ofTwo = await project(h, 'Shop', { counterparty: two.id });
    const own = await project(h, 'Private', { counterparty: who.id });
    await project(h, 'Foreign', { counterparty: (await client(h, 'Sten')).id });
    const foreign = await project(h, 'Of a task');
    await task(h, h.owner, 'In it', { project: foreign, participants: [who.id] });
    for (const project of [ofTwo, own, foreign]) await asks(h, who, { project });
    const made = (await tasks(h)).filter((t) => t.title === 'A new lamp');
    expect(made.map((t) => t.counterparty)).toEqual([two.id, who.id, one.id]);
    // Who of the company may see its tasks sees this one, and nobody of the other company does.
    const { account } = await desk(h, h.owner);
    const sees = async (contact: Contact) =>
      (await readTask(h.gw, account, { by: 'login', contact }, made[0]!.number)) !== null;
    expect([await sees(colleague), await sees(other)]).toEqual([true, false]);
  });

  test('A12: who audits a project has it among their projects, with or without a task in it', async () => {
    const h = house();
    const who = await anna(h);
    const audited = await project(h, 'Audited', { auditors: [who.anna.id], hiddenFromContacts: true });
    const titles = async () => (await taskChoices(h.gw, { account: h.account }, who.anna)).projects.map((p) => p.title);
    expect(await titles()).toEqual(['Audited']);
    expect(await asks(h, who.anna)).toMatchObject({ ok: true });
    expect((await tasks(h))[0]!.project).toBe(audited);
  });

  test('a program that makes a project is no client manager, and a technical administrator is given no task', async () => {
    const h = house();
    const tom = await employee(h, 'Tom', { role: 'technical' });
    const who = await anna(h, { responsible: [tom.id] });
    const call = await programJson(h);
    const made = await call('POST', '/projects', { title: 'Shop', counterparty: who.firm.id });
    expect([made.status, made.json.clientManagers]).toEqual([201, []]);
    const named = await call('POST', '/projects', { title: 'Yard', clientManagers: [h.owner.id] });
    expect(named.json.clientManagers).toEqual([h.owner.id]);
    const choices = await taskChoices(h.gw, { account: h.account }, who.anna);
    expect(choices.assignees.get(made.json.id)).toEqual([]);
    expect(await asks(h, who.anna, { assignee: tom.id })).toEqual({ ok: false, refusal: 'not-your-assignee' });
  });

  test('whoever has no login sets none, and nobody is let go', async () => {
    const h = house();
    const [vera, gone] = [await employee(h, 'Vera'), await employee(h, 'Gone', { active: false })];
    const who = await anna(h, { responsible: [gone.id] });
    const basic = await client(h, 'Peter');
    expect(await asks(h, basic)).toEqual({ ok: false, refusal: 'not-allowed' });
    expect(await asks(h, vera)).toEqual({ ok: false, refusal: 'not-allowed' });
    expect(await asks(h, who.anna, { assignee: gone.id })).toEqual({ ok: false, refusal: 'not-your-assignee' });
    expect(await asks(h, who.anna, { title: ' ' })).toEqual({ ok: false, refusal: 'no-title' });
    expect(await asks(h, who.anna)).toMatchObject({ ok: true });
    expect(await people(h, (await tasks(h))[0]!)).toEqual({ assigner: ['Anna'] });
  });
});

eachHouse('the tasks of one’s company', (house) => {
  test('A7, A8, 24, 25: without the option nothing; with it, by the account’s setting, what concerns colleagues or all that is not hidden; never against the task’s own refusal', async () => {
    const h = house();
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    const who = await client(h, 'Anna', { access: 'ACTIVE', companies: [firm.id] });
    const [cora, sten] = [await client(h, 'Cora', { companies: [firm.id] }), await client(h, 'Sten')];
    const boris = await employee(h, 'Boris');
    const shop = await project(h, 'Shop');
    const plan = { project: shop, counterparty: firm.id, participants: [cora.id, sten.id, boris.id] };
    const roof = await task(h, h.owner, 'Roof', plan);
    await says(h, h.owner, roof, 'to Cora', { notify: [cora] });
    await says(h, cora, roof, 'by Cora');
    await says(h, h.owner, roof, 'to Sten', { notify: [sten] });
    await says(h, h.owner, roof, 'between us', { notify: [boris] });
    await says(h, h.owner, roof, 'whispered to Cora', { notify: [cora], hidden: true });
    /** What Anna reads, signed in, and whether the task stands in her list and its project among hers. */
    const seen = async (seesCompanyTasks: boolean) => {
      const contact = { ...who, seesCompanyTasks };
      const { account } = await desk(h, h.owner);
      const view = await readTask(h.gw, account, { by: 'login', contact }, roof.number);
      const list = await listTasks(h.gw, account, { by: 'login', contact }, { after: null, limit: 9, search: '' });
      const { projects } = await taskChoices(h.gw, { account }, contact);
      const words = view?.comments.map((c) => c.text) ?? null;
      return { words, listed: list.items.length === 1, project: projects.length === 1, may: view?.rights ?? null };
    };
    const nothing = { words: null, listed: false, project: false, may: null };
    const may = { comment: true, status: false, edit: false, people: false };
    const there = { listed: true, project: true, may };
    expect(await seen(false)).toEqual(nothing);
    await settings(h, { commentVisibility: 'ONLY_NOTIFIED' });
    expect(await seen(true)).toEqual({ ...there, words: ['to Cora', 'by Cora'] });
    await settings(h, { commentVisibility: 'ALL_NOT_HIDDEN' });
    expect(await seen(true)).toEqual({ ...there, words: ['to Cora', 'by Cora', 'to Sten', 'between us'] });
    await h.gw.db.write((tx) => tx('tasks').where({ id: roof.id }).update({ automatic_access: 'DO_NOT_GRANT' }));
    expect(await seen(true)).toEqual(nothing);
  });
});
