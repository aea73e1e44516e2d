/** A task changed by its forms: what it is about, and who is in it. */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { REFUSALS, type Refusal } from '../tasks/refusal.ts';
import type { TaskView } from '../tasks/visibility.ts';
import { type AtTask, atTask, type Sent, sentAtTask } from './at-task.ts';
import type { Door } from './door.ts';
import { html } from './pages/layout.tsx';
import { EditTask } from './pages/staff/task-edit.tsx';
import { PeoplePage } from './pages/staff/task-people.tsx';
import { idsOf, type PeopleField, peopleField, readPeople } from './picking.ts';
import type { SetRole, TaskEdit } from './ports/task-work.ts';
import { actorAt } from './posted.tsx';
import { back, refused } from './task-work.tsx';

export function taskEditPages(app: Hono, door: Door): void {
  const { work } = door.ports;

  app.get(
    '/tasks/:number/edit',
    atTask(door, 'everybody', async (c, at) =>
      at.task.rights?.edit ? askEdit(c, at, fieldsOf(at.task), null) : refused(c, at, 'not-allowed'),
    ),
  );
  app.post('/tasks/:number/edit', sentAtTask(door, 'everybody', edit));
  app.get('/tasks/:number/people', atTask(door, 'team', askPeople));
  app.post('/tasks/:number/people', sentAtTask(door, 'team', people));

  const picking = ({ desk }: AtTask) => ({ work, actor: actorAt(desk), reader: desk.reader });

  async function askEdit(c: Context, at: AtTask, fields: EditFields, problem: Refusal | 'people' | null) {
    const projects = at.viewer.by === 'staff' ? await work.projectChoices(actorAt(at.desk)) : [];
    const status = problem === null ? 200 : problem === 'people' ? 422 : REFUSALS[problem].http;
    return c.html(html(<EditTask {...at} {...{ projects, fields, problem }} />), status);
  }

  async function edit(c: Context, at: Sent): Promise<Response> {
    const { desk, viewer, task, form } = at;
    const before = fieldsOf(task);
    const counterparty =
      viewer.by === 'staff'
        ? await readPeople(form, 'counterparty', picking(at), 'contact', true)
        : before.counterparty;
    const fields: EditFields = {
      title: form.value('title').slice(0, 2000),
      text: form.value('text'),
      project: viewer.by === 'staff' ? form.value('project') : before.project,
      counterparty,
      access: form.value('access') === '1',
    };
    if (counterparty.problem) return askEdit(c, at, fields, 'people');
    if (form.tooLong) return askEdit(c, at, fields, 'too-long');
    const done = await work.editTask(actorAt(desk), task, changesOf(fields, viewer.by === 'staff'));
    return done.ok ? back(c, at, done, '') : askEdit(c, at, fields, done.refusal);
  }

  async function askPeople(c: Context, at: AtTask): Promise<Response> {
    if (!at.task.rights?.people) return refused(c, at, 'not-allowed');
    const asked = c.req.query('participant');
    const id = parseId<'employee'>(asked);
    const named = id ? await work.named(actorAt(at.desk), [id]) : [];
    const fields = rolesFor(at.task).map((role) =>
      peopleField(role, [...inRole(at.task, role), ...(role === 'participant' ? named : [])]),
    );
    return showPeople(c, at, fields, null, 200);
  }

  async function showPeople(
    c: Context,
    at: AtTask,
    fields: readonly PeopleField[],
    warn: string | null,
    status: 200 | 422,
  ) {
    const team = await work.employees(actorAt(at.desk));
    return c.html(html(<PeoplePage {...at} {...{ fields, team, warn }} />), status);
  }

  async function people(c: Context, at: Sent): Promise<Response> {
    const { desk, task, form } = at;
    if (!task.rights?.people) return refused(c, at, 'not-allowed');
    const fields: PeopleField[] = [];
    for (const role of rolesFor(task)) fields.push(await readPeople(form, role, picking(at)));
    if (fields.some((f) => f.problem)) return showPeople(c, at, fields, null, 422);
    const powerful = newClientAuditors(task, fields);
    if (powerful !== null && form.value('confirmed') !== '1') return showPeople(c, at, fields, powerful, 422);
    const changes = fields.map((field) => {
      const role = field.name as SetRole;
      const was = form.values(`was-${role}`);
      const remove = was.filter((id) => !idsOf(field).some((kept) => kept === id)) as ReturnType<typeof idsOf>;
      return { role, remove, add: idsOf(field) };
    });
    return back(c, at, await work.changePeople(actorAt(desk), task, changes), '');
  }
}

export interface EditFields {
  readonly title: string;
  readonly text: string;
  /** A project's id, or ''. */
  readonly project: string;
  readonly counterparty: PeopleField;
  readonly access: boolean;
}

const fieldsOf = (task: TaskView): EditFields => ({
  title: task.title,
  text: task.description?.text ?? '',
  project: task.project?.id ?? '',
  counterparty: peopleField('counterparty', task.counterparty ? [task.counterparty] : []),
  access: task.automaticAccess === 'GRANT',
});

/** Outside one changes the words alone: projects, people and their access are the team's. */
function changesOf({ title, text, project, counterparty, access }: EditFields, team: boolean): TaskEdit {
  if (!team) return { title, text };
  return {
    title,
    text,
    project: parseId<'project'>(project),
    counterparty: (idsOf(counterparty)[0] ?? null) as TaskEdit['counterparty'] & (string | null),
    automaticAccess: access ? 'GRANT' : 'DO_NOT_GRANT',
  };
}

/** Spec 1.13: a participant may change the participants, and nothing else. */
const rolesFor = (task: TaskView): SetRole[] =>
  task.rights?.edit ? ['assignee', 'participant', 'auditor'] : ['participant'];

const inRole = (task: TaskView, role: SetRole) =>
  (task.people ?? []).filter((p) => p.role === role).map((p) => p.person);

/** Spec A12: a client who audits a task has every right over it. Their names, or null. */
function newClientAuditors(task: TaskView, fields: readonly PeopleField[]): string | null {
  const before = inRole(task, 'auditor');
  return clientAuditors(fields, (id) => before.some((p) => p.id === id));
}

export function clientAuditors(
  fields: readonly PeopleField[],
  known: (id: string) => boolean = () => false,
): string | null {
  const auditors = fields.find((f) => f.name === 'auditor')?.chosen ?? [];
  const names = auditors.filter((p) => p.kind === 'contact' && !known(p.id)).map((p) => p.name);
  return names.length > 0 ? names.join(', ') : null;
}
