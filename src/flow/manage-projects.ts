/**
 * Projects: made and changed by the team (spec 1.4).
 */
import { moveCounterparty } from '../store/apply.ts';
import type { Sql } from '../store/database.ts';
import { loadPeople } from '../store/people.ts';
import { insertProject, loadProject, updateProject } from '../store/rules.ts';
import type { Project } from '../tasks/task.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type FieldFault, faulty, given, type Managed, managed, mayManage, maySeePeople, refused } from './manage.ts';
import { seesProject } from './see-projects.ts';

export type ProjectFields = {
  [K in Exclude<keyof Project, 'id' | 'account' | 'number' | 'author' | 'createdAt'>]?: Project[K] | undefined;
};

export async function addProject(
  gw: Gateway,
  actor: Actor,
  fields: ProjectFields & { title: string },
): Promise<Managed<Project>> {
  const { account, person } = actor;
  if (!maySeePeople(actor) || person.kind !== 'employee') return refused('no-data-access');
  return gw.db.write(async (tx) => {
    const faults = await projectFaults(tx, actor, fields);
    if (faults.length > 0) return faulty(faults);
    // Spec 1.4: whoever made it becomes the client manager; a program is nobody whom a client could address.
    const managers = person.role === 'robot' ? { clientManagers: [] } : {};
    const project = { ...managers, ...given(fields), title: fields.title, author: person.id };
    const id = await insertProject(tx, account.id, project, gw.clock());
    return managed((await loadProject(tx, account.id, id))!);
  });
}

export async function changeProject(
  gw: Gateway,
  actor: Actor,
  id: string,
  fields: ProjectFields,
): Promise<Managed<Project>> {
  if (!maySeePeople(actor)) return refused('no-data-access');
  return gw.db.write(async (tx) => {
    const before = await loadProject(tx, actor.account.id, id);
    if (!before || !(await seesProject(tx, actor, before))) return refused('nowhere');
    if (!mayManage(actor) && before.author !== actor.person.id) return refused('not-your-project');
    const faults = await projectFaults(tx, actor, fields);
    if (faults.length > 0) return faulty(faults);
    await updateProject(tx, before, given(fields) as Partial<Project>);
    if (fields.counterparty !== undefined && fields.counterparty !== before.counterparty)
      await moveCounterparty(tx, before.account, before.id, before.counterparty, fields.counterparty, gw.clock());
    return managed((await loadProject(tx, before.account, before.id))!);
  });
}

const LISTS = {
  auditors: 'person',
  clientManagers: 'employee',
  defaultAssignees: 'person',
  defaultParticipants: 'person',
} as const satisfies Partial<Record<keyof ProjectFields, 'person' | 'employee'>>;

async function projectFaults(tx: Sql, { account }: Actor, fields: ProjectFields): Promise<FieldFault[]> {
  const lists = Object.entries(LISTS).map(([name, kind]) => ({
    name,
    kind,
    ids: fields[name as keyof typeof LISTS] ?? [],
  }));
  const people = await loadPeople(tx, account.id, [
    ...lists.flatMap((l) => l.ids),
    ...(fields.counterparty ? [fields.counterparty] : []),
  ]);
  const faults = lists.flatMap(({ name, kind, ids }) =>
    ids.flatMap((id, at): FieldFault[] => {
      const fits = kind === 'person' ? people.has(id) : people.get(id)?.kind === kind;
      return fits ? [] : [{ path: `${name}.${at}`, message: `There is no such ${kind}` }];
    }),
  );
  if (fields.counterparty && people.get(fields.counterparty)?.kind !== 'contact')
    faults.push({ path: 'counterparty', message: 'There is no such contact' });
  return faults;
}
