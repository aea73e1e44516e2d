/**
 * Coming in by login and password. What is answered, and how long it takes, is the same for a wrong password and for a name that
 * nobody has (threat T33).
 */
import { parseAddress } from '../base/address.ts';
import type { Account } from '../people/account.ts';
import { maySignIn, type Person } from '../people/person.ts';
import { openSession } from '../store/doors.ts';
import { employeeByLogin, passwordHash, personByAddress, setPasswordHash } from '../store/people.ts';
import { delayOf, forget, give, guess, take } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { BUSY_SECONDS, unlessBusy } from './password.ts';
import { SESSION_LIFE } from './session.ts';

export type LoggedIn =
  | { readonly kind: 'ok'; readonly session: string; readonly person: Person }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'slow-down'; readonly seconds: number };

/** `source`: from where it is tried; `agent`: which program it is, in a few words. */
export async function login(
  gw: Gateway,
  account: Account,
  name: string,
  password: string,
  source: string,
  agent = '',
): Promise<LoggedIn> {
  const tried = { name: `${account.id}/${spelled(name)}/${source}`, source };
  const wait = await pay(gw, tried);
  if (wait > 0) return { kind: 'slow-down', seconds: wait };
  return unlessBusy(() => answer(gw, account, name, password, tried, agent), {
    kind: 'slow-down',
    seconds: BUSY_SECONDS,
  });
}

interface Tried {
  readonly name: string;
  readonly source: string;
}

/** Paid before the password is looked at and given back when it was right: a hundred guesses at once are a hundred guesses. */
async function pay(gw: Gateway, { name, source }: Tried): Promise<number> {
  const { loginBySource, loginByName } = gw.brakes;
  const wait = Math.max(await delayOf(loginBySource, source), await delayOf(loginByName.tries, name));
  return wait || Math.max(await take(loginBySource, source), await guess(loginByName, name));
}

async function answer(
  gw: Gateway,
  account: Account,
  name: string,
  password: string,
  tried: Tried,
  agent: string,
): Promise<LoggedIn> {
  const person = await personByName(gw, account, name);
  const own = person && `${account.id}/${person.id}/${tried.source}`;
  // One person has several names, and guesses at any of them are guesses at one password. That these names are one person's is
  // not told to whoever guesses: past the limit nothing is compared, and the answer is what it is for nobody's name.
  const heard = own !== null && (await guess(gw.brakes.loginByPerson, own)) === 0;
  const stored = heard ? await passwordHash(gw.db.read, account.id, person!) : null;
  const right = await gw.passwords.check(password, stored);
  if (!right || !person || !maySignIn(person)) return { kind: 'wrong' };
  await give(gw.brakes.loginBySource, tried.source);
  await forget(gw.brakes.loginByName, tried.name);
  await forget(gw.brakes.loginByPerson, own!);
  const fresh = gw.passwords.isOutdated(stored!) ? await gw.passwords.hash(password) : null;
  const now = gw.clock();
  const session = await gw.db.write(async (tx) => {
    // Unless it was changed in this moment.
    if (fresh && (await passwordHash(tx, account.id, person)) === stored)
      await setPasswordHash(tx, account.id, person, fresh);
    return openSession(tx, account.id, person, now, now + SESSION_LIFE, agent);
  });
  return { kind: 'ok', session, person };
}

/** The ways to write one name, as one. */
const spelled = (name: string): string => parseAddress(name) ?? name.trim().toLowerCase().slice(0, 254);

/** Employees by login or e-mail, contacts with advanced access by e-mail only (spec 5.7). */
export async function personByName(gw: Gateway, account: Account, name: string): Promise<Person | null> {
  const address = parseAddress(name);
  if (address) return personByAddress(gw.db.read, account.id, address);
  return employeeByLogin(gw.db.read, account.id, name.trim().toLowerCase());
}
