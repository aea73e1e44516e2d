/** A wall clock in a time zone, and the instants that it shows; and the zones as people write them. Only Intl: it knows when the clocks of a zone are changed. */
import { lazy } from './lazy.ts';
import { DAY, type Instant, MINUTE } from './time.ts';

/** What a clock on the wall shows: `2026-11-23T08:00`, as `<input type="datetime-local">` writes it. */
const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/;

/** What the clocks of this zone show at this instant, to the minute. */
export function wallTime(at: Instant, zone: string): string {
  return new Date(at + offsetOf(at, zone)).toISOString().slice(0, 16);
}

/**
 * The instant at which the clocks of this zone show this. One that a change of the clocks leaves out is as far behind the change as it
 * was meant to be; one that comes twice is the first. Null: there is no such day or hour.
 */
export function instantOfWall(wall: string, zone: string): Instant | null {
  const asUtc = readWall(wall);
  if (asUtc === null) return null;
  const before = offsetOf(asUtc - DAY, zone);
  const fits = [before, offsetOf(asUtc + DAY, zone)]
    .map((offset) => ({ offset, at: asUtc - offset }))
    .filter(({ offset, at }) => offsetOf(at, zone) === offset);
  return fits.length > 0 ? Math.min(...fits.map(({ at }) => at)) : asUtc - before;
}

function readWall(wall: string): Instant | null {
  const [, year, month, day, hour, minute] = (WALL.exec(wall) ?? []).map(Number);
  if (year === undefined) return null;
  const at = Date.UTC(year, month! - 1, day, hour, minute);
  return new Date(at).toISOString().slice(0, 16) === wall.slice(0, 16) ? at : null;
}

/** How far the clocks of this zone are ahead of UTC, in milliseconds. */
function offsetOf(at: Instant, zone: string): number {
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const shown = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute);
  return shown - Math.floor(at / MINUTE) * MINUTE;
}

const MAX = 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Slow to make and cheap to keep. A zone that nobody knows is UTC. */
function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = make(zone) ?? make('UTC')!;
  if (formats.size >= MAX) formats.delete(formats.keys().next().value!);
  formats.set(zone, made);
  return made;
}

function make(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    return null;
  }
}

/** An IANA name that this machine's Intl knows: `Europe/Moscow`, in whatever case. */
export const isTimezone = (name: string): boolean => spelled(name) !== null;

const spelled = (name: string): string | null => make(name)?.resolvedOptions().timeZone ?? null;

/**
 * The name of a time zone that somebody wrote, as it is spelled: `europe/moscow`, `UTC+3`, `+03:00`, `new york`. Null: it names
 * none, or more than one.
 */
export const readZone = (text: string): string | null => {
  const written = text.trim().replace(/\s+/g, ' ');
  return byOffset(written) ?? canonicalZone(written) ?? byCity(written);
};

/** A known name as it is spelled. Null: there is no such zone. */
export function canonicalZone(name: string): string | null {
  const resolved = spelled(name);
  if (resolved === null) return null;
  const listed = zones().get(name.toLowerCase());
  // Intl turns newer names into the ones it knew first, Europe/Kyiv into Europe/Kiev: what was written is kept.
  return listed ?? (areas().has(capital(name).split('/')[0]!) ? capital(name) : resolved);
}

const OFFSET = /^(?:UTC|GMT)? ?([+\u2212\u2013-]) ?(\d{1,2})(?::?00)?$/i;

/** Whole hours have a zone each. Its sign is the other way round: Etc/GMT-3 is ahead of UTC. */
function byOffset(written: string): string | null {
  const [, sign, digits] = OFFSET.exec(written) ?? [];
  if (digits === undefined) return null;
  const hours = Number(digits);
  if (hours === 0) return 'UTC';
  return canonicalZone(`Etc/GMT${sign === '+' ? '-' : '+'}${hours}`);
}

/** As somebody would write it: `UTC+3`, where the name has the other sign. */
export function writtenZone(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(zone) ?? [];
  return sign === undefined ? zone : `UTC${sign === '-' ? '+' : '\u2212'}${hours}`;
}

/** The last part of just one name, such as `New_York`. */
function byCity(written: string): string | null {
  const city = written.toLowerCase().replaceAll(' ', '_');
  const listed = zoneNames().filter((zone) => zone.toLowerCase().endsWith(`/${city}`));
  const found = listed.length > 0 ? listed : [...areas()].flatMap((area) => canonicalZone(`${area}/${city}`) ?? []);
  return found.length === 1 ? found[0]! : null;
}

const capital = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(^|[/_-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

/** All that are offered. */
export const zoneNames = lazy(() => Intl.supportedValuesOf('timeZone'));

/** By their names in small letters. */
const zones = lazy(() => new Map(zoneNames().map((zone) => [zone.toLowerCase(), zone])));
const areas = lazy(() => new Set(zoneNames().flatMap((zone) => zone.split('/').slice(0, -1)[0] ?? [])));
