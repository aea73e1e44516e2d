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
