/**
 * The people of a sample: its reader, its author, who does the task, and the firm that the task is for; each with an id that never
 * changes, so that letters made from samples can be compared.
 */
import type { Address } from '../base/address.ts';
import type { AccountId, CommentId, ContactId, EmployeeId, LetterId, PersonId, ProjectId, TaskId } from '../base/id.ts';
import { type Contact, type Employee, fullName, type Language, type Person } from '../people/person.ts';
import type { TaskPerson, TaskRole } from '../tasks/task.ts';
import type { PersonCard } from '../tasks/visibility.ts';
import type { Sample } from './sample.ts';

export const id = <T>(n: number): T => `01920000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
export const ids = {
  account: id<AccountId>(1),
  task: id<TaskId>(2),
  reader: id<EmployeeId & ContactId>(3),
  author: id<EmployeeId>(4),
  comment: id<CommentId>(5),
  letter: id<LetterId>(6),
  assignee: id<EmployeeId>(7),
  company: id<ContactId>(8),
  project: id<ProjectId>(9),
  auditor: id<EmployeeId>(10),
};
export const otherId = (n: number): ContactId => id<ContactId>(100 + n);

export const nameOf = (named: Pick<Person, 'firstName' | 'lastName'>): string => fullName({ ...named, email: null });

/** Who does it and who looks after it, where the sample says so; the author has set what the reader has not. */
export function team({ assignee, auditor }: Sample, reader: TaskRole): TaskPerson[] {
  const inRole = (person: EmployeeId, role: TaskRole): TaskPerson => ({
    person,
    kind: 'employee',
    role,
    sentDescription: null,
  });
  return [
    ...(assignee && reader !== 'assigner' ? [inRole(ids.author, 'assigner')] : []),
    ...(assignee ? [inRole(ids.assignee, 'assignee')] : []),
    ...(auditor ? [inRole(ids.auditor, 'auditor')] : []),
  ];
}

export function cards(sample: Sample, to: Person): PersonCard[] {
  const { assignee, auditor, company } = sample;
  const blank = { firstName: '', lastName: '', position: '', phone: '', number: 1, isCompany: false };
  const card = (
    person: PersonId,
    kind: PersonCard['kind'],
    more: Pick<PersonCard, 'name'> & Partial<PersonCard>,
  ): PersonCard => ({ ...blank, companies: [], managers: [], ...more, id: person, kind });
  const named = ({ firstName, lastName, position }: Pick<Person, 'firstName' | 'lastName' | 'position'>) => ({
    name: nameOf({ firstName, lastName }),
    firstName,
    lastName,
    position,
  });
  return [
    card(to.id, to.kind, { ...named(to), name: fullName(to) }),
    card(ids.author, 'employee', named(sample.author)),
    ...(assignee ? [card(ids.assignee, 'employee', named(assignee))] : []),
    ...(auditor ? [card(ids.auditor, 'employee', named(auditor))] : []),
    ...(company ? [card(ids.company, 'contact', { ...company, isCompany: true })] : []),
    ...sample.others.map((name, i) => card(otherId(i), 'contact', { name })),
  ];
}

const shared = (language: Language, { firstName, lastName, email, timezone }: Sample['to']) => ({
  account: ids.account,
  number: 1,
  firstName,
  lastName,
  email: email as Address,
  timezone,
  language,
  position: '',
  additionalEmails: [],
});

export const employee = (who: EmployeeId, language: Language, named: Sample['to']): Employee => ({
  kind: 'employee',
  id: who,
  ...shared(language, named),
  login: 'reader',
  role: 'user',
  manager: null,
  mayGrantAccess: false,
  signature: '',
  signatureOn: true,
  emailOff: false,
  active: true,
});

export const contact = (who: ContactId, language: Language, { to, company }: Sample): Contact => ({
  kind: 'contact',
  id: who,
  ...shared(language, to),
  isCompany: false,
  phone: '',
  description: '',
  companies: company ? [ids.company] : [],
  responsible: [],
  seesCompanyTasks: false,
  access: 'NONE',
  linkGeneration: 1,
  emailOff: false,
  bundleMinutes: null,
  quietHours: null,
  linkRevoked: false,
  isSpammer: false,
  mailBlocked: false,
  proven: true,
  claims: null,
});
