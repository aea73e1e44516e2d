/** A project as a form says it: parsed here, at the border. */
import { parseId } from '../base/id.ts';
import type { ProjectFields } from '../flow/manage-projects.ts';
import type { Project } from '../tasks/task.ts';
import type { Form } from './form.ts';
import type { Filled } from './pages/fields.tsx';
import { peopleIn } from './people-fields.ts';
import type { ContactPorts } from './ports/contacts.ts';
import type { Actor } from './ports.ts';
import type { Say } from './words.ts';

export const PROJECT_STATES = ['ACTIVE', 'COMPLETED', 'DRAFT'] as const;

/** The fields of people, and whom each may name. */
export const PROJECT_PEOPLE = {
  counterparty: 'contact',
  clientManagers: 'person',
  auditors: 'person',
  defaultAssignees: 'person',
  defaultParticipants: 'person',
} as const;
export type ProjectPeople = keyof typeof PROJECT_PEOPLE;

const TITLE_MAX = 300;
const PROSE_MAX = 20_000;

export const filledOf = (p: Project): Filled => ({
  title: [p.title],
  description: [p.description],
  status: [p.status],
  counterparty: p.counterparty ? [p.counterparty] : [],
  clientManagers: p.clientManagers,
  auditors: p.auditors,
  defaultAssignees: p.defaultAssignees,
  defaultParticipants: p.defaultParticipants,
  hiddenFromEmployees: p.hiddenFromEmployees ? ['1'] : [],
  hiddenFromContacts: p.hiddenFromContacts ? ['1'] : [],
});

export interface ReadProject {
  readonly fields: ProjectFields & { title: string };
  readonly faults: Readonly<Record<string, string>>;
  readonly filled: Filled;
}

export async function projectIn(ports: ContactPorts, actor: Actor, form: Form<null>, say: Say): Promise<ReadProject> {
  const faults: Record<string, string> = {};
  const filled: Record<string, readonly string[]> = {};
  const title = form.value('title').replace(/\s+/g, ' ').trim().slice(0, TITLE_MAX);
  if (title === '') faults.title = say('fault.title');
  for (const [name, what] of Object.entries(PROJECT_PEOPLE)) {
    const read = await peopleIn(ports, actor, form, name, what, say);
    if (read.fault) faults[name] = read.fault;
    // Of a single one the last that was named holds.
    filled[name] = name === 'counterparty' ? read.ids.slice(-1) : read.ids;
    filled[`${name}-add`] = [read.typed];
  }
  const ids = <K extends string>(name: ProjectPeople) => (filled[name] ?? []).flatMap((id) => parseId<K>(id) ?? []);
  const status = PROJECT_STATES.find((one) => one === form.value('status')) ?? 'ACTIVE';
  const description = form.value('description').slice(0, PROSE_MAX);
  const [hiddenFromEmployees, hiddenFromContacts] = ['hiddenFromEmployees', 'hiddenFromContacts'].map(
    (name) => form.value(name) === '1',
  ) as [boolean, boolean];
  const flag = (on: boolean) => (on ? ['1'] : []);
  return {
    fields: {
      title,
      description,
      status,
      counterparty: ids<'contact'>('counterparty')[0] ?? null,
      clientManagers: ids<'employee'>('clientManagers'),
      auditors: ids<'employee' | 'contact'>('auditors'),
      defaultAssignees: ids<'employee' | 'contact'>('defaultAssignees'),
      defaultParticipants: ids<'employee' | 'contact'>('defaultParticipants'),
      hiddenFromEmployees,
      hiddenFromContacts,
    },
    faults,
    filled: {
      ...filled,
      title: [title],
      description: [description],
      status: [status],
      hiddenFromEmployees: flag(hiddenFromEmployees),
      hiddenFromContacts: flag(hiddenFromContacts),
    },
  };
}
