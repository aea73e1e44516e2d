/** A comment for later (spec 1.6, 3.3): nobody hears of it before its time by any way, and at its time it is said once, as if just written. */
import { afterEach, expect, test } from 'vitest';
import { MINUTE } from '../../src/base/time.ts';
import { instantOfWall, wallTime } from '../../src/base/zone.ts';
import { writeDue } from '../../src/flow/planned.ts';
import { eachHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { type Browser, browser } from './browsing.ts';
import {
  client,
  comments,
  dashboard,
  does,
  employee,
  letterStates,
  look,
  programJson,
  says,
  settings,
  task,
  upload,
} from './firm.ts';
import { isNowAgain, later } from './passing.ts';

const HOUR = 60 * MINUTE;
const inAnHour = () => wallTime(Date.now() + HOUR, 'UTC');
const idIn = (html: string): string => /\/planned\/([0-9a-f-]{36})/.exec(html)![1]!;

eachHouse('a comment for later', (house) => {
  afterEach(() => isNowAgain(house()));
  const plan = async (who: Browser, number: number, fields: Record<string, string | string[]>) => {
    const sent = await who.send(`/tasks/${number}/comments`, { 'send-at': inAnHour(), ...fields });
    expect(sent.status, sent.text).toBe(303);
    return /planned=([0-9a-f-]{36})/.exec(sent.headers.get('location')!)![1]!;
  };

  test('is seen by its author and administrators alone, by whatever way one looks, and then said as if just written', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const anna = await client(h, 'Anna');
    const peter = await client(h, 'Peter', { access: 'ACTIVE' });
    const where = await task(h, vera, 'Roof', { participants: [max.id, anna.id, peter.id] });
    await says(h, vera, where, 'First', { notify: [anna, peter] });
    const file = await upload(h, vera, 'canary.txt', 'canary');
    const link = `${await dashboard(h, anna)}/tasks/${where.number}`;
    const [veras, maxs, peters, owners] = await Promise.all([vera, max, peter, h.owner].map((p) => browser(h, p)));
    const asMax = await programJson(h, max);
    const seenByOthers = async () => [
      (await look(link)).headers.get('etag'),
      (await look(link)).html.replace(/name="once" value="[^"]*"/g, ''),
      (await look(link.replace(/tasks.*/, 'files'))).text,
      (await maxs!.get(`/tasks/${where.number}`)).text,
      (await maxs!.get(`/tasks/${where.number}/files`)).text,
      (await maxs!.get('/notifications')).text,
      (await peters!.get(`/tasks/${where.number}`)).text,
      (await peters!.get('/')).text,
      await asMax('GET', `/tasks/${where.id}/comments`),
      await asMax('GET', `/tasks/${where.id}/planned`),
    ];
    const before = await seenByOthers();
    const kept = `${file}|6|canary.txt`;
    const id = await plan(veras!, where.number, { text: 'canary words', notify: [anna.id, peter.id], kept });
    expect(await seenByOthers()).toEqual(before);
    expect(await comments(h, where)).toHaveLength(1);
    expect(await lettersTo(h, anna.email!)).toHaveLength(1);
    for (const who of [maxs!, peters!]) {
      expect((await who.get(`/files/${file}`)).status).toBe(404);
      expect((await who.get(`/tasks/${where.number}/planned/${id}`)).status).toBe(404);
      expect((await who.send(`/tasks/${where.number}/planned/${id}`, { do: 'now' })).status).toBe(404);
    }
    expect((await look(link.replace(/tasks.*/, `files/${file}`))).status).toBe(404);
    expect((await veras!.get(`/files/${file}`)).text).toBe('canary');
    for (const who of [veras!, owners!]) {
      const page = (await who.get(`/tasks/${where.number}`)).text;
      expect(page).toContain('Not sent yet');
      expect(page).toContain('canary words');
      expect(page).toContain('To: Anna (client), Peter (client).');
    }
    // Administrators see it and may cancel it; the words are its author's.
    expect((await owners!.get(`/tasks/${where.number}/planned/${id}`)).status).toBe(404);
    expect((await owners!.send(`/tasks/${where.number}/planned/${id}`, { do: 'now' })).status).toBe(403);
    // What is said in between comes before it.
    await says(h, max, where, 'Meanwhile', { notify: [anna] });

    await later(h, HOUR - 5 * MINUTE);
    expect(await lettersTo(h, anna.email!)).toHaveLength(2);
    await later(h, HOUR + MINUTE);
    Object.assign(h.gw, { clock: Date.now });
    const said = await comments(h, where);
    expect(said.map((c) => [c.number, c.text])).toEqual([
      [1, 'First'],
      [2, 'Meanwhile'],
      [3, 'canary words'],
    ]);
    expect(said[2]).toMatchObject({ author: 'Vera', notified: ['Anna', 'Peter'], source: 'web', proof: 'session' });
    expect(said[2]!.files.map((f) => f.name)).toEqual(['canary.txt']);
    expect((await lettersTo(h, anna.email!)).filter((l) => l.text.includes('canary words'))).toHaveLength(1);
    expect((await lettersTo(h, peter.email!)).filter((l) => l.text.includes('canary words'))).toHaveLength(1);
    expect((await look(link)).text).toContain('canary words');
    expect((await look(link.replace(/tasks.*/, `files/${file}`))).status).toBe(200);
    expect((await veras!.get(`/tasks/${where.number}`)).text).not.toContain('Not sent yet');
    expect((await asMax('GET', `/tasks/${where.id}/comments/${id}`)).status).toBe(200);
  });

  test('is written once, however many processes look', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    const ann = await browser(h, h.owner);
    for (const text of ['one', 'two', 'three'])
      await plan(ann, where.number, { text, notify: [anna.id], once: crypto.randomUUID() });
    Object.assign(h.gw, { clock: () => Date.now() + 2 * HOUR });
    // Each its own look at the same rows, as processes have.
    const turns = await Promise.all(Array.from({ length: 8 }, () => writeDue(h.gw)));
    while (await writeDue(h.gw));
    await h.app.idle();
    expect(turns.filter(Boolean).length).toBeGreaterThan(0);
    expect((await comments(h, where)).map((c) => c.text).sort()).toEqual(['one', 'three', 'two']);
    expect(await lettersTo(h, anna.email!)).toHaveLength(3);
    // The form that was sent twice plans it once.
    const twice = { text: 'twice', notify: anna.id, 'send-at': inAnHour(), once: crypto.randomUUID() };
    Object.assign(h.gw, { clock: Date.now });
    for (const _ of [1, 2]) expect((await ann.send(`/tasks/${where.number}/comments`, twice)).status).toBe(303);
    expect(await h.gw.db.read('planned_comments').select('id')).toHaveLength(1);
  });

  test('whom it tells is asked again at its time: who left, who is blocked, who has no login any more', async () => {
    const h = house();
    const [anna, boris, cora] = [await client(h, 'Anna'), await client(h, 'Boris'), await client(h, 'Cora')];
    const dan = await client(h, 'Dan', { access: 'ACTIVE' });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id, cora.id, dan.id] });
    const ann = await browser(h, h.owner);
    const all = [anna.id, boris.id, cora.id, dan.id];
    await plan(ann, where.number, { text: 'for the roofers', notify: all });
    const alone = await plan(ann, where.number, { text: 'for Anna alone', notify: [anna.id] });
    const set = { kind: 'set-people', task: where.id, role: 'participant' } as const;
    await does(h, h.owner, { ...set, people: [boris.id, cora.id, dan.id] });
    await h.gw.db.write((tx) => tx('contacts').where({ id: boris.id }).update({ mail_blocked: true }));
    await h.gw.db.write((tx) => tx('contacts').where({ id: dan.id }).update({ access: 'REVOKED' }));
    await later(h, 2 * HOUR);
    expect((await comments(h, where)).map((c) => [c.text, c.notified])).toEqual([
      ['for the roofers', ['Boris', 'Cora', 'Dan']],
    ]);
    expect(await lettersTo(h, anna.email!)).toEqual([]);
    expect(await lettersTo(h, boris.email!)).toEqual([]);
    expect(await lettersTo(h, cora.email!)).toHaveLength(1);
    // Without a login it is the letter of the dashboard.
    expect((await lettersTo(h, dan.email!))[0]!.text).toContain('Full conversation history');
    expect(
      (await letterStates(h))
        .map((l) => l.reason)
        .filter(Boolean)
        .sort(),
    ).toEqual(['left-task', 'mail-blocked']);
    Object.assign(h.gw, { clock: Date.now });
    const page = (await ann.get(`/tasks/${where.number}`)).text;
    expect(page).toMatch(/Anna \(client\): not to be sent — they had left the task/);
    expect((await look(`${await dashboard(h, anna)}/tasks/${where.number}`)).status).toBe(404);
    // Nobody is left of whom it was for: its author decides.
    expect(page).toContain('It did not go when its time came. Nobody whom you picked is in the task any more.');
    const change = { do: 'save', text: 'for Cora', notify: cora.id, 'send-at': inAnHour() };
    expect((await ann.send(`/tasks/${where.number}/planned/${alone}`, change)).status).toBe(303);
    expect((await ann.send(`/tasks/${where.number}/planned/${alone}`, { do: 'now' })).status).toBe(303);
    expect((await lettersTo(h, cora.email!)).map((l) => l.text.includes('for Cora'))).toEqual([false, true]);
  });

  test('is changed, sent now or taken back until it goes; a time that is none, is over or too far is refused', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const vera = await employee(h, 'Vera', { timezone: 'Europe/Moscow' });
    const where = await task(h, vera, 'Roof', { participants: [anna.id] });
    const who = await browser(h, vera);
    const path = `/tasks/${where.number}/comments`;
    for (const at of ['yesterday', '2020-01-01T10:00', '2099-01-01T10:00', '2026-02-30T10:00'])
      expect((await who.send(path, { text: 'x', notify: anna.id, 'send-at': at })).status, at).toBe(422);
    // In the time zone of whoever writes.
    const wall = wallTime(Date.now() + HOUR, 'Europe/Moscow');
    const id = await plan(who, where.number, { text: 'Wenesday', notify: anna.id, 'send-at': wall });
    const row = await h.gw.db.read('planned_comments').first('due_at');
    expect(Number(row.due_at)).toBe(instantOfWall(wall, 'Europe/Moscow'));
    const edit = await who.get(`/tasks/${where.number}/planned/${id}`);
    expect(edit.html).toContain(`value="${wall}"`);
    expect(edit.text).toContain('Time zone: Europe/Moscow');
    const here = `/tasks/${where.number}/planned/${id}`;
    expect((await who.send(here, { do: 'save', text: ' ', 'send-at': wall })).status).toBe(422);
    expect((await who.send(here, { do: 'save', text: 'Wednesday', 'send-at': wall }, { csrf: 'x' })).status).toBe(403);
    await who.send(here, { do: 'save', text: 'Wednesday', notify: anna.id, 'send-at': wall });
    const back = await who.send(here, { do: 'back' });
    expect(back.html).toContain('Wednesday</textarea>');
    expect(await h.gw.db.read('planned_comments').select('id')).toEqual([]);
    const late = await who.send(here, { do: 'now' });
    expect([late.status, late.text.includes('It is not waiting any more')]).toEqual([404, true]);
    await later(h, 2 * HOUR);
    expect(await comments(h, where)).toEqual([]);
    expect(await lettersTo(h, anna.email!)).toEqual([]);
  });

  test('with a moment to think better of it every comment of the team waits so long, and its words come back', async () => {
    const h = house();
    await settings(h, { undoSeconds: 60 });
    const [anna, where] = [await client(h, 'Anna'), await task(h, h.owner, 'Roof')];
    await does(h, h.owner, { kind: 'set-people', task: where.id, role: 'participant', people: [anna.id] });
    const ann = await browser(h, h.owner);
    const path = `/tasks/${where.number}/comments`;
    const file = await upload(h, h.owner, 'offer.txt', 'offer');
    const kept = `${file}|5|offer.txt`;
    await ann.send(path, { text: 'Too early', notify: anna.id, kept });
    const page = await ann.get(`/tasks/${where.number}`);
    expect(page.text).toContain('Goes in a moment');
    const back = await ann.send(`/tasks/${where.number}/planned/${idIn(page.html)}`, { do: 'back' });
    expect(back.html).toContain('Too early</textarea>');
    expect(back.html).toContain(`value="${kept}" checked`);
    await ann.send(path, { text: 'Just right', notify: anna.id, kept });
    // A client’s own answer waits for nothing.
    const theirs = `${await dashboard(h, anna)}/tasks/${where.number}`;
    await later(h, 2 * MINUTE);
    await look(`${theirs}/comments`, { method: 'POST', body: new URLSearchParams({ text: 'Thanks' }) });
    await h.app.idle();
    expect((await comments(h, where)).map((c) => [c.text, c.files.length])).toEqual([
      ['Just right', 1],
      ['Thanks', 0],
    ]);
  });

  test('programs plan, change, send and cancel; a contact who is merged away is told under the other name', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna')];
    const where = await task(h, vera, 'Roof', { participants: [anna.id] });
    const max = await employee(h, 'Max');
    const [asVera, asMax] = [await programJson(h, vera), await programJson(h, max)];
    const call = (method: string, path: string, body?: unknown) => asVera(method, `/tasks/${where.id}${path}`, body);
    const sendAt = new Date(Date.now() + HOUR).toISOString();
    const made = await call('POST', '/comments', { text: 'Soon', notify: [anna.id], sendAt });
    expect(made).toMatchObject({ status: 202, json: { text: 'Soon', sendAt, notify: [anna.id], stopped: null } });
    expect((await call('GET', '/comments')).json.items).toEqual([]);
    expect((await call('GET', '/planned')).json.items).toEqual([made.json]);
    const one = `/planned/${made.json.id}`;
    expect((await call('PATCH', one, { text: 'Sooner' })).json).toMatchObject({ text: 'Sooner', notify: [anna.id] });
    expect((await call('PATCH', one, { sendAt: '2001-01-01T00:00:00Z' })).status).toBe(422);
    expect((await call('POST', '/comments', { text: 'x', sendAt: 'tomorrow' })).json.errors[0].path).toBe('sendAt');
    await does(h, vera, { kind: 'set-people', task: where.id, role: 'participant', people: [anna.id, max.id] });
    for (const [method, path] of [
      ['GET', one],
      ['DELETE', one],
      ['POST', `${one}/send`],
    ] as const)
      expect([403, 404], method).toContain((await asMax(method, `/tasks/${where.id}${path}`)).status);
    expect((await call('POST', `${one}/send`)).status).toBe(204);
    expect((await call('GET', `/comments/${made.json.id}`)).json).toMatchObject({ text: 'Sooner', source: 'api' });
    const boris = await client(h, 'Boris');
    const asRobot = await programJson(h);
    const third = await call('POST', '/comments', { text: 'For Anna, who is Boris', notify: [anna.id], sendAt });
    expect((await asRobot('POST', `/contacts/${boris.id}/merge`, { contact: anna.id })).status).toBe(200);
    expect((await call('GET', `/planned/${third.json.id}`)).json.notify).toEqual([boris.id]);
    expect((await call('POST', `/planned/${third.json.id}/send`)).status).toBe(204);
    const other = await call('POST', '/comments', { text: 'Never', sendAt });
    expect((await call('DELETE', `/planned/${other.json.id}`)).status).toBe(204);
    await h.app.idle();
    expect((await comments(h, where)).map((c) => c.text)).toEqual(['Sooner', 'For Anna, who is Boris']);
    expect(await lettersTo(h, boris.email!)).toHaveLength(1);
  });
});
