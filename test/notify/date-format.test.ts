/** Formatters are kept, whatever zones people write. */
import { expect, test } from 'vitest';
import { dateFormat } from '../../src/notify/date-format.ts';

/** The same zone, written in so many ways. */
const spellings = Array.from({ length: 4500 }, (_, n) =>
  [...'antarctica/casey'].map((c, i) => ((n >> i) & 1 ? c.toUpperCase() : c)).join(''),
);

test('a zone that is written in thousands of ways keeps no other from being kept', () => {
  for (const zone of spellings) dateFormat('en-GB', zone, {});
  expect(dateFormat('en-GB', 'Europe/Moscow', {})).toBe(dateFormat('en-GB', 'Europe/Moscow', {}));
});
