/** Virtual addresses: names that make tasks by rules of their own (spec 3.4). */
import { expect, test } from 'vitest';
import { eachGateway } from '../support/gateway.ts';
import { useDesk } from './desk.ts';

eachGateway('virtual addresses', (at) => {
  const desk = useDesk(at);

  test('are made, listed, changed and taken away', async () => {
    const max = (await desk().post('/employees', { firstName: 'Max', login: 'max' })).json;
    const project = (await desk().post('/projects', { title: 'Ovens' })).json;
    const made = await desk().post('/addresses', { local: 'Sales', description: 'Sales desk', assignees: [max.id] });
    expect(made).toMatchObject({
      status: 201,
      json: { local: 'sales', description: 'Sales desk', project: null, assignees: [max.id] },
    });
    expect(made.json.email).toMatch(/^sales@/);
    await desk().post('/addresses', { local: 'billing' });
    expect((await desk().get('/addresses')).json.items.map((one: { local: string }) => one.local)).toEqual([
      'billing',
      'sales',
    ]);
    expect((await desk().get('/addresses?limit=1')).json).toMatchObject({ next: 'billing' });
    const changed = await desk().patch('/addresses/sales', { project: project.id });
    expect(changed.json).toEqual({ ...made.json, project: project.id });
    expect((await desk().delete('/addresses/sales')).status).toBe(204);
    expect((await desk().delete('/addresses/sales')).status).toBe(404);
    expect((await desk().patch('/addresses/sales', {})).status).toBe(404);
  });

  test('no name is used twice, and none of ours', async () => {
    await desk().post('/employees', { firstName: 'Max', login: 'max' });
    await desk().post('/addresses', { local: 'sales' });
    for (const local of ['max', 'sales', 'reply', 'task', 'task.12', 'postmaster'])
      expect(await desk().post('/addresses', { local }), local).toMatchObject({
        status: 422,
        json: { errors: [{ path: 'local' }] },
      });
    for (const local of ['', 'a b', 'a+b', 'a@b.example', '-a', 'й'])
      expect((await desk().post('/addresses', { local })).status, local).toBe(422);
    expect(await desk().post('/employees', { firstName: 'Sal', login: 'sales' })).toMatchObject({ status: 422 });
  });

  test('every field that is wrong is named at once', async () => {
    const contact = (await desk().post('/contacts', { firstName: 'Pia' })).json;
    const nobody = '019341a2-7c00-7000-8000-000000000001';
    const { json } = await desk().post('/addresses', { local: 'max', assignees: [contact.id], project: nobody });
    expect(json.errors.map((one: { path: string }) => one.path)).toEqual(['assignees.0', 'project']);
  });

  test('are for those who have the settings', async () => {
    const max = (await desk().post('/employees', { firstName: 'Max', login: 'max' })).json;
    expect((await desk().get('/addresses', { as: max })).status).toBe(403);
    expect((await desk().post('/addresses', { local: 'sales' }, { as: max })).status).toBe(403);
  });
});
