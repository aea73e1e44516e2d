/** People in a form: those who stayed ticked, and one more by a name, an address or a number. */
import { parseId } from '../base/id.ts';
import type { Pickable, Picked } from '../flow/read-people.ts';
import { fullName, type Person } from '../people/person.ts';
import type { Form } from './form.ts';
import type { ContactPorts } from './ports/contacts.ts';
import type { Actor } from './ports.ts';
import type { Say } from './words.ts';

export interface PeopleIn {
  readonly name: string;
  readonly ids: readonly string[];
  /** What was typed and meant nobody, or too many; '' once it was found. */
  readonly typed: string;
  readonly fault: string | null;
}

export async function peopleIn(
  { pick }: Pick<ContactPorts, 'pick'>,
  actor: Actor,
  form: Form<unknown>,
  name: string,
  what: Pickable,
  say: Say,
): Promise<PeopleIn> {
  const kept = form.values(name).flatMap((id) => parseId(id) ?? []);
  const typed = form.value(`${name}-add`).trim().slice(0, 254);
  if (!typed) return { name, ids: kept, typed: '', fault: null };
  const found = await pick(actor, typed, what);
  if (found.kind === 'one') return { name, ids: [...new Set([...kept, found.person.id])], typed: '', fault: null };
  return { name, ids: kept, typed, fault: sayPicked(found, typed, say) };
}

/** Why nobody was picked, with the names among which one could choose. */
export function sayPicked(found: Exclude<Picked, { kind: 'one' }>, typed: string, say: Say): string {
  if (found.kind === 'none') return say('pick.none', { text: typed });
  return say('pick.several', { people: found.people.map(called).join(', ') });
}

export const called = (p: Person): string => (p.kind === 'contact' ? `№${p.number} ${fullName(p)}` : fullName(p));
