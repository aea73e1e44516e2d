/**
 * Whose list a mail belongs in, by the addresses of ours that it was sent to (spec 3.4): `login@`, `project+N@`, a virtual address.
 */
import { localPart } from '../base/address.ts';
import type { InboxId, TaskId } from '../base/id.ts';
import type { Via } from '../notify/letter-input.ts';
import { virtualAddress } from '../store/addresses.ts';
import { taskMadeBy } from '../store/earlier.ts';
import { employeeByLogin, loadPerson } from '../store/people.ts';
import { projectByNumber } from '../store/rules.ts';
import { loadWorld, NO_COMMENTS } from '../store/tasks.ts';
import type { NewTask } from '../tasks/intent.ts';
import { addressesTo } from './addressed.ts';
import { performIn } from './perform.ts';
import type { Station } from './receive.ts';
import { proofOf } from './speak.ts';

export type Queue = Pick<NewTask, 'project' | 'assignees' | 'participants'>;

/** What each of these addresses wants, together: one task, in everybody's list. Null: none of them is a queue. */
export async function queueOf(at: Pick<Station, 'tx' | 'place'>, to: readonly string[]): Promise<Queue | null> {
  const found: Queue[] = [];
  for (const address of addressesTo(at.place.account, { to: [...to] })) {
    const queue = await queueNamed(at, localPart(address));
    if (queue) found.push(queue);
  }
  if (found.length === 0) return null;
  return {
    project: found.find((queue) => queue.project)?.project ?? null,
    assignees: [...new Set(found.flatMap((queue) => queue.assignees))],
    participants: [...new Set(found.flatMap((queue) => queue.participants))],
  };
}

/** The virtual address that the mail came to: an automatic answer comes from it (spec 3.3). */
export async function viaOf({ tx, place, mail }: Pick<Station, 'tx' | 'place' | 'mail'>): Promise<Via | null> {
  if (!place.account.settings.notifications.N3.enabled) return null;
  for (const address of addressesTo(place.account, { to: [...mail.to] })) {
    const rule = await virtualAddress(tx, place.account.id, localPart(address));
    if (rule) return rule;
  }
  return null;
}

async function queueNamed({ tx, place }: Pick<Station, 'tx' | 'place'>, local: string): Promise<Queue | null> {
  const account = place.account.id;
  const number = /^project[+.](\d{1,9})$/.exec(local)?.[1];
  const project = number ? await projectByNumber(tx, account, Number(number)) : null;
  if (project)
    return { project: project.id, assignees: project.defaultAssignees, participants: project.defaultParticipants };
  const employee = await employeeByLogin(tx, account, local);
  if (employee?.active) return { project: null, assignees: [employee.id], participants: [] };
  const rule = await virtualAddress(tx, account, local);
  return rule && { project: rule.project, assignees: rule.assignees, participants: [] };
}

/**
 * The same mail came once more, to another address of ours: no second task, but the people of that address get the first one
 * into their list. Answers with that task, null when there is none.
 */
export async function joinQueues(at: Station, first: InboxId): Promise<TaskId | null> {
  const { gw, tx, place, mail } = at;
  const task = await taskMadeBy(tx, place.account.id, first);
  if (!task || proofOf(at) === 'fail') return task;
  const queue = await queueOf(at, mail.to);
  const world = await loadWorld(
    tx,
    place.account.id,
    task,
    NO_COMMENTS,
    place.account.settings.commentVisibility,
    true,
  );
  if (!queue || !world) return task;
  const assigner = world.task.people.find((p) => p.role === 'assigner')!.person;
  const person = await loadPerson(tx, place.account.id, assigner);
  if (!person) return task;
  const actor = { account: place.account, person, proof: 'unproven', source: 'mail' } as const;
  await performIn(gw, tx, actor, { kind: 'join-queue', task, assignees: queue.assignees }, world);
  return task;
}
