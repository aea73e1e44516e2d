/** Words, times, sizes: both languages say everything that a page can ask for. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatSize } from '../../src/base/size.ts';
import { STATUSES, TASK_ROLES } from '../../src/tasks/task.ts';
import { disposition } from '../../src/web/download.ts';
import { dayOf, sayDay, sayInFull, sayTime, sayWhen } from '../../src/web/when.ts';
import { sayPeople, speaker } from '../../src/web/words.ts';

const read = (language: string) =>
  JSON.parse(readFileSync(`templates/words/${language}.json`, 'utf8')) as Record<
    string,
    string | Record<string, string>
  >;
/** The browser is handed its words; the API has its own. */
const SERVED = new Set(['pages', 'staff', 'admin']);
const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((f) =>
    f.isDirectory()
      ? SERVED.has(f.name)
        ? sources(join(folder, f.name))
        : []
      : /\.tsx?$/.test(f.name)
        ? [readFileSync(join(folder, f.name), 'utf8')]
        : [],
  );

describe('the words', () => {
  const ru = read('ru');
  const en = read('en');

  it('are the same in both languages, with the same slots', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    const slots = (entry: string | Record<string, string>) =>
      new Set(typeof entry === 'string' ? entry.match(/\{\w+\}/g) : (entry.other ?? '').match(/\{\w+\}/g));
    for (const key of Object.keys(en)) expect([key, slots(ru[key]!)]).toEqual([key, slots(en[key]!)]);
  });

  it('have every form that their language needs', () => {
    for (const [key, entry] of Object.entries(ru))
      if (typeof entry !== 'string')
        expect([key, Object.keys(entry).sort()]).toEqual([key, ['few', 'many', 'one', 'other']]);
    for (const [key, entry] of Object.entries(en))
      if (typeof entry !== 'string') expect([key, Object.keys(entry).sort()]).toEqual([key, ['one', 'other']]);
  });

  it('are all there, and none is there for nothing', () => {
    const asked = sources('src/web').flatMap((s) =>
      [
        ...s.matchAll(/\bsay\(\s*['`]([^'`]+)['`]/g),
        ...s.matchAll(/say\([\w.]+ \? '([^']+)' : '([^']+)'/g),
        ...s.matchAll(/say\(search \? '([^']+)' : '([^']+)'/g),
      ].flatMap((m) => m.slice(1)),
    );
    const notices = sources('src/web').flatMap((s) =>
      [
        ...s.matchAll(/\bname[=:] ?['"](nothing|failed|busy|cross-site|no-form|fresh|renewed|decided|refused)['"]/g),
      ].flatMap((m) => [`${m[1]}.title`, `${m[1]}.text`]),
    );
    const patterns = [...asked, ...notices, 'failed.title', 'failed.text', 'busy.title', 'busy.text'].map(
      (key) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '.+')}$`),
    );
    const known = Object.keys(en);
    for (const pattern of patterns) expect([pattern, known.some((k) => pattern.test(k))]).toEqual([pattern, true]);
    expect(known.filter((k) => !patterns.some((p) => p.test(k)))).toEqual([]);
  });

  it('name every status and role', () => {
    for (const language of ['ru', 'en'] as const) {
      const say = speaker(language);
      for (const status of Object.keys(STATUSES)) expect(say(`status.${status}`)).not.toBe('');
      for (const role of TASK_ROLES) expect(say(`role.${role}`)).not.toBe('');
    }
    expect(() => speaker('en')('no.such.word')).toThrow(/no word "no.such.word"/);
  });

  it('count as people do', () => {
    const said = (n: number) => sayPeople(['Анна', ...Array.from({ length: n }, () => 'x')], speaker('ru'));
    expect([said(0), said(1), said(2), said(5), said(21)]).toEqual([
      'Анна',
      'Анна и x',
      'Анна и ещё 2 человека',
      'Анна и ещё 5 человек',
      'Анна и ещё 21 человек',
    ]);
    expect(sayPeople(['', ''], speaker('en'))).toBe('2 people');
    expect(sayPeople(['', 'Ann'], speaker('en'))).toBe('Ann and 1 other');
  });
});

describe('times', () => {
  const now = Date.parse('2026-11-23T14:30:00Z');
  const at = (iso: string) => Date.parse(iso);

  it('are said as people say them', () => {
    const when = (iso: string, language: 'ru' | 'en') => sayWhen(at(iso), now, language, 'UTC');
    expect(when('2026-11-23T14:05:00Z', 'en')).toBe('today, 14:05');
    expect(when('2026-11-22T09:40:00Z', 'ru')).toBe('вчера, 9:40');
    expect(when('2026-11-12T14:05:00Z', 'en')).toBe('12 November, 14:05');
    expect(when('2025-11-12T14:05:00Z', 'ru')).toBe('12 ноября 2025, 14:05');
    expect(when('2026-11-24T00:05:00Z', 'en')).toBe('tomorrow, 0:05');
  });

  it('depend on where one is: the same moment is today here and yesterday there', () => {
    const late = at('2026-11-22T22:30:00Z');
    expect([sayWhen(late, now, 'en', 'UTC'), sayWhen(late, now, 'en', 'Europe/Moscow')]).toEqual([
      'yesterday, 22:30',
      'today, 1:30',
    ]);
    expect([dayOf(late, 'UTC'), dayOf(late, 'Europe/Moscow')]).toEqual(['2026-11-22', '2026-11-23']);
    expect(sayDay(late, now, 'ru', 'UTC')).toBe('Вчера');
    expect(sayInFull(late, 'en', 'Europe/Moscow')).toBe('23 November 2026 at 01:30 GMT+3');
  });

  it('survive a zone that nobody knows', () => {
    expect(sayTime(now, 'Mars/Olympus')).toBe('14:30');
  });
});

it('sizes are round, and those of letters', () => {
  expect([0, 1, 1023, 45_120, 1_312_008, 104_857_600, 5 * 1024 ** 3].map((n) => formatSize(n, 'en'))).toEqual([
    '0\u00a0B',
    '1\u00a0B',
    '1,023\u00a0B',
    '44\u00a0kB',
    '1.3\u00a0MB',
    '100\u00a0MB',
    '5\u00a0GB',
  ]);
});

it('file names go into headers whole and cannot leave them', () => {
  expect(disposition('attachment', 'a"b\r\nSet-Cookie: x.txt')).toBe(
    `attachment; filename="a_b__Set-Cookie: x.txt"; filename*=UTF-8''a%22b%0D%0ASet-Cookie%3A%20x.txt`,
  );
  expect(disposition('attachment', '\ud800(1).txt')).toBe(
    'attachment; filename="_(1).txt"; filename*=UTF-8\'\'_%281%29.txt',
  );
});
