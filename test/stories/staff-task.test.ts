/** Work on a task by its page: state, people, list, words, bin; each button there for those alone who may press it. */
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { insertProject } from '../../src/store/rules.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { type Browser, browser } from './browsing.ts';
import { client, comments, dashboard, employee, look, people, says, type TaskHere, task, tasks } from './firm.ts';

const statusOf = async (h: House, where: TaskHere) => (await tasks(h)).find((t) => t.id === where.id)!.status;

/** The buttons and ways of a task's page. */
const offers = (html: string) => ({
  status: [...html.matchAll(/name="status" value="([A-Z_]+)"/g)].map((m) => m[1]!),
  reject: html.includes('/reject"'),
  edit: /href="\/tasks\/\d+\/edit"/.test(html),
  people: /href="\/tasks\/\d+\/people"/.test(html),
});

/** The thin lines: what was done to it. */
const done = ({ html }: { html: string }) =>
  [...html.matchAll(/<li class="event">(.*?), <time/g)].map((m) => m[1]!.replaceAll('&quot;', '"'));

eachHouse('work on a task', (house) => {
  test('an assignee of a new task accepts it; or rejects it with a reason, which its assigner reads', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Roof', { assignees: [vera.id] });
    const desk = await browser(h, vera);
    const page = await desk.get(`/tasks/${where.number}`);
    expect(offers(page.html)).toEqual({
      status: ['IN_PROGRESS', 'POSTPONED'],
      reject: true,
      edit: false,
      people: true,
    });
    const without = await desk.send(`/tasks/${where.number}/status`, { status: 'REJECTED', reason: ' ' });
    expect([without.status, await statusOf(h, where)]).toEqual([422, 'NEW']);
    expect(without.html).toContain('name="reason"');
    await desk.send(`/tasks/${where.number}/status`, { status: 'REJECTED', reason: 'The ladder is broken' });
    expect(await statusOf(h, where)).toBe('REJECTED');
    expect(await comments(h, where)).toMatchObject([
      { author: 'Vera', text: 'The ladder is broken', notified: ['Ann'], hidden: false },
    ]);
    expect((await lettersTo(h, 'ann@acme.example')).at(-1)!.text).toContain('The ladder is broken');

    const second = await task(h, anna, 'From outside', { assignees: [vera.id] });
    await desk.send(`/tasks/${second.number}/status`, { status: 'IN_PROGRESS' });
    expect(await statusOf(h, second)).toBe('IN_PROGRESS');
    expect(done(await desk.get(`/tasks/${second.number}`))).toEqual(['Vera: status is now “in progress”']);
    await says(h, vera, second, 'We begin', { notify: [anna] });
    expect((await look(`${await dashboard(h, anna)}/tasks/${second.number}`)).text).not.toContain('status is now');
    expect(offers((await desk.get(`/tasks/${second.number}`)).html).status).toEqual(['DONE', 'POSTPONED']);
  });

  test('the assigner completes, reopens, calls off', async () => {
    const h = house();
    const where = await task(h, h.owner, 'Roof', { assignees: [h.owner.id] });
    const ann = await browser(h, h.owner);
    const set = async (status: string) => {
      await ann.send(`/tasks/${where.number}/status`, { status });
      return offers((await ann.get(`/tasks/${where.number}`)).html).status;
    };
    expect(await set('DONE')).toEqual(['COMPLETED', 'IN_PROGRESS']);
    expect(await set('COMPLETED')).toEqual(['IN_PROGRESS']);
    expect(await set('IN_PROGRESS')).toEqual(['DONE', 'COMPLETED', 'POSTPONED', 'CANCELLED']);
    expect(await set('CANCELLED')).toEqual(['IN_PROGRESS']);
    expect((await ann.send(`/tasks/${where.number}/status`, { status: 'constructor' })).status).toBe(404);
    expect((await ann.send(`/tasks/${where.number}/status`, { status: 'DONE' }, { csrf: 'x' })).status).toBe(403);
    expect(await statusOf(h, where)).toBe('CANCELLED');
  });

  test('134: a participant adds and removes participants, and changes neither title, state nor other roles', async () => {
    const h = house();
    const [vera, max, olga] = [await employee(h, 'Vera'), await employee(h, 'Max'), await employee(h, 'Olga')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, max.id] });
    const desk = await browser(h, vera);
    const at = `/tasks/${where.number}`;
    const form = await desk.get(`${at}/people`);
    expect([...form.html.matchAll(/name="was-(\w+)"/g)].map((m) => m[1])).toEqual(['participant', 'participant']);
    expect(form.html).not.toContain('name="find-auditor"');
    await desk.send(`${at}/people`, {
      'was-participant': [vera.id, max.id],
      participant: [vera.id],
      'find-participant': 'Olga',
      'find-auditor': 'Olga',
      auditor: olga.id,
    });
    expect(await people(h, where)).toEqual({ assigner: ['Ann'], participant: ['Olga', 'Vera'] });
    expect((await desk.send(`${at}/edit`, { title: 'Mine', text: '' })).status).toBe(403);
    expect((await desk.send(`${at}/status`, { status: 'CANCELLED' })).status).toBe(403);
    expect((await desk.get(`${at}/delete`)).status).toBe(403);
    expect((await tasks(h))[0]).toMatchObject({ title: 'Roof', status: 'NEW' });
  });

  test('135: a client manager sees the tasks that they are in, and no other of their project', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const plan = { title: 'Shop', author: h.owner.id, clientManagers: [vera.id as never] };
    const project = await h.gw.db.write((tx) => insertProject(tx, h.account.id, plan, Date.now()));
    const mine = await task(h, h.owner, 'Hers', { project, participants: [vera.id] });
    const other = await task(h, h.owner, 'Not hers', { project });
    const desk = await browser(h, vera);
    expect((await desk.get(`/tasks/${mine.number}`)).status).toBe(200);
    expect((await desk.get(`/tasks/${other.number}`)).status).toBe(404);
    const list = (await desk.get('/')).text;
    expect([list.includes('Hers'), list.includes('Not hers')]).toEqual([true, false]);
  });

  test('people are picked by a name; several that fit are asked about, a client as auditor is warned of', async () => {
    const h = house();
    await employee(h, 'Vera', { lastName: 'Lind' });
    const other = await employee(h, 'Vera2', { firstName: 'Vera', lastName: 'Moss' });
    await client(h, 'Anna', { lastName: 'Kim' });
    const where = await task(h, h.owner, 'Roof');
    const ann = await browser(h, h.owner);
    const at = `/tasks/${where.number}/people`;
    const several = await ann.send(at, { 'find-assignee': 'Vera' });
    expect(several.status).toBe(422);
    expect(several.text).toContain('Several people fit');
    expect(several.html).toContain(`name="assignee" value="${other.id}"`);
    const nobody = await ann.send(at, { 'find-assignee': 'Vera Lind, Zoe' });
    expect([nobody.status, nobody.text.includes('Nobody found: Zoe')]).toEqual([422, true]);
    expect(await people(h, where)).toEqual({ assigner: ['Ann'] });

    const warned = await ann.send(at, { assignee: other.id, 'find-auditor': 'Anna Kim' });
    expect([warned.status, warned.text.includes('every right over the task')]).toEqual([422, true]);
    const again = Object.fromEntries(
      [...warned.html.matchAll(/type="checkbox" name="(\w+)" value="([^"]+)"/g)].map((m) => [m[1]!, m[2]!]),
    );
    expect(Object.keys(again).sort()).toEqual(['assignee', 'auditor', 'confirmed']);
    await ann.send(at, again);
    expect(await people(h, where)).toEqual({ assigner: ['Ann'], assignee: ['Vera'], auditor: ['Anna'] });
    expect(done(await ann.get(`/tasks/${where.number}`))).toEqual([
      'Ann Lee added Vera Moss (assignee)',
      'Ann Lee added Anna Kim (auditor)',
    ]);
    // Whoever reads the task meets its people at their cards.
    const card = /href="(\/contacts\/by-id\/[^"]+)">Anna Kim/.exec((await ann.get(`/tasks/${where.number}`)).html)![1]!;
    expect((await ann.get(card)).headers.get('location')).toBe('/contacts/1');
  });

  test('who joined while a form was open stays; words that were not touched keep their form', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id] });
    await h.gw.db.write((tx) =>
      tx('tasks')
        .where({ id: where.id })
        .update({ description_html: '<p>A <b>bold</b> roof</p>', description_text: 'A bold roof' }),
    );
    const ann = await browser(h, h.owner);
    await ann.send(`/tasks/${where.number}/people`, { 'find-participant': 'Max' });
    // This form was opened before Max came.
    await ann.send(`/tasks/${where.number}/people`, { 'was-participant': vera.id });
    expect(await people(h, where)).toEqual({ assigner: ['Ann'], participant: ['Max'] });
    expect(max.firstName).toBe('Max');
    await ann.send(`/tasks/${where.number}/edit`, { title: 'New roof', text: 'A bold roof', access: '1' });
    const row = await h.gw.db.read('tasks').where({ id: where.id }).first();
    expect([row.title, row.description_html, row.automatic_access]).toEqual([
      'New roof',
      '<p>A <b>bold</b> roof</p>',
      'GRANT',
    ]);
    await ann.send(`/tasks/${where.number}/edit`, { title: 'New roof', text: 'Flat', 'find-counterparty': '' });
    const after = await h.gw.db.read('tasks').where({ id: where.id }).first();
    expect([after.description_text, after.automatic_access]).toEqual(['Flat', 'DO_NOT_GRANT']);
  });

  test('a list of things to do: the assigner adds, an assignee ticks, a participant looks', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const where = await task(h, h.owner, 'Roof', { assignees: [vera.id], participants: [max.id] });
    const at = `/tasks/${where.number}/checklist`;
    const [ann, doer, looker] = [await browser(h, h.owner), await browser(h, vera), await browser(h, max)];
    expect((await looker.get(`/tasks/${where.number}`)).html).not.toContain('checklist');
    await ann.send(at, { item: 'Measure <it>' });
    const tick = async (who: Browser) =>
      /name="tick" value="([^"]+)"/.exec((await who.get(`/tasks/${where.number}`)).html)?.[1];
    expect(await tick(looker)).toBeUndefined();
    expect((await looker.get(`/tasks/${where.number}`)).text).toContain('Measure <it>');
    const value = (await tick(doer))!;
    expect((await looker.send(at, { tick: value })).status).toBe(403);
    expect((await doer.send(at, { item: 'More' })).status).toBe(403);
    await doer.send(at, { tick: value });
    expect((await ann.get(`/tasks/${where.number}`)).text).toContain('1 of 1');
    await doer.send(at, { tick: (await tick(doer))! });
    expect((await ann.get(`/tasks/${where.number}`)).text).toContain('0 of 1');
  });

  test('an item of the list is given to its own people, said otherwise and taken off', async () => {
    const h = house();
    const [vera, max, anna] = [await employee(h, 'Vera'), await employee(h, 'Max'), await client(h, 'Anna')];
    const where = await task(h, h.owner, 'Roof', { assignees: [vera.id] });
    const [ann, doer] = [await browser(h, h.owner), await browser(h, vera)];
    const at = `/tasks/${where.number}`;
    await ann.send(`${at}/checklist`, { item: 'Measure' });
    const item = /href="(\/tasks\/\d+\/checklist\/[^"]+)"/.exec((await ann.get(at)).html)![1]!;
    expect((await doer.get(at)).html).not.toContain(item);
    expect((await doer.get(item)).status).toBe(403);
    expect((await doer.send(item, { item: 'Mine' })).status).toBe(403);
    expect((await ann.get(item)).html).toContain('value="Measure"');
    expect((await ann.send(item, { item: 'Measure', 'find-assignee': 'Zoe' })).status).toBe(422);
    expect((await ann.send(item, { item: 'Measure', 'find-assignee': anna.firstName })).status).toBe(422);

    const given = await ann.send(item, { item: 'Measure twice', 'find-assignee': 'Max' });
    expect(given.headers.get('location')).toBe(`${at}#checklist`);
    expect((await ann.get(at)).text).toContain('Measure twice Max');
    // Max comes into the task by it, and only he ticks it.
    expect(await people(h, where)).toMatchObject({ participant: ['Max'] });
    const tick = async (who: Browser) => /name="tick" value="([^"]+)"/.exec((await who.get(at)).html)?.[1];
    expect(await tick(doer)).toBeUndefined();
    await (await browser(h, max)).send(`${at}/checklist`, { tick: (await tick(await browser(h, max)))! });
    expect((await ann.get(at)).text).toContain('1 of 1');

    expect((await doer.send(item, { do: 'remove', item: '' })).status).toBe(403);
    expect((await ann.send(item, { do: 'remove' }, { csrf: 'x' })).status).toBe(403);
    await ann.send(item, { do: 'remove', item: '' });
    expect((await ann.get(at)).text).not.toContain('Measure twice');
    expect((await ann.get(item)).status).toBe(404);
  });

  test('a list holds 150 items, and its page says so instead of offering one more', async () => {
    const h = house();
    const where = await task(h, h.owner, 'Roof');
    const at = `/tasks/${where.number}`;
    await h.gw.db.write(async (tx) => {
      const row = { account_id: h.account.id, task_id: where.id, author_id: h.owner.id, done: false, assignees: '[]' };
      for (let n = 1; n <= 149; n++)
        await tx('checklist_items').insert({ ...row, id: newId(), position: n, text: `Item ${n}` });
    });
    const ann = await browser(h, h.owner);
    expect((await ann.get(at)).html).toContain('name="item"');
    await ann.send(`${at}/checklist`, { item: 'The last' });
    const full = await ann.get(at);
    expect([full.html.includes('name="item"'), full.text.includes('0 of 150')]).toEqual([false, true]);
    const refused = await ann.send(`${at}/checklist`, { item: 'One more' });
    expect([refused.status, refused.text.includes('150')]).toEqual([422, true]);
  });

  test('a draft tells nobody; when it becomes a task it is a new one for its assignees', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna')];
    const where = await task(h, h.owner, 'Roof', { status: 'DRAFT', assignees: [vera.id] });
    const ann = await browser(h, h.owner);
    const told = async () => [
      (await lettersTo(h, 'vera@acme.example')).length,
      (await lettersTo(h, 'anna@client.example')).length,
    ];
    await ann.send(`/tasks/${where.number}/people`, {
      'was-assignee': vera.id,
      assignee: [vera.id, anna.id],
    });
    expect(await told()).toEqual([0, 0]);
    expect(offers((await ann.get(`/tasks/${where.number}`)).html).status[0]).toBe('NEW');
    await ann.send(`/tasks/${where.number}/status`, { status: 'NEW' });
    expect(await told()).toEqual([1, 1]);
    await ann.send(`/tasks/${where.number}/status`, { status: 'IN_PROGRESS' });
    expect(await told()).toEqual([1, 1]);

    const other = await task(h, h.owner, 'Never mind', { status: 'DRAFT', assignees: [vera.id] });
    await ann.send(`/tasks/${other.number}/status`, { status: 'CANCELLED' });
    expect(await told()).toEqual([1, 1]);
  });

  test('a deleted task lies in the bin of those who could restore it, and comes back', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id] });
    await says(h, vera, where, 'Words');
    const [ann, other] = [await browser(h, h.owner), await browser(h, vera)];
    expect((await ann.get(`/tasks/${where.number}/delete`)).text).toContain('Roof');
    expect((await other.send(`/tasks/${where.number}/delete`, {})).status).toBe(403);
    await ann.send(`/tasks/${where.number}/delete`, {});
    expect((await ann.get(`/tasks/${where.number}`)).status).toBe(404);
    expect((await ann.get('/bin')).text).toContain('Roof');
    expect((await other.get('/bin')).text).not.toContain('Roof');
    expect((await other.send(`/bin/${where.number}`, {})).status).toBe(404);
    expect((await ann.send(`/bin/${where.number}`, {}, { csrf: 'x' })).status).toBe(403);
    expect((await ann.send(`/bin/${where.number}`, {})).headers.get('location')).toBe(`/tasks/${where.number}`);
    expect((await other.get(`/tasks/${where.number}`)).text).toContain('Words');
    expect(done(await other.get(`/tasks/${where.number}`))).toEqual(['Ann Lee brought the task back from the bin']);
    expect((await ann.send(`/bin/${where.number}`, {})).status).toBe(404);
  });
});
