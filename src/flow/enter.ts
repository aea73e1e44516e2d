/**
 * Coming in: by the link of a letter, or by login and password.
 */
import { createHmac } from 'node:crypto';
import { parseAddress } from '../base/address.ts';
import type { ContactId } from '../base/id.ts';
import { DAY, MINUTE } from '../base/time.ts';
import { personToken, readPersonToken } from '../base/token.ts';
import type { Account } from '../people/account.ts';
import { type Contact, maySignIn, type Person } from '../people/person.ts';
import { accountByName, allAccounts, loadAccount } from '../store/accounts.ts';
import { closeSession, openSession, sessionOf, touchSession } from '../store/doors.ts';
import { type Entrant, entrantById, versionAround } from '../store/entrants.ts';
import { mergedInto } from '../store/merge.ts';
import { lastLetterAt } from '../store/outbox.ts';
import { employeeByLogin, loadPerson, passwordHash, personByAddress, updateContact } from '../store/people.ts';
import { delayOf, give, take, within } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { checkPassword } from './password.ts';
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

/** Whose dashboard a link opens. Reads only: a scanner may open it as often as it likes. */
export const enterByLink = (gw: Gateway, token: string): Promise<Entered> => linkDoor(gw)(token);

/** The same for a door that many come through again and again: it knows them while nothing of their account has changed. */
export function linkDoor(gw: Gateway): (token: string) => Promise<Entered> {
  const known = new Map<string, LinkOwner>();
  return async (token) => {
    const before = known.get(token);
    const same = before && (await versionAround(gw.db.read, before.contact.id)) === before.version;
    const found = same ? before : await linkOwner(gw, token);
    if (!found) return { kind: 'unknown' };
    if (known.size >= MOST_KNOWN) known.clear();
    if (!same && found.version !== null) known.set(token, found);
    return admit(gw, found);
  };
}

const MOST_KNOWN = 2000;

