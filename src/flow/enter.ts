/**
 * Coming in by the link of a letter. By login and password: login.ts.
 */
import type { ContactId } from '../base/id.ts';
import { DAY } from '../base/time.ts';
import { personToken, readPersonToken } from '../base/token.ts';
import type { Account } from '../people/account.ts';
import type { Contact } from '../people/person.ts';
import { accountByName, allAccounts, loadAccount } from '../store/accounts.ts';
import { mergedInto } from '../store/merge.ts';
import { lastLetterAt } from '../store/outbox.ts';
import { contactById, updateContact } from '../store/people.ts';
import { within } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { sendFreshLink } from './tell.ts';

export type Entered =
  | { readonly kind: 'ok'; readonly account: Account; readonly contact: Contact }
  | { readonly kind: 'revoked' | 'expired' | 'unknown' };

/** Whose dashboard a link opens. Reads only: a scanner may open it as often as it likes. */
export async function enterByLink(gw: Gateway, token: string): Promise<Entered> {
  const found = await linkOwner(gw, token);
  if (!found) return { kind: 'unknown' };
  const current = !found.contact.linkRevoked && found.contact.linkGeneration === found.generation;
  if (!current) return { kind: 'revoked' };
  const { account, contact } = found;
  return (await isExpired(gw, account, contact)) ? { kind: 'expired' } : { kind: 'ok', account, contact };
}

/** With `linkDays`: so long after our last letter to its owner that nobody should still have it open. */
async function isExpired(gw: Gateway, account: Account, contact: Contact): Promise<boolean> {
  const { linkDays } = account.settings;
  if (linkDays === null) return false;
  const last = await lastLetterAt(gw.db.read, account.id, contact.id);
  return last !== null && last + linkDays * DAY < gw.clock();
}

/** The path of a contact's dashboard: `/d/<token>`. */
export const dashboardPath = (gw: Gateway, contact: Contact): string =>
  `/d/${personToken(gw.keyring, 'dashboard', contact.id, contact.linkGeneration)}`;

/** Mails a new link to the known address; at most hourly, and with the same answer whatever the token was. */
export async function mailFreshLink(gw: Gateway, token: string, task: number | null): Promise<void> {
  const found = await linkOwner(gw, token);
  if (!found || !(await within(gw.brakes.freshLink, found.contact.id))) return;
  const { account, contact } = found;
  // What has run out stays ended, also when the new letter begins the count again.
  const linkGeneration = contact.linkGeneration + ((await isExpired(gw, account, contact)) ? 1 : 0);
  await gw.db.write(async (tx) => {
    await updateContact(tx, contact, { linkRevoked: false, linkGeneration });
    await sendFreshLink(gw, tx, account, { ...contact, linkRevoked: false, linkGeneration }, task);
  });
  gw.wake.outbox();
}

/** Ends every link made before, and mails the new one to the known address. */
export async function renewLink(
  gw: Gateway,
  account: Account,
  contact: Contact,
  task: number | null = null,
): Promise<void> {
  await gw.db.write(async (tx) => {
    const renewed = { linkGeneration: contact.linkGeneration + 1, linkRevoked: false };
    await updateContact(tx, contact, renewed);
    await sendFreshLink(gw, tx, account, { ...contact, ...renewed }, task);
  });
  gw.wake.outbox();
}

export async function revokeLink(gw: Gateway, contact: Contact): Promise<void> {
  await gw.db.write((tx) =>
    updateContact(tx, contact, { linkGeneration: contact.linkGeneration + 1, linkRevoked: true }),
  );
}

async function linkOwner(
  gw: Gateway,
  token: string,
): Promise<{ account: Account; contact: Contact; generation: number } | null> {
  const read = readPersonToken(gw.keyring, 'dashboard', token);
  if (!read) return null;
  const own = await contactById(gw.db.read, read.person);
  const contact = own ?? (await ownerAfterMerge(gw, read.person, read.generation));
  const account = contact && (await loadAccount(gw.db.read, contact.account));
  if (!contact || !account) return null;
  return { account, contact, generation: own ? read.generation : contact.linkGeneration };
}

/** The link of a contact who was merged into another opens the other's dashboard, if it was good when they were. */
async function ownerAfterMerge(gw: Gateway, person: ContactId, generation: number): Promise<Contact | null> {
  const merged = await mergedInto(gw.db.read, person);
  const good = merged !== null && !merged.linkRevoked && merged.linkGeneration === generation;
  return good ? contactById(gw.db.read, merged.into) : null;
}

/** The account of a host name (decisions "Accounts"): `<name>.<public host>`; with one account any host is it. */
export async function accountByHost(gw: Gateway, host: string | undefined): Promise<Account | null> {
  const accounts = await allAccounts(gw.db.read);
  if (accounts.length <= 1) return accounts[0] ?? null;
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '');
  const main = new URL(gw.names.publicUrl).hostname;
  if (name === main) return accounts[0]!;
  return name.endsWith(`.${main}`) ? accountByName(gw.db.read, name.slice(0, -main.length - 1)) : null;
}
