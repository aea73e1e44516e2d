/** Which part of the log somebody wants to see: today, a week, a day, in the days of their own time zone. */
import { DAY, type Instant, MINUTE } from '../base/time.ts';
import { dayOf } from './when.ts';

export const PERIODS = ['today', 'week', 'recent', 'all'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Spec 1.11: the log shows 15 days. */
const DAYS = { today: 1, week: 7, recent: 15 } as const satisfies Record<Exclude<PeriodName, 'all'>, number>;

export interface Period {
  readonly since: Instant;
  /** The first instant after it. */
  readonly until: Instant;
}

/** Undefined: without an end on either side. `day`: `2026-11-23`, which beats the name. */
export function periodOf(name: PeriodName, day: string | null, now: Instant, zone: string): Period | undefined {
  if (day) return { since: startOf(day, zone), until: startOf(dayAfter(day), zone) };
  if (name === 'all') return undefined;
  const first = new Date(Date.parse(dayOf(now, zone)) - (DAYS[name] - 1) * DAY).toISOString().slice(0, 10);
  return { since: startOf(first, zone), until: startOf(dayAfter(dayOf(now, zone)), zone) };
}

/** A day that there is, or null. */
export function dayIn(text: string | undefined): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text ?? '')) return null;
  const at = Date.parse(text!);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text!;
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);

/** Zones differ from UTC by quarters of an hour, and days begin where the clocks say so: looked for between the farthest zones. */
function startOf(day: string, zone: string): Instant {
  const step = 15 * MINUTE;
  let before = Date.parse(day) - 15 * 60 * MINUTE;
  let from = Date.parse(day) + 13 * 60 * MINUTE;
  while (from - before > step) {
    const middle = before + Math.floor((from - before) / 2 / step) * step;
    if (dayOf(middle, zone) < day) before = middle;
    else from = middle;
  }
  return from;
}
