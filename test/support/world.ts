/**
 * A small world of named people, and builders of tasks and comments about them: values only, as the store would load them.
 * Everybody is invented. Arbitraries of random worlds stand in random-world.ts.
 */
import { createHash } from 'node:crypto';
import type { Address } from '../../src/base/address.ts';
import { type AccountId, type Id, idFromBytes, newId } from '../../src/base/id.ts';
import type { Account } from '../../src/people/account.ts';
import type { Contact, Employee, Person } from '../../src/people/person.ts';
import type { Sender } from '../../src/people/sender.ts';
import type { CommentDraft } from '../../src/tasks/intent.ts';
import type {
  ChecklistItem,
  Comment,
  File,
  Happening,
  MailOrigin,
  Task,
  TaskPerson,
  TaskRole,
} from '../../src/tasks/task.ts';
import type { PersonCard, TaskWorld, Viewer } from '../../src/tasks/visibility.ts';

/** The same name, the same id: a failed test can be read. */
export function idOf<K extends string>(name: string): Id<K> {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return idFromBytes<K>(bytes);
}

export const ACCOUNT: AccountId = idOf<'account'>('Bakery');
/** A Monday morning. */
export const NOON = Date.parse('2026-11-23T09:00:00.000Z');

const mailbox = (name: string, domain: string): Address =>
  `${name.toLowerCase().replaceAll(' ', '.')}@${domain}` as Address;

export function anEmployee(name: string, changes: Partial<Employee> = {}): Employee {
  const [firstName = '', lastName = ''] = name.split(' ');
  return {
    kind: 'employee',
    id: idOf<'employee'>(name),
    account: ACCOUNT,
    number: 1,
    firstName,
    lastName,
    position: '',
    email: mailbox(name, 'bakery.example'),
    additionalEmails: [],
    login: firstName.toLowerCase(),
    role: 'user',
    language: 'en',
    timezone: null,
    manager: null,
    mayGrantAccess: false,
    signature: '',
    signatureOn: true,
    emailOff: false,
    active: true,
    ...changes,
  };
}

export function aContact(name: string, changes: Partial<Contact> = {}): Contact {
  const [firstName = '', lastName = ''] = name.split(' ');
  return {
    kind: 'contact',
    id: idOf<'contact'>(name),
    account: ACCOUNT,
    number: 1,
    isCompany: false,
    firstName,
    lastName,
    position: '',
    phone: '',
    description: '',
    email: mailbox(name, 'client.example'),
    additionalEmails: [],
    claims: null,
    language: 'en',
    timezone: null,
    companies: [],
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
    ...changes,
  };
}

/** The team: Zoe leads Ann, Maria leads Ivan; Pavel has nothing to do with any of it. */
export const maria = anEmployee('Maria Orlova');
export const zoe = anEmployee('Zoe Hart');
export const ann = anEmployee('Ann Lee', { manager: zoe.id });
export const ivan = anEmployee('Ivan Petrov', { manager: maria.id });
export const lena = anEmployee('Lena Frolova', { manager: idOf<'employee'>('Kurt Weber') });
/** Leads Lena. */
export const kurt = anEmployee('Kurt Weber');
/** Leads Vera, who is auditor and nothing else. */
export const igor = anEmployee('Igor Danilov');
export const vera = anEmployee('Vera Sokolova', { manager: igor.id });
export const pavel = anEmployee('Pavel Novak');
export const olga = anEmployee('Olga Admin', { role: 'admin' });
export const tom = anEmployee('Tom Technical', { role: 'technical' });
export const STAFF = [maria, zoe, ann, ivan, lena, kurt, igor, vera, pavel, olga, tom] as const;

/** Outside: Birch and Cedar are companies; Anna and Boris work at Birch, Clara at Cedar, Dmitry at neither. */
export const birch = aContact('Birch', { isCompany: true });
export const cedar = aContact('Cedar', { isCompany: true });
export const anna = aContact('Anna Kim', { companies: [birch.id] });
export const boris = aContact('Boris Ivanov', { companies: [birch.id] });
export const clara = aContact('Clara Winter', { companies: [cedar.id] });
export const dmitry = aContact('Dmitry Lone');
export const OUTSIDE = [birch, cedar, anna, boris, clara, dmitry] as const;

export const EVERYBODY: readonly Person[] = [...STAFF, ...OUTSIDE];

/** With the option "sees tasks where own company is counterparty". */
export const seeingCompany = (contact: Contact): Contact => ({ ...contact, seesCompanyTasks: true });

export const onDashboard = (contact: Contact): Viewer => ({ by: 'dashboard', contact });
export const signedIn = (contact: Contact): Viewer => ({ by: 'login', contact: { ...contact, access: 'ACTIVE' } });
export const atWork = (employee: Employee): Viewer => ({ by: 'staff', employee });

export const inRole = (person: Person, role: TaskRole, sent: string | null = null): TaskPerson => ({
  person: person.id,
  kind: person.kind,
  role,
  sentDescription: sent === null ? null : { html: `<p>${sent}</p>`, text: sent },
});

