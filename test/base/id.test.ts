import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { idFromBytes, idToBytes, newId, parseId } from '../../src/base/id.ts';

test('ids are UUIDs of version 7 that carry their time', async () => {
  // No id is older than the one before it: one whose time is looked at is the first.
  vi.resetModules();
  const { newId } = await import('../../src/base/id.ts');
  const id = newId(Date.now() + 60_000);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const at = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  expect(Math.abs(at - Date.now() - 60_000)).toBeLessThan(2000);
});

test('thousands in one millisecond are all different and in order', () => {
  const now = Date.now() + 120_000;
  const ids = Array.from({ length: 20_000 }, () => newId(now));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test('a clock that is set back does not set ids back', async () => {
  vi.resetModules();
  const fresh = await import('../../src/base/id.ts');
  const [later, earlier] = [fresh.newId(2_000_000_000_000), fresh.newId(1_000_000_000_000)];
  expect(earlier > later).toBe(true);
});

test('bytes and text say the same', () => {
  const id = newId<'task'>();
  expect(idToBytes(id)).toHaveLength(16);
  expect(idFromBytes<'task'>(idToBytes(id))).toBe(id);
});

test.each([
  [''],
  ['x'],
  [null],
  [7],
  [`${newId()} `],
  [newId().toUpperCase()],
  ['00000000-0000-4000-8000-000000000000'],
])('%j from outside is no id', (text) => {
  expect(parseId(text)).toBeNull();
});

test('an id from outside is itself', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (text) => {
      expect(parseId(text)).toBe(text);
    }),
  );
});
