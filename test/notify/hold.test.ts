/** How long a letter waits: windows and quiet hours, the account's or the reader's own, in the reader's day and through the changes of the clocks. */
import { expect, test } from 'vitest';
import { MINUTE } from '../../src/base/time.ts';
import { instantOfWall, wallTime } from '../../src/base/zone.ts';
import { type HoldQuestion, holdFor, quietEnd, type Sharer, sharedStart } from '../../src/notify/hold.ts';
import { NO_CHOICE, type OwnPace, type Pace, paceOf, readHours, writtenHours } from '../../src/people/pace.ts';

const at = (iso: string): number => Date.parse(iso);
const NIGHT = { from: '22:00', to: '08:00' };

test.each([
  ['2026-11-23T18:59:00Z', 'Europe/Moscow', null],
  ['2026-11-23T19:00:00Z', 'Europe/Moscow', '2026-11-24T05:00:00.000Z'],
  ['2026-11-24T04:59:59Z', 'Europe/Moscow', '2026-11-24T05:00:00.000Z'],
  ['2026-11-24T05:00:00Z', 'Europe/Moscow', null],
  // The same moment is day elsewhere.
  ['2026-11-23T19:00:00Z', 'America/New_York', null],
  // The night in which the clocks go forward is an hour shorter, and the other one longer.
  ['2026-03-28T22:30:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
  ['2026-10-24T20:30:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
])('quiet hours 22:00–8:00: %s in %s', (now, zone, end) => {
  const found = quietEnd(at(now), NIGHT, zone);
  expect(found === null ? null : new Date(found).toISOString()).toBe(end);
});

test('quiet hours within a day; of no length there are none', () => {
  const noon = { from: '12:00', to: '13:30' };
  expect(quietEnd(at('2026-11-23T12:10:00Z'), noon, 'UTC')).toBe(at('2026-11-23T13:30:00Z'));
  expect(quietEnd(at('2026-11-23T13:30:00Z'), noon, 'UTC')).toBeNull();
  expect(quietEnd(at('2026-11-23T12:10:00Z'), { from: '12:00', to: '12:00' }, 'UTC')).toBeNull();
  expect(quietEnd(at('2026-11-23T12:10:00Z'), null, 'UTC')).toBeNull();
});

const NOW = at('2026-11-23T10:00:00Z');
const question = (more: Partial<HoldQuestion>): HoldQuestion => ({
  pace: { bundleMinutes: 10, quietHours: null },
  now: NOW,
  zone: 'UTC',
  spokeAt: null,
  toldAt: null,
  bundles: true,
  ...more,
});
const ago = (minutes: number) => NOW - minutes * MINUTE;

test.each<[string, Partial<HoldQuestion>, ReturnType<typeof holdFor>]>([
  ['the first goes at once', {}, null],
  ['the next within the window waits for its end', { toldAt: ago(3) }, { until: NOW + 7 * MINUTE, reason: 'bundle' }],
  ['after it the next goes at once', { toldAt: ago(10) }, null],
  ['so does the answer to what the reader has said since', { toldAt: ago(3), spokeAt: ago(1) }, null],
  [
    'but not what is said after that answer',
    { toldAt: ago(1), spokeAt: ago(3) },
    { until: NOW + 9 * MINUTE, reason: 'bundle' },
  ],
  ['and what goes in no letter with others waits for no window', { toldAt: ago(3), bundles: false }, null],
])('bundling: %s', (_, more, held) => {
  expect(holdFor(question(more))).toEqual(held);
});

test('a window that ends in quiet hours ends with them; whoever wrote a moment ago is awake', () => {
  const pace = { bundleMinutes: 10, quietHours: { from: '10:05', to: '11:00' } };
  const until = at('2026-11-23T11:00:00Z');
  expect(holdFor(question({ pace, toldAt: ago(1) }))).toEqual({ until, reason: 'quiet-hours' });
  expect(holdFor(question({ pace, now: NOW + 6 * MINUTE }))).toEqual({ until, reason: 'quiet-hours' });
  expect(holdFor(question({ pace, now: NOW + 6 * MINUTE, spokeAt: NOW }))).toBeNull();
  expect(holdFor(question({ pace, now: NOW + 20 * MINUTE, spokeAt: NOW }))).toEqual({
    until,
    reason: 'quiet-hours',
  });
});

const FIRM: Pace = { bundleMinutes: 10, quietHours: NIGHT };
const OWN_HOURS = { from: '10:00', to: '10:30' };

test.each<[string, Partial<OwnPace>, Partial<HoldQuestion>, ReturnType<typeof holdFor>]>([
  ['none: as the account has it', {}, { toldAt: ago(3) }, { until: NOW + 7 * MINUTE, reason: 'bundle' }],
  ['at once', { bundleMinutes: 0 }, { toldAt: ago(3) }, null],
  ['a longer window', { bundleMinutes: 60 }, { toldAt: ago(30) }, { until: NOW + 30 * MINUTE, reason: 'bundle' }],
  ['once a day', { bundleMinutes: 1440 }, { toldAt: ago(1439) }, { until: NOW + MINUTE, reason: 'bundle' }],
  ['once a day, a day later', { bundleMinutes: 1440 }, { toldAt: ago(1440) }, null],
  ['their own hours', { quietHours: OWN_HOURS }, {}, { until: NOW + 30 * MINUTE, reason: 'quiet-hours' }],
  ['… and the account’s are none of theirs', { quietHours: OWN_HOURS }, { now: at('2026-11-23T23:00:00Z') }, null],
  ['no hours', { quietHours: 'none' }, { now: at('2026-11-23T23:00:00Z') }, null],
  [
    'hours as the account has them',
    { bundleMinutes: 0 },
    { now: at('2026-11-23T23:00:00Z') },
    { until: at('2026-11-24T08:00:00Z'), reason: 'quiet-hours' },
  ],
  [
    'a window that ends when who is awake now sleeps',
    { bundleMinutes: 60, quietHours: { from: '10:30', to: '12:00' } },
    { toldAt: ago(1), spokeAt: ago(2) },
    { until: at('2026-11-23T12:00:00Z'), reason: 'quiet-hours' },
  ],
  [
    'a window of a day that ends in the night',
    { bundleMinutes: 1440 },
    { toldAt: at('2026-11-22T23:00:00Z') },
    { until: at('2026-11-24T08:00:00Z'), reason: 'quiet-hours' },
  ],
])('a choice of one’s own: %s', (_, own, more, held) => {
  expect(holdFor(question({ pace: paceOf(FIRM, { ...NO_CHOICE, ...own }), ...more }))).toEqual(held);
});

test.each([null, 'none', NIGHT] as const)('hours are written in a column and read again: %o', (hours) => {
  expect(readHours(writtenHours(hours))).toEqual(hours);
});

const sharer = (from: string, to: string, more: Partial<Sharer> = {}): Sharer => ({
  hours: { from, to },
  zone: 'UTC',
  spokeAt: null,
  ...more,
});
test.each<[string, readonly Sharer[], string | null]>([
  ['nobody sleeps', [sharer('22:00', '08:00'), sharer('12:00', '13:00')], '10:00'],
  ['one does', [sharer('09:00', '11:00'), sharer('12:00', '13:00')], '11:00'],
  ['one after the other', [sharer('09:00', '12:30'), sharer('12:00', '13:00'), sharer('12:45', '14:00')], '14:00'],
  ['one is awake after all', [sharer('09:00', '11:00', { spokeAt: NOW })], '10:00'],
  ['where one of them is it is night', [sharer('22:00', '08:00', { zone: 'Asia/Vladivostok' })], '10:00'],
  ['somebody sleeps at any time', [sharer('08:00', '20:00'), sharer('20:00', '08:00')], null],
])('a letter of several: %s', (_, sharers, start) => {
  expect(sharedStart(NOW, sharers)).toBe(start === null ? null : at(`2026-11-23T${start}:00Z`));
});

test.each([
  ['2026-11-23T08:00', 'Europe/Moscow', '2026-11-23T05:00:00.000Z'],
  // Left out when the clocks go forward: as far behind the change as it was meant.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  // Comes twice when they go back: the first.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-07-01T09:00', 'Asia/Kolkata', '2026-07-01T03:30:00.000Z'],
  ['2026-02-30T09:00', 'UTC', null],
  ['2026-02-03T24:00', 'UTC', null],
  ['tomorrow', 'UTC', null],
])('the clock on the wall: %s in %s', (wall, zone, instant) => {
  const found = instantOfWall(wall, zone);
  expect(found === null ? null : new Date(found).toISOString()).toBe(instant);
});

test('a clock and back again is the same time, but in the hours that are left out', () => {
  for (const zone of ['Europe/Moscow', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia'])
    for (let day = 0; day < 365; day += 7) {
      const time = at('2026-01-01T00:17:00Z') + day * 24 * 60 * MINUTE;
      expect(instantOfWall(wallTime(time, zone), zone), `${zone} ${day}`).toBe(time);
    }
});
