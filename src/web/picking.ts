/**
 * People picked on a form: those who are ticked, and those who were written down by name. What fits several people comes back
 * as boxes to tick, what fits nobody is said; so the form scales from three people to ten thousand and needs no script.
 */
import { type PersonId, parseId } from '../base/id.ts';
import type { PersonView } from '../tasks/visibility.ts';
import type { Form } from './form.ts';
import type { Reader } from './pages/reader.ts';
import type { TaskWorkPorts } from './ports/task-work.ts';
import type { Actor } from './ports.ts';

/** A field as it stands on the page. */
export interface PeopleField {
  readonly name: string;
  readonly chosen: readonly PersonView[];
  /** Fit what was written, and are not ticked yet. */
  readonly offered: readonly PersonView[];
  /** What is still to be looked for. */
  readonly text: string;
  readonly problem: string | null;
}

export const peopleField = (name: string, chosen: readonly PersonView[]): PeopleField => ({
  name,
  chosen,
  offered: [],
  text: '',
  problem: null,
});

export interface Picking {
  readonly work: TaskWorkPorts;
  readonly actor: Actor;
  readonly reader: Reader;
}

/** `one`: the last that was picked is it. */
export async function readPeople(
  form: Form<unknown>,
  name: string,
  { work, actor, reader }: Picking,
  what: 'person' | 'contact' = 'person',
  one = false,
): Promise<PeopleField> {
  const ticked = form.values(name).flatMap((id) => parseId<'employee' | 'contact'>(id) ?? []) as PersonId[];
  const text = form.value(`find-${name}`).trim().slice(0, 500);
  const known = await work.named(actor, ticked.slice(0, 200));
  const chosen = [...known.filter((p) => what === 'person' || p.kind === 'contact')];
  const offered: PersonView[] = [];
  const unknown: string[] = [];
  for (const wanted of await namesIn(text, (t) => work.pick(actor, t, what))) {
    if (wanted.found.kind === 'one') chosen.push(wanted.found.person);
    else if (wanted.found.kind === 'several') offered.push(...wanted.found.people);
    else unknown.push(wanted.text);
  }
  const different = distinct(chosen);
  return {
    name,
    chosen: one ? different.slice(-1) : different,
    offered: distinct(offered).filter((p) => !different.some((c) => c.id === p.id)),
    text: unknown.join(', '),
    problem:
      unknown.length > 0
        ? reader.say('people.nobody', { name: unknown.join(', ') })
        : offered.length > 0
          ? reader.say('people.several')
          : null,
  };
}

/** «Lind, Vera» may be one name; where it is none, it is two. */
async function namesIn<Found extends { readonly kind: string }>(text: string, pick: (text: string) => Promise<Found>) {
  if (text === '') return [];
  const whole = await pick(text);
  const parts = text.split(/[,;\n]/).flatMap((part) => part.trim() || []);
  if (whole.kind !== 'none' || parts.length < 2) return [{ text, found: whole }];
  return Promise.all(parts.slice(0, 50).map(async (part) => ({ text: part, found: await pick(part) })));
}

const distinct = (people: readonly PersonView[]): PersonView[] => [...new Map(people.map((p) => [p.id, p])).values()];

export const idsOf = (field: PeopleField): PersonId[] => field.chosen.map((p) => p.id);
