/** Comments: written, told, read by those who may, and by nobody else. */
import { expect, test } from 'vitest';
import { eachGateway } from '../support/gateway.ts';
import { type Desk, pathsOf, useDesk } from './desk.ts';

const employee = async (desk: Desk, firstName: string, more = {}) =>
  (
    await desk.post('/employees', {
      firstName,
      login: firstName.toLowerCase(),
      email: `${firstName.toLowerCase()}@acme.example`,
      ...more,
    })
  ).json;
const client = async (desk: Desk, firstName: string, more = {}) =>
  (await desk.post('/contacts', { firstName, email: `${firstName.toLowerCase()}@client.example`, ...more })).json;

eachGateway('comments', (at) => {
  const desk = useDesk(at);

  test('a comment notifies whom it names, and says what became of each letter', async () => {
    const [max, pia] = [await employee(desk(), 'Max'), await client(desk(), 'Pia')];
    const task = (await desk().post('/tasks', { title: 'Oven', participants: [max.id, pia.id] })).json;
    const made = await desk().post(
      `/tasks/${task.id}/comments`,
      { text: 'Which one?\n\nSay soon.', notify: [max.id, pia.id] },
      { as: at().owner },
    );
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      task: task.id,
      number: 1,
      author: at().owner.id,
      text: 'Which one?\n\nSay soon.',
      html: '<p>Which one?</p><p>Say soon.</p>',
      hidden: false,
      audience: [],
      files: [],
      source: 'api',
      proof: 'key',
      editedAt: null,
    });
    expect([...made.json.notified].sort()).toEqual([max.id, pia.id].sort());
    const told = Object.fromEntries(made.json.deliveries.map((d: { recipient: string }) => [d.recipient, d]));
    expect(told[pia.id]).toMatchObject({
      address: 'p…@client.example',
      state: 'queued',
      at: '2026-11-23T07:00:00.000Z',
      reason: null,
    });
    expect(told[max.id]).toMatchObject({ address: 'm…@acme.example', state: 'queued' });
    expect((await desk().get(`/tasks/${task.id}/comments/${made.json.id}`)).json).toEqual(made.json);
    expect((await desk().get(`/tasks/${task.id}/comments`)).json.items).toEqual([made.json]);
  });

  test('somebody without an address is told of nothing, and the writer sees why', async () => {
    const pia = await client(desk(), 'Pia', { email: null });
    const task = (await desk().post('/tasks', { title: 'Oven', assignees: [pia.id] })).json;
    const made = (await desk().post(`/tasks/${task.id}/comments`, { text: 'Hello', notify: [pia.id] })).json;
    expect(made.deliveries).toMatchObject([
      { recipient: pia.id, address: null, state: 'skipped', reason: 'no-address' },
    ]);
  });

  test('who is not in the task, or nobody, cannot be notified; the comment is not kept', async () => {
    const [pia, task] = [await client(desk(), 'Pia'), (await desk().post('/tasks', { title: 'Oven' })).json];
    const path = `/tasks/${task.id}/comments`;
    expect(await desk().post(path, { text: 'x', notify: [pia.id] })).toMatchObject({
      status: 422,
      json: { type: '/problems/recipient-not-in-task' },
    });
    expect((await desk().post(path, {})).json.type).toBe('/problems/empty-comment');
    expect((await desk().post(path, { html: '<script>x</script>' })).json.type).toBe('/problems/empty-comment');
    expect(pathsOf(await desk().post(path, { text: 'a', html: 'b', audience: [pia.id] }))).toEqual([
      'audience',
      'html',
    ]);
    expect((await desk().get(path)).json.items).toEqual([]);
    expect((await desk().get('/letters')).json.items).toEqual([]);
  });

  test('only its author changes a comment or takes it away', async () => {
    const max = await employee(desk(), 'Max');
    const task = (await desk().post('/tasks', { title: 'Oven', participants: [max.id] })).json;
    const own = (await desk().post(`/tasks/${task.id}/comments`, { text: 'One' }, { as: max })).json;
    const path = `/tasks/${task.id}/comments/${own.id}`;
    expect((await desk().patch(path, { text: 'Two' })).json.type).toBe('/problems/not-yours');
    expect((await desk().delete(path)).status).toBe(403);
    at().clock.pass(5000);
    expect((await desk().patch(path, { html: '<p>Two <i>now</i></p>' }, { as: max })).json).toMatchObject({
      text: 'Two now',
      editedAt: '2026-11-23T07:00:05.000Z',
    });
    expect(pathsOf(await desk().patch(path, {}, { as: max }))).toEqual(['text']);
    expect((await desk().delete(path, { as: max })).status).toBe(204);
    expect((await desk().get(path)).status).toBe(404);
    expect((await desk().get(`/tasks/${task.id}/comments`)).json.items).toEqual([]);
  });

  test('a comment belongs to its task: by another task’s address it is not there', async () => {
    const [one, two] = [
      (await desk().post('/tasks', { title: '1' })).json,
      (await desk().post('/tasks', { title: '2' })).json,
    ];
    const comment = (await desk().post(`/tasks/${one.id}/comments`, { text: 'x' })).json;
    for (const method of ['GET', 'DELETE'])
      expect((await desk().ask(method, `/tasks/${two.id}/comments/${comment.id}`)).status).toBe(404);
    expect((await desk().patch(`/tasks/${two.id}/comments/${comment.id}`, { text: 'y' })).status).toBe(404);
    expect((await desk().get(`/tasks/${one.id}/comments/${comment.id}`)).json.text).toBe('x');
  });

  test('pages of comments go from the oldest on', async () => {
    const task = (await desk().post('/tasks', { title: 'Long' })).json;
    for (let n = 1; n <= 5; n++) await desk().post(`/tasks/${task.id}/comments`, { text: `No ${n}` });
    const seen: string[] = [];
    let after = '';
    do {
      const page: { items: { text: string }[]; next: string | null } = (
        await desk().get(`/tasks/${task.id}/comments?limit=2${after}`)
      ).json;
      seen.push(page.items.map((i) => i.text).join());
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after);
    expect(seen).toEqual(['No 1,No 2', 'No 3,No 4', 'No 5']);
  });

  test('what is hidden never comes out for who may not see it, on any route', async () => {
    const [max, eve, pia] = [await employee(desk(), 'Max'), await employee(desk(), 'Eve'), await client(desk(), 'Pia')];
    const out = await employee(desk(), 'Out');
    const task = (await desk().post('/tasks', { title: 'Oven', participants: [max.id, eve.id, pia.id], auditors: [] }))
      .json;
    const file = (await desk().ask('POST', '/files?name=CANARY-file.txt', { raw: 'CANARY-bytes', as: at().owner }))
      .json;
    const hidden = (
      await desk().post(
        `/tasks/${task.id}/comments`,
        { text: 'CANARY-text', hidden: true, notify: [max.id], files: [file.id] },
        { as: at().owner },
      )
    ).json;
    expect(hidden).toMatchObject({ hidden: true, audience: [max.id], files: [{ name: 'CANARY-file.txt' }] });
    const open = (await desk().post(`/tasks/${task.id}/comments`, { text: 'For all' }, { as: at().owner })).json;
    const secretTask = (await desk().post('/tasks', { title: 'CANARY-task', description: 'CANARY-words' })).json;
    const secretProject = (await desk().post('/projects', { title: 'CANARY-project', hiddenFromEmployees: true })).json;

    const { paths } = await desk().document();
    const fill: Record<string, string[]> = {
      tasks: [task.id, secretTask.id],
      files: [file.id],
      projects: [secretProject.id],
      contacts: [pia.id],
      employees: [max.id],
      letters: [],
      inbound: [],
      held: [],
    };
    const read = async (as: { id: string }): Promise<{ path: string; status: number; text: string }[]> => {
      const answers = [];
      for (const template of Object.keys(paths).filter((p) => paths[p]!.get)) {
        const path = template.replace('/api/v1', '');
        const ids = path.includes('{id}') ? (fill[path.split('/')[1]!] ?? []) : [''];
        for (const id of ids) {
          for (const comment of path.includes('{comment}') ? [hidden.id, open.id] : ['']) {
            const full = path.replace('{id}', id).replace('{comment}', comment);
            answers.push({ path: full, ...(await desk().get(full, { as })) });
          }
        }
      }
      return answers;
    };
    const canaries = (answers: { path: string; text: string }[]) =>
      answers.filter((a) => /CANARY/.test(a.text)).map((a) => a.path);

    for (const viewer of [eve, out]) {
      const answers = await read(viewer);
      expect(answers.length).toBeGreaterThan(20);
      expect(canaries(answers), viewer.firstName).toEqual([]);
      for (const path of [
        `/tasks/${task.id}/comments/${hidden.id}`,
        `/files/${file.id}`,
        `/tasks/${secretTask.id}`,
        `/projects/${secretProject.id}`,
      ])
        expect(answers.find((a) => a.path === path)?.status, `${viewer.firstName} ${path}`).toBe(404);
    }
    expect(
      (await desk().get(`/tasks/${task.id}/comments`, { as: eve })).json.items.map((c: { text: string }) => c.text),
    ).toEqual(['For all']);
    // The same questions, asked by who may: the canaries are really there to be found.
    expect(canaries(await read(max)).sort()).toEqual(
      [`/files/${file.id}`, `/tasks/${task.id}/comments`, `/tasks/${task.id}/comments/${hidden.id}`].sort(),
    );
    const all = canaries(await read(at().owner));
    for (const path of ['/tasks', `/tasks/${secretTask.id}`, '/projects', `/projects/${secretProject.id}`])
      expect(all).toContain(path);
    for (const method of ['PATCH', 'DELETE'])
      expect(
        (
          await desk().ask(method, `/tasks/${task.id}/comments/${hidden.id}`, {
            as: eve,
            ...(method === 'PATCH' ? { body: { text: 'x' } } : {}),
          })
        ).status,
      ).toBe(404);
  });

  test('HTML keeps its small vocabulary and nothing that runs', async () => {
    const task = (await desk().post('/tasks', { title: 'Oven' })).json;
    const html =
      '<p style="position:fixed">Hi <img src=x onerror=alert(1)> <a href="javascript:alert(1)">a</a> <strong>b</strong></p><iframe src="//x"></iframe><svg onload=alert(1)>';
    const made = (await desk().post(`/tasks/${task.id}/comments`, { html })).json;
    expect(made.html).not.toMatch(/style|onerror|javascript|iframe|svg|script|src/);
    expect(made.html).toContain('<b>b</b>');
    expect(made.text).toMatch(/^Hi\s+a b$/);
  });
});
