/** The dashboard's ports, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { endOwnLink, renewOwnLink } from '../../flow/manage-link.ts';
import { hasMuted, hearAgain } from '../../flow/mute.ts';
import { originalOf } from '../../flow/original.ts';
import { listTasks } from '../../flow/read.ts';
import { filesOfTask } from '../../flow/task-files.ts';
import { taskStamp } from '../../store/stamps.ts';
import type { AccountOf } from './account-of.ts';
import type { ClientPorts } from './client.ts';

export const clientPorts = (gw: Gateway, accountOf: AccountOf): ClientPorts => ({
  renewLink: (account, person, task) => renewOwnLink(gw, { account, person }, task),
  endLink: (account, person) => endOwnLink(gw, { account, person }),
  tasks: async (viewer, asked) => listTasks(gw, await accountOf(viewer), viewer, asked),
  stamp: (contact, number) => taskStamp(gw.db.read, contact.account, contact.id, number),
  muted: (contact, task) => hasMuted(gw, contact, task.id),
  hear: (contact, task) => hearAgain(gw, contact, task.id),
  files: async (viewer, task) => filesOfTask(gw, await accountOf(viewer), viewer, task),
  original: (task, comment) => originalOf(gw, task, comment),
});
