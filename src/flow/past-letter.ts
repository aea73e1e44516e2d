/**
 * A task that is there → what a letter of this kind about it is made of, for the preview of a template: as its reader would get it, and
 * of that only what whoever looks may see as well.
 */
import type { LetterInput, LetterMatter, OwnChoice } from '../notify/letter-input.ts';
import { bringsDescription } from '../notify/own-check.ts';
import { wordsFor } from '../notify/own-template.ts';
import type { NotificationType } from '../people/account.ts';
import type { Contact, Language, Person } from '../people/person.ts';
import { loadPeople, loadPerson } from '../store/people.ts';
import { loadWorld, NO_COMMENTS, taskIdByNumber, type Window } from '../store/tasks.ts';
import type { Comment } from '../tasks/task.ts';
import { type TaskView, type TaskWorld, viewTask } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';
import { authorOf, basis, companiesFor } from './post.ts';
import { viewerOf, withDescription, withMailed } from './reader-view.ts';

export interface Past {
  readonly event: NotificationType;
  readonly number: number;
  readonly own: OwnChoice;
  readonly language: Language;
}

/** Null: there is no such task for them, or nobody in it whom such a letter could have gone to. */
export async function pastInput(gw: Gateway, actor: Actor, past: Past): Promise<LetterInput | null> {
  const { account } = actor;
  const id = await taskIdByNumber(gw.db.read, account.id, past.number);
  const world =
    id && (await loadWorld(gw.db.read, account.id, id, WINDOWS[past.event], account.settings.commentVisibility));
  const seen = world && viewTask(viewerOf(actor.person), world);
  if (!seen) return null;
  const common = whatBothSee(world, seen);
  const told = await toldIn(gw, actor, past.event, common);
  if (!told) return null;
  const to: Contact = { ...told.to, language: past.language };
  const brings =
    past.event === 'N1' && bringsDescription(wordsFor(past.own.template, to.language, account.language).words);
  const view = viewTask(
    { by: 'dashboard', contact: to },
    withMailed(brings ? withDescription(common, to.id) : common, to),
  );
  if (!view) return null;
  const author = authorOf({ account, person: told.author ?? actor.person });
  const companies = await companiesFor(gw.db.read, past.own, to);
  const matter = matterOf(past.event, view, author, told.comment);
  return { ...basis(gw, account, to, 'preview'), own: past.own, companies, ...matter };
}

const WINDOWS: Readonly<Record<NotificationType, Window>> = {
  N1: NO_COMMENTS,
  N2: { limit: 50, talkOnly: true },
  N3: NO_COMMENTS,
  N4: NO_COMMENTS,
  N5: NO_COMMENTS,
};

/** A preview opens nobody a hidden comment that they are not shown elsewhere. */
function whatBothSee(world: TaskWorld, { comments, files, description }: TaskView): TaskWorld {
  const shown = new Set<string>([...comments, ...files].map((one) => one.id));
  const unsaid = {
    descriptionHtml: '',
    descriptionText: '',
    people: world.task.people.map((p) => ({ ...p, sentDescription: null })),
  };
  return {
    ...world,
    task: description ? world.task : { ...world.task, ...unsaid },
    comments: world.comments.filter((c) => shown.has(c.id)),
    files: world.files.filter((f) => shown.has(f.id)),
  };
}

interface ToldOf {
  readonly to: Contact;
  /** Null: whoever looks. */
  readonly author: Person | null;
  readonly comment: Comment | null;
}

async function toldIn(
  gw: Gateway,
  { account }: Actor,
  event: NotificationType,
  world: TaskWorld,
): Promise<ToldOf | null> {
  const inRole = (role: 'assignee' | 'assigner') =>
    world.task.people.filter((p) => p.role === role).map((p) => p.person);
  const named = [...inRole('assignee'), ...inRole('assigner'), ...world.comments.flatMap((c) => c.notified)];
  const people = await loadPeople(gw.db.read, account.id, named);
  const outside = (ids: readonly string[]): Contact | undefined =>
    ids.map((id) => people.get(id as never)).find((p): p is Contact => p?.kind === 'contact');
  const inside = (ids: readonly string[]): Person | null =>
    ids.map((id) => people.get(id as never)).find((p) => p?.kind === 'employee') ?? null;
  if (event === 'N2') {
    const comment = world.comments.findLast((c) => outside(c.notified));
    if (!comment) return null;
    const author = await loadPerson(gw.db.read, account.id, comment.author);
    return { to: outside(comment.notified)!, author, comment };
  }
  const to = outside(inRole(event === 'N1' ? 'assignee' : 'assigner'));
  return to ? { to, author: inside(inRole(event === 'N4' ? 'assignee' : 'assigner')), comment: null } : null;
}

function matterOf(
  event: NotificationType,
  view: TaskView,
  author: ReturnType<typeof authorOf>,
  comment: Comment | null,
): LetterMatter {
  switch (event) {
    case 'N2':
      return { kind: 'N2', view, author, comment: comment!.id, shared: null };
    case 'N3':
      return { kind: 'N3', view };
    case 'N5':
      return { kind: 'N5', view, author, statusFrom: 'NEW', statusTo: view.status };
    default:
      return { kind: event, view, author };
  }
}
