/** Whether our letters go to somebody outside at all, and if not, why: said to them on their own page. */
import type { Account } from '../people/account.ts';
import type { Contact } from '../people/person.ts';
import { suppression } from '../store/suppressions.ts';
import type { Gateway } from './gateway.ts';

/** `came-back`: their mailbox refused letters for good; `complained`: one was reported as spam. Their own next mail lifts both (spec 3.1.9). */
export type Reach = 'open' | 'came-back' | 'complained';

export async function reachOf(gw: Gateway, account: Account, contact: Contact): Promise<Reach> {
  if (contact.mailBlocked) return 'complained';
  const reason = contact.email && (await suppression(gw.db.read, account.id, contact.email));
  if (!reason) return 'open';
  return reason === 'complaint' ? 'complained' : 'came-back';
}
