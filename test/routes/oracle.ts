/**
 * Who may know and do what, reckoned from the plan by the words of the spec (1.13, 2.1–2.4) and of the decisions. Written
 * beside tasks/visibility.ts and tasks/rights.ts, never with them: what these forget, this must see.
 */
import { type CommentPlan, commentPlan, contactPlan, employeePlan, projectPlan, TASKS, taskPlan } from './plan.ts';

export type Tenant = 'a' | 'b';

/** Whoever looks, and by which way in. `link`: the dashboard; `question`, `activation`: the page behind that letter's token. */
export interface Eye {
  readonly tenant: Tenant;
  readonly by: 'nobody' | 'link' | 'question' | 'activation' | 'login' | 'staff';
  readonly who: string;
  /** The account's setting for contacts with a login. */
  readonly onlyNotified: boolean;
  /** What lay in the bin has just been restored by them. */
  readonly restored?: true;
}

// -- rights, spec 1.13 ---------------------------------------------------------------------------------------------------

export type Right = 'comment' | 'status' | 'edit' | 'people';
type Standing =
  | 'assigner'
  | 'assignee'
  | 'participant'
  | 'auditor'
  | 'admin'
  | 'company'
  | 'leads assigner'
  | 'leads assignee'
  | 'leads participant';

/** The table itself: view and comment, change status, edit and delete; the last column is its note on participants. */
const TABLE: Record<Standing, readonly Right[]> = {
  assigner: ['comment', 'status', 'edit', 'people'],
  assignee: ['comment', 'status', 'people'],
  participant: ['comment', 'people'],
  'leads assigner': ['comment', 'status', 'edit', 'people'],
  'leads assignee': ['comment', 'status', 'people'],
  'leads participant': ['comment'],
  auditor: ['comment', 'status', 'edit', 'people'],
  admin: ['comment', 'status', 'edit', 'people'],
  company: ['comment'],
};

export const isAdmin = (name: string): boolean =>
  ['owner', 'admin'].includes(employeePlan(name)?.role ?? '') || name === 'robot';
export const isTechnical = (name: string): boolean => employeePlan(name)?.role === 'technical';

const rolesIn = (name: string, task: string): ('assigner' | 'assignee' | 'participant' | 'auditor')[] => {
  const t = taskPlan(task);
  return [
    ...(t.assigner === name ? (['assigner'] as const) : []),
    ...(t.assignees?.includes(name) ? (['assignee'] as const) : []),
    ...(t.participants?.includes(name) ? (['participant'] as const) : []),
    ...(t.auditors?.includes(name) ? (['auditor'] as const) : []),
  ];
};

const auditsProjectOf = (name: string, task: string): boolean => {
  const project = taskPlan(task).project;
  return project !== undefined && (projectPlan(project).auditors ?? []).includes(name);
};

/** Directly or through others. */
function leads(leader: string, name: string): boolean {
  const manager = employeePlan(name)?.manager;
  return manager !== undefined && (manager === leader || leads(leader, manager));
}

function standings(eye: Eye, task: string): Standing[] {
  const { who } = eye;
  if (eye.by === 'staff') {
    if (isTechnical(who)) return [];
    const t = taskPlan(task);
    return [
      ...rolesIn(who, task),
      ...(auditsProjectOf(who, task) ? (['auditor'] as const) : []),
      ...(isAdmin(who) ? (['admin'] as const) : []),
      ...(leads(who, t.assigner) ? (['leads assigner'] as const) : []),
      ...((t.assignees ?? []).some((p) => leads(who, p)) ? (['leads assignee'] as const) : []),
      ...((t.participants ?? []).some((p) => leads(who, p)) ? (['leads participant'] as const) : []),
    ];
  }
  return [
    ...rolesIn(who, task),
    ...(auditsProjectOf(who, task) ? (['auditor'] as const) : []),
    ...(throughCompany(who, task) ? (['company'] as const) : []),
  ];
}

export const mayIn = (eye: Eye, task: string, right: Right): boolean =>
  standings(eye, task).some((standing) => TABLE[standing].includes(right));

/** Spec 1.8: the item's own people (none here), else an assignee; the assigner; E1's administrators. */
export const mayTick = (eye: Eye, task: string): boolean =>
  rolesIn(eye.who, task).some((role) => role === 'assigner' || role === 'assignee') || isAdmin(eye.who);

// -- what is seen, spec 2.2–2.4 -------------------------------------------------------------------------------------------

