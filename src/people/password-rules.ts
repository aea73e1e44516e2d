/** Which passwords will do (threat T29). Length is what protects; no kinds of characters are asked for. */
import { COMMON_PASSWORDS } from './common-passwords.ts';
import type { Person } from './person.ts';

export const PASSWORD_MIN = 8;
/** Bytes. Longer input is refused before it is hashed (threat T30). */
export const PASSWORD_MAX = 1024;

/** `common`: among the first that are guessed; `personal`: nothing but a name, login or address of their own. */
export type PasswordFault = 'too-short' | 'too-long' | 'common' | 'personal';

type Owner = Pick<Person, 'firstName' | 'lastName' | 'email' | 'additionalEmails'> & { readonly login?: string };

/** Null: it will do. */
export function passwordFault(password: string, owner: Owner): PasswordFault | null {
  if ([...password].length < PASSWORD_MIN) return 'too-short';
  if (Buffer.byteLength(password) > PASSWORD_MAX) return 'too-long';
  const folded = password.normalize('NFKC').trim().toLowerCase();
  // "Sunshine2024!" is guessed right after "sunshine".
  const bare = folded.replace(/[^\p{L}]+$/u, '');
  if ([folded, bare].some((one) => COMMON_PASSWORDS.has(one)) || isMonotonous(folded)) return 'common';
  return namesOf(owner).some((name) => name === folded || name === bare) ? 'personal' : null;
}

/** One character, or two that take turns, whatever their number. */
const isMonotonous = (text: string): boolean => new Set(text).size <= 2;

function namesOf({ firstName, lastName, email, additionalEmails, login }: Owner): string[] {
  const addresses = [...(email ? [email] : []), ...additionalEmails];
  const locals = addresses.map((address) => address.slice(0, address.lastIndexOf('@')));
  const names = [firstName, lastName, `${firstName} ${lastName}`, `${firstName}${lastName}`, login ?? ''];
  return [...addresses, ...locals, ...names].map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
}
