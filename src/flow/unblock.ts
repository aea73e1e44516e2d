/** Letters to a contact whose address came back, or who complained, are let out again by an administrator (spec 3.1.9). */
import { addressesOf, type Contact } from '../people/person.ts';
import { loadContact, updateContact } from '../store/people.ts';
import { liftSuppression } from '../store/suppressions.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Managed, managed, mayManage, refused } from './manage.ts';

/** The block of the person and what is known against each of their addresses; with neither nothing happens. */
export async function liftBlock(gw: Gateway, actor: Actor, id: string): Promise<Managed<Contact>> {
  if (!mayManage(actor)) return refused('admins-only');
  const account = actor.account.id;
  return gw.db.write(async (tx): Promise<Managed<Contact>> => {
    const contact = await loadContact(tx, account, id);
    if (!contact) return refused('nowhere');
    let lifted = contact.mailBlocked;
    if (contact.mailBlocked) await updateContact(tx, contact, { mailBlocked: false });
    for (const address of addressesOf(contact)) lifted = (await liftSuppression(tx, account, address)) || lifted;
    if (lifted) await audit(gw, tx, actor, 'suppression-lifted', contact.id);
    return managed((await loadContact(tx, account, id))!);
  });
}
