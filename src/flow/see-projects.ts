/**
 * Who of the team sees a project (E4, E5): everybody one that is not hidden from employees; a hidden one its own people, the
 * administrators, and whoever has a task in it.
 */
import type { PersonId } from '../base/id.ts';
import type { Sql } from '../store/database.ts';
import { subordinates } from '../store/lists.ts';
import { projectsWithTasksOf } from '../store/rules.ts';
import type { Project } from '../tasks/task.ts';
import type { Actor } from './gateway.ts';
import { mayManage, maySeePeople } from './manage.ts';

/** Those of these projects that are there for this actor. */
export async function projectsSeen(db: Sql, actor: Actor, projects: readonly Project[]): Promise<Project[]> {
  if (!maySeePeople(actor)) return [];
  const hidden = projects.filter((p) => !isOpen(actor, p)).map((p) => p.id);
  if (hidden.length === 0) return [...projects];
  const { account, person } = actor;
  const led = await subordinates(db, account.id, person.id);
  const theirs = await projectsWithTasksOf(db, account.id, person.id, led, hidden);
  return projects.filter((p) => isOpen(actor, p) || theirs.has(p.id));
}

export const seesProject = async (db: Sql, actor: Actor, project: Project): Promise<boolean> =>
  (await projectsSeen(db, actor, [project])).length > 0;

function isOpen(actor: Actor, project: Project): boolean {
  const own: readonly PersonId[] = [project.author, ...project.auditors, ...project.clientManagers];
  return mayManage(actor) || !project.hiddenFromEmployees || own.includes(actor.person.id);
}
