/** Projects as the team's pages show them. Others see of a project what they see of its tasks (E4, E5). */

import type { Person } from '../people/person.ts';
import { loadPeople } from '../store/people.ts';
import { pageOfProjects, projectByNumber, searchProjects } from '../store/rules.ts';
import type { Project } from '../tasks/task.ts';
import type { Actor, Gateway } from './gateway.ts';
import { maySeePeople } from './manage.ts';
import { projectsSeen, seesProject } from './see-projects.ts';

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
  return { items: await projectsSeen(gw.db.read, actor, items), next };
}

function cut(found: readonly Project[], limit: number): ProjectsPage {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)!.number : null };
}

export interface ProjectCard {
  readonly project: Project;
  /** Everybody who is named in it. */
  readonly people: ReadonlyMap<string, Person>;
}

/** Null: not there, or not for this actor. */
export async function readProject(gw: Gateway, actor: Actor, number: number): Promise<ProjectCard | null> {
  const project = await projectByNumber(gw.db.read, actor.account.id, number);
  if (!project || !(await seesProject(gw.db.read, actor, project))) return null;
  const { author, counterparty, auditors, clientManagers, defaultAssignees, defaultParticipants } = project;
  const ids = [author, ...(counterparty ? [counterparty] : []), ...auditors, ...clientManagers];
  const people = await loadPeople(gw.db.read, actor.account.id, [...ids, ...defaultAssignees, ...defaultParticipants]);
  return { project, people };
}
