/**
 * Whom somebody of the team can tell of a comment here: those who have to do with the task before the rest of the team, and of
 * each what is known beforehand about whether a letter reaches them (spec 3.1.1, 3.1.9, Q28).
 */
import type { PersonId, TaskId } from '../base/id.ts';
import { deliverability, type Undeliverable } from '../notify/deliverable.ts';
import { preselected } from '../notify/preselect.ts';
import type { Account } from '../people/account.ts';
import { type Employee, fullName, type Person, worksWithTasks } from '../people/person.ts';
import { mutedIn } from '../store/mutes.ts';
import { loadPeople } from '../store/people.ts';
import { pageOfEmployees } from '../store/people-lists.ts';
import { type PersonView, type TaskView, viewerPerson } from '../tasks/visibility.ts';
import type { Gateway } from './gateway.ts';
import { askDeliverability } from './post.ts';
import { type FromChoice, fromChoices } from './senders.ts';

export interface Recipient extends PersonView {
  /** Why no letter would go to them; null: one would. */
  readonly unreached: Undeliverable | null;
}

export interface Recipients {
  /** Of the team: in the task, or heard in it. */
  readonly near: readonly Recipient[];
  readonly others: readonly Recipient[];
  /** Who is in the task from outside (Q32). */
  readonly contacts: readonly Recipient[];
  /** Where the letters may come from, the first by itself; none: there is nothing to choose. */
  readonly from: readonly FromChoice[];
  /** Who is ticked at first. */
  readonly preselected: readonly PersonId[];
}

/** More people than anybody reads through; a larger team is told by name, as participants. */
const MOST = 500;

export async function recipientsOf(gw: Gateway, account: Account, view: TaskView): Promise<Recipients> {
  const self = viewerPerson(view.viewer).id;
  const team = (await pageOfEmployees(gw.db.read, account.id, 0, MOST)).filter(
    (e) => worksWithTasks(e) && e.id !== self,
  );
  const near = namedIn(view);
  const project = view.project?.id ?? null;
  const muted = await mutedIn(gw.db.read, account.id, view.id);
  const employees = team.map((e) => ({ ...personView(e), unreached: whyNotInside(account, e, muted.has(e.id)) }));
  return {
    near: employees.filter((e) => near.has(e.id)),
    others: employees.filter((e) => !near.has(e.id)),
    contacts: await contactsOf(gw, account, view),
    from: goingOn(view, await fromChoices(gw.db.read, { account, person: viewerPerson(view.viewer) }, project)),
    preselected: preselected(view),
  };
}

/** A conversation goes on from the address outside that its writer chose last (spec 1.5): its reader would wonder at another. */
function goingOn(view: TaskView, from: readonly FromChoice[]): readonly FromChoice[] {
  const last = view.comments.findLast((c) => c.own && c.sentFrom !== null)?.sentFrom;
  const same = from.filter(({ address }) => address !== null && address === last);
  return [...same, ...from.filter((one) => !same.includes(one))];
}

function namedIn(view: TaskView): ReadonlySet<PersonId> {
  const inTask = (view.people ?? []).map((p) => p.person);
  const heard = view.comments.flatMap((c) => [c.author, ...c.notified]);
  return new Set([...inTask, ...heard].map((p) => p.id));
}

/** What their own card says. Whether letters came back is asked when one is sent. */
function whyNotInside({ settings }: Account, person: Employee, muted: boolean): Undeliverable | null {
  const question = { person, settings, kind: 'staff-comment', actor: null } as const;
  const verdict = deliverability({ ...question, muted, suppressed: false, recent: 0, receiptSent: false });
  return verdict.send ? null : verdict.reason;
}

async function contactsOf(gw: Gateway, account: Account, view: TaskView): Promise<Recipient[]> {
  const inTask = (view.people ?? []).filter((p) => p.person.kind === 'contact').map((p) => p.person.id);
  const people = await loadPeople(gw.db.read, account.id, [...new Set(inTask)]);
  const found: Recipient[] = [];
  for (const id of new Set(inTask)) {
    const person = people.get(id);
    if (person) found.push({ ...personView(person), unreached: await whyNotOutside(gw, account, view.id, person) });
  }
  return found;
}

async function whyNotOutside(
  gw: Gateway,
  account: Account,
  task: TaskId,
  person: Person,
): Promise<Undeliverable | null> {
  const inside = person.kind === 'contact' && person.access === 'ACTIVE';
  const kind = inside ? 'staff-comment' : 'N2';
  const verdict = await askDeliverability(gw, gw.db.read, account, person, { kind, task }, null);
  return verdict.send ? null : verdict.reason;
}

const personView = (p: Person): PersonView => ({
  id: p.id,
  kind: p.kind,
  name: fullName(p),
  isCompany: p.kind === 'contact' && p.isCompany,
});
