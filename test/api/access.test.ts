/** Who may use the API, and what it says to what it does not understand. */
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { eachGateway, openTenant } from '../support/gateway.ts';
import { pathsOf, useDesk } from './desk.ts';

eachGateway('access', (at) => {
  const desk = useDesk(at);

  test('no key, a wrong key and a revoked key get the same words', async () => {
    const made = await desk().post('/keys', { name: 'old' });
    expect((await desk().get('/tasks', { key: made.json.secret })).status).toBe(200);
    expect((await desk().delete(`/keys/${made.json.id}`)).status).toBe(204);
    const answers = await Promise.all([
      desk().get('/tasks', { key: null }),
      desk().get('/tasks', { key: 'pk_wrong' }),
      desk().get('/tasks', { key: made.json.secret }),
    ]);
    expect(answers.map((a) => a.status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map((a) => a.text)).size).toBe(1);
    expect(answers[0]!.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a key is shown once, its hash is kept, and its use is noted', async () => {
    const { secret } = (await desk().post('/keys', { name: 'crm' })).json;
    await desk().get('/tasks', { key: secret });
    const listed = await desk().get('/keys');
    expect(listed.text).not.toContain(secret);
    const crm = listed.json.items.find((k: { name: string }) => k.name === 'crm');
    expect(crm).toMatchObject({ hint: secret.slice(0, 8), usedAt: '2026-11-23T07:00:00.000Z', revokedAt: null });
    expect(JSON.stringify(await at().gw.db.read('api_keys').select())).not.toContain(secret);
  });

  test('acting as nobody, as one of another account, as the robot or as one who left is refused alike', async () => {
    const other = await openTenant(at().gw, 'bakery');
    const robots = await desk().get('/employees');
    const robot = robots.json.items.find((e: { role: string }) => e.role === 'robot');
    const gone = (await desk().post('/employees', { firstName: 'Max', login: 'max', active: false })).json;
    const ids = [newId(), other.owner.id, robot.id, gone.id, 'nonsense'];
    const answers = await Promise.all(ids.map((id) => desk().get('/tasks', { as: { id } })));
    expect(answers.map((a) => a.status)).toEqual([403, 403, 403, 403, 403]);
    expect(new Set(answers.map((a) => a.text)).size).toBe(1);
  });

  test('whoever is no administrator learns that it takes one', async () => {
    const user = (await desk().post('/employees', { firstName: 'Max', login: 'max' })).json;
    for (const path of ['/settings', '/keys', '/inbound', '/letters'])
      expect((await desk().get(path, { as: user })).json.type).toBe('/problems/admins-only');
  });

  test('a technical administrator has the settings and none of the data', async () => {
    const tech = (await desk().post('/employees', { firstName: 'Tess', login: 'tess', role: 'technical' })).json;
    expect((await desk().get('/settings', { as: tech })).status).toBe(200);
    for (const path of ['/contacts', '/projects', '/inbound', '/letters', '/keys'])
      expect((await desk().get(path, { as: tech })).status, path).toBe(403);
    await desk().post('/tasks', { title: 'Wages' });
    expect((await desk().get('/tasks', { as: tech })).json.items).toEqual([]);
  });

  test('the owner is changed by nobody else', async () => {
    const admin = (await desk().post('/employees', { firstName: 'Max', login: 'max', role: 'admin' })).json;
    const { owner } = at();
    expect((await desk().patch(`/employees/${owner.id}`, { lastName: 'X' }, { as: admin })).json.type).toBe(
      '/problems/owner-only',
    );
    expect((await desk().post(`/employees/${owner.id}/activation`, undefined, { as: admin })).status).toBe(403);
    expect((await desk().patch(`/employees/${owner.id}`, { lastName: 'Lee-Kim' }, { as: owner })).json.lastName).toBe(
      'Lee-Kim',
    );
    expect(
      pathsOf(await desk().patch(`/employees/${owner.id}`, { role: 'user', active: false }, { as: owner })),
    ).toEqual(['active', 'role']);
  });

  test('what is not there says so in problem+json, and so does a wrong method', async () => {
    const nowhere = await desk().get('/nothing');
    expect(nowhere).toMatchObject({ status: 404, json: { type: '/problems/no-such-address', status: 404 } });
    expect(nowhere.headers.get('content-type')).toBe('application/problem+json');
    const wrong = await desk().ask('PUT', '/tasks', { body: {} });
    expect(wrong).toMatchObject({ status: 405, json: { type: '/problems/method-not-allowed' } });
    expect(wrong.headers.get('allow')).toBe('GET, POST, HEAD');
  });

  test('what cannot be read is said with why', async () => {
    const headers = { 'Content-Type': 'application/json' };
    expect(await desk().ask('POST', '/tasks', { raw: '{"title":', headers })).toMatchObject({
      status: 400,
      json: { type: '/problems/malformed' },
    });
    expect(
      (
        await desk().ask('POST', '/tasks', {
          raw: 'title=x',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(415);
    const large = await desk().ask('POST', '/tasks', {
      raw: JSON.stringify({ title: 'x'.repeat(1_100_000) }),
      headers,
    });
    expect(large).toMatchObject({ status: 413, json: { detail: 'A request is at most 1024 KiB of JSON' } });
    const stream = new Blob([JSON.stringify({ title: 'x'.repeat(1_100_000) })]).stream();
    expect((await desk().ask('POST', '/tasks', { raw: stream, headers })).status).toBe(413);
  });

  test('everything that is wrong is named at once, with the nearest known name', async () => {
    const answer = await desk().post('/tasks?limt=3', {
      titel: 'x',
      status: 'OPEN',
      assignees: 'all',
      project: 7,
      files: [1],
      automaticAccess: null,
    });
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)).toEqual([
      'assignees',
      'automaticAccess',
      'files.0',
      'limt',
      'project',
      'status',
      'titel',
      'title',
    ]);
    const said = Object.fromEntries(
      answer.json.errors.map((e: { path: string; message: string }) => [e.path, e.message]),
    );
    expect(said.titel).toBe('There is no such field. Did you mean "title"?');
    expect(said.title).toBe('This field is missing');
    expect(said.assignees).toBe('This must be a list');
    const query = await desk().get('/tasks?limit=201&after=x');
    expect(pathsOf(query)).toEqual(['limit']);
  });

  test('an object that would change what objects are is an unknown field', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await desk().ask('POST', '/tasks', {
      raw: '{"title":"x","__proto__":{"polluted":true},"constructor":{}}',
      headers,
    });
    expect(pathsOf(answer)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('a NUL, which no database keeps alike, is refused by its place', async () => {
    const answer = await desk().post('/tasks', { title: 'a\0b', description: 'c\0' });
    expect([answer.status, pathsOf(answer)]).toEqual([422, ['description', 'title']]);
    expect((await desk().get('/tasks?search=%00')).status).toBe(422);
  });

  test('people, projects and tasks of another account cannot be named either', async () => {
    const other = await openTenant(at().gw, 'bakery');
    const theirs = { key: other.key };
    const contact = (await desk().post('/contacts', { firstName: 'Pia', isCompany: true }, theirs)).json;
    const project = (await desk().post('/projects', { title: 'Ovens' }, theirs)).json;
    const task = (await desk().post('/tasks', { title: 'Flour' }, theirs)).json;
    const named = {
      assignees: [other.owner.id],
      participants: [contact.id],
      counterparty: contact.id,
      project: project.id,
      parent: task.id,
    };
    const wrong = ['assignees.0', 'counterparty', 'parent', 'participants.0', 'project'];
    expect(pathsOf(await desk().post('/tasks', { title: 'x', ...named }))).toEqual(wrong);
    const own = (await desk().post('/tasks', { title: 'Own' })).json;
    expect(pathsOf(await desk().patch(`/tasks/${own.id}`, named))).toEqual(wrong);
    expect(pathsOf(await desk().post(`/tasks/${own.id}/comments`, { text: 'x', notify: [contact.id] }))).toEqual([
      'notify.0',
    ]);
    expect(
      pathsOf(
        await desk().post('/contacts', { firstName: 'x', companies: [contact.id], responsible: [other.owner.id] }),
      ),
    ).toEqual(['companies.0', 'responsible.0']);
    expect(
      pathsOf(
        await desk().post('/projects', { title: 'x', counterparty: contact.id, clientManagers: [other.owner.id] }),
      ),
    ).toEqual(['clientManagers.0', 'counterparty']);
  });
});
