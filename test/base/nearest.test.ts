import { expect, test } from 'vitest';
import { nearest } from '../../src/base/nearest.ts';

test.each([
  ['sevre', 'serve'],
  ['SERVE', 'serve'],
  ['migrat', 'migrate'],
  ['inspekt', 'inspect'],
  ['demo', 'demo'],
  ['x', null],
  ['frobnicate', null],
  ['', null],
])('%j is meant to be %j', (word, meant) => {
  expect(nearest(word, ['serve', 'demo', 'migrate', 'inspect'])).toBe(meant);
});

test('of two that are as near, the first', () => {
  expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
});

test('nothing known, nothing meant', () => {
  expect(nearest('serve', [])).toBeNull();
});
