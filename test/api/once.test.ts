/** The same POST twice does its work once. */
import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../src/base/time.ts';
import { claimAnswer } from '../../src/store/doors.ts';
import { eachGateway } from '../support/gateway.ts';
import { useDesk } from './desk.ts';

eachGateway('idempotency', (at) => {
  const desk = useDesk(at);
  const titles = async () => (await desk().get('/tasks')).json.items.map((t: { title: string }) => t.title);

  test('the same request with the same key gets the answer of the first', async () => {
    const first = await desk().post('/tasks', { title: 'Once' }, { once: 'k1' });
    const second = await desk().post('/tasks', { title: 'Once' }, { once: 'k1' });
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect([first, second].map((a) => a.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await titles()).toEqual(['Once']);
    await desk().post('/tasks', { title: 'Once' }, { once: 'k2' });
    expect(await titles()).toEqual(['Once', 'Once']);
  });

  test('another request with the same key is refused', async () => {
    await desk().post('/tasks', { title: 'Once' }, { once: 'k' });
    const other = [
      await desk().post('/tasks', { title: 'Twice' }, { once: 'k' }),
      await desk().post('/contacts', { firstName: 'Once' }, { once: 'k' }),
    ];
    expect(other.map((a) => [a.status, a.json.type])).toEqual([
      [422, '/problems/idempotency-reused'],
      [422, '/problems/idempotency-reused'],
    ]);
    expect(await titles()).toEqual(['Once']);
  });

  test('keys of different callers do not meet', async () => {
    const max = (await desk().post('/employees', { firstName: 'Max', login: 'max' })).json;
    await desk().post('/tasks', { title: 'Robot’s' }, { once: 'k' });
    expect((await desk().post('/tasks', { title: 'Max’s' }, { once: 'k', as: max })).status).toBe(201);
  });

  test('ten at once do the work once; those who came while it ran are told so', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => desk().post('/tasks', { title: 'Race' }, { once: 'k' })),
    );
    const made = answers.filter((a) => a.status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map((a) => a.json.id)).size).toBe(1);
    expect(answers.filter((a) => a.status !== 201).every((a) => a.json.type === '/problems/idempotency-running')).toBe(
      true,
    );
    expect(await titles()).toEqual(['Race']);
    expect((await desk().post('/tasks', { title: 'Race' }, { once: 'k' })).json.id).toBe(made[0]!.json.id);
  });

  test('a refusal gives the key back', async () => {
    const file = (await desk().ask('POST', '/files?name=a', { raw: 'a', headers: { 'Content-Type': 'text/plain' } }))
      .json;
    const task = (await desk().post('/tasks', { title: 'T' })).json;
    const path = `/tasks/${task.id}/comments`;
    expect((await desk().post(path, { text: '' }, { once: 'k' })).status).toBe(422);
    expect((await desk().post(path, { text: 'Now', files: [file.id] }, { once: 'k' })).status).toBe(201);
    expect((await desk().post(path, { text: 'Now', files: [file.id] }, { once: 'k' })).status).toBe(201);
    expect((await desk().get(path)).json.items).toHaveLength(1);
  });

  test('an upload is known again by its bytes', async () => {
    const send = (bytes: string) =>
      desk().ask('POST', '/files?name=a.txt', { raw: bytes, headers: { 'Content-Type': 'text/plain' }, once: 'k' });
    const [first, second, third] = [await send('one'), await send('one'), await send('two')];
    expect([first.status, second.text, third.status]).toEqual([201, first.text, 422]);
  });

  test('no secret is kept with an answer', async () => {
    const first = await desk().post('/keys', { name: 'x' }, { once: 'k' });
    const again = await desk().post('/keys', { name: 'x' }, { once: 'k' });
    expect(again.json).toEqual({ ...first.json, secret: null });
    expect(JSON.stringify(await at().gw.db.read('idempotency').select())).not.toContain(first.json.secret);
    expect((await desk().get('/tasks', { key: first.json.secret })).status).toBe(200);
  });

  test('an answer is forgotten after a day, a claim whose process died after ten minutes', async () => {
    await desk().post('/tasks', { title: 'Once' }, { once: 'k' });
    at().clock.pass(DAY + 1);
    expect((await desk().post('/tasks', { title: 'Again' }, { once: 'k' })).status).toBe(201);
    const { gw, account } = at();
    const robot = (await desk().get('/employees')).json.items.find((e: { role: string }) => e.role === 'robot');
    const now = gw.clock();
    await gw.db.write((tx) => claimAnswer(tx, account.id, `${robot.id} dead`, 'x', { now, stale: 0, forget: 0 }));
    expect((await desk().post('/tasks', { title: 'Late' }, { once: 'dead' })).status).toBe(409);
    at().clock.pass(11 * MINUTE);
    expect((await desk().post('/tasks', { title: 'Late' }, { once: 'dead' })).status).toBe(201);
  });
});
