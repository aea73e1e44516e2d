/** What changes while letters wait: choices, zones, people. Nothing is lost by it, told twice, or kept back for ever. */
import { afterEach, expect, test } from 'vitest';
import { HOUR } from '../../src/base/time.ts';
import { wallTime } from '../../src/base/zone.ts';
import type { OwnPace } from '../../src/people/pace.ts';
import type { Contact } from '../../src/people/person.ts';
import { updateContact } from '../../src/store/people.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { client, dashboard, look, programJson, says, settings, task } from './firm.ts';
import { isNowAgain, later, quietNow } from './passing.ts';

const choose = (h: House, who: Contact, pace: Partial<OwnPace>) => h.gw.db.write((tx) => updateContact(tx, who, pace));

/** Words of each letter that has gone to them. */
const told = async (h: House, { email }: Contact, words: readonly string[]) =>
  (await lettersTo(h, email!)).map((l) => words.filter((w) => l.text.includes(w)).join(', '));

async function send(h: House, base: string, fields: Record<string, string>): Promise<void> {
  const page = await look(`${base}/letters`, { method: 'POST', body: new URLSearchParams(fields) });
  expect(page.status).toBe(303);
  await h.app.idle();
}

/** Quiet hours from an hour before that moment to so many after it, by the clock of UTC. */
const quietAt = (by: number, hours: number) => ({
  from: wallTime(Date.now() + by - HOUR, 'UTC').slice(11),
  to: wallTime(Date.now() + by + hours * HOUR, 'UTC').slice(11),
});

const WORDS = ['first', 'second', 'third'];

eachHouse('while letters wait', (house) => {
  afterEach(() => isNowAgain(house()));

  test('one that several share waits longer than a day: it still goes to each of them', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [anna, boris, vera] = [await client(h, 'Anna'), await client(h, 'Boris'), await client(h, 'Vera')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    const other = await task(h, h.owner, 'Stairs', { participants: [anna.id, vera.id] });
    await choose(h, anna, { quietHours: quietAt(0, 22) });
    await says(h, h.owner, where, 'first', { notify: [anna, boris] });
    await choose(h, anna, { quietHours: quietAt(23 * HOUR, 6) });
    await later(h, 23 * HOUR);
    await later(h, 26 * HOUR);
    await says(h, h.owner, other, 'second', { notify: [anna, vera] });
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([[], []]);
    await later(h, 30 * HOUR);
    expect((await told(h, anna, WORDS)).sort()).toEqual(['first', 'second']);
    expect([await told(h, boris, WORDS), await told(h, vera, WORDS)]).toEqual([['first'], ['second']]);
  });

  test('a choice lets go what is shared with others too, and another zone what its hours do not hold', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    const base = await dashboard(h, anna);
    const hours = { letters: 'firm', hours: 'own', ...quietNow() };
    await send(h, base, { ...hours, timezone: 'UTC' });
    await says(h, h.owner, where, 'first', { notify: [anna, boris] });
    await send(h, base, { ...hours, timezone: 'Etc/UTC' });
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([[], []]);
    await send(h, base, { ...hours, timezone: 'Asia/Tokyo' });
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([['first'], ['first']]);
    await send(h, base, { ...hours, timezone: 'UTC' });
    await says(h, h.owner, where, 'second', { notify: [anna, boris] });
    await send(h, base, { letters: 'firm', hours: 'none', timezone: 'UTC' });
    expect(await told(h, boris, WORDS)).toEqual(['first', 'second']);
  });

  test('another zone alone opens no window before its time', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { bundleMinutes: 180 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna] });
    await send(h, await dashboard(h, anna), { letters: '180', hours: 'firm', timezone: 'Asia/Tokyo' });
    expect(await told(h, anna, WORDS)).toEqual(['first']);
    await later(h, 4 * HOUR);
    expect(await told(h, anna, WORDS)).toEqual(['first', 'second, third']);
  });

  test('hours that are moved again and again, as by whoever has a forwarded link, keep no letter for ever', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    const base = await dashboard(h, anna);
    const quietFrom = (hour: number) =>
      send(h, base, { letters: 'firm', hours: 'own', ...quietAt(hour * HOUR, 22), timezone: 'UTC' });
    await quietFrom(0);
    for (let hour = 0; hour <= 96; hour += 12) {
      await later(h, hour * HOUR);
      await quietFrom(hour);
      const gone = (await told(h, anna, WORDS)).join();
      expect([hour, gone]).toEqual([hour, hour < 60 ? '' : 'first, second']);
      // What comes later does not make it wait longer.
      if (hour === 0) await says(h, h.owner, where, 'first', { notify: [anna] });
      if (hour === 24) await says(h, h.owner, where, 'second', { notify: [anna] });
    }
  });

  test('two who wait for the same words and become one get them once', async () => {
    const h = house();
    const call = await programJson(h);
    const night = { quietHours: quietNow() };
    const [anna, anya] = [await client(h, 'Anna', night), await client(h, 'Anya', night)];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, anya.id] });
    await says(h, h.owner, where, 'first', { notify: [anna] });
    await says(h, h.owner, where, 'second', { notify: [anna, anya] });
    await says(h, h.owner, where, 'third', { notify: [anya] });
    await call('POST', `/contacts/${anna.id}/merge`, { contact: anya.id });
    await later(h, 3 * HOUR);
    const heard = await told(h, anna, WORDS);
    expect(heard.join(', ').split(', ').sort()).toEqual([...WORDS].sort());
  });
});
