/**
 * Who there is and what they have, as data: the world is built of it (build.ts), and who may know and do what is reckoned from
 * it (oracle.ts). Both accounts are made of the same plan.
 */

export interface EmployeePlan {
  readonly role?: 'owner' | 'admin' | 'technical';
  readonly manager?: string;
  readonly grants?: true;
  readonly gone?: true;
}

export interface ContactPlan {
  readonly company?: true;
  readonly of?: readonly string[];
  readonly access?: 'ACTIVE' | 'INVITED' | 'REVOKED';
  /** Spec 1.3: «sees tasks where own company is counterparty». */
  readonly seesCompany?: true;
  readonly responsible?: readonly string[];
  readonly linkRevoked?: true;
  readonly spammer?: true;
}

export interface ProjectPlan {
  readonly counterparty?: string;
  readonly hidden?: true;
  readonly author: string;
  readonly auditors?: readonly string[];
  readonly clientManagers?: readonly string[];
}

export interface CommentPlan {
  readonly by: string;
  readonly told?: readonly string[];
  readonly hidden?: true;
  readonly audience?: readonly string[];
  readonly file?: true;
  /** It came by mail: raw bytes, a subject of its own and a tail that was cut. */
  readonly mail?: true;
  /** Taken back by its author. */
  readonly deleted?: true;
}

export interface TaskPlan {
  readonly project?: string;
  readonly assigner: string;
  readonly assignees?: readonly string[];
  readonly participants?: readonly string[];
  readonly auditors?: readonly string[];
  readonly counterparty?: string;
  readonly closed?: true;
  /** `mail`: a client's mail made it; `dashboard`: an external user's form. */
  readonly source?: 'mail' | 'dashboard';
  /** Contacts whom a letter from this task was queued for (spec 2.1 `mailed`); proven against the store. */
  readonly mailed?: readonly string[];
  /** Contacts who were sent the description (spec 2.1 `descSent`); proven against the store. */
  readonly described?: readonly string[];
  readonly checklist?: true;
  /** Who will say something in it, later. */
  readonly planned?: readonly string[];
  readonly file?: true;
  readonly deleted?: true;
  /** Made of this comment of another task. */
  readonly branchOf?: readonly [task: string, comment: string];
  readonly comments: Readonly<Record<string, CommentPlan>>;
}

export const EMPLOYEES = {
  ann: { role: 'owner' },
  olga: { role: 'admin' },
  tom: { role: 'technical' },
  ivan: { manager: 'maria' },
  maria: {},
  pavel: { manager: 'kurt' },
  kurt: {},
  vera: { manager: 'igor' },
  /** Leads an auditor and nobody else. */
  igor: {},
  /** Audits a project. */
  yuri: {},
  /** Outside everything. */
  nina: {},
  gleb: { grants: true },
  lena: {},
  zoya: { gone: true },
} as const satisfies Record<string, EmployeePlan>;

export const CONTACTS = {
  birch: { company: true },
  cedar: { company: true },
  anna: { of: ['birch'], responsible: ['lena'] },
  boris: { of: ['birch'], seesCompany: true },
  clara: { of: ['cedar'] },
  dora: { of: ['birch'], access: 'ACTIVE' },
  eva: { access: 'ACTIVE' },
  felix: { access: 'ACTIVE' },
  gina: { of: ['birch'], access: 'ACTIVE', seesCompany: true },
  hugo: { access: 'INVITED' },
  iris: { access: 'REVOKED' },
  kira: { linkRevoked: true },
  sven: { spammer: true },
  zed: {},
} as const satisfies Record<string, ContactPlan>;

export const PROJECTS = {
  spring: { counterparty: 'birch', author: 'ann', clientManagers: ['pavel'] },
  bunker: { counterparty: 'cedar', author: 'olga', hidden: true },
  vault: { counterparty: 'birch', author: 'olga', hidden: true },
  audited: { author: 'kurt', auditors: ['yuri', 'felix'] },
} as const satisfies Record<string, ProjectPlan>;

