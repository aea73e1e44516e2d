/** Projects as the team's pages show them. Others see of a project what they see of its tasks (E4, E5). */

import type { Person } from '../people/person.ts';
import { loadPeople } from '../store/people.ts';
import { pageOfProjects, projectByNumber, searchProjects } from '../store/rules.ts';
import type { Project } from '../tasks/task.ts';
import type { Actor, Gateway } from './gateway.ts';
import { maySeePeople } from './manage.ts';
import { seesProject } from './manage-projects.ts';
import { listTasks } from './read.ts';

export interface ProjectsPage {
  readonly items: readonly Project[];
  readonly next: number | null;
}

/** A page may be shorter than asked where a project was hidden; `next` still leads on. */
export async function listProjects(
  gw: Gateway,
  actor: Actor,
  asked: { readonly after: number; readonly limit: number; readonly search: string },
): Promise<ProjectsPage> {
  if (!maySeePeople(actor)) return { items: [], next: null };
  const { after, limit, search } = asked;
  const account = actor.account.id;
  const { items, next } = search
    ? await searchProjects(gw.db.read, account, search, after, limit)
    : cut(await pageOfProjects(gw.db.read, account, after, limit + 1), limit);
  const shown = await Promise.all(items.map(async (p) => ((await isShown(gw, actor, p)) ? [p] : [])));
  return { items: shown.flat(), next };
}

function cut(found: readonly Project[], limit: number): ProjectsPage {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)!.number : null };
}

/** E5: one that is hidden from employees is there for its own people, and for those with a task in it. */
async function isShown(gw: Gateway, actor: Actor, project: Project): Promise<boolean> {
  const { account, person } = actor;
  if (seesProject(actor, project)) return true;
  if (person.kind !== 'employee' || !maySeePeople(actor)) return false;
  const viewer = { by: 'staff', employee: person } as const;
  const own = await listTasks(gw, account, viewer, { after: null, limit: 20, search: '', project: project.id });
  return own.items.length > 0;
}

export interface ProjectCard {
  readonly project: Project;
  /** Everybody who is named in it. */
  readonly people: ReadonlyMap<string, Person>;
}

/** Null: not there, or not for this actor. */
export async function readProject(gw: Gateway, actor: Actor, number: number): Promise<ProjectCard | null> {
  const project = await projectByNumber(gw.db.read, actor.account.id, number);
  if (!project || !(await isShown(gw, actor, project))) return null;
  const { author, counterparty, auditors, clientManagers, defaultAssignees, defaultParticipants } = project;
  const ids = [author, ...(counterparty ? [counterparty] : []), ...auditors, ...clientManagers];
  const people = await loadPeople(gw.db.read, actor.account.id, [...ids, ...defaultAssignees, ...defaultParticipants]);
  return { project, people };
}
