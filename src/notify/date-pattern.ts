/**
 * Dates by a pattern, as the original writes them (spec 7.2: `dd.MM.yyyy`, `d MMMM yyyy, HH:mm`): letters in a row name a part and
 * its width, anything else stands as it is, words in single quotes too. Names come from Intl, in the letter's language.
 */
import type { Instant } from '../base/time.ts';
import { dateFormat } from './date-format.ts';

/** `locale` is a BCP 47 tag, `zone` an IANA name. */
export function formatByPattern(at: Instant, pattern: string, locale: string, zone: string): string {
  const part = partsOf(at, locale, zone);
  return pattern.replace(/'([^']*)'|([a-zA-Z])\2*/g, (run: string, quoted: string | undefined) =>
    quoted === undefined ? (PARTS[run[0]!]?.(part, run.length) ?? run) : quoted || "'",
  );
}

/** The first letters in this pattern that name nothing, or null: they would stand in a letter as they are. */
export function meaningless(pattern: string): string | null {
  const runs = pattern.replace(/'[^']*'/g, '').match(/([a-zA-Z])\1*/g) ?? [];
  return runs.find((run) => !Object.hasOwn(PARTS, run[0]!)) ?? null;
}

interface Parts {
  /** In the reader's zone. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milli: number;
  /** 1…7 from Monday. */
  readonly weekday: number;
  word(options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string;
}

const padded = (n: number, width: number): string => String(n).padStart(width, '0');

/** Java's letters (SimpleDateFormat), as far as spec 7.2 lists them. */
const PARTS: Readonly<Record<string, (p: Parts, width: number) => string>> = {
  y: (p, width) => (width === 2 ? padded(p.year % 100, 2) : padded(p.year, width)),
  M: (p, width) => month(p, width, true),
  L: (p, width) => month(p, width, false),
  d: (p, width) => padded(p.day, width),
  E: (p, width) => p.word({ weekday: width > 3 ? 'long' : 'short' }, 'weekday'),
  a: (p) => p.word({ hour: 'numeric', hour12: true }, 'dayPeriod'),
  H: (p, width) => padded(p.hour, width),
  h: (p, width) => padded(p.hour % 12 || 12, width),
  m: (p, width) => padded(p.minute, width),
  s: (p, width) => padded(p.second, width),
  S: (p, width) => padded(p.milli, 3).slice(0, width),
  D: (p, width) => padded(dayOfYear(p), width),
  w: (p, width) => padded(week(p), width),
  W: (p, width) => padded(Math.ceil((p.day + mondayOf(p.year, p.month)) / 7), width),
};

/** Russian says «23 ноября» beside a day and «ноябрь» alone. */
function month(p: Parts, width: number, besideDay: boolean): string {
  if (width < 3) return padded(p.month, width);
  const name = width === 3 ? 'short' : 'long';
  return p.word(besideDay ? { day: 'numeric', month: name } : { month: name }, 'month');
}

const dayOfYear = (p: Parts): number =>
  Math.round((Date.UTC(p.year, p.month - 1, p.day) - Date.UTC(p.year, 0, 1)) / DAY) + 1;

/** ISO 8601: the week of its Thursday. */
function week(p: Parts): number {
  const thursday = new Date(Date.UTC(p.year, p.month - 1, p.day + 4 - p.weekday));
  return Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY + 1) / 7);
}

/** Days of the first week that belong to the month before. */
const mondayOf = (year: number, monthNumber: number): number =>
  (new Date(Date.UTC(year, monthNumber - 1, 1)).getUTCDay() + 6) % 7;

const DAY = 86_400_000;

function partsOf(at: Instant, locale: string, zone: string): Parts {
  const numbers = new Map(
    dateFormat('en-GB', zone, {
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => numbers.get(type) ?? 0;
  const [year, monthNumber, day] = [of('year'), of('month'), of('day')];
  return {
    year,
    month: monthNumber,
    day,
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
    milli: ((at % 1000) + 1000) % 1000,
    weekday: ((new Date(Date.UTC(year, monthNumber - 1, day)).getUTCDay() + 6) % 7) + 1,
    word: (options, type) =>
      dateFormat(locale, zone, options)
        .formatToParts(at)
        .find((p) => p.type === type)?.value ?? '',
  };
}
