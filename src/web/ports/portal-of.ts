/** The ports of the portal, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { setTask, taskChoices } from '../../flow/outside.ts';
import { listTasks } from '../../flow/read.ts';
import { loadAccount } from '../../store/accounts.ts';
import { projectsOfContact } from '../../store/outside.ts';
import { taskNumbers } from '../../store/tasks.ts';
import { viewerPerson } from '../../tasks/visibility.ts';
import type { PortalPorts } from './portal.ts';

export function portalPorts(gw: Gateway): PortalPorts {
  return {
    projects: async ({ account, person }) =>
      person.kind === 'contact' && person.access === 'ACTIVE' ? projectsOfContact(gw.db.read, account.id, person) : [],
    tasksIn: async (viewer, project, page) => {
      const account = await loadAccount(gw.db.read, viewerPerson(viewer).account);
      return account ? listTasks(gw, account, viewer, { ...page, project: project.id }) : { items: [], next: null };
    },
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
