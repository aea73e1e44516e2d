/**
 * A link that lets somebody choose a password, once: the first one by an invitation, a new one when it is forgotten (spec 5.5,
 * 5.6, 5.8). Opening it changes nothing; the form uses it up.
 */
import { DAY, HOUR } from '../base/time.ts';
import { personToken, readLetterToken, readPersonToken } from '../base/token.ts';
import { type Account, siteOf } from '../people/account.ts';
import { type PasswordFault, passwordFault } from '../people/password-rules.ts';
import { hasLogin, maySignIn, type Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { closeSessionsOf, openSession } from '../store/doors.ts';
import { letterById } from '../store/letter-lines.ts';
import {
  endOneTimes,
  nextOneTime,
  type OneTime,
  type OneTimePurpose,
  oneTimeOf,
  useOneTime,
} from '../store/one-time.ts';
import { loadPerson, personAnywhere, setPasswordHash, updateContact } from '../store/people.ts';
import { audit } from './audit.ts';
import type { Gateway } from './gateway.ts';
import { unlessBusy } from './password.ts';
import { tellOfPassword } from './post.ts';
import { SESSION_LIFE } from './session.ts';

/** Q30. */
export const INVITATION_LIFE = 7 * DAY;
export const RESET_LIFE = HOUR;

/** A link to hand over: for an employee who is added, for the first admin. A later one ends the earlier (item 98). */
export async function makeActivation(gw: Gateway, account: Account, person: Person): Promise<string> {
  const until = gw.clock() + INVITATION_LIFE;
  const generation = await gw.db.write((tx) => nextOneTime(tx, account.id, person.id, 'activation', until));
  return `${siteOf(account, gw.names)}/activate/${personToken(gw.keyring, 'activation', person.id, generation)}`;
}

type Choosing = Exclude<OneTimePurpose, 'code'>;

export interface Activation {
  readonly account: Account;
  readonly person: Person;
  /** `password`: they had one and forgot it. */
  readonly purpose: Choosing;
  readonly generation: number;
}

/** Whose page this is, while it is good. Reads only. */
export async function activationOf(gw: Gateway, token: string): Promise<Activation | null> {
  const named = (await byHand(gw, token)) ?? (await byLetter(gw, token));
  const account = named && (await loadAccount(gw.db.read, named.person.account));
  if (!named || !account || !mayChoose(named.person, named.purpose)) return null;
  const stored = await oneTimeOf(gw.db.read, account.id, named.person.id, named.purpose);
  const good = stored !== null && named.isThis(stored) && stored.usedAt === null && stored.expiresAt > gw.clock();
  return good ? { account, person: named.person, purpose: named.purpose, generation: stored.generation } : null;
}

export type Activated =
  | { readonly ok: true; readonly person: Person; readonly account: Account; readonly session: string }
  | { readonly ok: false; readonly reason: 'gone' | 'busy' | PasswordFault };

/**
 * Sets the password and opens the one session that they have from then on: every such link is used up and every session of
 * before ends (threat T32). `agent`: which program it is, in a few words.
 */
export async function activate(gw: Gateway, token: string, password: string, agent = ''): Promise<Activated> {
  const found = await activationOf(gw, token);
  if (!found) return { ok: false, reason: 'gone' };
  const fault = passwordFault(password, found.person);
  if (fault) return { ok: false, reason: fault };
  const hash = await unlessBusy(() => gw.passwords.hash(password), null);
  if (hash === null) return { ok: false, reason: 'busy' };
  const done = await choose(gw, found, hash, agent);
  gw.wake.outbox();
  return done;
}

async function choose(
  gw: Gateway,
  { account, purpose, generation, person: { id } }: Activation,
  hash: string,
  agent: string,
): Promise<Activated> {
  return gw.db.write(async (tx): Promise<Activated> => {
    const now = gw.clock();
    // Cancelled or replaced while the password was hashed, or somebody else was quicker with the same link.
    const person = await loadPerson(tx, account.id, id);
    if (!person || !mayChoose(person, purpose)) return { ok: false, reason: 'gone' };
    if (!(await useOneTime(tx, account.id, id, purpose, generation, now))) return { ok: false, reason: 'gone' };
    await endOneTimes(tx, account.id, id, now);
    await setPasswordHash(tx, account.id, person, hash);
    if (person.kind === 'contact') await updateContact(tx, person, { access: 'ACTIVE' });
    await closeSessionsOf(tx, account.id, id);
    if (purpose === 'password') await tellOfPassword(gw, tx, account, person);
    await audit(gw, tx, { account, person }, 'password-set', id);
    const session = await openSession(tx, account.id, person, now, now + SESSION_LIFE, agent);
    return { ok: true, account, person: (await loadPerson(tx, account.id, id))!, session };
  });
}

interface Named {
  readonly person: Person;
  readonly purpose: Choosing;
  readonly isThis: (stored: OneTime) => boolean;
}

async function byHand(gw: Gateway, token: string): Promise<Named | null> {
  const read = readPersonToken(gw.keyring, 'activation', token);
  const person = read && (await personAnywhere(gw.db.read, read.person));
  return person && { person, purpose: 'activation', isThis: (stored) => stored.generation === read.generation };
}

/** A link in a letter names the letter: an invitation, or the answer to «I forgot my password». */
async function byLetter(gw: Gateway, token: string): Promise<Named | null> {
  const id = readLetterToken(gw.keyring, 'activation', token);
  const letter = id && (await letterById(gw.db.read, id))?.letter;
  const person = letter?.recipient && (await loadPerson(gw.db.read, letter.account, letter.recipient));
  if (!letter || !person) return null;
  const purpose = letter.kind === 'password' ? 'password' : 'activation';
  return { person, purpose, isThis: (stored) => stored.letter === id };
}

/** Whoever was let go in between, or whose invitation was cancelled, chooses no password. */
function mayChoose(person: Person, purpose: Choosing): boolean {
  if (purpose === 'password' || person.kind === 'employee') return maySignIn(person);
  return hasLogin(person);
}
