/** How letters come to a contact, as they choose it themselves on their pages (people/pace.ts). */
import { type OwnPace, samePace } from '../people/pace.ts';
import type { Contact } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { dueAtOnce } from '../store/held-letters.ts';
import { loadContact, updateContact } from '../store/people.ts';
import type { Gateway } from './gateway.ts';

/** `timezone`: null, the account's; left out, as it is. */
export interface PaceChoice extends OwnPace {
  readonly timezone?: string | null;
}

/** Nobody else's rights are asked: it is theirs alone. */
export async function choosePace(gw: Gateway, { account, id }: Contact, choice: PaceChoice): Promise<void> {
  await gw.db.write(async (tx) => {
    const before = await loadContact(tx, account, id);
    if (!before) return;
    await updateContact(tx, before, choice);
    await letGo(gw, tx, before, { ...before, ...choice });
  });
  gw.wake.outbox();
}

/** With another choice what waits by the earlier one comes at once, but for quiet hours: they are asked again when it goes. */
export async function letGo(gw: Gateway, tx: Sql, before: Contact, after: OwnPace): Promise<void> {
  if (!samePace(before, after)) await dueAtOnce(tx, before.account, before.id, gw.clock());
}
