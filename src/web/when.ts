/**
 * Times as people say them, on the server and, in the reader's own time zone, once more in the browser. Only Intl.
 */
export type SpokenLanguage = 'ru' | 'en';

/** 24 hours and day before month in both languages. */
const LOCALE = { ru: 'ru', en: 'en-GB' } as const satisfies Record<SpokenLanguage, string>;

/** `zone`: an IANA name; undefined is the machine's own. Unknown names are UTC. */
export type Zone = string | undefined;

const timeFormat = kept({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayFormat = kept({ year: 'numeric', month: '2-digit', day: '2-digit' });
const dateOfThisYear = kept({ day: 'numeric', month: 'long' });
const dateWithWeekday = kept({ day: 'numeric', month: 'long', weekday: 'long' });
const dateOfAnyYear = kept({ day: 'numeric', month: 'long', year: 'numeric' });
const fullFormat = kept({
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** "today, 14:05" · «вчера, 9:40» · «завтра, 9:00» · "12 November, 14:05" · "12 November 2025, 14:05" */
export function sayWhen(at: number, now: number, language: SpokenLanguage, zone: Zone): string {
  const days = daysApart(at, now, zone);
  const day = days === null ? date(at, now, language, zone) : relative(days, language);
  return `${day}, ${sayTime(at, zone)}`;
}

/** "Today" · «Вчера» · "Monday 12 November": the line between two days of a conversation. */
export function sayDay(at: number, now: number, language: SpokenLanguage, zone: Zone): string {
  const days = daysApart(at, now, zone);
  const words = days === null ? date(at, now, language, zone, 'long') : relative(days, language);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "14:05", "9:40" */
export const sayTime = (at: number, zone: Zone): string =>
  timeFormat('en-GB', zone)
    .format(at)
    .replace(/^0(?=\d)/, '');

/** Everything, with the zone: "23 November 2026 at 14:05 GMT+3". */
export const sayInFull = (at: number, language: SpokenLanguage, zone: Zone): string =>
  fullFormat(LOCALE[language], zone).format(at);

/** `2026-11-23` in that zone: equal for two moments of one day. */
export function dayOf(at: number, zone: Zone): string {
  // Days begin at full minutes everywhere, and pages ask for the same few all the time.
  const key = `${Math.floor(at / 60_000)} ${zone}`;
  const known = days.get(key) ?? dayFormat('sv-SE', zone).format(at);
  if (days.size >= MOST_DAYS) days.clear();
  days.set(key, known);
  return known;
}

const days = new Map<string, string>();
const MOST_DAYS = 5000;

/** 0 today, -1 yesterday, 1 tomorrow, null any other day. */
function daysApart(at: number, now: number, zone: Zone): number | null {
  const days = Math.round((Date.parse(dayOf(at, zone)) - Date.parse(dayOf(now, zone))) / 86_400_000);
  return Math.abs(days) <= 1 ? days : null;
}

/** Formatters are slow to make and cheap to keep. */
const relatives = {
  ru: new Intl.RelativeTimeFormat(LOCALE.ru, { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat(LOCALE.en, { numeric: 'auto' }),
} as const satisfies Record<SpokenLanguage, Intl.RelativeTimeFormat>;

const relative = (days: number, language: SpokenLanguage): string => relatives[language].format(days, 'day');

function date(at: number, now: number, language: SpokenLanguage, zone: Zone, weekday?: 'long'): string {
  const sameYear = dayOf(at, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4);
  const format = !sameYear ? dateOfAnyYear : weekday ? dateWithWeekday : dateOfThisYear;
  return format(LOCALE[language], zone)
    .format(at)
    .replace(/\s*г\.$/, '');
}

/** Formatters are slow to make and cheap to keep. */
function kept(parts: Intl.DateTimeFormatOptions): (locale: string, zone: Zone) => Intl.DateTimeFormat {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (locale, zone) => {
    const key = `${locale} ${zone}`;
    const known = formats.get(key) ?? make(locale, parts, zone);
    formats.set(key, known);
    return known;
  };
}

function make(locale: string, parts: Intl.DateTimeFormatOptions, zone: Zone): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, zone === undefined ? parts : { ...parts, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' });
  }
}
