/** What a template may not do, and what the helpers say. */
import { describe, expect, test } from 'vitest';
import { checkTemplate, compileTemplate, isFault, type TemplateForm } from '../../src/notify/template.ts';
import { formatSize } from '../../src/notify/template-helpers.ts';

const LOCALE = { language: 'en', timezone: 'Europe/London', now: Date.UTC(2026, 10, 23) };

function run(source: string, values: object = {}, form: TemplateForm = 'html'): string {
  const made = compileTemplate(source, form);
  if (isFault(made)) throw new Error(JSON.stringify(made));
  return made({ ...LOCALE, ...values });
}

describe('a template may not', () => {
  test.each([
    ['write without escaping', '{{{x}}}'],
    ['write without escaping, the other way', '{{&x}}'],
    ['call another template', '{{> other}}'],
    ['call a template that it names itself', '{{> (x)}}'],
    ['define a template', '{{#*inline "a"}}{{/inline}}'],
    ['use a decorator', '{{* a}}'],
    ['reach the constructor', '{{constructor.name}}'],
    ['reach a prototype', '{{#with __proto__}}x{{/with}}'],
    ['reach it by a string', '{{x.[constructor]}}'],
    ['use a block that is not known', '{{#other}}{{/other}}'],
    ['write to the log', '{{log "x"}}'],
    ['look something up', '{{lookup x "constructor"}}'],
    ['look something up inside', '{{fileSize (lookup x y)}}'],
    ['call what is not known', '{{other x}}'],
    ['climb out', '{{../../../../x}}'],
  ])('%s', (_, source) => {
    expect(checkTemplate(source)).toMatchObject({ kind: 'not-allowed', line: 1 });
  });

  test('be longer, fuller or deeper than its bounds, or not a template', () => {
    expect(checkTemplate('x'.repeat(64 * 1024 + 1))).toEqual({ kind: 'too-large' });
    expect(checkTemplate('{{x}}'.repeat(501))).toEqual({ kind: 'too-many-values' });
    expect(checkTemplate('{{#if x}}'.repeat(80) + '{{/if}}'.repeat(80))).toEqual({ kind: 'too-deep' });
    expect(checkTemplate('{{#if x}}')).toMatchObject({ kind: 'syntax' });
    expect(checkTemplate('{{x}}'.repeat(500))).toBeNull();
  });

  test('make more than a letter can hold', () => {
    expect(() => run('{{x}}'.repeat(100), { x: 'y'.repeat(10_000) })).toThrow(/characters/);
  });
});

test('the methods of values are empty', () => {
  expect(run('{{x.toString}}|{{x.hasOwnProperty}}', { x: {} })).toBe('|');
});

test('values are escaped in HTML and left alone in text; a value is never a template', () => {
  expect(run('{{x}}', { x: '<b>&{{y}}' })).toBe('&lt;b&gt;&amp;{{y}}');
  expect(run('{{x}}', { x: '<b>&{{y}}' }, 'text')).toBe('<b>&{{y}}');
});

test('a template is compiled once', () => {
  expect(compileTemplate('once {{x}}', 'html')).toBe(compileTemplate('once {{x}}', 'html'));
  expect(compileTemplate('once {{x}}', 'html')).not.toBe(compileTemplate('once {{x}}', 'text'));
});

const AT = Date.UTC(2026, 10, 23, 11, 5);

test.each([
  ['en', 'Europe/London', AT, '23 November, 11:05 GMT'],
  ['ru', 'Europe/Moscow', AT, '23 ноября, 14:05 GMT+3'],
  ['ru', 'UTC', AT - 365 * 86_400_000, '23 ноября 2025, 11:05 UTC'],
  ['en', 'America/New_York', Date.UTC(2027, 0, 1, 2), '31 December, 21:00 GMT-5'],
] as const)('a date in %s, %s', (language, timezone, at, expected) => {
  expect(run('{{date at}}', { language, timezone, now: AT, at })).toBe(expected);
});

test.each([
  [1, 'файл'],
  [2, 'файла'],
  [5, 'файлов'],
  [11, 'файлов'],
  [21, 'файл'],
  [1.5, 'файлов'],
])('%d %s', (n, word) => {
  expect(run('{{plural n one="файл" few="файла" many="файлов"}}', { language: 'ru', n })).toBe(word);
});

test('sizes as people say them', () => {
  expect([0, 999, 1024, 48_211, 2_516_582, 10_485_760, 5 * 1024 ** 3].map((n) => formatSize(n, 'en'))).toEqual([
    '0\u00a0B',
    '999\u00a0B',
    '1\u00a0kB',
    '47\u00a0kB',
    '2.4\u00a0MB',
    '10\u00a0MB',
    '5\u00a0GB',
  ]);
  expect(formatSize(2_516_582, 'ru')).toBe('2,4\u00a0МБ');
});
