/** The ports of the portal, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { setTask, taskChoices } from '../../flow/outside.ts';
import { listTasks } from '../../flow/read.ts';
import { projectsOfContact } from '../../store/outside.ts';
import { taskNumbers } from '../../store/tasks.ts';
import type { AccountOf } from './account-of.ts';
import type { PortalPorts } from './portal.ts';

export function portalPorts(gw: Gateway, accountOf: AccountOf): PortalPorts {
  return {
    projects: async ({ account, person }) =>
      person.kind === 'contact' && person.access === 'ACTIVE' ? projectsOfContact(gw.db.read, account.id, person) : [],
    tasksIn: async (viewer, project, page) =>
      listTasks(gw, await accountOf(viewer), viewer, { ...page, project: project.id }),
    choices: async (actor) =>
      actor.person.kind === 'contact'
        ? taskChoices(gw, actor, actor.person)
        : { projects: [], automatic: null, assignees: new Map() },
    setTask: async (actor, asked, once) => {
      const done = await setTask(gw, actor, asked, once);
      if (!done.ok) return done;
      const numbers = await taskNumbers(gw.db.read, actor.account.id, [done.task]);
      return { ok: true, number: numbers.get(done.task)! };
    },
  };
}
