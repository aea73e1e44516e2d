/**
 * Tasks set by a contact who signed in (spec 5.11–5.13): in a project of theirs, to its client manager or to whoever is
 * responsible for them, and to nobody else.
 */
import type { ContactId, EmployeeId, FileId, PersonId, ProjectId } from '../base/id.ts';
import { textToHtml } from '../mail/sanitize.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { type Contact, type Employee, worksWithTasks } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { projectsOfContact, type ReachedProject } from '../store/outside.ts';
import { loadPeople } from '../store/people.ts';
import { loadProject } from '../store/rules.ts';
import type { NewTask } from '../tasks/intent.ts';
import type { Project } from '../tasks/task.ts';
import { onlyOnce } from './comment.ts';
import type { Actor, Gateway } from './gateway.ts';
import { createTaskIn, type Performed, refusing } from './perform.ts';

/** What the form offers. */
export interface TaskChoices {
  readonly projects: readonly ReachedProject[];
  /** The project that is set when none is picked; null: none. */
  readonly automatic: ReachedProject | null;
  /** By project id, '' for no project: whom the task can be given to, the first of them as it is not said. */
  readonly assignees: ReadonlyMap<ProjectId | '', readonly Employee[]>;
}

export interface OutsideTask {
  readonly title: string;
  readonly text: string;
  readonly files: readonly FileId[];
  /** `automatic`: the first that is available to them (S1). */
  readonly project: ProjectId | 'automatic';
  /** Null: the first whom it can be given to. */
  readonly assignee: EmployeeId | null;
}

/** What this contact could pick. Reads only. */
export async function taskChoices(
  gw: Gateway,
  { account }: Pick<Actor, 'account'>,
  contact: Contact,
): Promise<TaskChoices> {
  const projects = (await projectsOfContact(gw.db.read, account.id, contact)).filter((p) => p.active);
  const assignees = new Map<ProjectId | '', readonly Employee[]>();
  for (const { id } of projects) {
    const project = await loadProject(gw.db.read, account.id, id);
    assignees.set(id, await assigneesFor(gw.db.read, contact, project));
  }
  assignees.set('', await assigneesFor(gw.db.read, contact, null));
  return { projects, automatic: projects[0] ?? null, assignees };
}

/**
 * A project or an assignee that they may not use is refused, whatever the form looked like. `once` names a sending of the form:
 * the same once more leads to the same task.
 */
export async function setTask(
  gw: Gateway,
  actor: Actor,
  asked: OutsideTask,
  once: string | null = null,
): Promise<Performed> {
  const { person } = actor;
  if (person.kind !== 'contact' || person.access !== 'ACTIVE') return { ok: false, refusal: 'not-allowed' };
  if (once !== null)
    return onlyOnce(gw, actor, `task ${person.id} ${once}`, (tx) => setIn(gw, tx, actor, person, asked));
  const done = await refusing(() => gw.db.write((tx) => setIn(gw, tx, actor, person, asked)));
  if (done.ok) gw.wake.outbox();
  return done;
}

async function setIn(gw: Gateway, tx: Sql, actor: Actor, person: Contact, asked: OutsideTask): Promise<Performed> {
  const { account } = actor;
  const reached = (await projectsOfContact(tx, account.id, person)).filter((p) => p.active);
  const picked = asked.project === 'automatic' ? reached[0] : reached.find((p) => p.id === asked.project);
  if (!picked && asked.project !== 'automatic') return { ok: false, refusal: 'no-such-project' };
  const project = picked ? await loadProject(tx, account.id, picked.id) : null;
  const allowed = await assigneesFor(tx, person, project);
  const assignee = asked.assignee ? allowed.find((e) => e.id === asked.assignee) : allowed[0];
  if (!assignee && asked.assignee) return { ok: false, refusal: 'not-your-assignee' };
  return createTaskIn(gw, tx, actor, newTask(gw, person, asked, project, assignee ?? null));
}

function newTask(
  gw: Gateway,
  contact: Contact,
  asked: OutsideTask,
  project: Project | null,
  assignee: Employee | null,
): NewTask {
  const text = removeSecrets(asked.text.replace(/\r\n?/g, '\n').replaceAll('\0', ''), gw.names).trim();
  return {
    title: removeSecrets(asked.title, gw.names).replace(/\s+/g, ' ').trim(),
    description: { text, html: textToHtml(text) },
    files: asked.files,
    project: project?.id ?? null,
    parent: null,
    assigner: contact.id,
    assignees: assignee ? [assignee.id] : [],
    participants: [],
    auditors: assignee && project ? auditorsFor(project, assignee.id) : [],
    counterparty: counterpartyFor(contact, project),
    automaticAccess: 'GRANT',
    status: 'NEW',
    source: 'dashboard',
    proof: 'session',
    origin: null,
  };
}

/** Whose matter it is: of several companies of theirs, the one that the project is for; with the option its people see the task. */
function counterpartyFor(contact: Contact, project: Project | null): ContactId {
  const theirs = [contact.id, ...contact.companies];
  const of = theirs.find((id) => id === project?.counterparty);
  return of ?? contact.companies[0] ?? contact.id;
}

/** Item 106: the client manager is the auditor of the client's task if and only if the project has no other. */
function auditorsFor(project: Project, assignee: PersonId): PersonId[] {
  const manages = project.clientManagers.some((p) => p === assignee);
  return manages && !project.auditors.some((p) => p !== assignee) ? [assignee] : [];
}

/** S1: the project's client managers, and whoever is responsible for the contact. */
async function assigneesFor(db: Sql, contact: Contact, project: Project | null): Promise<Employee[]> {
  const ids = [...new Set<PersonId>([...(project?.clientManagers ?? []), ...contact.responsible])];
  const people = await loadPeople(db, contact.account, ids);
  return ids.flatMap((id) => {
    const person = people.get(id);
    return person?.kind === 'employee' && worksWithTasks(person) ? [person] : [];
  });
}
