/** How letters come, in words: on the contact's own page and on their card. */
import { OWN_BUNDLE_MOST, type OwnPace, type Pace, type QuietHours } from '../people/pace.ts';
import type { Say } from './words.ts';

/** «once in 15 minutes», «раз в час» */
export function sayEvery(minutes: number, say: Say): string {
  if (minutes === OWN_BUNDLE_MOST) return say('pace.every.day');
  if (minutes === 60) return say('pace.every.hour');
  return minutes % 60 === 0 ? say('pace.every.hours', { n: minutes / 60 }) : say('pace.every.minutes', { n: minutes });
}

/** `08:00` is 8:00 as everywhere on the pages. */
export const sayTimeOfDay = (time: string): string => time.replace(/^0/, '');

export const sayHours = ({ from, to }: QuietHours): string => `${sayTimeOfDay(from)}–${sayTimeOfDay(to)}`;

/** «at once», «together, at most once an hour» */
export const sayBundle = (minutes: number, say: Say): string =>
  minutes === 0 ? say('pace.how.each') : say('pace.how.every', { every: sayEvery(minutes, say) });

/** What holds for a contact now, in sentences. */
export function sayPace({ bundleMinutes, quietHours }: Pace, say: Say): string {
  const letters =
    bundleMinutes === 0 ? say('pace.now.each') : say('pace.now.every', { every: sayEvery(bundleMinutes, say) });
  const hours = isNone(quietHours)
    ? say('pace.now.no-quiet')
    : say('pace.now.quiet', { from: sayTimeOfDay(quietHours.from), to: sayTimeOfDay(quietHours.to) });
  return `${letters} ${hours}`;
}

/** Hours of no length are none. */
const isNone = (hours: QuietHours | null): hours is null => hours === null || hours.from === hours.to;

/** What of it they have chosen themselves, on one line for the team; null: nothing. */
export function sayOwnPace({ bundleMinutes, quietHours }: OwnPace, say: Say): string | null {
  const parts = [
    bundleMinutes === null ? null : sayBundle(bundleMinutes, say),
    quietHours === null
      ? null
      : quietHours === 'none'
        ? say('pace.card.no-quiet')
        : say('pace.card.quiet', { hours: sayHours(quietHours) }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : say('pace.card', { what: parts.join('; ') });
}
