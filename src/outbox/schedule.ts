/**
 * When a letter is tried again: a table, and a clock that is handed in.
 */
import { HOUR, type Instant, MINUTE } from '../base/time.ts';

/** How long to wait before each try; the first goes at once. After the last the letter has failed: about 32 hours in all. */
const WAITS = [0, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR] as const;

/** Up to a tenth longer, so that letters which failed together do not come back together. */
const SPREAD = 0.1;

/** The time of the next try after `attempts` that were made, or null: no more. `jitter` is between 0 and 1. */
export function nextTry(attempts: number, now: Instant, jitter: number): Instant | null {
  const wait = WAITS[attempts];
  return wait === undefined ? null : now + Math.round(wait * (1 + SPREAD * jitter));
}
