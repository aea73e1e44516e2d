/**
 * Letters that waited, and letters that several share: they tell what is true when they leave, to those who may hear it then, and each
 * of those hears.
 */
import { afterEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import { retryLetter } from '../../src/store/outbox.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { client, dashboard, does, employee, look, programJson, says, settings, task } from './firm.ts';
import { isNowAgain, later, quietNow } from './passing.ts';

eachHouse('what waited', (house) => {
  afterEach(() => isNowAgain(house()));

  const texts = async (h: House, address: string | null) => (await lettersTo(h, address!)).map((l) => l.text);

  test('a letter of several that waited for the morning has nothing of what was deleted in the night', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await employee(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    await settings(h, { quietHours: quietNow(), allRecipientsInOneLetter: true });
    const comment = await says(h, h.owner, where, 'the secret', { notify: [anna, boris] });
    await says(h, h.owner, where, 'the fine one', { notify: [anna, boris] });
    await does(h, h.owner, { kind: 'delete-comment', task: where.id, comment });
    await later(h, 4 * HOUR);
    const got = await texts(h, anna.email);
    expect(got.map((text) => text.includes('the secret'))).toEqual([false]);
    expect(await texts(h, boris.email)).toHaveLength(1);
  });

  test('nor does it go to who left the task: the colleagues have their own', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await employee(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    await settings(h, { quietHours: quietNow(), allRecipientsInOneLetter: true });
    await says(h, h.owner, where, 'the fine one', { notify: [anna, boris] });
    await does(h, h.owner, { kind: 'set-people', task: where.id, role: 'participant', people: [boris.id] });
    await later(h, 4 * HOUR);
    expect(await texts(h, anna.email)).toEqual([]);
    expect(await texts(h, boris.email)).toHaveLength(1);
  });

  test('a task of the night goes to the address of the morning', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    await settings(h, { quietHours: quietNow() });
    await task(h, h.owner, 'Roof', { assignees: [anna.id], description: 'Twelve tiles' });
    const ask = await programJson(h);
    expect((await ask('PATCH', `/contacts/${anna.id}`, { email: 'anna@new.example' })).status).toBe(200);
    await later(h, 4 * HOUR);
    expect(await texts(h, anna.email)).toEqual([]);
    expect((await texts(h, 'anna@new.example')).join()).toContain('Twelve tiles');
  });

  test('with nobody outside whom a letter would reach, colleagues get theirs; with a login among them, all do', async () => {
    const h = house();
    const [anna, xena, boris] = [await client(h, 'Anna'), await client(h, 'Xena'), await employee(h, 'Boris')];
    await h.gw.db.write((tx) => tx('contacts').where({ id: xena.id }).update({ access: 'ACTIVE' }));
    await settings(h, { allRecipientsInOneLetter: true });
    const where = await task(h, h.owner, 'Roof', { participants: [xena.id, anna.id, boris.id] });
    await says(h, h.owner, where, 'To all', { notify: [xena, anna, boris] });
    for (const one of [xena, anna, boris]) expect(await texts(h, one.email)).toHaveLength(1);
    await h.gw.db.write((tx) => tx('contacts').where({ id: anna.id }).update({ mail_blocked: true }));
    await says(h, h.owner, where, 'To two', { notify: [anna, boris] });
    expect(await texts(h, anna.email)).toHaveLength(1);
    expect(await texts(h, boris.email)).toHaveLength(2);
  });

  test('the words of two people outside stand in no letter together: its reader may quote both to either', async () => {
    const h = house();
    const [anna, dina, boris] = [await client(h, 'Anna'), await client(h, 'Dina'), await client(h, 'Boris')];
    await settings(h, { bundleMinutes: 5 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, dina.id, boris.id] });
    await says(h, h.owner, where, 'first', { notify: [boris] });
    await says(h, anna, where, 'of Anna', { notify: [boris] });
    await says(h, dina, where, 'of Dina', { notify: [boris] });
    await later(h, 6 * MINUTE);
    const both = (await texts(h, boris.email)).map((text) => [text.includes('of Anna'), text.includes('of Dina')]);
    expect(both.map(String).sort()).toEqual(['false,false', 'false,true', 'true,false']);
  });

  test('a letter that was never sent opens no task to who would have read it', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Claim against Anna', { participants: [anna.id] });
    await settings(h, { quietHours: quietNow() });
    const comment = await says(h, h.owner, where, 'oops', { notify: [anna] });
    await does(h, h.owner, { kind: 'delete-comment', task: where.id, comment });
    await later(h, 4 * HOUR);
    expect(await texts(h, anna.email)).toEqual([]);
    expect((await look(await dashboard(h, anna))).text).not.toContain('Claim against');
  });

  test('sent again after a mistake of ours, a letter still brings all that it was to carry', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    await settings(h, { bundleMinutes: 5 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    for (const words of ['one', 'two', 'three']) await says(h, h.owner, where, words, { notify: [anna] });
    const row = await h.gw.db.read('letters').where({ state: 'queued', recipient_id: anna.id }).first();
    await h.gw.db.write((tx) =>
      tx('letters').where({ id: row.id }).update({ state: 'failed', reason: 'bug', due_at: null }),
    );
    await h.gw.db.write((tx) => retryLetter(tx, h.account.id, row.id, Date.now()));
    await later(h, 6 * MINUTE);
    expect((await texts(h, anna.email)).at(-1)).toContain('two');
  });
});
