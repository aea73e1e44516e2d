/** Being in: what a browser's cookie says of who it is, for how long, and how it ends (threat T32). */
import { createHmac } from 'node:crypto';
import { DAY, MINUTE } from '../base/time.ts';
import type { Account } from '../people/account.ts';
import { maySignIn, type Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { closeSession, sessionOf, touchSession } from '../store/doors.ts';
import { loadPerson } from '../store/people.ts';
import type { Gateway } from './gateway.ts';

export const SESSION_LIFE = 30 * DAY;
export const SESSION_IDLE = 7 * DAY;

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
