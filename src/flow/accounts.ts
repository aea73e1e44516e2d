/**
 * A new account with its robot and its first admin, and the way in for somebody who has no password yet.
 */
import { type Address, localPart } from '../base/address.ts';
import { DAY } from '../base/time.ts';
import { personToken, readPersonToken } from '../base/token.ts';
import type { Account } from '../people/account.ts';
import type { Language, Person } from '../people/person.ts';
import { accountByDomain, accountByName, allAccounts, insertAccount, loadAccount } from '../store/accounts.ts';
import { closeSessionsOf, nextOneTime, type OneTime, oneTimeOf, useOneTime } from '../store/doors.ts';
import { insertEmployee, loadEmployee, personAnywhere, setPasswordHash } from '../store/people.ts';
import type { Gateway } from './gateway.ts';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from './password.ts';

export interface NewAccount {
  readonly name: string;
  readonly title: string;
  readonly admin: { readonly email: Address; readonly firstName: string; readonly lastName: string };
  readonly language: Language;
}

export type AccountMade =
  | { readonly ok: true; readonly account: Account; readonly admin: Person; readonly activation: string }
  | { readonly ok: false; readonly reason: 'name-taken' | 'bad-name' };

/** Spec 1.1: Latin letters and digits; it becomes a host name. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The first account lives on `mail.domain` itself, the others on `<name>.<mail.domain>` (decisions "Accounts"). */
export async function createAccount(gw: Gateway, asked: NewAccount): Promise<AccountMade> {
  if (!NAME.test(asked.name)) return { ok: false, reason: 'bad-name' };
  const made = await gw.db.write(async (tx) => {
    const first = (await allAccounts(tx)).length === 0;
    const mailDomain = first ? gw.names.mailDomain : `${asked.name}.${gw.names.mailDomain}`;
    if ((await accountByName(tx, asked.name)) || (await accountByDomain(tx, mailDomain))) return null;
    const now = gw.clock();
    const account = await insertAccount(tx, { ...asked, mailDomain }, now);
    await insertEmployee(
      tx,
      account.id,
      { firstName: asked.title, login: 'postern', role: 'robot', language: asked.language },
      now,
    );
    const { email, firstName, lastName } = asked.admin;
    const login = localPart(email).replace(/[^a-z0-9._-]/g, '') || 'admin';
    const id = await insertEmployee(
      tx,
      account.id,
      { firstName, lastName, email, login, role: 'owner', language: asked.language, mayGrantAccess: true },
      now,
    );
    return { account, admin: (await loadEmployee(tx, account.id, id))! };
  });
  if (!made) return { ok: false, reason: 'name-taken' };
  return { ok: true, ...made, activation: await makeActivation(gw, made.admin) };
}

const ACTIVATION_LIFE = 7 * DAY;

/** A link that lets this person set a password, once. A later link ends the earlier ones (item 98). */
export async function makeActivation(gw: Gateway, person: Person): Promise<string> {
  const now = gw.clock();
  const generation = await gw.db.write((tx) =>
    nextOneTime(tx, person.account, person.id, 'activation', now + ACTIVATION_LIFE),
  );
  return `${gw.names.publicUrl}/activate/${personToken(gw.keyring, 'activation', person.id, generation)}`;
}

/** Whose activation page this is, while it is good. Reads only. */
export async function activationOf(gw: Gateway, token: string): Promise<{ account: Account; person: Person } | null> {
  const read = readPersonToken(gw.keyring, 'activation', token);
  const person = read && (await personAnywhere(gw.db.read, read.person));
  const account = person && (await loadAccount(gw.db.read, person.account));
  if (!read || !person || !account) return null;
  const stored = await oneTimeOf(gw.db.read, account.id, person.id, 'activation');
  return stored && isGood(stored, read.generation, gw.clock()) ? { account, person } : null;
}

export type Activated =
  | { readonly ok: true; readonly person: Person; readonly account: Account }
  | { readonly ok: false; readonly reason: 'gone' | 'too-short' | 'too-long' };

/** Sets the password; the link is used up and every session of theirs ends. */
export async function activate(gw: Gateway, token: string, password: string): Promise<Activated> {
  if ([...password].length < PASSWORD_MIN) return { ok: false, reason: 'too-short' };
  if (Buffer.byteLength(password) > PASSWORD_MAX) return { ok: false, reason: 'too-long' };
  const found = await activationOf(gw, token);
  if (!found) return { ok: false, reason: 'gone' };
  const hash = await hashPassword(password);
  const used = await gw.db.write(async (tx) => {
    if (!(await useOneTime(tx, found.account.id, found.person.id, 'activation', gw.clock()))) return false;
    await setPasswordHash(tx, found.account.id, found.person, hash);
    await closeSessionsOf(tx, found.account.id, found.person.id);
    return true;
  });
  return used ? { ok: true, ...found } : { ok: false, reason: 'gone' };
}

const isGood = (stored: OneTime, generation: number, now: number): boolean =>
  stored.generation === generation && stored.usedAt === null && stored.expiresAt > now;
