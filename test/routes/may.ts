/**
 * The words of the table (rows-*.ts): who comes to what at a route. Each answers by the oracle; `nothing` is what does not
 * exist, or not for whoever asks: the two are one answer.
 */
import {
  belongs,
  type Eye,
  isAdmin,
  isTechnical,
  looksAfter,
  mayIn,
  mayRestore as mayRestoreIn,
  mayTick as mayTickIn,
  type Right,
  seesComment,
  seesContact,
  seesDescription,
  seesPlanned,
  seesProject,
  seesTask,
} from './oracle.ts';
import { commentPlan, contactPlan, employeePlan, projectPlan, taskPlan } from './plan.ts';

/** A number: neither of these, but this status. */
export type Outcome = 'yes' | 'no' | 'nothing' | number;
export interface May {
  /** `ref`: of the plan, '' where the path names nothing. */
  (eye: Eye, ref: string): Outcome;
  /** What somebody comes to who asks for what is not there; left out: nothing. */
  readonly notThere?: (eye: Eye) => Outcome;
}

/** Asked first, whatever is asked for. */
export const gated = (gate: May, may: May): May =>
  Object.assign((eye: Eye, ref: string) => (gate(eye, ref) === 'yes' ? may(eye, ref) : gate(eye, ref)), {
    notThere: (eye: Eye) => (gate(eye, '') === 'yes' ? 'nothing' : gate(eye, '')),
  });
/** One answer, whatever is asked for. */
const always = (may: May): May => Object.assign((eye: Eye) => may(eye, ''), { notThere: (eye: Eye) => may(eye, '') });

const yesOr =
  (otherwise: Outcome) =>
  (is: (eye: Eye, ref: string) => boolean): May =>
  (eye, ref) =>
    is(eye, ref) ? 'yes' : otherwise;
const orNothing = yesOr('nothing');
const orNo = yesOr('no');

// -- whoever it is ------------------------------------------------------------------------------------------------------

export const all: May = always(() => 'yes');
/** Everybody of the account, to whatever is there. */
export const anything: May = () => 'yes';
const staff = (eye: Eye): boolean => eye.by === 'staff';
const seesPeople = (eye: Eye): boolean => staff(eye) && !isTechnical(eye.who);
const manages = (eye: Eye): boolean => staff(eye) && isAdmin(eye.who);
const sets = (eye: Eye): boolean => staff(eye) && (isAdmin(eye.who) || isTechnical(eye.who));
const grants = (eye: Eye): boolean => manages(eye) || (staff(eye) && employeePlan(eye.who)?.grants === true);

/** Pages: for others they are not there. Programs: for others it is refused. */
export const page = {
  team: orNothing(staff),
  people: orNothing(seesPeople),
  manage: orNothing(manages),
  set: orNothing(sets),
  outside: orNothing((eye) => eye.by === 'login'),
} as const;
export const api = {
  people: orNo(seesPeople),
  manage: orNo(manages),
  set: orNo(sets),
  grant: orNo(grants),
  /** A letter to themselves: a program has no address. */
  tries: (eye: Eye): Outcome => (!sets(eye) ? 'no' : eye.who === 'robot' ? 409 : 'yes'),
} as const;
/** Forms of the team: not there outside; refused to who has no data. */
export const teamForm: May = (eye) => (seesPeople(eye) ? 'yes' : staff(eye) ? 'no' : 'nothing');
/** Spec E6: whoever of the team is no administrator may ask, whatever the number. */
export const mayAsk = always(orNothing((eye) => seesPeople(eye) && !isAdmin(eye.who)));

// -- tasks --------------------------------------------------------------------------------------------------------------

export const see = orNothing(seesTask);
export const right =
  (wanted: Right): May =>
  (eye, ref) =>
    !seesTask(eye, ref) ? 'nothing' : mayIn(eye, ref, wanted) ? 'yes' : 'no';
export const tick: May = (eye, ref) => (!seesTask(eye, ref) ? 'nothing' : mayTickIn(eye, ref) ? 'yes' : 'no');
export const team =
  (may: May): May =>
  (eye, ref) =>
    staff(eye) ? may(eye, ref) : 'nothing';

export const clientTask: May = (eye, ref) =>
  seesTask(eye, ref) && taskPlan(ref).source === 'mail' ? 'yes' : 'nothing';
/** Through the API what is not a client's mail is refused by that reason. */
export const spamTask: May = (eye, ref) =>
  !seesTask(eye, ref) ? 'nothing' : taskPlan(ref).source === 'mail' ? 'yes' : 422;

/** From the bin. */
export const restore = orNothing((eye, ref) => taskPlan(ref).deleted === true && mayRestoreIn(eye, ref));
export const restoreByApi: May = (eye, ref) => {
  if (!belongs(eye, ref)) return 'nothing';
  if (!mayRestoreIn(eye, ref)) return 'no';
  return taskPlan(ref).deleted ? 'yes' : 409;
};

// -- comments: `task/comment` -------------------------------------------------------------------------------------------

const split = (ref: string): [string, string] => ref.split('/') as [string, string];
const sees = (eye: Eye, ref: string): boolean => seesComment(eye, ...split(ref));
const plan = (ref: string) => commentPlan(...split(ref));

