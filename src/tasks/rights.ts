/**
 * Rights in a task by role: the table of spec 1.13, readable beside it.
 */
import { type Employee, isAdmin, type Person } from '../people/person.ts';
import type { ChecklistItem, TaskRole } from './task.ts';
import type { TaskFacts } from './visibility.ts';

export const RIGHT_NAMES = ['comment', 'status', 'edit', 'people'] as const;
export type Right = (typeof RIGHT_NAMES)[number];

/** What ties a person to a task, strongest first. */
export type Standing =
  | 'admin'
  | 'auditor'
  | 'assigner'
  | 'manager-of-assigner'
  | 'assignee'
  | 'manager-of-assignee'
  | 'participant'
  | 'manager-of-participant'
  | 'company';

const all = { comment: true, status: true, edit: true, people: true } as const;
const work = { comment: true, status: true, edit: false, people: true } as const;
/** A participant may add and remove other participants (spec 1.13). */
const talk = { comment: true, status: false, edit: false, people: true } as const;

export const RIGHTS = {
  admin: all,
  auditor: all,
  assigner: all,
  'manager-of-assigner': all,
  assignee: work,
  'manager-of-assignee': work,
  participant: talk,
  'manager-of-participant': { ...talk, people: false },
  company: { ...talk, people: false },
} as const satisfies Record<Standing, Record<Right, boolean>>;

/** May this person do this here? Any standing that allows it is enough. */
export const may = (person: Person, facts: TaskFacts, right: Right): boolean =>
  standings(person, facts).some((s) => RIGHTS[s][right]);

export function standings(person: Person, facts: TaskFacts): Standing[] {
  // Spec 1.2: a technical administrator has the settings and no data, whatever task somebody puts them into.
  if (person.kind === 'employee' && person.role === 'technical') return [];
  const found: Standing[] = facts.task.people.filter((p) => p.person === person.id).map((p) => p.role);
  if (isAdmin(person)) found.push('admin');
  if (facts.project?.auditors.includes(person.id)) found.push('auditor');
  if (person.kind === 'employee') found.push(...managerStandings(person, facts));
  else if (
    person.seesCompanyTasks &&
    facts.task.automaticAccess === 'GRANT' &&
    isCounterparty(person.companies, facts)
  ) {
    found.push('company');
  }
  return found;
}

const isCounterparty = (companies: readonly string[], facts: TaskFacts): boolean =>
  facts.task.counterparty !== null && companies.includes(facts.task.counterparty);

/** Managers do not get tasks where their subordinate is only an auditor (spec 1.13, note). */
function managerStandings(employee: Employee, facts: TaskFacts): Standing[] {
  const led = facts.task.people.filter((p) => facts.cards.get(p.person)?.managers.includes(employee.id));
  return led.flatMap((p) => (p.role === 'auditor' ? [] : [`manager-of-${p.role}` as const]));
}

/** Spec 1.8: only the item's assignees or the task's author; with none set, any assignee of the task. */
export function mayTick(person: Person, roles: readonly TaskRole[], item: Pick<ChecklistItem, 'assignees'>): boolean {
  const byItem =
    item.assignees.length > 0 ? item.assignees.some((a) => a === person.id) : roles.some((r) => r === 'assignee');
  return byItem || roles.some((r) => r === 'assigner') || isAdmin(person);
}
