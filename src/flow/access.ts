/**
 * Advanced access of a contact: NONE → INVITED → ACTIVE → REVOKED (spec 1.3, 5). Granted by administrators and by employees who
 * were given that right; nobody else has the control, and nobody else is obeyed.
 */
import type { Address } from '../base/address.ts';
import { newId } from '../base/id.ts';
import { DAY } from '../base/time.ts';
import { renderLetter } from '../notify/render.ts';
import { type Contact, hasLogin, isAdmin } from '../people/person.ts';
import type { Sql } from '../store/database.ts';
import { closeSessionsOf } from '../store/doors.ts';
import { endMailedOneTimes, endOneTimes, nextOneTime } from '../store/one-time.ts';
import { loadContact, setPasswordHash, updateContact } from '../store/people.ts';
import { INVITATION_LIFE } from './activation.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { faulty, type Managed, managed, refused } from './manage.ts';
import { askDeliverability, authorOf, basis, post } from './post.ts';

/** Spec 5.1. */
export const mayGrant = ({ person }: Pick<Actor, 'person'>): boolean =>
  person.kind === 'employee' && (isAdmin(person) || (person.mayGrantAccess && person.role === 'user'));

/**
 * Invites, or invites once more: the letter with the link goes to the contact's address, in their language, and ends the links
 * before it (item 98). Who has access already keeps it, and nothing is sent.
 */
export async function grantAccess(gw: Gateway, actor: Actor, id: string): Promise<Managed<Contact>> {
  if (!mayGrant(actor)) return refused('may-not-grant');
  const done = await gw.db.write(async (tx): Promise<Managed<Contact>> => {
    const contact = await loadContact(tx, actor.account.id, id);
    if (!contact) return refused('nowhere');
    if (contact.access === 'ACTIVE') return managed(contact);
    // Spec 5.4: the address is the login.
    if (!contact.email)
      return faulty([{ path: 'email', message: 'The contact has no e-mail address to sign in with' }]);
    const invited: Contact = { ...contact, proven: true, access: 'INVITED' };
    const way = await askDeliverability(gw, tx, actor.account, invited, { kind: 'invitation', task: null }, null);
    // An invitation that does not go is none: whoever invites has to know.
    if (!way.send) return faulty([{ path: 'email', message: `No letters go to this address (${way.reason})` }]);
    await updateContact(tx, contact, { proven: true, access: 'INVITED' });
    await sendInvitation(gw, tx, actor, invited);
    await audit(gw, tx, actor, 'access-granted', contact.id);
    return managed(invited);
  });
  gw.wake.outbox();
  return done;
}

/** Before it was used the invitation is cancelled, after that the access ends: sessions and links with it (spec 5.16, items 98, 111). */
export async function endAccess(gw: Gateway, actor: Actor, id: string): Promise<Managed<Contact>> {
  if (!mayGrant(actor)) return refused('may-not-grant');
  return gw.db.write(async (tx): Promise<Managed<Contact>> => {
    const contact = await loadContact(tx, actor.account.id, id);
    if (!contact) return refused('nowhere');
    if (contact.access === 'NONE' || contact.access === 'REVOKED') return managed(contact);
    await updateContact(tx, contact, { access: contact.access === 'ACTIVE' ? 'REVOKED' : 'NONE' });
    await endOneTimes(tx, actor.account.id, contact.id, gw.clock());
    await closeSessionsOf(tx, actor.account.id, contact.id);
    await setPasswordHash(tx, actor.account.id, contact, null);
    await audit(gw, tx, actor, 'access-ended', contact.id, { was: contact.access });
    return managed((await loadContact(tx, actor.account.id, contact.id))!);
  });
}

/**
 * Who may give this contact another address: it is their login and where links for a new password go, so with a login it is for
 * those who may give access. Null: nothing stands against it.
 */
export function addressRefused(actor: Actor, contact: Contact, email: Address | null): Managed<never> | null {
  if (!hasLogin(contact)) return null;
  if (!mayGrant(actor)) return refused('may-not-grant');
  return email === null ? faulty([{ path: 'email', message: 'They sign in with it: end their access first' }]) : null;
}

/** Links and codes that went to the earlier address open nothing any more, and an invitation that waits goes to the new one. */
export async function readdress(gw: Gateway, tx: Sql, actor: Actor, contact: Contact): Promise<void> {
  await endMailedOneTimes(tx, actor.account.id, contact.id, gw.clock());
  if (contact.access === 'INVITED') await sendInvitation(gw, tx, actor, contact);
}

async function sendInvitation(gw: Gateway, tx: Sql, actor: Actor, contact: Contact): Promise<void> {
  const { account } = actor;
  const letter = renderLetter({
    ...basis(gw, account, contact, `invitation:${newId(gw.clock())}`),
    kind: 'invitation',
    author: authorOf(actor),
    days: INVITATION_LIFE / DAY,
  });
  await nextOneTime(tx, account.id, contact.id, 'activation', gw.clock() + INVITATION_LIFE, letter.id);
  await post(gw, tx, account, letter, contact, null);
}
