/** A new task of the team, from the form of its page. */

import { onlyOnce } from '../../flow/comment.ts';
import type { Actor, Gateway } from '../../flow/gateway.ts';
import { maySeePeople } from '../../flow/manage.ts';
import { namedFaults, wordsFrom } from '../../flow/manage-task.ts';
import { createTask, createTaskIn } from '../../flow/perform.ts';
import { taskNumbers } from '../../store/tasks.ts';
import type { NewTask } from '../../tasks/intent.ts';
import type { NewTaskForm, NewTaskOutcome } from './task-work.ts';

export async function newTask(gw: Gateway, actor: Actor, form: NewTaskForm): Promise<NewTaskOutcome> {
  if (actor.person.kind !== 'employee' || !maySeePeople(actor)) return { ok: false, refusal: 'not-allowed' };
  const { project, counterparty, people, once } = form;
  const viewer = { by: 'staff', employee: actor.person } as const;
  const faults = await namedFaults(gw, actor, viewer, { people, project, counterparty });
  if (faults.length > 0)
    return { ok: false, refusal: faults.some((f) => f.path === 'project') ? 'no-such-project' : 'unknown-person' };
  const task = taskOf(gw, actor, form);
  const done = once
    ? await onlyOnce(gw, actor, `task ${actor.person.id} ${once}`, (tx) => createTaskIn(gw, tx, actor, task))
    : await createTask(gw, actor, task);
  if (!done.ok) return done;
  const numbers = await taskNumbers(gw.db.read, actor.account.id, [done.task]);
  return { ok: true, number: numbers.get(done.task)! };
}

const taskOf = (gw: Gateway, actor: Actor, form: NewTaskForm): NewTask => ({
  title: wordsFrom(gw, { text: form.title }).text.replace(/\s+/g, ' '),
  description: wordsFrom(gw, { text: form.text }),
  files: form.files,
  project: form.project,
  parent: null,
  assigner: actor.person.id,
  assignees: form.people.assignee,
  participants: form.people.participant,
  auditors: form.people.auditor,
  counterparty: form.counterparty,
  from: form.from,
  automaticAccess: 'GRANT',
  status: 'NEW',
  source: actor.source,
  proof: actor.proof,
  origin: null,
});
