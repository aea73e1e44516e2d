import { expect, test } from 'vitest';
import { never } from '../../src/base/never.ts';
import { toIso } from '../../src/base/time.ts';
import { Trouble, toError } from '../../src/base/trouble.ts';

test('trouble is temporary unless it says otherwise, and keeps its cause', () => {
  const cause = new Error('ENOSPC');
  expect(new Trouble('disk-full', 'The disk is full', { cause })).toMatchObject({
    permanent: false,
    code: 'disk-full',
    cause,
  });
  expect(new Trouble('no-such-relay', 'gone', { permanent: true }).permanent).toBe(true);
});

test('whatever was thrown becomes an error', () => {
  const error = new Trouble('x', 'y');
  expect(toError(error)).toBe(error);
  expect(toError('a string')).toMatchObject({ message: 'a string' });
  expect(toError(undefined)).toBeInstanceOf(Error);
});

test('a case that nobody handles is a bug that names it', () => {
  expect(() => never({ kind: 'new' } as never)).toThrow('{"kind":"new"}');
});

test('times are told in UTC', () => {
  expect(toIso(0)).toBe('1970-01-01T00:00:00.000Z');
});
