/**
 * Letters to people outside that can wait (field notes 4.13): how long, and for what. Both are choices of the account, off by themselves.
 *
 * Bundling: the first comment after a silence goes at once, and so does the first after the reader's own words, because somebody waits
 * for it; what is said within the window after it goes in one letter when the window ends. Quiet hours: nothing goes before they end,
 * but to whoever wrote a moment ago and so is awake.
 */
import { type Instant, MINUTE } from '../base/time.ts';
import { instantOfWall, wallTime } from '../base/zone.ts';
import type { Settings } from '../people/account.ts';
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

/** Whoever wrote so short a time ago is awake. */
export const AWAKE = 15 * MINUTE;

export interface HoldQuestion {
  readonly settings: Pick<Settings, 'bundleMinutes' | 'quietHours'>;
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
  const quiet = isAwake(q) ? null : quietEnd(bundled ?? q.now, q.settings.quietHours, q.zone);
  if (quiet !== null) return { until: quiet, reason: 'quiet-hours' };
  return bundled === null ? null : { until: bundled, reason: 'bundle' };
}

/** The end of the window that is open; null: none is. */
function windowEnd({ settings, spokeAt, toldAt, now }: HoldQuestion): Instant | null {
  if (toldAt === null || (spokeAt !== null && spokeAt > toldAt)) return null;
  const end = toldAt + settings.bundleMinutes * MINUTE;
  return end > now ? end : null;
}

export const isAwake = ({ spokeAt, now }: Pick<HoldQuestion, 'spokeAt' | 'now'>): boolean =>
  spokeAt !== null && now - spokeAt < AWAKE;

/** When the quiet hours end that this moment lies in; null: it lies in none. */
export function quietEnd(at: Instant, hours: Settings['quietHours'], zone: string): Instant | null {
  if (!hours || hours.from === hours.to) return null;
  const [day = '', time = ''] = wallTime(at, zone).split('T');
  const { from, to } = hours;
  const quiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!quiet) return null;
  const end = instantOfWall(`${time < to ? day : dayAfter(day)}T${to}`, zone);
  return end !== null && end > at ? end : null;
}

const dayAfter = (day: string): string =>
  wallTime(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * MINUTE, 'UTC').slice(0, 10);
