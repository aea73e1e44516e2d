/**
 * What this viewer sees of this task. The one home of the rule that runs through the product: a person outside sees exactly
 * what they were notified of (spec 2.2 D1–D13, 2.3 A1–A13, 2.4 E1–E6). Only this file can make a `TaskView`; letters, pages,
 * the API and exports accept nothing else.
 */
import type { CommentId, ContactId, EmployeeId, FileId, PersonId, ProjectId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import { type Contact, type Employee, isAdmin, type Person } from '../people/person.ts';
import { may, RIGHT_NAMES, type Right } from './rights.ts';
import type {
  ChecklistItem,
  Comment,
  File,
  Happening,
  MailOrigin,
  Planned,
  Project,
  Source,
  SpeakerProof,
  Status,
  Task,
  TaskRole,
  Words,
} from './task.ts';

declare const brand: unique symbol;

/** Who looks, and by which way in. A contact who signed in still sees only the D-rules behind the footer link (A13). */
export type Viewer =
  | { readonly by: 'dashboard'; readonly contact: Contact }
  | { readonly by: 'login'; readonly contact: Contact }
  | { readonly by: 'staff'; readonly employee: Employee };

/** What is known about a person who appears in a task: enough to name them, no address. */
export interface PersonCard {
  readonly id: PersonId;
  readonly kind: 'employee' | 'contact';
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly position: string;
  /** On their card. */
  readonly number: number;
  /** Of a contact; '' of an employee. */
  readonly phone: string;
  readonly isCompany: boolean;
  /** The companies of a contact. */
  readonly companies: readonly ContactId[];
  /** The manager chain of an employee, nearest first (spec 1.13). */
  readonly managers: readonly EmployeeId[];
}

/** The facts about one task that decide who sees it. Loaded by the store, judged only here. */
export interface TaskFacts {
  readonly task: Task;
  readonly project: Pick<Project, 'id' | 'number' | 'title' | 'auditors'> | null;
  readonly cards: ReadonlyMap<PersonId, PersonCard>;
  /** Contacts to whom at least one letter was queued or sent from this task (D1; decisions Q5: queued counts, suppressed does not). */
  readonly mailed: ReadonlySet<ContactId>;
  readonly visibilityMode: 'ALL_NOT_HIDDEN' | 'ONLY_NOTIFIED';
}

export interface TaskWorld extends TaskFacts {
  readonly comments: readonly Comment[];
  /** What was done to it between these comments. Left out: nobody asked. */
  readonly happenings?: readonly Happening[] | undefined;
  /** What is to be said in it later. Left out: nobody asked. */
  readonly planned?: readonly Planned[] | undefined;
  /** Files of the description. */
  readonly files: readonly File[];
  readonly checklist: readonly ChecklistItem[];
}

export interface PersonView {
  readonly id: PersonId;
  readonly kind: 'employee' | 'contact';
  readonly name: string;
  readonly isCompany: boolean;
}

/**
 * What a template of the account's own may tell of a task's surroundings (spec 7.2). Letters alone have it, where an administrator has
 * named it: on pages, in the API and in exports a person outside sees none of it (D12).
 */
export interface Surroundings {
  /** Of the team, or the reader: other clients are nobody's business. */
  readonly assigner: NamedView | null;
  readonly assignees: readonly NamedView[];
  readonly participants: readonly NamedView[];
  readonly auditors: readonly NamedView[];
  /** The reader, or a company of theirs; another's name would say whose matter this is. */
  readonly counterparty: Pick<PersonCard, 'name' | 'number' | 'phone'> | null;
  /** Told to everybody: whoever writes the template is warned (notify/own-check.ts). */
  readonly project: Pick<Project, 'number' | 'title'> | null;
}

export type NamedView = Pick<PersonCard, 'name' | 'firstName' | 'lastName' | 'position'>;

export interface FileView {
  readonly id: FileId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly cid: string | null;
  readonly repeated: boolean;
  readonly createdAt: Instant;
}

export interface CommentView {
  readonly id: CommentId;
  readonly number: number;
  readonly author: PersonView;
  readonly own: boolean;
  readonly text: string;
  readonly html: string;
  readonly files: readonly FileView[];
  /** For people outside: only themselves, if they were told. */
  readonly notified: readonly PersonView[];
  readonly hidden: boolean;
  readonly audience: readonly PersonView[];
  readonly source: Source;
  readonly proof: SpeakerProof;
  /** How the mail was read: for staff and for its author. */
  readonly origin: MailOrigin | null;
  /** For the team: the address outside that its letters came from. */
  readonly sentFrom: string | null;
  readonly createdAt: Instant;
  readonly editedAt: Instant | null;
}

export type PlannedView = Pick<Planned, 'id' | 'hidden' | 'from' | 'dueAt' | 'stopped' | 'soon' | 'createdAt'> & {
  readonly author: PersonView;
  readonly own: boolean;
  readonly text: string;
  readonly html: string;
  readonly files: readonly FileView[];
  readonly notify: readonly PersonView[];
  readonly audience: readonly PersonView[];
};

export interface ItemView extends ChecklistItem {
  readonly people: readonly PersonView[];
}

export type HappeningView = Omit<Happening, 'actor' | 'person'> & {
  readonly actor: PersonView;
  /** Who came or went. */
  readonly person: PersonView | null;
  /** What the task is since then. */
  readonly to: Status | null;
  readonly role: TaskRole | null;
  readonly changed: readonly string[];
};

export interface TaskView {
  readonly [brand]: true;
  readonly viewer: Viewer;
  readonly id: TaskId;
  readonly number: number;
  readonly title: string;
  readonly status: Status;
  /** Null: this viewer may not read it (D2, D3). */
  readonly description: Words | null;
  readonly comments: readonly CommentView[];
  /** What this viewer, or whoever they have the whole account with, will say here. */
  readonly planned: readonly PlannedView[];
  /** The oldest first; none on the dashboard (D13). */
  readonly happenings: readonly HappeningView[];
  /** How the mail that made the task was read: for staff and for its author. */
  readonly origin: MailOrigin | null;
  /** Files of the description; those of comments are with their comment (D8). */
  readonly files: readonly FileView[];
  /** Null: checklists are never shown on the dashboard (D9). */
  readonly checklist: readonly ItemView[] | null;
  /** Null: who else is in the task is not for this viewer. */
  readonly people: readonly { readonly person: PersonView; readonly role: TaskRole }[] | null;
  readonly counterparty: PersonView | null;
  readonly project: { readonly id: ProjectId; readonly number: number; readonly title: string } | null;
  /** For letters with the account's own words: to this reader alone, or to several of whom none may learn of another. Null: none go. */
  readonly inLetters: { readonly alone: Surroundings; readonly shared: Surroundings } | null;
  readonly parent: TaskId | null;
  readonly automaticAccess: 'GRANT' | 'DO_NOT_GRANT' | null;
  readonly source: Source | null;
  /** What this viewer may do here (spec 1.13), for the buttons of a page; `decide` asks again. Null: on the dashboard. */
  readonly rights: Readonly<Record<Right, boolean>> | null;
  readonly createdAt: Instant;
  /** The newest thing this viewer can see. */
  readonly lastActivityAt: Instant;
  /** Null: outside, the time of an internal change must not show. */
  readonly updatedAt: Instant | null;
}

/** The line of a list. */
export interface TaskHead {
  readonly id: TaskId;
  readonly number: number;
  readonly title: string;
  readonly status: Status;
  /** Shown only because the viewer's company is the counterparty. */
  readonly throughCompany: boolean;
  /** For the team alone: whom it is for, and who does it. */
  readonly who: { readonly client: PersonView | null; readonly assignees: readonly PersonView[] } | null;
}

/** The task as this viewer may see it, or null: for them it does not exist. */
export function viewTask(viewer: Viewer, world: TaskWorld): TaskView | null {
  if (!seesTask(viewer, world)) return null;
  const { task } = world;
  const outside = viewer.by === 'dashboard';
  const comments = world.comments
    .filter((c) => seesComment(viewer, world, c))
    .map((c) => commentView(viewer, world, c));
  const description = readableDescription(viewer, world);
  const last = comments.reduce((at, c) => Math.max(at, c.createdAt), task.createdAt);
  return {
    viewer,
    id: task.id,
    number: task.number,
    title: task.title,
    status: task.status,
    description,
    comments,
    planned: (world.planned ?? []).filter((p) => seesPlanned(viewer, p)).map((p) => plannedView(viewer, world, p)),
    happenings: outside ? [] : (world.happenings ?? []).map((h) => happeningView(world, h)),
    origin: viewer.by === 'staff' || (description && assignedBy(viewerPerson(viewer).id, task)) ? task.origin : null,
    files: description ? world.files.map(fileView) : [],
    checklist: outside ? null : world.checklist.map((item) => itemView(world, item)),
    people: outside ? null : peopleIn(world),
    counterparty: outside ? null : counterpartyOf(world),
    project: outside || !world.project ? null : projectView(world.project),
    inLetters: outside ? { alone: tellable(viewer.contact, world), shared: tellable(null, world) } : null,
    parent: outside ? null : task.parent,
    automaticAccess: outside ? null : task.automaticAccess,
    source: outside ? null : task.source,
    rights: outside ? null : rightsOf(viewerPerson(viewer), world),
    createdAt: task.createdAt,
    lastActivityAt: last,
    updatedAt: viewer.by === 'staff' ? task.updatedAt : null,
  } satisfies Omit<TaskView, typeof brand> as unknown as TaskView;
}

const peopleIn = (facts: TaskFacts) =>
  facts.task.people.map((p) => ({ person: personView(facts, p.person), role: p.role }));

const counterpartyOf = (facts: TaskFacts): PersonView | null =>
  facts.task.counterparty && personView(facts, facts.task.counterparty);

const projectView = ({ id, number, title }: NonNullable<TaskFacts['project']>) => ({ id, number, title });

/** What a letter may say besides the words: to this contact, or to several at once (null). */
function tellable(reader: Contact | null, { task, project, cards }: TaskFacts): Surroundings {
  const inRole = (role: TaskRole): NamedView[] =>
    task.people
      .filter((p) => p.role === role)
      .flatMap((p) => cards.get(p.person) ?? [])
      .filter((card) => card.kind === 'employee' || card.id === reader?.id)
      .map(({ name, firstName, lastName, position }) => ({ name, firstName, lastName, position }));
  const [assigner = null] = inRole('assigner');
  const whose = task.counterparty;
  const theirs = whose !== null && reader !== null && (whose === reader.id || reader.companies.includes(whose));
  const card = theirs ? cards.get(whose) : undefined;
  return {
    assigner,
    assignees: inRole('assignee'),
    participants: inRole('participant'),
    auditors: inRole('auditor'),
    counterparty: card ? { name: card.name, number: card.number, phone: card.phone } : null,
    project: project && { number: project.number, title: project.title },
  };
}

const rightsOf = (person: Person, facts: TaskFacts): Record<Right, boolean> =>
  Object.fromEntries(RIGHT_NAMES.map((right) => [right, may(person, facts, right)])) as Record<Right, boolean>;

/** The task's line in this viewer's list, or null when it is not in it. */
export function headTask(viewer: Viewer, facts: TaskFacts): TaskHead | null {
  if (!seesTask(viewer, facts)) return null;
  const { id, number, title, status } = facts.task;
  return {
    id,
    number,
    title,
    status,
    throughCompany: viewer.by !== 'staff' && onlyThroughCompany(viewer.contact, facts),
    who: viewer.by === 'staff' ? whoIn(peopleIn(facts), counterpartyOf(facts)) : null,
  };
}

/** The counterparty, or the client who set it. */
export function whoIn(people: TaskView['people'], counterparty: PersonView | null): NonNullable<TaskHead['who']> {
  const inRole = (role: TaskRole) => (people ?? []).filter((p) => p.role === role).map((p) => p.person);
  const client = counterparty ?? inRole('assigner').find((p) => p.kind === 'contact') ?? null;
  return { client, assignees: inRole('assignee') };
}

const onlyThroughCompany = (contact: Contact, facts: TaskFacts): boolean =>
  rolesOf(contact.id, facts).length === 0 && !auditsProject(contact.id, facts) && throughCompany(contact, facts);

/** D1, D10, A1, E1. */
export function seesTask(viewer: Viewer, facts: TaskFacts): boolean {
  if (facts.task.deletedAt !== null) return false;
  switch (viewer.by) {
    case 'staff':
      return staffSees(viewer.employee, facts);
    case 'login':
      return (
        rolesOf(viewer.contact.id, facts).length > 0 ||
        throughCompany(viewer.contact, facts) ||
        auditsProject(viewer.contact.id, facts)
      );
    case 'dashboard':
      return dashboardSees(viewer.contact, facts);
  }
}

/** D1: a role and at least one letter; decisions Q1: or the text is their own; D10: or through the company (Q27). */
function dashboardSees(contact: Contact, facts: TaskFacts): boolean {
  const roles = rolesOf(contact.id, facts);
  if (roles.length > 0 && facts.mailed.has(contact.id)) return true;
  if (roles.includes('assigner') && wroteDescription(facts.task)) return true;
  return throughCompany(contact, facts);
}

const assignedBy = (person: PersonId, task: Task): boolean =>
  task.people.some((p) => p.role === 'assigner' && p.person === person);

/** Q1: the task was made of this contact's own words. */
const wroteDescription = (task: Task): boolean => task.source === 'mail' || task.source === 'dashboard';

/** `company(c,t)` of spec 2.1. */
function throughCompany(contact: Contact, { task }: TaskFacts): boolean {
  return (
    contact.seesCompanyTasks &&
    task.automaticAccess !== 'DO_NOT_GRANT' &&
    task.counterparty !== null &&
    contact.companies.includes(task.counterparty)
  );
}

/** E1, rights table 1.13: a role, the auditors, the managers of those with a role (not of auditors), the admins. */
function staffSees(employee: Employee, facts: TaskFacts): boolean {
  if (isAdmin(employee)) return true;
  if (employee.role === 'technical') return false;
  if (rolesOf(employee.id, facts).length > 0 || auditsProject(employee.id, facts)) return true;
  return facts.task.people.some(
    (p) => p.role !== 'auditor' && (facts.cards.get(p.person)?.managers ?? []).includes(employee.id),
  );
}

const auditsProject = (person: PersonId, facts: TaskFacts): boolean =>
  facts.project?.auditors.includes(person) ?? false;

const rolesOf = (person: PersonId, { task }: TaskFacts): TaskRole[] =>
  task.people.filter((p) => p.person === person).map((p) => p.role);

/** D5–D7, D11–D12, A5–A9, E2–E3. */
function seesComment(viewer: Viewer, facts: TaskFacts, comment: Comment): boolean {
  const self = viewer.by === 'staff' ? viewer.employee.id : viewer.contact.id;
  if (hiddenFrom(self, comment)) return viewer.by === 'staff' && isAdmin(viewer.employee);
  if (viewer.by === 'staff' || comment.author === self) return true;
  if (viewer.by === 'login' && facts.visibilityMode === 'ALL_NOT_HIDDEN') return true;
  if (comment.notified.includes(self) || (comment.hidden && comment.audience.includes(self))) return true;
  return throughCompany(viewer.contact, facts) && concernsColleague(facts, comment);
}

/**
 * A comment whose time has not come is not said: nobody hears of it, however they look, but its author and whoever sees everything of
 * the account (E3). No one outside, whoever wrote it.
 */
const seesPlanned = (viewer: Viewer, planned: Planned): boolean =>
  viewer.by === 'staff' && (planned.author === viewer.employee.id || isAdmin(viewer.employee));

/** D6: addressed to a colleague, or written by one. A colleague belongs to the company that is the task's counterparty. */
function concernsColleague(facts: TaskFacts, comment: Comment): boolean {
  const company = facts.task.counterparty;
  const colleague = (p: PersonId) => company !== null && (facts.cards.get(p)?.companies.includes(company) ?? false);
  return colleague(comment.author) || comment.notified.some(colleague);
}

/** `hiddenFrom(x,k)` of spec 2.1. */
const hiddenFrom = (person: PersonId, comment: Comment): boolean =>
  comment.hidden && comment.author !== person && !comment.audience.includes(person);

/**
 * D2–D4, A4, E1. On the dashboard: one's own words as assigner (Q1), without what colleagues wrote into them later, or the
 * description as it was mailed to an assignee (Q2).
 */
function readableDescription(viewer: Viewer, facts: TaskFacts): TaskView['description'] {
  const { task } = facts;
  const whole = { html: task.descriptionHtml, text: task.descriptionText };
  if (viewer.by !== 'dashboard') return whole;
  const mine = task.people.filter((p) => p.person === viewer.contact.id);
  const asAssigner = mine.find((p) => p.role === 'assigner');
  if (asAssigner && wroteDescription(task)) return asAssigner.sentDescription ?? whole;
  const sent = mine.find((p) => p.role === 'assignee' && p.sentDescription !== null)?.sentDescription;
  return sent ?? null;
}

function commentView(viewer: Viewer, facts: TaskFacts, c: Comment): CommentView {
  const self = viewer.by === 'staff' ? viewer.employee.id : viewer.contact.id;
  const own = c.author === self;
  const named = (people: readonly PersonId[]) => {
    // Whom else a colleague told is not for people outside (D12).
    const shown = viewer.by === 'dashboard' ? people.filter((p) => p === self) : people;
    return shown.map((p) => personView(facts, p));
  };
  return {
    id: c.id,
    number: c.number,
    author: personView(facts, c.author),
    own,
    text: c.text,
    html: c.html,
    files: c.files.map(fileView),
    notified: named(c.notified),
    hidden: c.hidden,
    audience: named(c.audience),
    source: c.source,
    proof: c.proof,
    origin: viewer.by === 'staff' || own ? c.origin : null,
    sentFrom: viewer.by === 'staff' ? (c.sentFrom ?? null) : null,
    createdAt: c.createdAt,
    editedAt: c.editedAt,
  };
}

function plannedView(viewer: Viewer, facts: TaskFacts, p: Planned): PlannedView {
  const named = (people: readonly PersonId[]) => people.map((one) => personView(facts, one));
  return {
    id: p.id,
    author: personView(facts, p.author),
    own: p.author === viewerPerson(viewer).id,
    text: p.words.text,
    html: p.words.html,
    files: p.files.map(fileView),
    notify: named(p.notify),
    hidden: p.hidden,
    audience: named(p.audience),
    from: p.from,
    dueAt: p.dueAt,
    stopped: p.stopped,
    soon: p.soon,
    createdAt: p.createdAt,
  };
}

const happeningView = (facts: TaskFacts, h: Happening): HappeningView => ({
  kind: h.kind,
  at: h.at,
  actor: personView(facts, h.actor),
  person: 'person' in h ? personView(facts, h.person) : null,
  to: 'to' in h ? h.to : null,
  role: 'role' in h ? h.role : null,
  changed: 'changed' in h ? h.changed : [],
});

const itemView = (facts: TaskFacts, item: ChecklistItem): ItemView => ({
  ...item,
  people: item.assignees.map((p) => personView(facts, p)),
});

const fileView = ({ id, name, type, size, sha256, cid, repeated, createdAt }: File): FileView => ({
  id,
  name,
  type,
  size,
  sha256,
  cid,
  repeated,
  createdAt,
});

function personView(facts: TaskFacts, id: PersonId): PersonView {
  const card = facts.cards.get(id);
  return card
    ? { id, kind: card.kind, name: card.name, isCompany: card.isCompany }
    : { id, kind: 'contact', name: '—', isCompany: false };
}

/** The viewer as a person. */
export const viewerPerson = (viewer: Viewer): Person => (viewer.by === 'staff' ? viewer.employee : viewer.contact);

/** A file of this view by its id, wherever it stands, or null (D8: every download asks again). */
export function findFile(view: TaskView, file: string): FileView | null {
  const said = [...view.comments, ...view.planned].flatMap((c) => c.files);
  return [...view.files, ...said].find((f) => f.id === file) ?? null;
}
