/** What changes while letters wait: choices, zones, people. Nothing is lost by it, told twice, or kept back for ever. */
import { afterEach, expect, test } from 'vitest';
import { HOUR } from '../../src/base/time.ts';
import { wallTime } from '../../src/base/zone.ts';
import type { OwnPace } from '../../src/people/pace.ts';
import type { Contact } from '../../src/people/person.ts';
import { updateContact } from '../../src/store/people.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { client, says, settings, task } from './firm.ts';
import { isNowAgain, later } from './passing.ts';

const choose = (h: House, who: Contact, pace: Partial<OwnPace>) => h.gw.db.write((tx) => updateContact(tx, who, pace));

/** Words of each letter that has gone to them. */
const told = async (h: House, { email }: Contact, words: readonly string[]) =>
  (await lettersTo(h, email!)).map((l) => words.filter((w) => l.text.includes(w)).join(', '));

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
});
