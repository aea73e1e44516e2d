import { expect, test } from 'vitest';
import { DAY, toIso } from '../../src/base/time.ts';
import { handClock } from './clock.ts';

test('time passes by hand only', () => {
  const clock = handClock();
  expect([clock.now(), clock.now()].map(toIso)).toEqual(['2026-11-23T07:00:00.000Z', '2026-11-23T07:00:00.000Z']);
  clock.pass(DAY);
  expect(toIso(clock.now())).toBe('2026-11-24T07:00:00.000Z');
  expect(toIso(clock.set('2026-02-28T23:59:59Z'))).toBe('2026-02-28T23:59:59.000Z');
});

test('a clock is not moved by nonsense', () => {
  const clock = handClock(0);
  expect(() => clock.pass(-1)).toThrow('cannot pass');
  expect(() => clock.pass(Number.NaN)).toThrow('cannot pass');
  expect(() => clock.set('yesterday')).toThrow('not a time');
  expect(clock.now()).toBe(0);
});
