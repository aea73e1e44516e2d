/**
 * A letter on its way into the outbox: does it wait, and with which others (notify/hold.ts)? What its reader has chosen goes before what
 * the account has; both have been read with them, so that nothing is asked for a letter that nothing holds.
 */
import type { LetterId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import {
  canBundle,
  canWait,
  type Held,
  holdFor,
  isAwake,
  LONGEST,
  quietEnd,
  type Sharer,
  sharedStart,
} from '../notify/hold.ts';
import type { Letter } from '../notify/letter.ts';
import type { Account } from '../people/account.ts';
import { type Pace, paceOf } from '../people/pace.ts';
import type { Contact, Person } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { circlesOf, lastSpoke, lastTold, type Waiting, waitingFor, waitingSince } from '../store/held-letters.ts';
import type { Gateway } from './gateway.ts';

export interface Waits {
  readonly held: Held | null;
  /** Letters that wait for the same reader, whose comments go with this one. */
  readonly joins: readonly LetterId[];
}

const AT_ONCE: Waits = { held: null, joins: [] };

const waits = (pace: Pace): boolean => pace.bundleMinutes > 0 || pace.quietHours !== null;

export async function waitsOf(gw: Gateway, tx: Sql, account: Account, letter: Letter, person: Person): Promise<Waits> {
  const { task } = letter;
  if (person.kind !== 'contact' || !task || !canWait(letter.kind)) return AT_ONCE;
  const pace = paceOf(account.settings, person);
  if (!waits(pace)) return AT_ONCE;
  const now = gw.clock();
  const joins = await joinsOf(tx, account, letter, person);
  const held = holdFor({
    pace,
    now,
    zone: zoneOf(account, person),
    spokeAt: await lastSpoke(tx, account.id, task, person.id),
    toldAt: joins === null ? null : await lastTold(tx, account.id, task, person.id),
    bundles: joins !== null && pace.bundleMinutes > 0,
  });
  return { held: joins?.length ? together(held, joins, now) : held, joins: joins?.map(({ id }) => id) ?? [] };
}

/** With others it is made when it goes, however soon that is; and they wait no longer for its sake. */
const together = (held: Held | null, joins: readonly Waiting[], now: Instant): Held => {
  const { until, reason } = held ?? { until: now, reason: 'bundle' };
  return { until: Math.min(until, ...joins.map(({ due }) => due)), reason };
};

/** Null: it goes in no letter with others. What is hidden stands alone; the others with what was told to the same people outside. */
async function joinsOf(tx: Sql, account: Account, letter: Letter, person: Contact): Promise<Waiting[] | null> {
  const { comment, kind, task } = letter;
  if (!comment || !task || !canBundle(kind)) return null;
  const waiting = await waitingFor(tx, account.id, task, person.id);
  const circles = await circlesOf(tx, account.id, [comment, ...waiting.map((w) => w.comment)]);
  const own = circles.get(comment);
  if (!own || own.hidden) return null;
  const fits = (other: ReturnType<typeof circles.get>) => other && !other.hidden && other.circle === own.circle;
  return waiting.filter((w) => fits(circles.get(w.comment)));
}

export const zoneOf = ({ settings }: Account, person: Person): string => person.timezone ?? settings.timezone;

/** Until when a letter may not go to this person although its time has come; null: it may. The team never waits. */
export async function stillQuiet(
  gw: Gateway,
  tx: Sql,
  account: Account,
  letter: Letter,
  person: Person,
): Promise<Held | null> {
  if (person.kind !== 'contact') return null;
  const now = gw.clock();
  const { hours, zone, spokeAt } = await sharerIn(tx, account, letter, person, now);
  const end = isAwake({ spokeAt, now }) ? null : quietEnd(now, hours, zone);
  if (end === null || (await isOverdue(gw, tx, letter))) return null;
  return { until: end, reason: 'quiet-hours' };
}

/** It has waited as long as any letter may. */
export const isOverdue = async (gw: Gateway, tx: Sql, letter: Letter): Promise<boolean> =>
  gw.clock() - (await waitingSince(tx, letter)) >= LONGEST;

/**
 * A letter that several share waits until none of them has quiet hours. `never`: within a day there is no such moment, and each is to
 * have their own letter; null: it goes.
 */
export async function sharedWait(
  gw: Gateway,
  tx: Sql,
  account: Account,
  letter: Pick<Letter, 'task'>,
  people: readonly Person[],
): Promise<Held | 'never' | null> {
  const now = gw.clock();
  const sharers: Sharer[] = [];
  for (const person of people)
    if (person.kind === 'contact') sharers.push(await sharerIn(tx, account, letter, person, now));
  const start = sharedStart(now, sharers);
  if (start === null) return 'never';
  return start === now ? null : { until: start, reason: 'quiet-hours' };
}

/** When they last wrote matters to those alone who have quiet hours now. */
async function sharerIn(
  tx: Sql,
  account: Account,
  { task }: Pick<Letter, 'task'>,
  person: Contact,
  now: Instant,
): Promise<Sharer> {
  const hours = paceOf(account.settings, person).quietHours;
  const zone = zoneOf(account, person);
  const asked = task !== null && quietEnd(now, hours, zone) !== null;
  return { hours, zone, spokeAt: asked ? await lastSpoke(tx, account.id, task, person.id) : null };
}
