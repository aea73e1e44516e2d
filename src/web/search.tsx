/** Search for the team: every kind of thing at once, each as its own list shows it to this reader. */
import type { Hono } from 'hono';
import { type Viewer, whoIn } from '../tasks/visibility.ts';
import { type Door, numberIn, searchOf } from './door.ts';
import { html } from './pages/layout.tsx';
import { type Found, SearchPage } from './pages/search.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt } from './posted.tsx';
import { forTeam } from './team-door.ts';

/** Of each kind; its own list has the rest. */
const OF_EACH = 10;

export function searchPages(app: Hono, door: Door): void {
  const { ports } = door;

  app.get(
    '/search',
    forTeam(door, async (c, desk, viewer) => {
      const search = searchOf(c);
      const found = search ? await find(desk, viewer, search) : { tasks: [], contacts: [], projects: [] };
      return c.html(html(<SearchPage {...{ desk, search, found }} />));
    }),
  );

  async function find(desk: Desk, viewer: Viewer, search: string): Promise<Found> {
    const actor = actorAt(desk);
    const page = { after: null, limit: OF_EACH, search };
    const [tasks, contacts, projects, numbered] = await Promise.all([
      ports.listTasks(viewer, page),
      ports.contacts.list(actor, { ...page, kind: 'all' }),
      ports.projects.list(actor, page),
      byNumber(desk, viewer, search),
    ]);
    const others = <T extends { number: number }>(items: readonly T[], first: readonly T[]) =>
      [...first, ...items.filter((item) => first.every((f) => f.number !== item.number))].slice(0, OF_EACH);
    return {
      tasks: others(tasks.items, numbered.tasks),
      contacts: others(contacts.items, numbered.contacts),
      projects: others(projects.items, numbered.projects),
    };
  }

  /** `12` and `№ 12` are numbers of each kind, too. */
  async function byNumber(desk: Desk, viewer: Viewer, search: string): Promise<Found> {
    const number = numberIn(/^(?:№|#)?\s*(\d+)$/.exec(search)?.[1]);
    if (number === null) return { tasks: [], contacts: [], projects: [] };
    const actor = actorAt(desk);
    const [task, contact, project] = await Promise.all([
      ports.readTask(viewer, number, 1),
      ports.contacts.read(actor, number),
      ports.projects.read(actor, number),
    ]);
    return {
      tasks: task ? [{ ...task, throughCompany: false, who: whoIn(task.people, task.counterparty) }] : [],
      contacts: contact ? [contact.contact] : [],
      projects: project ? [project.project] : [],
    };
  }
}
