/**
 * Coming in by the link of a letter. By login and password: login.ts.
 */
import type { ContactId } from '../base/id.ts';
import { DAY } from '../base/time.ts';
import { personToken, readPersonToken } from '../base/token.ts';
import type { Account } from '../people/account.ts';
import type { Contact } from '../people/person.ts';
import { accountByName, allAccounts } from '../store/accounts.ts';
import { type Entrant, entrantById, versionAround } from '../store/entrants.ts';
import { lastLetterAt } from '../store/letter-lines.ts';
import { endMergedLinks, mergedInto } from '../store/merge.ts';
import { updateContact } from '../store/people.ts';
import { within } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { type Reach, reachOf } from './reach.ts';
import { sendFreshLink } from './tell.ts';

export type Entered =
  | {
      readonly kind: 'ok';
      readonly account: Account;
      readonly contact: Contact;
      readonly reach: Reach;
      /** Another one as soon as anything of these three, or of the account's people, is another. */
      readonly sign: string;
    }
  | { readonly kind: 'revoked' | 'expired' | 'unknown' };

/**
 * Whose dashboard a link opens. Reads only: a scanner may open it as often as it likes. Those who come again and again are
 * remembered while nothing of their account has changed.
 */
export function linkDoor(gw: Gateway): (token: string) => Promise<Entered> {
  const remembered = new Map<string, LinkOwner>();
  return async (token) => {
    const before = remembered.get(token);
    const same = before && (await versionAround(gw.db.read, before.contact.id)) === before.version;
    const found = same ? before : await linkOwner(gw, token);
    if (!found) return { kind: 'unknown' };
    if (!same) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(token, found);
    }
    return admit(gw, found);
  };
}

const MOST_REMEMBERED = 2000;

async function admit(gw: Gateway, found: LinkOwner): Promise<Entered> {
  const { account, contact, suppressed, version } = found;
  const current = !contact.linkRevoked && contact.linkGeneration === found.generation;
  if (!current) return { kind: 'revoked' };
  if (await isExpired(gw, account, contact)) return { kind: 'expired' };
  return { kind: 'ok', account, contact, reach: reachOf(contact, suppressed), sign: `${contact.id} ${version}` };
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
    if (linkGeneration !== contact.linkGeneration) await endMergedLinks(tx, contact);
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
    await endMergedLinks(tx, contact);
    await sendFreshLink(gw, tx, account, { ...contact, ...renewed }, task);
  });
  gw.wake.outbox();
}

export async function revokeLink(gw: Gateway, contact: Contact): Promise<void> {
  await gw.db.write(async (tx) => {
    await updateContact(tx, contact, { linkGeneration: contact.linkGeneration + 1, linkRevoked: true });
    await endMergedLinks(tx, contact);
  });
}

interface Known extends Entrant {
  /** Of the account, when this was read. */
  readonly version: number;
}

interface LinkOwner extends Known {
  /** Of the link that was followed; null: one that ended before or with the contact it was of. */
  readonly generation: number | null;
}

async function linkOwner(gw: Gateway, token: string): Promise<LinkOwner | null> {
  const read = readPersonToken(gw.keyring, 'dashboard', token);
  if (!read) return null;
  const own = await knownAs(gw, read.person);
  if (own) return { ...own, generation: read.generation };
  return ownerAfterMerge(gw, read.person, read.generation);
}

/** The version first: what changes in between makes it another one. */
async function knownAs(gw: Gateway, id: ContactId): Promise<Known | null> {
  const version = await versionAround(gw.db.read, id);
  const entrant = version === null ? null : await entrantById(gw.db.read, id);
  return entrant && version !== null ? { ...entrant, version } : null;
}

/**
 * The link of a contact who was merged into another opens the other's dashboard, if it was good when they were and since. If not,
 * it has ended like any other: a fresh one goes to the address that is known of the other.
 */
async function ownerAfterMerge(gw: Gateway, person: ContactId, generation: number): Promise<LinkOwner | null> {
  const merged = await mergedInto(gw.db.read, person);
  const other = merged && (await knownAs(gw, merged.into));
  if (!other) return null;
  const good = !merged.linkRevoked && merged.linkGeneration === generation;
  return { ...other, generation: good ? other.contact.linkGeneration : null };
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
