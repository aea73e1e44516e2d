/**
 * How letters about comments come to a contact: each by itself or several together, and in which hours of their day none does. The
 * account says so for all (account.ts), and a contact may choose otherwise for themselves.
 */
import { z } from 'zod';

/** `22:00` */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of the day is written as 22:00');

export const quietHoursSchema = z.strictObject({ from: timeOfDay, to: timeOfDay });
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** From a time to the same time: what was stored so is none. Nobody may choose it, as whoever does may mean a whole day. */
export const isNoHours = ({ from, to }: QuietHours): boolean => from === to;

export interface Pace {
  /** What is said in one task within so many minutes goes in one letter; 0: each in its own. */
  readonly bundleMinutes: number;
  readonly quietHours: QuietHours | null;
}

/** What a contact has chosen; null: as the account has it. */
export interface OwnPace {
  readonly bundleMinutes: number | null;
  readonly quietHours: QuietHours | 'none' | null;
}

export const NO_CHOICE: OwnPace = { bundleMinutes: null, quietHours: null };

/** A day: whoever wants less than a letter a day mutes the task. */
export const OWN_BUNDLE_MOST = 24 * 60;

export const paceOf = ({ bundleMinutes, quietHours }: Pace, own: OwnPace): Pace => ({
  bundleMinutes: own.bundleMinutes ?? bundleMinutes,
  quietHours: own.quietHours === 'none' ? null : (own.quietHours ?? quietHours),
});

export const hasChosen = (own: OwnPace): boolean => own.bundleMinutes !== null || own.quietHours !== null;

export const samePace = (a: OwnPace, b: OwnPace): boolean =>
  a.bundleMinutes === b.bundleMinutes && writtenHours(a.quietHours) === writtenHours(b.quietHours);

/** As one text, for a column: `none`, `22:00-08:00`. */
export const writtenHours = (hours: OwnPace['quietHours']): string | null =>
  hours === null || hours === 'none' ? hours : `${hours.from}-${hours.to}`;

export function readHours(text: string | null): OwnPace['quietHours'] {
  if (text === null || text === 'none') return text;
  const [from = '', to = ''] = text.split('-');
  return { from, to };
}