/** `company(c,t)`. */
function throughCompany(who: string, task: string): boolean {
  const contact = contactPlan(who);
  const t = taskPlan(task);
  return (
    contact?.seesCompany === true &&
    t.closed !== true &&
    t.counterparty !== undefined &&
    (contact.of ?? []).includes(t.counterparty)
  );
}

/** D1, D10; A1; E1. What lies in the bin is nobody's. */
export const seesTask = (eye: Eye, task: string): boolean =>
  (taskPlan(task).deleted !== true || eye.restored === true) && belongs(eye, task);

/** The same but for the bin. */
export function belongs(eye: Eye, task: string): boolean {
  const t = taskPlan(task);
  switch (eye.by) {
    case 'staff':
    case 'login':
      return standings(eye, task).length > 0;
    case 'link':
    case 'question': {
      const mailed = rolesIn(eye.who, task).length > 0 && (t.mailed ?? []).includes(eye.who);
      // Decisions Q1: their own words, though nothing was mailed.
      return mailed || isOwnMatter(eye.who, task) || throughCompany(eye.who, task);
    }
    default:
      return false;
  }
}

const isOwnMatter = (who: string, task: string): boolean =>
  taskPlan(task).assigner === who && taskPlan(task).source !== undefined;

export function seesComment(eye: Eye, task: string, name: string): boolean {
  const k = commentPlan(task, name);
  if (k.deleted || !seesTask(eye, task)) return false;
  const { who } = eye;
  const own = k.by === who;
  const selected = [...(k.told ?? []), ...(k.audience ?? [])].includes(who);
  // D7, A9, E3: the selected, the author and the administrators; auditors and managers are none of these.
  if (k.hidden && !own && !selected) return eye.by === 'staff' && isAdmin(who);
  if (eye.by === 'staff') return true;
  // A5, A8.
  if (eye.by === 'login' && !eye.onlyNotified) return true;
  // D5, D6, D11, D12; A6, A7.
  return (
    own ||
    (k.told ?? []).includes(who) ||
    (k.hidden === true && selected) ||
    (throughCompany(who, task) && concernsColleague(task, k))
  );
}

const concernsColleague = (task: string, k: CommentPlan): boolean => {
  const company = taskPlan(task).counterparty;
  const colleague = (name: string) => company !== undefined && (contactPlan(name)?.of ?? []).includes(company);
  return colleague(k.by) || (k.told ?? []).some(colleague);
};

/** What is not said yet is its author's, and the administrators'. */
export const seesPlanned = (eye: Eye, task: string, by: string): boolean =>
  eye.by === 'staff' && seesTask(eye, task) && (eye.who === by || isAdmin(eye.who));

/** D2–D4, Q1; A4. */
export function seesDescription(eye: Eye, task: string): boolean {
  if (!seesTask(eye, task)) return false;
  if (eye.by === 'staff' || eye.by === 'login') return true;
  const asAssignee = rolesIn(eye.who, task).includes('assignee') && (taskPlan(task).described ?? []).includes(eye.who);
  return asAssignee || isOwnMatter(eye.who, task);
}

/** A4, D9. */
export const seesChecklist = (eye: Eye, task: string): boolean =>
  (eye.by === 'staff' || eye.by === 'login') && seesTask(eye, task);

/** E4, E5; A2. */
export function seesProject(eye: Eye, name: string): boolean {
  const project = projectPlan(name);
  const { who } = eye;
  const hasTask = Object.keys(TASKS).some((task) => taskPlan(task).project === name && seesTask(eye, task));
  if (eye.by === 'staff') {
    if (isTechnical(who)) return false;
    const own = [project.author, ...(project.auditors ?? []), ...(project.clientManagers ?? [])].includes(who);
    return isAdmin(who) || project.hidden !== true || own || hasTask;
  }
  if (eye.by !== 'login') return false;
  const company = project.counterparty !== undefined && (contactPlan(who)?.of ?? []).includes(project.counterparty);
  return (company && project.hidden !== true) || hasTask;
}

const isTeam = (eye: Eye): boolean => eye.by === 'staff' && !isTechnical(eye.who);

/** A10: the people and the companies that they belong to with a contact, themselves among them. */
export const isColleague = (eye: Eye, contact: string): boolean => {
  const mine = contactPlan(eye.who)?.of ?? [];
  return (
    eye.by === 'login' && (mine.includes(contact) || (contactPlan(contact)?.of ?? []).some((of) => mine.includes(of)))
  );
};

