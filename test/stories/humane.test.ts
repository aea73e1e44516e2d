/** Letters that wait (field notes 4.13): a burst goes in one letter, quiet hours are quiet, and nothing is lost or told twice. */
import { afterEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/base/time.ts';
import { perform } from '../../src/flow/perform.ts';
import type { Person } from '../../src/people/person.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { aDraft } from '../support/world.ts';
import { browser } from './browsing.ts';
import {
  client,
  comments,
  dashboard,
  desk,
  does,
  employee,
  letterStates,
  look,
  programJson,
  says,
  settings,
  type TaskHere,
  task,
} from './firm.ts';
import { isNowAgain, later, quietNow } from './passing.ts';

/** A comment whose letters nobody waits for. */
async function quickly(h: House, who: Person, where: TaskHere, text: string, notify: readonly Person[]): Promise<void> {
  const draft = aDraft(text, { notify: notify.map((p) => p.id) });
  const done = await perform(h.gw, await desk(h, who), { kind: 'add-comment', task: where.id, ...draft });
  expect(done.ok).toBe(true);
}

eachHouse('letters that wait', (house) => {
  afterEach(() => isNowAgain(house()));

  test('79 comments in five minutes are two letters: the first at once, then all the others in one', async () => {
    const h = house();
    await settings(h, { bundleMinutes: 5 });
    const [anna, peter, vera] = [await client(h, 'Anna'), await client(h, 'Peter'), await employee(h, 'Vera')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, vera.id, peter.id] });
    await says(h, h.owner, where, 'word 1.', { notify: [anna] });
    for (let n = 2; n <= 79; n += 1) await quickly(h, n % 2 ? h.owner : vera, where, `word ${n}.`, [anna]);
    await h.app.idle();
    expect(await lettersTo(h, anna.email!)).toHaveLength(1);
    const page = await (await browser(h, h.owner)).get(`/tasks/${where.number}`);
    expect(page.text).toMatch(/Anna \(client\): waits till .{10,40} — together with what is said until then/);
    // They stand on the dashboard all the while.
    expect((await look(`${await dashboard(h, anna)}/tasks/${where.number}`)).text).toContain('word 79.');
    await later(h, 6 * MINUTE);
    const letters = await lettersTo(h, anna.email!);
    expect(letters).toHaveLength(2);
    const [, bundle] = letters;
    for (const part of [bundle!.text, bundle!.html.replace(/<[^>]*>/g, ' ')]) {
      const words = [...part.matchAll(/word (\d+)\./g)].map((m) => Number(m[1]));
      expect(words.filter((n, i) => words.indexOf(n) === i)).toEqual(Array.from({ length: 78 }, (_, i) => i + 2));
      expect(part).toMatch(/Vera, \d+ \w+, \d\d:\d\d/);
    }
    // One line for each comment and person, sent once, and each says what became of it.
    const told = await h.gw.db.read('letters').where({ recipient_id: anna.id }).select('comment_id', 'state');
    expect(told).toHaveLength(79);
    expect(told.filter((l) => l.state === 'sent')).toHaveLength(2);
    expect((await letterStates(h)).filter((l) => l.reason === 'bundled')).toHaveLength(77);
    const after = await programJson(h);
    const { items } = (await after('GET', `/tasks/${where.id}/comments?limit=200`)).json;
    const states = items.map((c: { deliveries: { recipient: string; state: string }[] }) =>
      c.deliveries.filter((d) => d.recipient === anna.id).map((d) => d.state),
    );
    expect(states).toEqual(Array.from({ length: 79 }, () => ['sent']));
    // The newest reply address answers the newest.
    await send(h, reply(bundle!, 'Anna <anna@client.example>', 'All of it is fine'));
    await h.app.idle();
    expect((await comments(h, where)).at(-1)).toMatchObject({
      author: 'Anna',
      text: 'All of it is fine',
      notified: ['Ann'],
    });
    // What answers their own words does not wait.
    await says(h, h.owner, where, 'Good', { notify: [anna] });
    expect(await lettersTo(h, anna.email!)).toHaveLength(3);
  });

  test('in one letter stands what was told to the same people outside; what is hidden, deleted or another’s stands alone or not at all', async () => {
    const h = house();
    await settings(h, { bundleMinutes: 5 });
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    const say = (text: string, how = {}) => says(h, h.owner, where, text, { notify: [anna], ...how });
    await say('first', { notify: [anna, boris] });
    await say('for her');
    await say('for both', { notify: [anna, boris] });
    await say('hidden one', { hidden: true });
    const gone = await say('a slip');
    await say('changed too early');
    const last = await h.gw.db.read('comments').where({ text: 'changed too early' }).first('id');
    await does(h, h.owner, { kind: 'delete-comment', task: where.id, comment: gone });
    const words = { text: 'changed in time', html: '<p>changed in time</p>' };
    await does(h, h.owner, { kind: 'edit-comment', task: where.id, comment: last.id, words });
    await later(h, 6 * MINUTE);
    const seen = async (email: string) =>
      (await lettersTo(h, email)).map((l) =>
        ['first', 'for her', 'for both', 'hidden one', 'slip', 'too early', 'in time']
          .filter((w) => l.text.includes(w))
          .join(', '),
      );
    expect((await seen(anna.email!)).sort()).toEqual(['first', 'for both', 'for her, in time', 'hidden one']);
    expect((await seen(boris.email!)).sort()).toEqual(['first', 'for both']);
  });

  test('whoever is blocked or has left when the window ends gets nothing, and what was told of nothing is said so', async () => {
    const h = house();
    await settings(h, { bundleMinutes: 5 });
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    for (const text of ['first', 'second']) await says(h, h.owner, where, text, { notify: [anna, boris] });
    await does(h, h.owner, { kind: 'set-people', task: where.id, role: 'participant', people: [boris.id] });
    await h.gw.db.write((tx) => tx('contacts').where({ id: boris.id }).update({ mail_blocked: true }));
    await later(h, 6 * MINUTE);
    expect([(await lettersTo(h, anna.email!)).length, (await lettersTo(h, boris.email!)).length]).toEqual([1, 1]);
    expect(
      (await letterStates(h))
        .map((l) => l.reason)
        .filter(Boolean)
        .sort(),
    ).toEqual(['mail-blocked', 'withdrawn']);
  });

  test('in quiet hours nothing goes but what answers somebody awake, and what they asked for; nothing is lost after', async () => {
    const h = house();
    await settings(h, { quietHours: quietNow(), notifications: { N5: { enabled: true } } });
    const anna = await client(h, 'Anna');
    const boris = await client(h, 'Boris', { timezone: 'Asia/Tokyo' });
    const vera = await employee(h, 'Vera');
    const where = await task(h, h.owner, 'Roof', { assigner: anna.id, assignees: [boris.id], participants: [vera.id] });
    await says(h, h.owner, where, 'one', { notify: [anna, vera] });
    await says(h, h.owner, where, 'two', { notify: [anna] });
    await says(h, h.owner, where, 'for Boris', { notify: [boris] });
    await does(h, h.owner, { kind: 'set-status', task: where.id, status: 'IN_PROGRESS', reason: '' });
    const count = async (email: string) => (await lettersTo(h, email)).length;
    // It is day in Tokyo, and the team is asked by nobody when it sleeps.
    expect([await count(anna.email!), await count(boris.email!), await count(vera.email!)]).toEqual([0, 1, 1]);
    const page = await (await browser(h, h.owner)).get(`/tasks/${where.number}`);
    expect(page.text).toMatch(/Anna \(client\): waits till .{10,40} — quiet hours/);
    // A fresh link is asked for.
    const old = await dashboard(h, anna);
    await h.gw.db.write((tx) => tx('contacts').where({ id: anna.id }).update({ link_generation: 2 }));
    await look(`${old}/fresh`, { method: 'POST' });
    await h.app.idle();
    expect(await count(anna.email!)).toBe(1);
    // She is up after all: the answer takes along what waited.
    await look(`${await dashboard(h, anna)}/tasks/${where.number}/comments`, {
      method: 'POST',
      body: new URLSearchParams({ text: 'Are you there?' }),
    });
    await says(h, h.owner, where, 'three', { notify: [anna] });
    const [, answer] = await lettersTo(h, anna.email!);
    expect(['one', 'two', 'three'].map((word) => answer!.text.includes(word))).toEqual([true, true, true]);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect((await lettersTo(h, anna.email!)).map((l) => l.text.includes('In progress'))).toEqual([false, false, true]);
  });

  test('a letter whose time came while nothing ran does not go in the next night', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    await settings(h, { quietHours: quietNow() });
    await says(h, h.owner, where, 'one', { notify: [anna] });
    await later(h, DAY);
    expect(await lettersTo(h, anna.email!)).toEqual([]);
    await later(h, DAY + 3 * HOUR);
    expect(await lettersTo(h, anna.email!)).toHaveLength(1);
  });

  test('what waits by the account’s choice comes when the account chooses otherwise, but not to whom it is night by their own', async () => {
    const h = house();
    const ask = await programJson(h);
    await settings(h, { bundleMinutes: 60, quietHours: quietNow() });
    const anna = await client(h, 'Anna');
    const boris = await client(h, 'Boris', { quietHours: quietNow() });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    await says(h, h.owner, where, 'The tiles have come', { notify: [anna, boris] });
    const told = async () => [(await lettersTo(h, anna.email!)).length, (await lettersTo(h, boris.email!)).length];
    expect(await told()).toEqual([0, 0]);
    const { id } = await h.gw.db.read('letters').where({ recipient_id: anna.id }).first('id');
    const page = (await (await browser(h, h.owner)).get(`/admin/letters/${id}`)).text;
    expect(page).toMatch(/Waits till .*It is made anew when it goes/);
    // Another setting lets nothing go.
    await ask('PATCH', '/settings', { lastMessages: 3 });
    await h.app.idle();
    expect(await told()).toEqual([0, 0]);
    await ask('PATCH', '/settings', { quietHours: null });
    await h.app.idle();
    expect(await told()).toEqual([1, 0]);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect(await told()).toEqual([1, 1]);
  });

  test('however much the team says meanwhile, nothing that waited is left out, with the talk before it as without', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    await says(h, h.owner, where, 'word 0.', { notify: [anna] });
    const night = { quietHours: quietNow(), lastMessages: 3 };
    await settings(h, { ...night, allRecipientsInOneLetter: true });
    await says(h, h.owner, where, 'to both.', { notify: [anna, boris] });
    await settings(h, night);
    await says(h, h.owner, where, 'word 1.', { notify: [anna] });
    for (let n = 0; n < 210; n += 1) await quickly(h, h.owner, where, 'Among us.', []);
    await says(h, h.owner, where, 'word 2.', { notify: [anna] });
    await later(h, 2 * HOUR + 2 * MINUTE);
    const texts = async (one: Person) => (await lettersTo(h, one.email!)).map((l) => l.text);
    const [bundle] = (await texts(anna)).filter((text) => text.includes('word 2.'));
    expect(['word 0.', 'word 1.'].map((word) => bundle!.includes(word))).toEqual([true, true]);
    expect((await texts(boris)).join()).toContain('to both.');
    expect((await letterStates(h)).some((l) => l.reason === 'withdrawn')).toBe(false);
  });

  test('53: the 51st letter to one person in ten minutes is not sent, and beside the comment and in the log stands why', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    for (let n = 1; n <= 51; n += 1) await quickly(h, h.owner, where, `word ${n}.`, n === 51 ? [anna, boris] : [anna]);
    await h.app.idle();
    const letters = await lettersTo(h, anna.email!);
    expect(letters).toHaveLength(50);
    expect(letters.some((l) => l.text.includes('word 51.'))).toBe(false);
    expect(await lettersTo(h, boris.email!)).toHaveLength(1);
    const ann = await browser(h, h.owner);
    const page = (await ann.get(`/tasks/${where.number}`)).text;
    expect(page).toContain('Anna (client): not to be sent — too many letters within a few minutes');
    // Before the next is written it is said too.
    expect(page).toContain('No letter: too many letters within a few minutes');
    expect((await ann.get('/admin/letters?state=skipped')).text).toContain('too many letters within a few minutes');
    await later(h, 11 * MINUTE);
    await says(h, h.owner, where, 'word 52.', { notify: [anna] });
    expect(await lettersTo(h, anna.email!)).toHaveLength(51);
  });
});
