/** Whether our letters go to somebody outside at all, and if not, why: said to them on their own page. */
import type { Contact } from '../people/person.ts';

/** `came-back`: their mailbox refused letters for good; `complained`: one was reported as spam. Their own next mail lifts both (spec 3.1.9). */
export type Reach = 'open' | 'came-back' | 'complained';

/** `suppressed`: why nothing is sent to their address, null when it is. */
export function reachOf(contact: Contact, suppressed: string | null): Reach {
  if (contact.mailBlocked) return 'complained';
  if (!suppressed) return 'open';
  return suppressed === 'complaint' ? 'complained' : 'came-back';
}
