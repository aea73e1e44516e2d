/** The ports of the team's pages of projects, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { mayManage } from '../../flow/manage.ts';
import { addProject, changeProject } from '../../flow/manage-projects.ts';
import { listTasks } from '../../flow/read.ts';
import { listProjects, readProject } from '../../flow/read-projects.ts';
import { siteOf } from '../../people/account.ts';
import type { AccountOf } from './account-of.ts';
import { numberAfter } from './number-after.ts';
import type { ProjectPorts } from './projects.ts';

export function projectPorts(gw: Gateway, accountOf: AccountOf): ProjectPorts {
  return {
    list: async (actor, page) => {
      const { items, next } = await listProjects(gw, actor, { ...page, after: numberAfter(page.after) });
      return { items, next: next === null ? null : String(next) };
    },
    read: async (actor, number) => {
      const card = await readProject(gw, actor, number);
      if (!card) return null;
      const change = mayManage(actor) || card.project.author === actor.person.id;
      const form = `${siteOf(actor.account, gw.names)}/new?project=${number}`;
      return { ...card, change, form, address: `project+${number}@${actor.account.mailDomain}` };
    },
    tasks: async (viewer, project, page) =>
      listTasks(gw, await accountOf(viewer), viewer, { ...page, project: project.id }),
    add: (actor, fields) => addProject(gw, actor, fields),
    change: (actor, id, fields) => changeProject(gw, actor, id, fields),
  };
}
