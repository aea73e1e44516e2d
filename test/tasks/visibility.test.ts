/** Spec 2.2–2.4, a test a row. The rows are data (visibility-rules.ts); mutants of the code are judged by the same ones. */
import { expect, test } from 'vitest';
import { may } from '../../src/tasks/rights.ts';
import { findFile, headTask, seesTask, viewTask } from '../../src/tasks/visibility.ts';
import { check, ROWS, RULES } from './visibility-rules.ts';

const judged = { viewTask, headTask, seesTask, findFile, may };

test.each(ROWS.map((row) => [`${row.rule}: ${row.given}`, row] as const))('%s', (_, row) => {
  const { ok, seen } = check(judged, row);
  expect(seen).toEqual(row.sees);
  expect(ok).toBe(true);
});

test('every rule has its rows', () => {
  const had = new Set(ROWS.map((row) => row.rule));
  expect(RULES.filter((rule) => !had.has(rule))).toEqual([]);
  expect([...had].filter((rule) => !RULES.includes(rule as (typeof RULES)[number]))).toEqual([]);
});
