/**
 * Letters to people outside that can wait (field notes 4.13): how long, and for what. Both are choices of the account, off by themselves,
 * and each contact may choose otherwise (people/pace.ts).
 *
 * Bundling: the first comment after a silence goes at once, and so does the first after the reader's own words, because somebody waits
 * for it; what is said within the window after it goes in one letter when the window ends. Quiet hours: nothing goes before they end,
 * but to whoever wrote a moment ago and so is awake.
 */
import { DAY, HOUR, type Instant, MINUTE } from '../base/time.ts';
import { instantOfWall, wallTime } from '../base/zone.ts';
import type { Pace, QuietHours } from '../people/pace.ts';
import type { LetterKind } from './letter.ts';

/** What a waiting letter waits for: it stands in its row as long as it waits. */
export const HELD_REASONS = ['bundle', 'quiet-hours'] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/** Why a letter that was made does not go as it is. */
export type SetAside = 'left-task' | 'withdrawn' | 'bundled';

/** `comment`: can go in one letter with others. N3 answers its reader's own mail; what somebody asked for on a page never waits. */
const CAN_WAIT = {
  N1: 'quiet',
  N2: 'comment',
  N3: false,
  N4: 'quiet',
  N5: 'quiet',
  'staff-task': 'quiet',
  'staff-comment': 'comment',
  question: false,
  invitation: false,
  'fresh-link': false,
  password: false,
  'password-set': false,
  code: false,
  'sender-check': false,
  test: false,
} as const satisfies Record<LetterKind, 'comment' | 'quiet' | false>;

export const canWait = (kind: LetterKind): boolean => CAN_WAIT[kind] !== false;
export const canBundle = (kind: LetterKind): boolean => CAN_WAIT[kind] === 'comment';

/**
 * A window of a day, and at its end quiet hours of nearly another on which the clocks go back: no choice means more. Quiet hours that
 * have been moved so often that a letter has waited longer do not keep it back; whoever has a forwarded link could silence its owner so.
 */
export const LONGEST = 2 * DAY + HOUR;

/** Whoever wrote so short a time ago is awake. */
export const AWAKE = 15 * MINUTE;

export interface HoldQuestion {
  /** The reader's own choice, or else the account's. */
  readonly pace: Pace;
  readonly now: Instant;
  /** The reader's own. */
  readonly zone: string;
  /** When they last wrote in this task; null: never. */
  readonly spokeAt: Instant | null;
  /** When the last letter about a comment of this task went to them; null: none did. */
  readonly toldAt: Instant | null;
  /** It could go in one letter with others. */
  readonly bundles: boolean;
}

export interface Held {
  readonly until: Instant;
  readonly reason: HeldReason;
}

/** Null: it goes at once. */
export function holdFor(q: HoldQuestion): Held | null {
  const bundled = q.bundles ? windowEnd(q) : null;
  const at = bundled ?? q.now;
  // A window may be so long that whoever is awake now sleeps when it ends.
  const quiet = isAwake({ spokeAt: q.spokeAt, now: at }) ? null : quietEnd(at, q.pace.quietHours, q.zone);
  if (quiet !== null) return { until: quiet, reason: 'quiet-hours' };
  return bundled === null ? null : { until: bundled, reason: 'bundle' };
}

/** The end of the window that is open; null: none is. */
function windowEnd({ pace, spokeAt, toldAt, now }: HoldQuestion): Instant | null {
  if (toldAt === null || (spokeAt !== null && spokeAt > toldAt)) return null;
  const end = toldAt + pace.bundleMinutes * MINUTE;
  return end > now ? end : null;
}

export const isAwake = ({ spokeAt, now }: Pick<HoldQuestion, 'spokeAt' | 'now'>): boolean =>
  spokeAt !== null && now - spokeAt < AWAKE;

/** When the quiet hours end that this moment lies in; null: it lies in none. */
export function quietEnd(at: Instant, hours: QuietHours | null, zone: string): Instant | null {
  if (!hours || hours.from === hours.to) return null;
  const [day = '', time = ''] = wallTime(at, zone).split('T');
  const { from, to } = hours;
  const quiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!quiet) return null;
  const end = instantOfWall(`${time < to ? day : dayAfter(day)}T${to}`, zone);
  return end !== null && end > at ? end : null;
}

/** One of those who share a letter. */
export interface Sharer extends Pick<HoldQuestion, 'zone' | 'spokeAt'> {
  readonly hours: QuietHours | null;
}

/** The first moment from now on in which none of them has quiet hours; null: within a day there is none. */
export function sharedStart(now: Instant, sharers: readonly Sharer[]): Instant | null {
  for (let at = now; at < now + DAY; ) {
    const ends = sharers.map(({ hours, zone, spokeAt }) =>
      isAwake({ spokeAt, now: at }) ? null : quietEnd(at, hours, zone),
    );
    // Until the last of these ends somebody sleeps all the while, so no moment is left out.
    const last = Math.max(at, ...ends.map((end) => end ?? at));
    if (last === at) return at;
    at = last;
  }
  return null;
}

const dayAfter = (day: string): string =>
  wallTime(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * MINUTE, 'UTC').slice(0, 10);
