/**
 * Projects, and the rules of addresses that make tasks (spec 3.4).
 */
import { type AccountId, type EmployeeId, newId, type PersonId, type ProjectId } from '../base/id.ts';
import type { Project } from '../tasks/task.ts';
import { nextNumber } from './accounts.ts';
import { virtualAddress } from './addresses.ts';
import type { Sql } from './database.ts';
import { foldTitle } from './lists.ts';
import type { Row } from './tasks.ts';

export type NewProject = Pick<Project, 'title' | 'author'> &
  Partial<Omit<Project, 'id' | 'account' | 'number' | 'createdAt'>>;

/** Spec 1.4: without a client manager the creator becomes it. */
export async function insertProject(tx: Sql, account: AccountId, p: NewProject, now: number): Promise<ProjectId> {
  const id = newId<'project'>(now);
  await tx('projects').insert({
    account_id: account,
    id,
    number: await nextNumber(tx, account, 'project'),
    author_id: p.author,
    created_at: now,
    ...columns({ ...DEFAULTS, ...p }),
  });
  await setPeople(tx, account, id, { ...DEFAULTS, clientManagers: [p.author], ...p });
  return id;
}

export async function updateProject(tx: Sql, before: Project, changes: Partial<Project>): Promise<void> {
  const after = { ...before, ...changes };
  await tx('projects').where({ account_id: before.account, id: before.id }).update(columns(after));
  await setPeople(tx, before.account, before.id, after);
}

export async function loadProject(db: Sql, account: AccountId, id: string): Promise<Project | null> {
  return first(db, account, { id });
}

export async function projectByNumber(db: Sql, account: AccountId, number: number): Promise<Project | null> {
  return first(db, account, { number });
}

export async function pageOfProjects(db: Sql, account: AccountId, after: number, limit: number): Promise<Project[]> {
  const rows: Row[] = await db('projects')
    .where({ account_id: account })
    .andWhere('number', '>', after)
    .orderBy('number')
    .limit(limit);
  return withPeople(db, account, rows);
}

/**
 * Of these projects, those with a task in which this employee has a role, or somebody whom they lead has one and not as an auditor
 * (spec 1.13): E5.
 */
export async function projectsWithTasksOf(
  db: Sql,
  account: AccountId,
  employee: PersonId,
  led: readonly PersonId[],
  projects: readonly ProjectId[],
): Promise<ReadonlySet<ProjectId>> {
  const inRole = db('task_people')
    .where({ account_id: account })
    .andWhere((q) => {
      q.where({ person_id: employee });
      if (led.length > 0) q.orWhere((w) => w.whereIn('person_id', led as PersonId[]).andWhereNot({ role: 'auditor' }));
    })
    .select('task_id');
  const rows: Row[] = await db('tasks')
    .where({ account_id: account })
    .whereNull('deleted_at')
    .whereIn('project_id', projects as ProjectId[])
    .whereIn('id', inRole)
    .distinct('project_id');
  return new Set(rows.map((r) => r.project_id as ProjectId));
}

/** At most so many titles are looked at for one page of a search; `next` goes on from there. */
const SEARCH_SPAN = 5000;

/** Projects with this text in the title, in the order of their numbers. `next` as in searchContacts. */
export async function searchProjects(
  db: Sql,
  account: AccountId,
  text: string,
  after: number,
  limit: number,
): Promise<{ items: Project[]; next: number | null }> {
  const wanted = foldTitle(text);
  const span: Row[] = await db('projects')
    .where({ account_id: account })
    .andWhere('number', '>', after)
    .orderBy('number')
    .limit(SEARCH_SPAN);
  const found = span.filter((r) => foldTitle(r.title).includes(wanted));
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : span.length === SEARCH_SPAN ? span.at(-1) : undefined;
  return { items: await withPeople(db, account, page), next: last ? Number(last.number) : null };
}

/** Does a login or a virtual address of this account have this name? Asked at RCPT. */
export async function knowsLocal(db: Sql, account: AccountId, local: string): Promise<boolean> {
  const login = await db('employees').where({ account_id: account, login: local, active: true }).first('id');
  return Boolean(login) || (await virtualAddress(db, account, local)) !== null;
}

/** Who answers for mail that no rule gives to anybody: the owner, else the first admin. */
export async function firstAdmin(db: Sql, account: AccountId): Promise<EmployeeId | null> {
  const rows: Row[] = await db('employees')
    .where({ account_id: account, active: true })
    .whereIn('role', ['owner', 'admin'])
    .orderBy('number')
    .select('id', 'role');
  return (rows.find((r) => r.role === 'owner') ?? rows[0])?.id ?? null;
}

const DEFAULTS = {
  description: '',
  status: 'ACTIVE' as const,
  counterparty: null,
  auditors: [] as readonly PersonId[],
  clientManagers: [] as readonly EmployeeId[],
  defaultAssignees: [] as readonly PersonId[],
  defaultParticipants: [] as readonly PersonId[],
  hiddenFromEmployees: false,
  hiddenFromContacts: false,
};

const columns = (
  p: Pick<Project, 'title' | 'description' | 'status' | 'counterparty' | 'hiddenFromEmployees' | 'hiddenFromContacts'>,
) => ({
  title: p.title,
  description: p.description,
  status: p.status,
  counterparty_id: p.counterparty,
  hidden_from_employees: p.hiddenFromEmployees,
  hidden_from_contacts: p.hiddenFromContacts,
});

const ROLES = {
  auditor: 'auditors',
  clientManager: 'clientManagers',
  defaultAssignee: 'defaultAssignees',
  defaultParticipant: 'defaultParticipants',
} as const satisfies Record<string, keyof Project>;

async function setPeople(
  tx: Sql,
  account: AccountId,
  project: ProjectId,
  p: Pick<Project, (typeof ROLES)[keyof typeof ROLES]>,
): Promise<void> {
  await tx('project_people').where({ account_id: account, project_id: project }).delete();
  const rows = Object.entries(ROLES).flatMap(([role, field]) =>
    [...new Set<string>(p[field])].map((person_id) => ({ account_id: account, project_id: project, role, person_id })),
  );
  if (rows.length > 0) await tx('project_people').insert(rows);
}

async function first(db: Sql, account: AccountId, where: Record<string, unknown>): Promise<Project | null> {
  const row: Row | undefined = await db('projects')
    .where({ account_id: account, ...where })
    .first();
  return row ? (await withPeople(db, account, [row]))[0]! : null;
}

async function withPeople(db: Sql, account: AccountId, rows: Row[]): Promise<Project[]> {
  const people: Row[] = await db('project_people')
    .where({ account_id: account })
    .whereIn(
      'project_id',
      rows.map((r) => r.id),
    );
  return rows.map((r) => {
    const of = (role: string) => people.filter((p) => p.project_id === r.id && p.role === role).map((p) => p.person_id);
    return {
      id: r.id,
      account,
      number: Number(r.number),
      title: r.title,
      description: r.description,
      status: r.status,
      author: r.author_id,
      counterparty: r.counterparty_id,
      auditors: of('auditor'),
      clientManagers: of('clientManager'),
      defaultAssignees: of('defaultAssignee'),
      defaultParticipants: of('defaultParticipant'),
      hiddenFromEmployees: Boolean(r.hidden_from_employees),
      hiddenFromContacts: Boolean(r.hidden_from_contacts),
      createdAt: Number(r.created_at),
    };
  });
}
