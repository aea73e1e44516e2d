/**
 * The words of the pages: `templates/words/<language>.json`. A word is a sentence with `{name}` slots, or one sentence for
 * each plural form of `{n}` (Intl.PluralRules). What comes out is text; JSX escapes it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '../people/person.ts';

type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Values = Readonly<Record<string, string | number>>;
export type Say = (key: string, values?: Values) => string;

const FOLDER = fileURLToPath(new URL('../../templates/words/', import.meta.url));

/** Throws for a word that the language does not have: that is a bug, and a test looks up every word of every page. */
export function speaker(language: Language): Say {
  const known = speakers[language];
  if (known) return known;
  const words = JSON.parse(readFileSync(`${FOLDER}${language}.json`, 'utf8')) as Record<string, Entry>;
  const plural = new Intl.PluralRules(language);
  const say: Say = (key, values = {}) => fill(pick(words[key], plural, values) ?? missing(language, key), values);
  speakers[language] = say;
  return say;
}

const speakers: Partial<Record<Language, Say>> = {};

function pick(entry: Entry | undefined, plural: Intl.PluralRules, values: Values): string | undefined {
  if (entry === undefined || typeof entry === 'string') return entry;
  return entry[plural.select(Number(values.n ?? 0))] ?? entry.other;
}

/** U+2060 keeps a masked address on one line: after «…» a browser would break it. */
const fill = (sentence: string, values: Values): string =>
  sentence.replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot).replace('…@', '…\u2060@'));

const missing = (language: Language, key: string): never => {
  throw new Error(`templates/words/${language}.json has no word "${key}"`);
};

/** How long to wait before the next try at a password. */
export const sayWait = (seconds: number, say: Say): string =>
  seconds < 100
    ? say('login.slow-down', { n: seconds })
    : say('login.slow-down.minutes', { n: Math.ceil(seconds / 60) });

/** "Ann", "Ann and Max", "Ann and 2 others"; people whose name may not be said ('') are counted only. */
export function sayPeople(names: readonly string[], say: Say): string {
  const [first, second] = names.filter((name) => name !== '');
  if (!first) return say('people.some', { n: names.length });
  if (names.length === 1) return first;
  if (names.length === 2 && second) return say('people.two', { first, second });
  return say('people.more', { first, n: names.length - 1 });
}