/** «Wedding cake», assigned by Ann to Ivan, written by staff on a page. */
export function aTask(changes: Partial<Task> = {}): Task {
  return {
    id: idOf<'task'>('Wedding cake'),
    account: ACCOUNT,
    number: 7,
    title: 'Wedding cake',
    descriptionHtml: '<p>Three tiers</p>',
    descriptionText: 'Three tiers',
    status: 'NEW',
    project: null,
    parent: null,
    counterparty: null,
    automaticAccess: 'GRANT',
    source: 'web',
    origin: null,
    people: [inRole(ann, 'assigner'), inRole(ivan, 'assignee')],
    createdAt: NOON,
    updatedAt: NOON,
    deletedAt: null,
    ...changes,
  };
}

/** The task with these people besides Ann, who assigned it, and Ivan, who bakes. */
export const aTaskWith = (people: readonly TaskPerson[], changes: Partial<Task> = {}): Task =>
  aTask({ people: [inRole(ann, 'assigner'), inRole(ivan, 'assignee'), ...people], ...changes });

export function aFile(name: string, owner: Person, changes: Partial<File> = {}): File {
  return {
    id: idOf<'file'>(name),
    name,
    type: 'image/png',
    size: 1024,
    sha256: createHash('sha256').update(name).digest('hex'),
    cid: null,
    repeated: false,
    comment: null,
    owner: owner.id,
    createdAt: NOON,
    ...changes,
  };
}

export function aComment(author: Person, text: string, changes: Partial<Comment> = {}): Comment {
  return {
    id: idOf<'comment'>(`${author.id} ${text}`),
    task: idOf<'task'>('Wedding cake'),
    number: 1,
    author: author.id,
    authorKind: author.kind,
    text,
    html: `<p>${text}</p>`,
    notified: [],
    hidden: false,
    audience: [],
    files: [],
    source: 'web',
    proof: 'session',
    origin: null,
    createdAt: NOON,
    editedAt: null,
    ...changes,
  };
}

export const words = (text: string) => ({ text, html: `<p>${text}</p>` });

/** What somebody is about to say. */
export const aDraft = (text: string, changes: Partial<CommentDraft> = {}): CommentDraft => ({
  words: words(text),
  files: [],
  notify: [],
  hidden: false,
  audience: [],
  source: 'web',
  proof: 'session',
  origin: null,
  join: false,
  ...changes,
});

export const anOrigin = (changes: Partial<MailOrigin> = {}): MailOrigin => ({
  inbox: idOf<'inbox'>('a mail'),
  subject: 'Re: Wedding cake',
  from: 'anna.kim@client.example',
  method: 'markup',
  confidence: 0.9,
  removed: [{ kind: 'signature', text: 'Anna, from the train' }],
  notes: [],
  ...changes,
});

export const HAPPENINGS: readonly Happening[] = [
  { kind: 'status-changed', from: 'NEW', to: 'DONE', actor: ivan.id, at: NOON },
  { kind: 'person-added', person: lena.id, role: 'participant', actor: ann.id, at: NOON + 1 },
  { kind: 'task-edited', changed: ['title', 'project'], actor: ann.id, at: NOON + 2 },
];

export const anItem = (text: string, author: Person, changes: Partial<ChecklistItem> = {}): ChecklistItem => ({
  id: idOf<'item'>(text),
  text,
  done: false,
  author: author.id,
  assignees: [],
  ...changes,
});

export function aWorld(changes: Partial<TaskWorld> = {}, people: readonly Person[] = EVERYBODY): TaskWorld {
  return {
    task: aTask(),
    project: null,
    cards: cardsOf(people),
    mailed: new Set(),
    visibilityMode: 'ALL_NOT_HIDDEN',
    comments: [],
    files: [],
    checklist: [],
    ...changes,
  };
}

/** What the store tells of people: a name, companies, the chain of managers nearest first. */
export function cardsOf(people: readonly Person[]): Map<Person['id'], PersonCard> {
  const byId = new Map(people.map((p) => [p.id, p]));
  return new Map(people.map((p) => [p.id, card(p, byId)]));
}

function card(person: Person, byId: ReadonlyMap<Person['id'], Person>): PersonCard {
  const managers: Employee['id'][] = [];
  let at = person.kind === 'employee' ? person.manager : null;
  while (at && !managers.includes(at)) {
    managers.push(at);
    const leader = byId.get(at);
    at = leader?.kind === 'employee' ? leader.manager : null;
  }
  return {
    id: person.id,
    kind: person.kind,
    name: [person.firstName, person.lastName].filter(Boolean).join(' '),
    firstName: person.firstName,
    lastName: person.lastName,
    position: person.position,
    number: person.number,
    phone: person.kind === 'contact' ? person.phone : '',
    isCompany: person.kind === 'contact' && person.isCompany,
    companies: person.kind === 'contact' ? person.companies : [],
    managers,
  };
}

/** The company's, in use by all of the team everywhere as soon as its mailbox has said yes. */
export const aSender = (account: Pick<Account, 'id'>, address: string): Sender => ({
  id: newId<'sender'>(),
  account: account.id,
  address: address as Address,
  name: '',
  owner: null,
  projects: [],
  staff: [],
  signature: '',
  repliesHere: false,
  alignment: 'relay',
  checkedAt: null,
  letter: null,
  verifiedAt: null,
  createdAt: Date.now(),
});