export const seesContact = (eye: Eye, contact: string): boolean => isTeam(eye) || isColleague(eye, contact);

/** Their name: besides, of those who appear in what one sees. Outside the others of a conversation are nobody's business (D12). */
function knowsName(eye: Eye, contact: string): boolean {
  if (contact === eye.who || seesContact(eye, contact)) return true;
  return Object.keys(TASKS).some((task) => {
    if (!seesTask(eye, task)) return false;
    const t = taskPlan(task);
    if (eye.by === 'login' && (rolesIn(contact, task).length > 0 || t.counterparty === contact)) return true;
    return Object.entries(t.comments).some(([name, k]) => {
      if (!seesComment(eye, task, name)) return false;
      return k.by === contact || (eye.by === 'login' && [...(k.told ?? []), ...(k.audience ?? [])].includes(contact));
    });
  });
}

// -- where a word stands --------------------------------------------------------------------------------------------------

export type Home =
  | { readonly at: 'title' | 'description' | 'item'; readonly task: string }
  | { readonly at: 'comment'; readonly task: string; readonly comment: string }
  /** What this person will say in it. */
  | { readonly at: 'planned'; readonly task: string; readonly who: string }
  /** Of a mail: what was cut from it, and its bytes. `comment` null: the mail that made the task. */
  | { readonly at: 'removed' | 'raw'; readonly task: string; readonly comment: string | null }
  | { readonly at: 'name' | 'card' | 'note'; readonly contact: string }
  | { readonly at: 'project' | 'projectText'; readonly project: string }
  /** An employee's address and signature; a file that stands nowhere yet; a browser that somebody is signed in with. */
  | { readonly at: 'employee' | 'upload' | 'session'; readonly who: string }
  /** An address to send from: of the company (null), or theirs. */
  | { readonly at: 'sender'; readonly who: string | null }
  /** A mail that waits for the word of this person. */
  | { readonly at: 'asked'; readonly who: string }
  | { readonly at: 'admin' | 'settings' | 'template' | 'nobody' };

export function knows(eye: Eye, home: Home): boolean {
  switch (home.at) {
    case 'title':
      return seesTask(eye, home.task) || (taskPlan(home.task).deleted === true && mayRestore(eye, home.task));
    case 'description':
      return seesDescription(eye, home.task);
    case 'item':
      return seesChecklist(eye, home.task);
    case 'comment':
      return seesComment(eye, home.task, home.comment);
    case 'planned':
      return seesPlanned(eye, home.task, home.who);
    case 'removed':
      return readsMail(eye, home) && eye.by !== 'question';
    case 'raw':
      // «Original e-mail»: the team, and its own writer behind the link.
      return readsMail(eye, home) && (eye.by === 'staff' || eye.by === 'link');
    case 'name':
      return knowsName(eye, home.contact);
    case 'card':
      return seesContact(eye, home.contact) || home.contact === eye.who;
    case 'note':
      return isTeam(eye);
    case 'project':
      return seesProject(eye, home.project);
    case 'projectText':
      return isTeam(eye) && seesProject(eye, home.project);
    case 'employee':
      return eye.by === 'staff' || home.who === eye.who;
    case 'upload':
    case 'session':
      return home.who === eye.who && eye.by !== 'nobody';
    case 'asked':
      return (home.who === eye.who && eye.by === 'question') || (eye.by === 'staff' && isAdmin(eye.who));
    case 'admin':
      return eye.by === 'staff' && isAdmin(eye.who);
    case 'settings':
    case 'template':
      return eye.by === 'staff' && (isAdmin(eye.who) || isTechnical(eye.who));
    case 'sender':
      return looksAfter(eye, home.who);
    case 'nobody':
      return false;
  }
}

/** The company's addresses to send from are theirs who have the settings, one's own one's own too. */
export const looksAfter = (eye: Eye, who: string | null): boolean =>
  eye.by === 'staff' && (isAdmin(eye.who) || isTechnical(eye.who) || eye.who === who);

const readsMail = (eye: Eye, { task, comment }: { task: string; comment: string | null }): boolean => {
  const writer = comment === null ? taskPlan(task).assigner : commentPlan(task, comment).by;
  const reads = comment === null ? seesDescription(eye, task) : seesComment(eye, task, comment);
  return reads && (eye.by === 'staff' || writer === eye.who);
};

/** The bin is for those who could delete. */
export const mayRestore = (eye: Eye, task: string): boolean => belongs(eye, task) && mayIn(eye, task, 'edit');

export const everyTask = Object.keys(TASKS);
