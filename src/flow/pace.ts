/** How letters come to a contact, as they choose it themselves on their pages (people/pace.ts), and what waits when that changes. */
import type { AccountId } from '../base/id.ts';
import type { Settings } from '../people/account.ts';
import { type OwnPace, type Pace, samePace } from '../people/pace.ts';
import type { Contact } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { dueAtOnce } from '../store/held-letters.ts';
import { loadContact, updateContact } from '../store/people.ts';
import type { Gateway } from './gateway.ts';

/** `timezone`: null, the account's; left out, as it is. */
export interface PaceChoice extends OwnPace {
  readonly timezone?: string | null;
}

/** Nobody else's rights are asked: it is theirs alone. True: letters that waited are due by this choice. */
export async function choosePace(gw: Gateway, { account, id }: Contact, choice: PaceChoice): Promise<boolean> {
  const due = await gw.db.write(async (tx) => {
    const before = await loadContact(tx, account, id);
    if (!before) return 0;
    await updateContact(tx, before, choice);
    return letGo(gw, tx, before, { ...before, ...choice });
  });
  gw.wake.outbox();
  return due > 0;
}

/**
 * With another choice what waits by the earlier one comes at once, but for quiet hours: they are asked again when it goes. In another
 * time zone they are other hours, and what waits for others to go with it waits on. Returns how many letters are due by it.
 */
export async function letGo(
  gw: Gateway,
  tx: Sql,
  before: Contact,
  after: OwnPace & Pick<Contact, 'timezone'>,
): Promise<number> {
  const { account, id: person, timezone } = before;
  if (!samePace(before, after)) return dueAtOnce(tx, account, gw.clock(), { person });
  if (timezone === after.timezone) return 0;
  return dueAtOnce(tx, account, gw.clock(), { person, reasons: ['quiet-hours'] });
}

/** The same of an account's choice. */
export async function letAllGo(
  gw: Gateway,
  tx: Sql,
  account: AccountId,
  before: Pick<Settings, keyof Pace | 'timezone'>,
  after: typeof before,
): Promise<void> {
  if (!samePace(before, after)) await dueAtOnce(tx, account, gw.clock());
  else if (before.timezone !== after.timezone) await dueAtOnce(tx, account, gw.clock(), { reasons: ['quiet-hours'] });
}
