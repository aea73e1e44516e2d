/** Time that passes in a story. */
import { HOUR } from '../../src/base/time.ts';
import { wallTime } from '../../src/base/zone.ts';
import type { House } from '../support/app.ts';

/** It is so much later, and whatever is due has happened. */
export async function later(h: House, by: number): Promise<void> {
  Object.assign(h.gw, { clock: () => Date.now() + by });
  await h.app.idle();
}

/** After a story in which it was later. */
export const isNowAgain = (h: House): void => void Object.assign(h.gw, { clock: Date.now });

/** Quiet hours of now, so that it is night whenever this runs. */
export const quietNow = () => ({
  from: wallTime(Date.now() - HOUR, 'UTC').slice(11),
  to: wallTime(Date.now() + 2 * HOUR, 'UTC').slice(11),
});