export const TASKS = {
  desk: {
    project: 'spring',
    assigner: 'ann',
    assignees: ['ivan', 'anna'],
    participants: ['pavel', 'dora', 'kira', 'zoya'],
    auditors: ['vera', 'eva', 'tom'],
    counterparty: 'birch',
    mailed: ['anna', 'dora', 'eva', 'kira'],
    described: ['anna'],
    checklist: true,
    planned: ['ann', 'ivan'],
    file: true,
    comments: {
      talk: { by: 'ann', told: ['ivan'], file: true },
      toAnna: { by: 'ann', told: ['anna'], file: true },
      toDora: { by: 'ivan', told: ['dora'] },
      toKira: { by: 'pavel', told: ['kira'] },
      toEva: { by: 'ann', told: ['eva', 'pavel'] },
      secret: { by: 'ann', told: ['pavel'], hidden: true, file: true },
      secretDora: { by: 'ann', told: ['dora'], hidden: true },
      secretBoris: { by: 'ann', told: ['ivan'], audience: ['boris'], hidden: true },
      fromAnna: { by: 'anna', told: ['ann'], mail: true, file: true },
      fromKira: { by: 'kira', told: ['pavel'], mail: true },
      fromDora: { by: 'dora', told: ['ivan', 'kira'] },
      quiet: { by: 'ivan' },
      gone: { by: 'ann', told: ['anna'], deleted: true },
    },
  },
  /** Nobody outside but Clara; its project is hidden. */
  bunkerTask: {
    project: 'bunker',
    assigner: 'olga',
    assignees: ['ivan'],
    participants: ['clara', 'nina'],
    counterparty: 'cedar',
    mailed: ['clara'],
    comments: { toClara: { by: 'ivan', told: ['clara'], file: true }, talk: { by: 'olga', told: ['ivan'] } },
  },
  /** In a project that is hidden, for Birch: only through the task, or the company. */
  vaultTask: {
    project: 'vault',
    assigner: 'olga',
    assignees: ['pavel'],
    participants: ['dora'],
    counterparty: 'birch',
    mailed: ['dora'],
    comments: { toDora: { by: 'pavel', told: ['dora'] }, talk: { by: 'pavel', told: ['olga'] } },
  },
  /** Birch's, and not for its people. */
  closed: {
    project: 'spring',
    assigner: 'ann',
    assignees: ['maria'],
    counterparty: 'birch',
    closed: true,
    comments: { talk: { by: 'maria', told: ['ann'] } },
  },
  /** Set by a contact who signed in. */
  order: {
    assigner: 'gina',
    assignees: ['lena'],
    counterparty: 'gina',
    source: 'dashboard',
    mailed: ['gina'],
    comments: { toGina: { by: 'lena', told: ['gina'] } },
  },
  /** Made by Clara's mail; no letter went out of it. */
  letter: {
    assigner: 'clara',
    assignees: ['pavel'],
    counterparty: 'cedar',
    source: 'mail',
    comments: { talk: { by: 'pavel', told: ['ann'] } },
  },
  /** Somebody outside audits its project; nobody outside is in it. */
  auditedTask: {
    project: 'audited',
    assigner: 'ann',
    assignees: ['maria'],
    checklist: true,
    comments: { talk: { by: 'maria', told: ['ann'] }, secret: { by: 'ann', told: ['maria'], hidden: true } },
  },
  /** People outside are in it, and nothing was ever mailed to them. */
  silent: {
    assigner: 'ann',
    assignees: ['kurt'],
    participants: ['anna', 'dora'],
    comments: { talk: { by: 'kurt', told: ['ann'] } },
  },
  /** What Anna wrote about another matter, made a task by Pavel. */
  branch: {
    project: 'spring',
    assigner: 'anna',
    assignees: ['ivan'],
    participants: ['pavel'],
    counterparty: 'birch',
    source: 'mail',
    branchOf: ['desk', 'fromAnna'],
    comments: {},
  },
  binned: {
    project: 'spring',
    assigner: 'ann',
    assignees: ['ivan'],
    participants: ['anna', 'dora'],
    auditors: ['eva'],
    counterparty: 'birch',
    mailed: ['anna'],
    deleted: true,
    comments: { toAnna: { by: 'ivan', told: ['anna'], file: true } },
  },
} as const satisfies Record<string, TaskPlan>;

/** The same, seen as what they are made by. */
export const employeePlan = (name: string): EmployeePlan | undefined =>
  (EMPLOYEES as Record<string, EmployeePlan>)[name];
export const contactPlan = (name: string): ContactPlan | undefined => (CONTACTS as Record<string, ContactPlan>)[name];
export const projectPlan = (name: string): ProjectPlan => (PROJECTS as Record<string, ProjectPlan>)[name]!;
export const taskPlan = (name: string): TaskPlan => (TASKS as Record<string, TaskPlan>)[name]!;
export const commentPlan = (task: string, name: string): CommentPlan => taskPlan(task).comments[name]!;
