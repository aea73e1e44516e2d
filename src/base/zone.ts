/** A wall clock in a time zone, and the instants that it shows. Only Intl: it knows when the clocks of a zone are changed. */
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
