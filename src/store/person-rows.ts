/**
 * Rows ↔ people: which column holds what, and what a new person has who was not asked.
 */
import type { Address } from '../base/address.ts';
import type { AccountId, ContactId, EmployeeId } from '../base/id.ts';
import { NO_CHOICE, readHours, writtenHours } from '../people/pace.ts';
import type { Contact, Employee, EmployeeRole, Language } from '../people/person.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** A column with the person's addresses: a line each, with its place in front. They are put in order here, which is cheaper. */
export const ADDRESSES = (table: 'employees' | 'contacts'): string =>
  `(select string_agg(position || ' ' || address, '\n') from addresses d
     where d.account_id = ${table}.account_id and d.person_id = ${table}.id) as addresses`;

/** A column with the contact's companies and responsible employees: a line each, the kind of the tie and an id. */
export const TIES = `(select string_agg(tie || ' ' || person_id, '\n') from contact_ties t
     where t.account_id = contacts.account_id and t.contact_id = contacts.id) as ties`;

export async function employees(db: Sql, account: AccountId, ids: readonly string[]): Promise<Employee[]> {
  const rows: Row[] = await db('employees')
    .where({ account_id: account })
    .whereIn('id', ids as string[])
    .select('employees.*', db.raw(ADDRESSES('employees')));
  return rows.map(toEmployee);
}

export async function contacts(db: Sql, account: AccountId, ids: readonly string[]): Promise<Contact[]> {
  const rows: Row[] = await db('contacts')
    .where({ account_id: account })
    .whereIn('id', ids as string[])
    .select('contacts.*', db.raw(ADDRESSES('contacts')), db.raw(TIES));
  return rows.map(toContact);
}

export const EMPLOYEE_DEFAULTS = {
  lastName: '',
  position: '',
  role: 'user' as EmployeeRole,
  language: 'en' as Language,
  timezone: null,
  manager: null,
  mayGrantAccess: false,
  signature: '',
  signatureOn: true,
  emailOff: false,
  active: true,
};

export const CONTACT_DEFAULTS = {
  isCompany: false,
  lastName: '',
  position: '',
  phone: '',
  description: '',
  claims: null,
  language: 'en' as Language,
  timezone: null,
  companies: [] as readonly ContactId[],
  responsible: [] as readonly EmployeeId[],
  seesCompanyTasks: false,
  access: 'NONE' as const,
  linkGeneration: 1,
  linkRevoked: false,
  isSpammer: false,
  mailBlocked: false,
  emailOff: false,
  ...NO_CHOICE,
  proven: true,
};

/** Field → column. */
export const EMPLOYEE_COLUMNS = {
  firstName: 'first_name',
  lastName: 'last_name',
  position: 'position',
  login: 'login',
  role: 'role',
  language: 'language',
  timezone: 'timezone',
  manager: 'manager_id',
  mayGrantAccess: 'may_grant_access',
  signature: 'signature',
  signatureOn: 'signature_on',
  emailOff: 'email_off',
  active: 'active',
} as const satisfies Partial<Record<keyof Employee, string>>;

const CONTACT_COLUMNS = {
  isCompany: 'is_company',
  firstName: 'first_name',
  lastName: 'last_name',
  position: 'position',
  phone: 'phone',
  description: 'description',
  claims: 'claims',
  language: 'language',
  timezone: 'timezone',
  seesCompanyTasks: 'sees_company_tasks',
  access: 'access',
  linkGeneration: 'link_generation',
  linkRevoked: 'link_revoked',
  isSpammer: 'is_spammer',
  mailBlocked: 'mail_blocked',
  emailOff: 'email_off',
  bundleMinutes: 'bundle_minutes',
  proven: 'proven',
} as const satisfies Partial<Record<keyof Contact, string>>;

export function columnsOf(columns: Readonly<Record<string, string>>, fields: object): Record<string, unknown> {
  const given = Object.entries(fields).filter(([field, value]) => field in columns && value !== undefined);
  return Object.fromEntries(given.map(([field, value]) => [columns[field]!, value]));
}

/** Hours are two times in one column. */
export const contactColumns = (fields: Partial<Contact>): Record<string, unknown> => ({
  ...columnsOf(CONTACT_COLUMNS, fields),
  ...(fields.quietHours === undefined ? {} : { quiet_hours: writtenHours(fields.quietHours) }),
});

const addressesIn = (r: Row): Pick<Contact, 'email' | 'additionalEmails'> => {
  const lines = linesOf(r.addresses).map((line) => line.split(' ') as [string, Address]);
  const [email = null, ...additionalEmails] = lines.sort((a, b) => Number(a[0]) - Number(b[0])).map(([, one]) => one);
  return { email, additionalEmails };
};

const tiesIn = <K extends string>(r: Row, tie: string): K[] =>
  linesOf(r.ties)
    .filter((line) => line.startsWith(`${tie} `))
    .map((line) => line.slice(tie.length + 1) as K)
    .sort();

const linesOf = (text: string | null): string[] => (text ? text.split('\n') : []);

const toEmployee = (r: Row): Employee => ({
  kind: 'employee',
  id: r.id as EmployeeId,
  account: r.account_id as AccountId,
  number: Number(r.number),
  firstName: String(r.first_name),
  lastName: String(r.last_name),
  position: String(r.position),
  ...addressesIn(r),
  login: String(r.login),
  role: r.role as EmployeeRole,
  language: r.language as Language,
  timezone: r.timezone as string | null,
  manager: r.manager_id as EmployeeId | null,
  mayGrantAccess: Boolean(r.may_grant_access),
  signature: String(r.signature),
  signatureOn: Boolean(r.signature_on),
  emailOff: Boolean(r.email_off),
  active: Boolean(r.active),
});

export const toContact = (r: Row): Contact => ({
  kind: 'contact',
  id: r.id as ContactId,
  account: r.account_id as AccountId,
  number: Number(r.number),
  isCompany: Boolean(r.is_company),
  firstName: String(r.first_name),
  lastName: String(r.last_name),
  position: String(r.position),
  phone: String(r.phone),
  description: String(r.description),
  claims: r.claims as Address | null,
  ...addressesIn(r),
  language: r.language as Language,
  timezone: r.timezone as string | null,
  companies: tiesIn<ContactId>(r, 'company'),
  responsible: tiesIn<EmployeeId>(r, 'responsible'),
  seesCompanyTasks: Boolean(r.sees_company_tasks),
  access: r.access as Contact['access'],
  linkGeneration: Number(r.link_generation),
  linkRevoked: Boolean(r.link_revoked),
  isSpammer: Boolean(r.is_spammer),
  mailBlocked: Boolean(r.mail_blocked),
  emailOff: Boolean(r.email_off),
  bundleMinutes: r.bundle_minutes === null ? null : Number(r.bundle_minutes),
  quietHours: readHours(r.quiet_hours as string | null),
  proven: Boolean(r.proven),
});
