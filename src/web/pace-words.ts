/** How letters come, in words: on the contact's own page and on their card. */
import { isNoHours, OWN_BUNDLE_MOST, type OwnPace, type Pace, type QuietHours } from '../people/pace.ts';
import type { Say } from './words.ts';

/** «once in 15 minutes», «раз в час» */
export function sayEvery(minutes: number, say: Say): string {
  if (minutes === OWN_BUNDLE_MOST) return say('pace.every.day');
  if (minutes === 60) return say('pace.every.hour');
  return minutes % 60 === 0 ? say('pace.every.hours', { n: minutes / 60 }) : say('pace.every.minutes', { n: minutes });
}

/** `08:00` is 8:00 as everywhere on the pages. */
const sayTimeOfDay = (time: string): string => time.replace(/^0/, '');

const sayHours = ({ from, to }: QuietHours): string => `${sayTimeOfDay(from)}–${sayTimeOfDay(to)}`;

/** The hours of an account: «22:00–8:00», «none» */
export const sayQuiet = (hours: QuietHours | null, say: Say): string =>
  isNone(hours) ? say('pace.how.no-quiet') : sayHours(hours);

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

const isNone = (hours: QuietHours | null): hours is null => hours === null || isNoHours(hours);

/** What of it they have chosen themselves, on one line for the team; null: nothing. */
export function sayOwnPace({ bundleMinutes, quietHours }: OwnPace, say: Say): string | null {
  const parts = [
    bundleMinutes === null ? null : sayBundle(bundleMinutes, say),
    quietHours === null
      ? null
      : quietHours === 'none' || isNoHours(quietHours)
        ? say('pace.card.no-quiet')
        : say('pace.card.quiet', { hours: sayHours(quietHours) }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : say('pace.card', { what: parts.join('; ') });
}
