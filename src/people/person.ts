/**
 * People: an employee belongs to the team, a contact is outside it (spec 1.2, 1.3). A company is a contact too.
 */
import type { Address } from '../base/address.ts';
import type { AccountId, ContactId, EmployeeId } from '../base/id.ts';
import type { OwnPace } from './pace.ts';

export type Language = 'ru' | 'en';

/** System roles, spec 1.2. `robot` is who an API key acts as: full rights, no login, no letters. */
export const EMPLOYEE_ROLES = ['owner', 'admin', 'technical', 'user', 'robot'] as const;
export type EmployeeRole = (typeof EMPLOYEE_ROLES)[number];

/** Advanced access of a contact (spec 1.3). */
export const ACCESS_STATES = ['NONE', 'INVITED', 'ACTIVE', 'REVOKED'] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

export interface Employee {
  readonly kind: 'employee';
  readonly id: EmployeeId;
  readonly account: AccountId;
  readonly number: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly position: string;
  readonly email: Address | null;
  readonly additionalEmails: readonly Address[];
  /** The local part of the internal address and a name to sign in with. */
  readonly login: string;
  readonly role: EmployeeRole;
  readonly language: Language;
  readonly timezone: string | null;
  readonly manager: EmployeeId | null;
  readonly mayGrantAccess: boolean;
  /** Below their words in letters: plain text, or HTML of the small vocabulary. */
  readonly signature: string;
  /** False: theirs is kept and not used; the account's is. */
  readonly signatureOn: boolean;
  readonly emailOff: boolean;
  readonly active: boolean;
}

export interface Contact extends OwnPace {
  readonly kind: 'contact';
  readonly id: ContactId;
  readonly account: AccountId;
  readonly number: number;
  readonly isCompany: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly position: string;
  readonly phone: string;
  readonly description: string;
  readonly email: Address | null;
  readonly additionalEmails: readonly Address[];
  /** The address that an unproven contact wrote from. It is not theirs until a mail proves it. */
  readonly claims: Address | null;
  readonly language: Language;
  readonly timezone: string | null;
  readonly companies: readonly ContactId[];
  readonly responsible: readonly EmployeeId[];
  /** "Sees tasks where own company is counterparty", spec 1.3. */
  readonly seesCompanyTasks: boolean;
  readonly access: AccessState;
  /** Raising it ends every dashboard link made before. */
  readonly linkGeneration: number;
  readonly linkRevoked: boolean;
  readonly isSpammer: boolean;
  /** The person pressed "spam" or their address bounced for good: nothing is sent until they write again (spec 3.1.9). */
  readonly mailBlocked: boolean;
  /** With a password login: they read on the pages, and no letters tell them of what happens. */
  readonly emailOff: boolean;
  /** False: known only from a mail whose From nobody could prove; nothing is sent there (decisions "Who may speak"). */
  readonly proven: boolean;
}

export type Person = Employee | Contact;

/** "Anna Kim", or the address when there is no name. */
export function fullName(person: Pick<Person, 'firstName' | 'lastName' | 'email'>): string {
  return [person.firstName, person.lastName].filter(Boolean).join(' ') || person.email || '—';
}

export const isAdmin = (person: Person): boolean =>
  person.kind === 'employee' && (person.role === 'owner' || person.role === 'admin' || person.role === 'robot');

/** By password: the team, and contacts with advanced access (spec 5). */
export const maySignIn = (person: Person): boolean =>
  person.kind === 'employee' ? person.active && person.role !== 'robot' : person.access === 'ACTIVE';

/** Every address by which a mail can be theirs. */
export const addressesOf = (person: Person): readonly Address[] =>
  person.email ? [person.email, ...person.additionalEmails] : person.additionalEmails;

/** Spec 1.2: a technical administrator has the settings and no data. */
export const seesNothing = (person: Person): boolean => person.kind === 'employee' && person.role === 'technical';

/** A task can be given to them, and they can be told of it: a program has no desk, and a technical administrator sees no tasks. */
export const worksWithTasks = (e: Employee): boolean => e.active && e.role !== 'robot' && !seesNothing(e);

/** Their address is one to sign in with, now or when they follow the invitation. */
export const hasLogin = ({ access }: Pick<Contact, 'access'>): boolean => access === 'ACTIVE' || access === 'INVITED';
