/** What somebody sees of a task in the letter that is about to be written to them. */
import type { PersonId } from '../base/id.ts';
import type { Person } from '../people/person.ts';
import { type TaskView, type TaskWorld, type Viewer, viewTask } from '../tasks/visibility.ts';

/** Null: there is nothing that could be written to them. */
export const viewInLetter = (world: TaskWorld, person: Person): TaskView | null =>
  viewTask(viewerOf(person), withMailed(world, person));

/** Contacts with basic access see what the dashboard shows; with a login, what their pages show (A13, Q29). */
export function viewerOf(person: Person): Viewer {
  if (person.kind === 'employee') return { by: 'staff', employee: person };
  return { by: person.access === 'ACTIVE' ? 'login' : 'dashboard', contact: person };
}

/** The letter that is being written is what makes the task visible to its reader (D1). */
export const withMailed = (world: TaskWorld, person: Person): TaskWorld =>
  person.kind === 'contact' ? { ...world, mailed: new Set([...world.mailed, person.id]) } : world;

/** The same for the description that goes with it (D2). */
export function withDescription(world: TaskWorld, assignee: PersonId): TaskWorld {
  const people = world.task.people.map((p) =>
    p.person === assignee && p.role === 'assignee' ? { ...p, sentDescription: wordsOf(world) } : p,
  );
  return { ...world, task: { ...world.task, people } };
}

export const wordsOf = ({ task }: TaskWorld) => ({ html: task.descriptionHtml, text: task.descriptionText });
