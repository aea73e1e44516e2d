/**
 * A contact's dashboard link: in the hands of the team seen by admins alone and ended by whoever is responsible; renewed and ended
 * by its owner too, who has it open.
 */
import type { Contact } from '../people/person.ts';
import { loadContact, updateContact } from '../store/people.ts';
import { audit } from './audit.ts';
import { dashboardPath, renewLink, revokeLink } from './enter.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Managed, managed, mayManage, maySeePeople, refused } from './manage.ts';
import { mayChange } from './manage-people.ts';

/** The link that works now; one that was revoked works again. The one place where somebody of the team gets to see it. */
export async function showLink(gw: Gateway, actor: Actor, id: string): Promise<Managed<string>> {
  if (!mayManage(actor)) return refused('admins-only');
  const contact = await loadContact(gw.db.read, actor.account.id, id);
  if (!contact) return refused('nowhere');
  await gw.db.write(async (tx) => {
    if (contact.linkRevoked) await updateContact(tx, contact, { linkRevoked: false });
    await audit(gw, tx, actor, 'link-shown', contact.id);
  });
  return managed(gw.names.publicUrl + dashboardPath(gw, contact));
}

/** Ends every link made before and mails the new one to the known address; only admins see it here. */
export async function replaceLink(gw: Gateway, actor: Actor, id: string): Promise<Managed<string | null>> {
  if (!maySeePeople(actor)) return refused('no-data-access');
  const contact = await loadContact(gw.db.read, actor.account.id, id);
  if (!contact) return refused('nowhere');
  if (!mayChange(actor, contact)) return refused('not-responsible');
  await renewLink(gw, actor.account, contact);
  await gw.db.write((tx) => audit(gw, tx, actor, 'link-renewed', contact.id));
  return mayManage(actor) ? showLink(gw, actor, id) : managed(null);
}

export async function endLink(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  if (!maySeePeople(actor)) return refused('no-data-access');
  const contact = await loadContact(gw.db.read, actor.account.id, id);
  if (!contact) return refused('nowhere');
  if (!mayChange(actor, contact)) return refused('not-responsible');
  await revokeLink(gw, contact);
  await gw.db.write((tx) => audit(gw, tx, actor, 'link-revoked', contact.id));
  return managed(null);
}

/** Its owner, on the page behind it: «this mail was forwarded? make a new link». */
export async function renewOwnLink(gw: Gateway, actor: OwnActor, task: number | null): Promise<void> {
  await renewLink(gw, actor.account, actor.person, task);
  await gw.db.write((tx) => audit(gw, tx, actor, 'link-renewed', actor.person.id));
}

/** The same without a letter: nothing opens this dashboard until its owner asks for a link, or the team shows one. */
export async function endOwnLink(gw: Gateway, actor: OwnActor): Promise<void> {
  await revokeLink(gw, actor.person);
  await gw.db.write((tx) => audit(gw, tx, actor, 'link-revoked', actor.person.id));
}

type OwnActor = Pick<Actor, 'account'> & { readonly person: Contact };
