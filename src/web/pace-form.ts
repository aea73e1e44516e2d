/** How letters are to come, as a form says it: parsed here, at the border, with the words of everything that cannot be taken. */

import { readZone, writtenZone } from '../base/zone.ts';
import type { PaceChoice } from '../flow/pace.ts';
import { isNoHours, OWN_BUNDLE_MOST, type OwnPace, quietHoursSchema } from '../people/pace.ts';
import type { Contact } from '../people/person.ts';
import type { Form } from './form.ts';
import { type Filled, valueIn } from './pages/fields.tsx';
import type { Faults } from './posted.tsx';
import type { Say } from './words.ts';

/** Minutes that are offered; 0: each comment by itself. */
const OFFERED = [0, 15, 60, 180, OWN_BUNDLE_MOST] as const;

/** Besides them the one that a program has set. */
export const offeredTo = ({ bundleMinutes }: OwnPace): readonly number[] =>
  bundleMinutes === null ? OFFERED : [...new Set([...OFFERED, bundleMinutes])].sort((a, b) => a - b);

/** What stands in the times as long as nobody has chosen any. */
const NIGHT = { from: '22:00', to: '08:00' };

/** The form of a contact as it stands now. */
export function filledPace({ bundleMinutes, quietHours, timezone }: Contact): Filled {
  const own = quietHours === null || quietHours === 'none' ? null : quietHours;
  const { from, to } = own ?? NIGHT;
  return {
    letters: [bundleMinutes === null ? 'firm' : String(bundleMinutes)],
    hours: [own ? 'own' : quietHours === 'none' ? 'none' : 'firm'],
    from: [from],
    to: [to],
    timezone: [writtenZone(timezone ?? '')],
  };
}

export interface ReadPace {
  /** Null: something of it cannot be taken. */
  readonly choice: PaceChoice | null;
  readonly filled: Filled;
  readonly faults: Faults;
}

/** Which hours a form shows, in one hidden field: they may have been typed over without a choice of the radio beside them. */
export const shownHours = (filled: Filled): string =>
  ['hours', 'from', 'to'].map((name) => valueIn(filled, name)).join(' ');

/** Whoever typed times and left the radio as it stood meant the times. */
function typedOver(line: (name: string) => string, contact: Contact): boolean {
  const [hours, from, to] = (line('shown') || shownHours(filledPace(contact))).split(' ');
  const changed = (name: string, before: string | undefined) => line(name) !== '' && line(name) !== before;
  return line('hours') === hours && (changed('from', from) || changed('to', to));
}

export function paceIn(form: Form<unknown>, contact: Contact, say: Say): ReadPace {
  const faults: Record<string, string> = {};
  const sent = (name: string) => form.value(name).trim().slice(0, 64);
  const typed = typedOver(sent, contact);
  const line = (name: string) => (name === 'hours' && typed ? 'own' : sent(name));
  const letters = line('letters');
  const offered = offeredTo(contact).map(String);
  if (letters !== 'firm' && !offered.includes(letters)) faults.letters = say('settings.choice.wrong');
  const hours = hoursIn(line, say);
  if ('fault' in hours) faults.hours = hours.fault;
  // A form without the field says nothing of it.
  const asksZone = form.values('timezone').length > 0;
  const timezone = line('timezone') ? readZone(line('timezone')) : null;
  if (line('timezone') && !timezone) faults.timezone = say('fault.timezone');
  const names = ['letters', 'hours', 'from', 'to', 'timezone'];
  const filled = Object.fromEntries(names.map((name) => [name, [line(name)]]));
  const choice = {
    bundleMinutes: letters === 'firm' ? null : Number(letters),
    quietHours: 'fault' in hours ? null : hours.value,
    ...(asksZone ? { timezone } : {}),
  };
  return { choice: Object.keys(faults).length > 0 ? null : choice, filled, faults };
}

type Hours = { readonly value: OwnPace['quietHours'] } | { readonly fault: string };

function hoursIn(line: (name: string) => string, say: Say): Hours {
  switch (line('hours')) {
    case 'firm':
      return { value: null };
    case 'none':
      return { value: 'none' };
    case 'own': {
      const [from, to] = [line('from'), line('to')].map((time) => time.padStart(5, '0'));
      const read = quietHoursSchema.safeParse({ from, to });
      if (!read.success) return { fault: say('pace.fault.hours') };
      return isNoHours(read.data) ? { fault: say('pace.fault.same') } : { value: read.data };
    }
    default:
      return { fault: say('settings.choice.wrong') };
  }
}
