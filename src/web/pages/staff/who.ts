/** Who of those who signed in works with tasks, and how. */
import { isAdmin } from '../../../people/person.ts';
import type { Desk } from '../staff.tsx';

/** May set tasks: people of the team, but not who looks after the machine alone. */
export const maySet = ({ person }: Pick<Desk, 'person'>): boolean =>
  person.kind === 'employee' && (isAdmin(person) || person.role === 'user');

/** Asks for access (spec E6). Administrators see every task. */
export const mayAsk = ({ person }: Pick<Desk, 'person'>): boolean =>
  person.kind === 'employee' && person.role === 'user';
