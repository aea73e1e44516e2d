/** A clock that a test moves by hand. Hand `clock.now` to whatever asks for a `Clock`. */
import type { Clock, Instant } from '../../src/base/time.ts';

export interface HandClock {
  readonly now: Clock;
  /** Moves on by so many milliseconds; returns the new time. Time does not go back: a test of that sets it. */
  readonly pass: (milliseconds: number) => Instant;
  readonly set: (at: Instant | string) => Instant;
}

/** A Monday morning in Moscow, unless the test says otherwise: as milliseconds or ISO 8601. */
export function handClock(start: Instant | string = '2026-11-23T07:00:00.000Z'): HandClock {
  let at = toInstant(start);
  const set = (to: Instant | string) => {
    at = toInstant(to);
    return at;
  };
  return {
    now: () => at,
    set,
    pass: (milliseconds) => {
      if (!(milliseconds >= 0)) throw new Error(`Time cannot pass by ${milliseconds}`);
      return set(at + milliseconds);
    },
  };
}

function toInstant(at: Instant | string): Instant {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  if (!Number.isFinite(instant)) throw new Error(`${at} is not a time`);
  return instant;
}
