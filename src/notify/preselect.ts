/**
 * Who is ticked when somebody begins a comment (spec 3.1.2): the author of the last comment and those it told.
 */
import type { PersonId } from '../base/id.ts';
import { isNote } from '../tasks/task.ts';
import { type TaskView, viewerPerson } from '../tasks/visibility.ts';

/**
 * The guard: who enters a conversation between a colleague and a contact has nobody ticked, so that an aside for the team never
 * goes to a client by a careless click.
 */
export function preselected(view: TaskView): PersonId[] {
  const last = view.comments.findLast((c) => !isNote(c));
  const self = viewerPerson(view.viewer).id;
  if (!last) return [];
  const involved = last.author.id === self || last.notified.some((p) => p.id === self);
  const withContact = [last.author, ...last.notified].some((p) => p.kind === 'contact' && p.id !== self);
  if (!involved && withContact) return [];
  const here = new Set<PersonId>(view.people?.map((p) => p.person.id) ?? []);
  const both = [last.author, ...last.notified].filter((p) => p.kind === 'employee' || here.has(p.id)).map((p) => p.id);
  return [...new Set(both)].filter((p) => p !== self);
}

/** Whoever answers a certain comment answers its author and those it told; who may read it when it is hidden is among them. */
export function preselectedReply(view: TaskView, comment: TaskView['comments'][number]): PersonId[] {
  const self = viewerPerson(view.viewer).id;
  const here = new Set<PersonId>(view.people?.map((p) => p.person.id) ?? []);
  const asked = [comment.author, ...comment.notified, ...(comment.hidden ? comment.audience : [])];
  return [...new Set(asked.filter((p) => p.kind === 'employee' || here.has(p.id)).map((p) => p.id))].filter(
    (p) => p !== self,
  );
}
