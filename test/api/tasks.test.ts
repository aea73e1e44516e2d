/** Tasks: made, changed whole or not at all, found, thrown away and brought back. */
import { expect, test } from 'vitest';
import { eachGateway } from '../support/gateway.ts';
import { type Desk, pathsOf, useDesk } from './desk.ts';

const employee = async (desk: Desk, firstName: string, more = {}) =>
  (await desk.post('/employees', { firstName, login: firstName.toLowerCase(), ...more })).json;
const contact = async (desk: Desk, firstName: string, more = {}) =>
  (await desk.post('/contacts', { firstName, ...more })).json;

eachGateway('tasks', (at) => {
  const desk = useDesk(at);

  test('a task is made with everything that it can have, and read back', async () => {
    const [max, bakery, pia] = [
      await employee(desk(), 'Max'),
      await contact(desk(), 'Bakery', { isCompany: true }),
      await contact(desk(), 'Pia'),
    ];
    const project = (await desk().post('/projects', { title: 'Ovens', counterparty: bakery.id })).json;
    const parent = (await desk().post('/tasks', { title: 'The whole' })).json;
    const made = await desk().post('/tasks', {
      title: '  Repair the oven ',
      descriptionHtml: '<p onclick="x()">It <b>smokes</b>.<script>alert(1)</script></p>',
      assigner: at().owner.id,
      assignees: [pia.id],
      participants: [max.id],
      auditors: [max.id],
      counterparty: bakery.id,
      project: project.id,
      parent: parent.id,
      automaticAccess: 'DO_NOT_GRANT',
      status: 'IN_PROGRESS',
    });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      number: 2,
      title: 'Repair the oven',
      description: 'It smokes.',
      descriptionHtml: '<p>It <b>smokes</b>.</p>',
      status: 'IN_PROGRESS',
      project: project.id,
      parent: parent.id,
      assigner: at().owner.id,
      assignees: [pia.id],
      participants: [max.id],
      auditors: [max.id],
      counterparty: bakery.id,
      automaticAccess: 'DO_NOT_GRANT',
      checklist: [],
      files: [],
      createdAt: '2026-11-23T07:00:00.000Z',
    });
    expect((await desk().get(`/tasks/${made.json.id}`)).json).toEqual(made.json);
    expect(at().woken.outbox).toBeGreaterThan(0);
  });

  test('a change is done whole or not at all', async () => {
    const task = (await desk().post('/tasks', { title: 'Roof' })).json;
    const max = await employee(desk(), 'Max');
    const refused = await desk().patch(`/tasks/${task.id}`, {
      title: 'Roof and wall',
      participants: [max.id],
      status: 'REJECTED',
    });
    expect(refused).toMatchObject({
      status: 422,
      json: { type: '/problems/reason-required', errors: [{ path: 'reason' }] },
    });
    expect((await desk().get(`/tasks/${task.id}`)).json).toEqual(task);
    at().clock.pass(60_000);
    const done = await desk().patch(`/tasks/${task.id}`, {
      title: 'Roof and wall',
      participants: [max.id],
      status: 'REJECTED',
      reason: 'No roof',
    });
    expect(done.json).toMatchObject({
      title: 'Roof and wall',
      participants: [max.id],
      status: 'REJECTED',
      updatedAt: '2026-11-23T07:01:00.000Z',
    });
    expect((await desk().patch(`/tasks/${task.id}`, { participants: [], description: 'Later' })).json).toMatchObject({
      participants: [],
      description: 'Later',
      descriptionHtml: '<p>Later</p>',
    });
  });

  test('whoever takes themselves out of a task hears that it is done, and finds it no more', async () => {
    const max = await employee(desk(), 'Max');
    const task = (await desk().post('/tasks', { title: 'Roof', participants: [max.id] })).json;
    const left = await desk().patch(`/tasks/${task.id}`, { participants: [] }, { as: max });
    expect([left.status, left.text]).toEqual([204, '']);
    expect((await desk().get(`/tasks/${task.id}`, { as: max })).status).toBe(404);
    expect((await desk().get(`/tasks/${task.id}`)).json.participants).toEqual([]);
  });

  test('who acts has the rights of their role', async () => {
    const [max, eve] = [await employee(desk(), 'Max'), await employee(desk(), 'Eve')];
    const task = (await desk().post('/tasks', { title: 'Roof', participants: [max.id] })).json;
    expect((await desk().get(`/tasks/${task.id}`, { as: eve })).status).toBe(404);
    expect((await desk().get('/tasks', { as: eve })).json.items).toEqual([]);
    expect((await desk().patch(`/tasks/${task.id}`, { title: 'x' }, { as: eve })).status).toBe(404);
    expect((await desk().post(`/tasks/${task.id}/comments`, { text: 'x' }, { as: eve })).status).toBe(404);
    expect((await desk().get('/tasks', { as: max })).json.items).toMatchObject([
      { id: task.id, title: 'Roof', status: 'NEW' },
    ]);
    expect((await desk().patch(`/tasks/${task.id}`, { title: 'x' }, { as: max })).json.type).toBe(
      '/problems/not-allowed',
    );
    expect((await desk().delete(`/tasks/${task.id}`, { as: max })).status).toBe(403);
    expect((await desk().patch(`/tasks/${task.id}`, { participants: [max.id, eve.id] }, { as: max })).status).toBe(200);
    const own = await desk().post('/tasks', { title: 'Mine' }, { as: max });
    expect(own.json.assigner).toBe(max.id);
    expect(await desk().post('/tasks', { title: 'Theirs', assigner: eve.id }, { as: max })).toMatchObject({
      status: 403,
      json: { errors: [{ path: 'assigner' }] },
    });
  });

  test('lists go on where they ended, also while tasks change', async () => {
    for (let n = 1; n <= 5; n++) {
      at().clock.pass(1000);
      await desk().post('/tasks', { title: `Task ${n} Ёлка` });
    }
    const first = (await desk().get('/tasks?limit=2')).json;
    const second = (await desk().get(`/tasks?limit=2&after=${first.next}`)).json;
    const third = (await desk().get(`/tasks?limit=2&after=${second.next}`)).json;
    const titles = [first, second, third].map((p) => p.items.map((i: { title: string }) => i.title.slice(0, 6)));
    expect(titles).toEqual([['Task 5', 'Task 4'], ['Task 3', 'Task 2'], ['Task 1']]);
    expect(third.next).toBeNull();
    expect((await desk().get(`/tasks?search=${encodeURIComponent('3 ёЛКА')}`)).json.items).toMatchObject([
      { number: 3 },
    ]);
    expect((await desk().get('/tasks?search=%25')).json.items).toEqual([]);
    expect((await desk().get('/tasks?number=4')).json.items).toMatchObject([{ title: 'Task 4 Ёлка' }]);
    expect((await desk().get('/tasks?number=9')).json.items).toEqual([]);
    expect(pathsOf(await desk().get('/tasks?after=nonsense'))).toEqual(['after']);
  });

  test('a deleted task is gone, and comes back as it was', async () => {
    const task = (await desk().post('/tasks', { title: 'Roof', description: 'Leaks' })).json;
    expect((await desk().post(`/tasks/${task.id}/restore`)).json.type).toBe('/problems/nothing-to-restore');
    expect((await desk().delete(`/tasks/${task.id}`)).status).toBe(204);
    for (const path of ['', '/comments', '/checklist'])
      expect((await desk().get(`/tasks/${task.id}${path}`)).status, path).toBe(404);
    expect((await desk().delete(`/tasks/${task.id}`)).status).toBe(404);
    expect((await desk().post(`/tasks/${task.id}/comments`, { text: 'x' })).status).toBe(404);
    const max = await employee(desk(), 'Max');
    expect((await desk().post(`/tasks/${task.id}/restore`, undefined, { as: max })).status).toBe(404);
    expect((await desk().post(`/tasks/${task.id}/restore`)).json).toMatchObject({
      title: 'Roof',
      description: 'Leaks',
    });
  });

  test('a checklist grows and is ticked by those who may', async () => {
    const [max, eve] = [await employee(desk(), 'Max'), await employee(desk(), 'Eve')];
    const task = (await desk().post('/tasks', { title: 'Roof', assignees: [max.id], participants: [eve.id] })).json;
    const item = (await desk().post(`/tasks/${task.id}/checklist`, { text: 'Tiles' })).json;
    await desk().post(`/tasks/${task.id}/checklist`, { text: 'Nails' });
    expect(item).toMatchObject({ text: 'Tiles', done: false, assignees: [] });
    expect((await desk().patch(`/tasks/${task.id}/checklist/${item.id}`, { done: true }, { as: eve })).status).toBe(
      403,
    );
    expect((await desk().patch(`/tasks/${task.id}/checklist/${item.id}`, { done: true }, { as: max })).json.done).toBe(
      true,
    );
    const list = (await desk().get(`/tasks/${task.id}/checklist`)).json;
    expect(list.items.map((i: { text: string; done: boolean }) => [i.text, i.done])).toEqual([
      ['Tiles', true],
      ['Nails', false],
    ]);
    expect((await desk().get(`/tasks/${task.id}`)).json.checklist).toEqual(list.items);
  });

  test('an item has people of its own, is said otherwise and is removed', async () => {
    const [max, eve] = [await employee(desk(), 'Max'), await employee(desk(), 'Eve')];
    const task = (await desk().post('/tasks', { title: 'Roof', assignees: [max.id] })).json;
    const at = `/tasks/${task.id}/checklist`;
    const item = (await desk().post(at, { text: 'Tiles', assignees: [eve.id] })).json;
    expect(item).toEqual({ id: item.id, text: 'Tiles', done: false, author: item.author, assignees: [eve.id] });
    expect((await desk().get(`/tasks/${task.id}`)).json.participants).toEqual([eve.id]);
    expect((await desk().patch(`${at}/${item.id}`, { done: true }, { as: max })).status).toBe(403);
    expect((await desk().patch(`${at}/${item.id}`, { done: true }, { as: eve })).json.done).toBe(true);
    expect((await desk().patch(`${at}/${item.id}`, { text: 'Slates', assignees: [], done: false })).json).toMatchObject(
      {
        text: 'Slates',
        assignees: [],
        done: false,
      },
    );
    expect((await desk().patch(`${at}/${item.id}`, {})).status).toBe(422);
    const nobody = await desk().patch(`${at}/${item.id}`, { assignees: [task.id] });
    expect([nobody.status, nobody.json.errors[0].path]).toEqual([422, 'assignees.0']);
    expect((await desk().delete(`${at}/${item.id}`, { as: max })).status).toBe(403);
    expect((await desk().delete(`${at}/${item.id}`)).status).toBe(204);
    expect((await desk().delete(`${at}/${item.id}`)).status).toBe(404);
    expect((await desk().get(at)).json.items).toEqual([]);
  });

  test('limits of a task are named by their field', async () => {
    expect(pathsOf(await desk().post('/tasks', { title: ' ' }))).toEqual(['title']);
    expect((await desk().post('/tasks', { title: '🌲'.repeat(250) })).status).toBe(201);
    expect(pathsOf(await desk().post('/tasks', { title: '🌲'.repeat(251) }))).toEqual(['title']);
    expect(pathsOf(await desk().post('/tasks', { title: 'x', description: 'a', descriptionHtml: 'b' }))).toEqual([
      'descriptionHtml',
    ]);
    expect(await desk().post('/tasks', { title: 'x', description: 'ы'.repeat(40_000) })).toMatchObject({
      status: 422,
      json: { type: '/problems/too-long', errors: [{ path: 'description' }] },
    });
    const task = (await desk().post('/tasks', { title: 'x' })).json;
    expect(pathsOf(await desk().patch(`/tasks/${task.id}`, { parent: task.id }))).toEqual(['parent']);
  });

  test('our own links are taken out of what is written', async () => {
    const pia = await contact(desk(), 'Pia', { email: 'pia@client.example' });
    const { url } = (await desk().post(`/contacts/${pia.id}/dashboard-link`)).json;
    const task = await desk().post('/tasks', { title: 'Link', description: `See ${url} please` });
    expect(task.text).not.toContain(url.split('/d/')[1]);
    expect(task.json.description).toBe('See ••• please');
    const comment = await desk().post(`/tasks/${task.json.id}/comments`, {
      html: `<p><a href="${url}">here</a> or ${url}</p>`,
    });
    expect(comment.text).not.toContain(url.split('/d/')[1]);
  });
});
