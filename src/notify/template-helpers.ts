/**
 * The few helpers that templates have: dates as people say them, plurals, sizes. Language and time zone come from the
 * letter's own values (`language`, `timezone`, `now`), so a template never names them.
 */
import { formatSize } from '../base/size.ts';
import type { Instant } from '../base/time.ts';
import type { Language } from '../people/person.ts';
import { dateFormat } from './date-format.ts';
import { formatByPattern } from './date-pattern.ts';

/** What each template finds at its root. */
export interface Locale {
  readonly language: Language;
  readonly timezone: string;
  readonly now: Instant;
}

interface HelperOptions {
  readonly hash: Record<string, unknown>;
  readonly data: { readonly root: Locale };
}

export const HELPERS = {
  /** `{{date at}}` → "23 November, 14:05 GMT+3"; `{{date at "dd.MM.yyyy"}}` → by the pattern */
  date: (at: unknown, ...rest: unknown[]): string => {
    const { language, timezone, ...root } = rootOf(rest);
    if (typeof at !== 'number') return '';
    const [pattern] = rest;
    return typeof pattern === 'string'
      ? formatByPattern(at, pattern.slice(0, MAX_PATTERN), LOCALES[language], timezone)
      : formatDate(at, { language, timezone, ...root });
  },
  /** `{{iso at}}` → for `datetime=""` */
  iso: (at: unknown): string => (typeof at === 'number' ? new Date(at).toISOString() : ''),
  /** `{{fileSize bytes}}` → "2.4 MB" */
  fileSize: (bytes: unknown, options: HelperOptions): string =>
    typeof bytes === 'number' ? formatSize(bytes, options.data.root.language) : '',
  /** `{{plural n one="файл" few="файла" many="файлов"}}` → the word alone */
  plural: (n: unknown, options: HelperOptions): string =>
    typeof n === 'number' ? pickPlural(n, options.hash, options.data.root.language) : '',
  /** `{{join task.files ", "}}` → the names of a list in a row */
  join: (list: unknown, separator: unknown): string =>
    Array.isArray(list) ? list.map(nameOf).join(typeof separator === 'string' ? separator : ', ') : '',
  /** `{{encode task.title}}` → for the part of an address behind ? or mailto: (RFC 3986 §2.1) */
  encode: (value: unknown): string =>
    isPlain(value) ? encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, '\ufffd')) : '',
  /** `{{default recipient.company "—"}}` → the second where the first is empty */
  default: (value: unknown, other: unknown): unknown => (isEmpty(value) ? other : value),
  // For {{#if (eq task.status "New")}}
  eq: (a: unknown, b: unknown): boolean => a === b,
  ne: (a: unknown, b: unknown): boolean => a !== b,
  gt: (a: unknown, b: unknown): boolean => Number(a) > Number(b),
  lt: (a: unknown, b: unknown): boolean => Number(a) < Number(b),
  and: (...all: unknown[]): boolean => all.slice(0, -1).every((v) => !isEmpty(v)),
  or: (...all: unknown[]): boolean => all.slice(0, -1).some((v) => !isEmpty(v)),
  not: (value: unknown): boolean => isEmpty(value),
};

const MAX_PATTERN = 100;

/** Handlebars hands its options last, however many values there are. */
const rootOf = (rest: readonly unknown[]): Locale => (rest.at(-1) as HelperOptions).data.root;

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** As {{#if}} sees it. */
const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0);

const nameOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'name' in item ? String(item.name) : isPlain(item) ? String(item) : '';

/** English as it is written outside America: the day before the month, and 24 hours. */
const LOCALES = { ru: 'ru-RU', en: 'en-GB' } as const satisfies Record<Language, string>;

/** With the zone, as a letter is read far from where it was written; the year only when it is another one. */
export function formatDate(at: Instant, { language, timezone, now }: Locale): string {
  const day = dateFormat(LOCALES[language], timezone, { day: 'numeric', month: 'long' });
  const year = dateFormat(LOCALES[language], timezone, { year: 'numeric' });
  const time = dateFormat(LOCALES[language], timezone, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
  const years = yearOf(year, at) === yearOf(year, now) ? '' : ` ${yearOf(year, at)}`;
  return `${day.format(at)}${years}, ${time.format(at)}`;
}

const yearOf = (year: Intl.DateTimeFormat, at: Instant): string =>
  year.formatToParts(at).find((part) => part.type === 'year')?.value ?? '';

export { formatSize };

const RULES = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

function pickPlural(n: number, forms: Record<string, unknown>, language: Language): string {
  const form = forms[RULES[language].select(n)] ?? forms.many ?? forms.other ?? forms.one;
  return typeof form === 'string' ? form : '';
}
