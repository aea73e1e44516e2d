/** Days of the log begin and end where the reader lives. */
import { expect, it } from 'vitest';
import { PERIOD } from '../../src/store/ledger-counts.ts';
import { dayIn, type PERIODS, periodOf } from '../../src/web/inbox-period.ts';
import { dayOf } from '../../src/web/when.ts';

const NOW = Date.parse('2026-11-23T22:30:00Z');
const iso = (name: (typeof PERIODS)[number], day: string | null, zone: string) => {
  const period = periodOf(name, day, NOW, zone);
  return period && [new Date(period.since).toISOString(), new Date(period.until).toISOString()];
};

it('today is the day of the reader’s zone', () => {
  expect(iso('today', null, 'UTC')).toEqual(['2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z']);
  expect(iso('today', null, 'Europe/Moscow')).toEqual(['2026-11-23T21:00:00.000Z', '2026-11-24T21:00:00.000Z']);
  expect(iso('today', null, 'America/New_York')).toEqual(['2026-11-23T05:00:00.000Z', '2026-11-24T05:00:00.000Z']);
});

it('a week is seven days with today, the log shows fifteen, and all has no end', () => {
  expect(iso('week', null, 'UTC')![0]).toBe('2026-11-17T00:00:00.000Z');
  expect(iso('recent', null, 'UTC')![0]).toBe('2026-11-09T00:00:00.000Z');
  expect(iso('all', null, 'UTC')).toBeUndefined();
});

it('a day has as many hours as the clocks of the zone give it, and begins where the counts can be cut', () => {
  expect(iso('all', '2026-03-29', 'Europe/Berlin')).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  expect(iso('all', '2026-10-25', 'Europe/Berlin')).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
  for (const zone of [
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  ])
    for (const day of ['2026-01-01', '2026-04-05', '2026-07-15', '2026-10-04', '2026-12-31']) {
      const { since, until } = periodOf('all', day, NOW, zone)!;
      expect([zone, day, dayOf(since, zone), dayOf(since - 1, zone) < day]).toEqual([zone, day, day, true]);
      expect([zone, dayOf(until - 1, zone), dayOf(until, zone) > day]).toEqual([zone, day, true]);
      expect([since % PERIOD, until % PERIOD]).toEqual([0, 0]);
    }
});

it('a day that is none is not taken', () => {
  expect(['2026-02-29', '2024-02-29', '29.02.2024', '', undefined, '2026-13-01', '0000-00-00'].map(dayIn)).toEqual([
    null,
    '2024-02-29',
    null,
    null,
    null,
    null,
    null,
  ]);
});
