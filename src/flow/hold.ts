/** A letter on its way into the outbox: does it wait, and with which others (notify/hold.ts)? */
import type { LetterId } from '../base/id.ts';
import { canBundle, canWait, type Held, holdFor, isAwake, quietEnd } from '../notify/hold.ts';
import type { Letter } from '../notify/letter.ts';
import type { Account } from '../people/account.ts';
import type { Contact, Person } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { circlesOf, lastSpoke, lastTold, waitingFor } from '../store/held-letters.ts';
import type { Gateway } from './gateway.ts';

export interface Waits {
  readonly held: Held | null;
  /** Letters that wait for the same reader, whose comments go with this one. */
  readonly joins: readonly LetterId[];
}

const AT_ONCE: Waits = { held: null, joins: [] };

const waits = ({ settings }: Account): boolean => settings.bundleMinutes > 0 || settings.quietHours !== null;

export async function waitsOf(gw: Gateway, tx: Sql, account: Account, letter: Letter, person: Person): Promise<Waits> {
  const { task } = letter;
  if (!waits(account) || person.kind !== 'contact' || !task || !canWait(letter.kind)) return AT_ONCE;
  const now = gw.clock();
  const joins = await joinsOf(tx, account, letter, person);
  const held = holdFor({
    settings: account.settings,
    now,
    zone: zoneOf(account, person),
    spokeAt: await lastSpoke(tx, account.id, task, person.id),
    toldAt: joins === null ? null : await lastTold(tx, account.id, task, person.id),
    bundles: joins !== null && account.settings.bundleMinutes > 0,
  });
  // With others it is made when it goes, however soon that is.
  return { held: held ?? (joins?.length ? { until: now, reason: 'bundle' } : null), joins: joins ?? [] };
}

/** Null: it goes in no letter with others. What is hidden stands alone; the others with what was told to the same people outside. */
async function joinsOf(tx: Sql, account: Account, letter: Letter, person: Contact): Promise<LetterId[] | null> {
  const { comment, kind, task } = letter;
  if (!comment || !task || !canBundle(kind)) return null;
  const waiting = await waitingFor(tx, account.id, task, person.id);
  const circles = await circlesOf(tx, account.id, [comment, ...waiting.map((w) => w.comment)]);
  const own = circles.get(comment);
  if (!own || own.hidden) return null;
  const fits = (other: ReturnType<typeof circles.get>) => other && !other.hidden && other.circle === own.circle;
  return waiting.filter((w) => fits(circles.get(w.comment))).map((w) => w.id);
}

export const zoneOf = ({ settings }: Account, person: Person): string => person.timezone ?? settings.timezone;

/** Until when a letter may not go to this person although its time has come; null: it may. */
export async function stillQuiet(
  gw: Gateway,
  tx: Sql,
  account: Account,
  { task }: Pick<Letter, 'task'>,
  person: Person,
): Promise<Held | null> {
  const now = gw.clock();
  const end = quietEnd(now, account.settings.quietHours, zoneOf(account, person));
  if (end === null) return null;
  const spokeAt = task && (await lastSpoke(tx, account.id, task, person.id));
  return isAwake({ spokeAt, now }) ? null : { until: end, reason: 'quiet-hours' };
}

/** A letter that several share waits for the last of them. */
export async function sharedWait(
  gw: Gateway,
  tx: Sql,
  account: Account,
  letter: Letter,
  people: readonly Person[],
): Promise<Held | null> {
  const ends: Held[] = [];
  for (const person of people.filter((p) => p.kind === 'contact'))
    ends.push(...[await stillQuiet(gw, tx, account, letter, person)].filter((held) => held !== null));
  return ends.sort((a, b) => b.until - a.until)[0] ?? null;
}
