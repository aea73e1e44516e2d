/**
 * Comments whose time comes later (spec 1.6, 3.3): planned, changed, sent now or taken back by their author, and written when it is
 * time, as if they had been written then. In between nobody else hears of them: that rule is tasks/visibility.ts.
 */
import { type CommentId, newId, type PersonId, type TaskId } from '../base/id.ts';
import { DAY, type Instant, MINUTE } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import { isAdmin, type Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { FileGone } from '../store/apply.ts';
import type { Sql } from '../store/database.ts';
import { loadPeople, loadPerson } from '../store/people.ts';
import {
  type ClaimedPlanned,
  changePlanned,
  claimPlanned,
  countPlanned,
  freeFiles,
  insertPlanned,
  lockPlanned,
  MOST,
  nextPlanned,
  putOffPlanned,
  removePlanned,
  stopPlanned,
} from '../store/planned.ts';
import { loadWorld, NO_TALK } from '../store/tasks.ts';
import { decide } from '../tasks/decide.ts';
import type { Intent } from '../tasks/intent.ts';
import type { Refusal } from '../tasks/refusal.ts';
import type { Planned, Words } from '../tasks/task.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Performed, performIn, refusing } from './perform.ts';
import { senderIn } from './senders.ts';
import { tellOfLeaving } from './tell-left.ts';

/** Nobody means a later time than this. */
const LONGEST = 366 * DAY;

/** When a comment goes. `soon`: after the moment in which its author may think better of it, not at a time that they chose. */
export interface Time {
  readonly at: Instant;
  readonly soon: boolean;
}

export type AddComment = Intent & { readonly kind: 'add-comment' };

/** A time that somebody chose. A minute that has just begun is now. */
export const isTime = (at: Instant, now: Instant): boolean => at > now - MINUTE && at <= now + LONGEST;

/** Judged as if it were written now, and kept for its time. */
export async function planIn(gw: Gateway, tx: Sql, actor: Actor, intent: AddComment, time: Time): Promise<Performed> {
  const now = gw.clock();
  if (!time.soon && !isTime(time.at, now)) return { ok: false, refusal: 'bad-time' };
  const refusal = await judge(tx, actor, intent);
  if (refusal) return { ok: false, refusal };
  const { task, words, files, notify, hidden, audience, from, source, proof } = intent;
  const author = actor.person.id;
  if ((await countPlanned(tx, actor.account.id, task, author)) >= MOST)
    return { ok: false, refusal: 'too-many-planned' };
  const id = newId<'comment'>(now);
  const draft = { words, notify, hidden, audience, from, source, proof };
  const planned = { ...draft, id, task, author, files, dueAt: time.at, soon: time.soon };
  if (!(await insertPlanned(tx, actor.account.id, planned, now))) throw new FileGone();
  return { ok: true, task, comment: id, commentNumber: null };
}

export const plan = (gw: Gateway, actor: Actor, intent: AddComment, time: Time): Promise<Performed> =>
  refusing(() => gw.db.write((tx) => planIn(gw, tx, actor, intent, time)));

/** Why it could not be written now; null: it could. */
async function judge(tx: Sql, { account, person }: Actor, intent: AddComment): Promise<Refusal | null> {
  const world = await loadWorld(tx, account.id, intent.task, NO_TALK, account.settings.commentVisibility, true);
  if (!world) return 'not-found';
  const decision = decide(world, person, intent, await loadPeople(tx, account.id, namedIn(intent)));
  if (!decision.ok) return decision.refusal;
  const chosen = await senderIn(tx, { account, person }, world.task.project, intent.from);
  return chosen.ok ? null : 'not-your-sender';
}

const namedIn = ({ notify, audience }: Pick<AddComment, 'notify' | 'audience'>): PersonId[] => [...notify, ...audience];

export interface PlannedEdit {
  /** Left out: as it is. */
  readonly words?: Words | undefined;
  readonly notify?: readonly PersonId[] | undefined;
  readonly hidden?: boolean | undefined;
  readonly audience?: readonly PersonId[] | undefined;
  readonly from?: string | null | undefined;
  readonly at?: Instant | undefined;
}

/** By its author, as long as it has not gone. */
export async function editPlanned(
  gw: Gateway,
  actor: Actor,
  task: TaskId,
  id: CommentId,
  edit: PlannedEdit,
): Promise<Performed> {
  return gw.db.write(async (tx) => {
    const found = await own(tx, actor, task, id);
    if (!found.ok) return found;
    const { planned } = found;
    const at = edit.at ?? planned.dueAt;
    if (at === null || (edit.at !== undefined && !isTime(at, gw.clock()))) return { ok: false, refusal: 'bad-time' };
    const { words, notify, hidden, audience, from } = planned;
    const intent: AddComment = {
      ...intentOf(planned),
      words: edit.words ?? words,
      notify: edit.notify ?? notify,
      hidden: edit.hidden ?? hidden,
      audience: edit.audience ?? audience,
      from: edit.from === undefined ? from : edit.from,
    };
    const refusal = await judge(tx, actor, intent);
    if (refusal) return { ok: false, refusal };
    await changePlanned(tx, actor.account.id, id, { ...intent, dueAt: at });
    return { ok: true, task, comment: id, commentNumber: null };
  });
}

/** Not at its time but now; what keeps it from going is told to who asks. */
export async function sendPlannedNow(gw: Gateway, actor: Actor, task: TaskId, id: CommentId): Promise<Performed> {
  const done = await gw.db.write(async (tx): Promise<Performed> => {
    const found = await own(tx, actor, task, id);
    return found.ok ? write(gw, tx, actor, found.planned) : found;
  });
  if (done.ok) gw.wake.outbox();
  return done;
}

export type TakenBack =
  | { readonly ok: true; readonly planned: Planned }
  | { readonly ok: false; readonly refusal: Refusal };

/** It will not be said. By its author, or by whoever has the whole account: its author may be gone. */
export async function takeBackPlanned(gw: Gateway, actor: Actor, task: TaskId, id: CommentId): Promise<TakenBack> {
  return gw.db.write(async (tx): Promise<TakenBack> => {
    const planned = await lockPlanned(tx, actor.account.id, task, id);
    if (!planned) return { ok: false, refusal: 'not-found' };
    if (planned.author !== actor.person.id && !seesAll(actor.person)) return { ok: false, refusal: 'not-found' };
    await removePlanned(tx, actor.account.id, id);
    await freeFiles(tx, actor.account.id, id, gw.clock());
    return { ok: true, planned };
  });
}

type Own = { readonly ok: true; readonly planned: Planned } | { readonly ok: false; readonly refusal: Refusal };

async function own(tx: Sql, { account, person }: Actor, task: TaskId, id: CommentId): Promise<Own> {
  const planned = await lockPlanned(tx, account.id, task, id);
  if (!planned) return { ok: false, refusal: 'not-found' };
  if (planned.author === person.id) return { ok: true, planned };
  // For whoever does not see it there is none.
  return { ok: false, refusal: seesAll(person) ? 'not-yours' : 'not-found' };
}

const seesAll = (person: Person): boolean => person.kind === 'employee' && isAdmin(person);

/** Writes one comment whose time has come. False: none has. */
export async function writeDue(gw: Gateway): Promise<boolean> {
  const next = await nextPlanned(gw.db.read);
  if (next === null || next > gw.clock()) return false;
  const hand: ClaimedPlanned[] = [];
  try {
    const found = await gw.db.write(async (tx) => {
      const claimed = await claimPlanned(tx, gw.clock());
      if (!claimed) return false;
      hand.push(claimed);
      await writeClaimed(gw, tx, claimed);
      return true;
    });
    if (found) gw.wake.outbox();
    return found;
  } catch (error) {
    // Everything was taken back with the commit; the others go all the same.
    const failed = hand.at(-1);
    if (!failed) throw error;
    const { account, planned } = failed;
    gw.log.error(
      { comment: planned.id, err: toError(error) },
      'A planned comment could not be written; it is tried again',
    );
    await gw.db.write((tx) => putOffPlanned(tx, account, planned.id, gw.clock()));
    return true;
  }
}

async function writeClaimed(gw: Gateway, tx: Sql, { account: id, planned }: ClaimedPlanned): Promise<void> {
  const account = await loadAccount(tx, id);
  const person = account && (await loadPerson(tx, id, planned.author));
  const { source, proof } = planned;
  const done: Performed =
    person && speaks(person)
      ? await write(gw, tx, { account, person, source, proof }, planned)
      : { ok: false, refusal: 'not-allowed' };
  if (!done.ok) await stopPlanned(tx, id, planned.id, done.refusal);
}

const speaks = (person: Person): boolean => person.kind === 'contact' || person.active;

/**
 * As if it were written now. Whoever was to hear of it and has left the task since is left out, and that is written down beside it;
 * when nobody is left its author decides.
 */
async function write(gw: Gateway, tx: Sql, actor: Actor, planned: Planned): Promise<Performed> {
  const { account } = actor;
  const world = await loadWorld(tx, account.id, planned.task, NO_TALK, account.settings.commentVisibility, true);
  if (!world) return { ok: false, refusal: 'not-found' };
  const known = await loadPeople(tx, account.id, namedIn(planned));
  const here = new Set(world.task.people.map((p) => p.person));
  const stays = (id: PersonId) => known.get(id)?.kind === 'employee' || here.has(id);
  const notify = planned.notify.filter((id) => known.has(id) && stays(id));
  if (planned.notify.length > 0 && notify.length === 0) return { ok: false, refusal: 'nobody-left' };
  const audience = planned.audience.filter((id) => known.has(id));
  const done = await performIn(gw, tx, actor, { ...intentOf(planned), notify, audience }, world);
  if (!done.ok) return done;
  for (const id of planned.notify) {
    const person = known.get(id);
    if (person && !stays(id))
      await tellOfLeaving(gw, tx, account, person, world.task, { id: planned.id, number: done.commentNumber! });
  }
  await removePlanned(tx, account.id, planned.id);
  return done;
}

const intentOf = ({ id, task, words, files, notify, hidden, audience, from, source, proof }: Planned): AddComment => ({
  kind: 'add-comment',
  task,
  planned: id,
  words,
  files: files.map((f) => f.id),
  notify,
  hidden,
  audience,
  from,
  source,
  proof,
  origin: null,
  join: false,
});