export const seeComment = orNothing(sees);
export const own = orNothing((eye, ref) => sees(eye, ref) && plan(ref).by === eye.who);
export const ownByApi: May = (eye, ref) => (!sees(eye, ref) ? 'nothing' : plan(ref).by === eye.who ? 'yes' : 'no');
export const mailed = orNothing((eye, ref) => sees(eye, ref) && plan(ref).mail === true);
export const spamComment: May = (eye, ref) => (!sees(eye, ref) ? 'nothing' : plan(ref).mail ? 'yes' : 422);
/** The task that was made of this comment, if any. */
const branchOf = (ref: string): string | null => (ref === 'desk/fromAnna' ? 'branch' : null);
export const branch: May = (eye, ref) => {
  if (!sees(eye, ref)) return 'nothing';
  return !plan(ref).mail ? 422 : branchOf(ref) ? 409 : 'yes';
};
export const branchPage: May = (eye, ref) => (mailed(eye, ref) === 'nothing' ? 'nothing' : branch(eye, ref));
/** The page that takes back what was never made says so on itself. */
export const takeBackPage: May = (eye, ref) =>
  mailed(eye, ref) === 'nothing' ? 'nothing' : takeBack(eye, ref) === 'yes' ? 'yes' : 404;
export const takeBack = orNothing((eye, ref) => {
  const made = branchOf(ref);
  return sees(eye, ref) && made !== null && seesTask(eye, made);
});

/** The mail itself: the team at every mail that they see, behind the link its writer alone. */
export const originalOfTask = orNothing(
  (eye, ref) =>
    seesDescription(eye, ref) && taskPlan(ref).source === 'mail' && (staff(eye) || taskPlan(ref).assigner === eye.who),
);
export const original = orNothing(
  (eye, ref) => sees(eye, ref) && plan(ref).mail === true && (staff(eye) || plan(ref).by === eye.who),
);

// -- what is planned: `task/who` -------------------------------------------------------------------------------------------

export const seePlanned = orNothing((eye, ref) => seesPlanned(eye, ...split(ref)));
const isOwnPlan = (eye: Eye, ref: string): boolean => split(ref)[1] === eye.who;
export const ownPlanned = orNothing((eye, ref) => seePlanned(eye, ref) === 'yes' && isOwnPlan(eye, ref));
/** An administrator sees it, and may not speak for its author. */
export const sendPlanned: May = (eye, ref) =>
  seePlanned(eye, ref) === 'nothing' ? 'nothing' : isOwnPlan(eye, ref) ? 'yes' : 'no';

/** `task/comment`, `task/` for the description, `upload/who` for what stands nowhere yet. */
export const file = orNothing((eye, ref) => {
  const [task, comment] = split(ref);
  if (task === 'upload') return false;
  if (task === 'planned') return seesPlanned(eye, comment, ref.split('/')[2]!);
  return comment === '' ? seesDescription(eye, task) : seesComment(eye, task, comment);
});
export const fileByApi: May = (eye, ref) => (ref === `upload/${eye.who}` ? 'yes' : file(eye, ref));

/** All that they see of a task's files; without any there is no archive. */
export const archive = orNothing(
  (eye, task) => seesTask(eye, task) && [...filesOf(task)].some((ref) => file(eye, ref) === 'yes'),
);
const filesOf = (task: string): string[] => [
  ...(taskPlan(task).file || taskPlan(task).branchOf ? [`${task}/`] : []),
  ...Object.entries(taskPlan(task).comments).flatMap(([name, k]) => (k.file ? [`${task}/${name}`] : [])),
];

/** A mail that did its work is not read again. */
const waits = (ref: string): boolean => ref === 'held' || ref === 'ignored';
export const again: May = (eye, ref) => (manages(eye) && waits(ref) ? 'yes' : 'nothing');
export const againByApi: May = (_, ref) => (waits(ref) ? 'yes' : 409);

// -- people and projects ------------------------------------------------------------------------------------------------

export const contact = orNothing(seesContact);
const changes = (eye: Eye, ref: string): boolean =>
  manages(eye) || (staff(eye) && (contactPlan(ref)?.responsible ?? []).includes(eye.who));
const ofContact =
  (may: (eye: Eye, ref: string) => boolean): May =>
  (eye, ref) =>
    !seesPeople(eye) ? 'nothing' : may(eye, ref) ? 'yes' : 'no';
export const contactOfTeam = orNothing(seesPeople);
/** The team has a form of its own at another place. */
export const newOutside: May = (eye) => (eye.by === 'login' ? 'yes' : 303);
export const contactPage = {
  change: ofContact(changes),
  admin: ofContact(manages),
  grant: ofContact(grants),
} as const;
/** Through the API a technical administrator is told why; then what is not there, then whose it is. */
export const changeContact: May = (eye, ref) => (changes(eye, ref) ? 'yes' : 'no');

/** The company option is theirs who may give access. */
export const openTasks: May = (eye, ref) => (changes(eye, ref) && grants(eye) ? 'yes' : 'no');

/** Nobody but the owner changes the owner. */
export const employee: May = (eye, ref) =>
  !manages(eye) ? 'nothing' : employeePlan(ref)?.role === 'owner' && eye.who !== ref ? 'no' : 'yes';
export const employeeByApi: May = (eye, ref) => (!manages(eye) ? 'no' : employee(eye, ref));
const leftAlready =
  (may: May): May =>
  (eye, ref) =>
    may(eye, ref) === 'yes' && employeePlan(ref)?.gone ? 409 : may(eye, ref);
export const activation = leftAlready(employee);
export const activationByApi = leftAlready(employeeByApi);

export const project = orNothing(seesProject);
export const changeProject: May = (eye, ref) =>
  !staff(eye) || !seesProject(eye, ref)
    ? 'nothing'
    : manages(eye) || projectPlan(ref).author === eye.who
      ? 'yes'
      : 'no';

/** `company`, or whose it is. */
export const sender = orNothing((eye, ref) => looksAfter(eye, ref));

export const ownSession = orNothing((eye, ref) => ref === eye.who);