async function admit(gw: Gateway, found: LinkOwner): Promise<Entered> {
  const { account, contact, suppressed, version } = found;
  const current = !contact.linkRevoked && contact.linkGeneration === found.generation;
  if (!current) return { kind: 'revoked' };
  if (await isExpired(gw, account, contact)) return { kind: 'expired' };
  const sign = version === null ? JSON.stringify([account, contact]) : `${contact.id} ${version}`;
  return { kind: 'ok', account, contact, reach: reachOf(contact, suppressed), sign };
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
export async function mailFreshLink(gw: Gateway, token: string): Promise<void> {
  const found = await linkOwner(gw, token);
  if (!found || !(await within(gw.brakes.freshLink, found.contact.id))) return;
  const { account, contact } = found;
  // What has run out stays ended, also when the new letter begins the count again.
  const linkGeneration = contact.linkGeneration + ((await isExpired(gw, account, contact)) ? 1 : 0);
  await gw.db.write(async (tx) => {
    await updateContact(tx, contact, { linkRevoked: false, linkGeneration });
    await sendFreshLink(gw, tx, account, { ...contact, linkRevoked: false, linkGeneration });
  });
  gw.wake.outbox();
}

/** Ends every link made before, and mails the new one to the known address. */
export async function renewLink(gw: Gateway, account: Account, contact: Contact): Promise<void> {
  await gw.db.write(async (tx) => {
    const renewed = { linkGeneration: contact.linkGeneration + 1, linkRevoked: false };
    await updateContact(tx, contact, renewed);
    await sendFreshLink(gw, tx, account, { ...contact, ...renewed });
  });
  gw.wake.outbox();
}

export async function revokeLink(gw: Gateway, contact: Contact): Promise<void> {
  await gw.db.write((tx) =>
    updateContact(tx, contact, { linkGeneration: contact.linkGeneration + 1, linkRevoked: true }),
  );
}

interface LinkOwner extends Entrant {
  readonly generation: number;
  /** Of the account, when this was read; null: it is to be read anew each time. */
  readonly version: number | null;
}

async function linkOwner(gw: Gateway, token: string): Promise<LinkOwner | null> {
  const read = readPersonToken(gw.keyring, 'dashboard', token);
  if (!read) return null;
  // The version first: what changes in between makes it another one.
  const version = await versionAround(gw.db.read, read.person);
  const own = version === null ? null : await entrantById(gw.db.read, read.person);
  if (own) return { ...own, generation: read.generation, version };
  const other = await ownerAfterMerge(gw, read.person, read.generation);
  return other && { ...other, generation: other.contact.linkGeneration, version: null };
}

/** The link of a contact who was merged into another opens the other's dashboard, if it was good when they were. */
async function ownerAfterMerge(gw: Gateway, person: ContactId, generation: number): Promise<Entrant | null> {
  const merged = await mergedInto(gw.db.read, person);
  const good = merged !== null && !merged.linkRevoked && merged.linkGeneration === generation;
  return good ? entrantById(gw.db.read, merged.into) : null;
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

// -- login --------------------------------------------------------------------------------------------------------

const SESSION_LIFE = 30 * DAY;
export const SESSION_IDLE = 7 * DAY;

export type LoggedIn =
  | { readonly kind: 'ok'; readonly session: string; readonly person: Person }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'slow-down'; readonly seconds: number };

export async function login(
  gw: Gateway,
  account: Account,
  name: string,
  password: string,
  source: string,
  agent = '',
): Promise<LoggedIn> {
  const person = await personByName(gw, account, name);
  // One person has a login, addresses and ways to spell them; guesses at any of them are guesses at the same password.
  const key = `${account.id}/${person?.id ?? name.toLowerCase().slice(0, 254)}/${source}`;
  const brakes = [
    [gw.brakes.loginBySource, source],
    [gw.brakes.loginByNameAndSource, key],
  ] as const;
  // Paid before the password is looked at and given back when it was right: a hundred guesses at once are a hundred guesses.
  const waits = await Promise.all(brakes.map(([limiter, of]) => delayOf(limiter, of)));
  const wait = Math.max(...waits) || Math.max(...(await Promise.all(brakes.map(([limiter, of]) => take(limiter, of)))));
  if (wait > 0) return { kind: 'slow-down', seconds: wait };
  const stored = person && (await passwordHash(gw.db.read, account.id, person));
  const right = await checkPassword(password, stored);
  if (!right || !person || !maySignIn(person)) return { kind: 'wrong' };
  await Promise.all(brakes.map(([limiter, of]) => give(limiter, of)));
  const now = gw.clock();
  const session = await gw.db.write((tx) => openSession(tx, account.id, person, now, now + SESSION_LIFE, agent));
  return { kind: 'ok', session, person };
}

/** Employees by login or e-mail, contacts with advanced access by e-mail only (spec 5.7). */
async function personByName(gw: Gateway, account: Account, name: string): Promise<Person | null> {
  const address = parseAddress(name);
  if (address) return personByAddress(gw.db.read, account.id, address);
  return employeeByLogin(gw.db.read, account.id, name.trim().toLowerCase());
}

export interface Session {
  readonly account: Account;
  readonly person: Person;
  /** For the hidden field of forms: made from the session, good for it alone. */
  readonly csrf: string;
}

export async function sessionBy(gw: Gateway, cookie: string): Promise<Session | null> {
  const row = await sessionOf(gw.db.read, cookie);
  const now = gw.clock();
  if (!row || row.expiresAt <= now || row.seenAt + SESSION_IDLE <= now) return null;
  const account = await loadAccount(gw.db.read, row.account);
  const person = account && (await loadPerson(gw.db.read, row.account, row.person));
  if (!account || !person || !maySignIn(person)) return null;
  if (row.seenAt + 10 * MINUTE < now) await gw.db.write((tx) => touchSession(tx, row.hash, now));
  return { account, person, csrf: csrfOf(gw, cookie) };
}

export async function logout(gw: Gateway, cookie: string): Promise<void> {
  await gw.db.write((tx) => closeSession(tx, cookie));
}

function csrfOf(gw: Gateway, cookie: string): string {
  return createHmac('sha256', gw.keyring.keys.get(gw.keyring.current)!)
    .update(`postern/csrf\0${cookie}`)
    .digest('base64url');
}
