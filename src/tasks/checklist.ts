/**
 * The checklist of a task (spec 1.8): who edits the task makes and changes its items, an item's own people tick it.
 */
import type { PersonId } from '../base/id.ts';
import { type Person, seesNothing } from '../people/person.ts';
import type { Decision, Known } from './decide.ts';
import type { TaskEvent } from './event.ts';
import type { Intent } from './intent.ts';
import type { Refusal } from './refusal.ts';
import { may, mayTick } from './rights.ts';
import { seesTask, type TaskWorld } from './visibility.ts';

export const CHECKLIST_MAX = 150;

type About<Kind> = Extract<Intent, { readonly kind: Kind }>;

export function addItem(world: TaskWorld, actor: Person, asked: About<'add-item'>, known: Known): Decision {
  const { text, assignees = [] } = asked;
  if (!may(actor, world, 'edit')) return refuse('not-allowed');
  if (world.checklist.length >= CHECKLIST_MAX) return refuse('too-many-items');
  const coming = comingIn(world, assignees, known);
  return coming.ok ? did(...coming.events, { kind: 'item-added', text, assignees: distinct(assignees) }) : coming;
}

export function changeItem(world: TaskWorld, actor: Person, asked: About<'change-item'>, known: Known): Decision {
  const { item, text, assignees } = asked;
  if (!isThere(world, item)) return refuse('not-found');
  if (!may(actor, world, 'edit')) return refuse('not-allowed');
  const coming = comingIn(world, assignees ?? [], known);
  if (!coming.ok) return coming;
  return did(...coming.events, { kind: 'item-changed', item, text, assignees: assignees && distinct(assignees) });
}

export function removeItem(world: TaskWorld, actor: Person, { item }: About<'remove-item'>): Decision {
  if (!isThere(world, item)) return refuse('not-found');
  return may(actor, world, 'edit') ? did({ kind: 'item-removed', item }) : refuse('not-allowed');
}

export function tickItem(world: TaskWorld, actor: Person, { item: id, done }: About<'tick-item'>): Decision {
  const item = world.checklist.find((i) => i.id === id);
  if (!item) return refuse('not-found');
  const roles = world.task.people.filter((p) => p.person === actor.id).map((p) => p.role);
  return mayTick(actor, roles, item) ? did({ kind: 'item-ticked', item: id, done }) : refuse('not-allowed');
}

const isThere = (world: TaskWorld, id: string): boolean => world.checklist.some((i) => i.id === id);

/** As with a comment: whoever of the team could not see the task comes into it; a contact has to be in it (Q32). */
function comingIn(world: TaskWorld, assignees: readonly PersonId[], known: Known): Decision {
  const inTask = new Set(world.task.people.map((p) => p.person));
  const coming: TaskEvent[] = [];
  for (const id of distinct(assignees)) {
    const person = known.get(id);
    if (!person || seesNothing(person)) return refuse('unknown-person');
    if (inTask.has(id)) continue;
    if (person.kind === 'contact') return refuse('recipient-not-in-task');
    if (!seesTask({ by: 'staff', employee: person }, world))
      coming.push({ kind: 'person-added', person: id, personKind: 'employee', role: 'participant' });
  }
  return did(...coming);
}

const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)];
const did = (...events: TaskEvent[]): Decision => ({ ok: true, events });
const refuse = (refusal: Refusal): Decision => ({ ok: false, refusal });
