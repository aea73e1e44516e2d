/**
 * Rows ↔ people: which column holds what, and what a new person has who was not asked.
 */
import type { Address } from '../base/address.ts';
import type { AccountId, ContactId, EmployeeId } from '../base/id.ts';
import type { Contact, Employee, EmployeeRole, Language } from '../people/person.ts';
import type { Sql } from './database.ts';

export type Row = Record<string, never> & { id: string; account_id: string; [column: string]: unknown };

export async function employees(db: Sql, account: AccountId, ids: readonly string[]): Promise<Employee[]> {
  const rows = (await db('employees')
    .where({ account_id: account })
    .whereIn('id', ids as string[])) as Row[];
  if (rows.length === 0) return [];
  const addresses = await addressesOf(
    db,
    account,
    rows.map((r) => r.id),
  );
  return rows.map((r) => toEmployee(r, addresses.get(r.id) ?? []));
}

export async function contacts(db: Sql, account: AccountId, ids: readonly string[]): Promise<Contact[]> {
  const rows = (await db('contacts')
    .where({ account_id: account })
    .whereIn('id', ids as string[])) as Row[];
  if (rows.length === 0) return [];
  const own = rows.map((r) => r.id);
  const addresses = await addressesOf(db, account, own);
  const ties = (await db('contact_ties').where({ account_id: account }).whereIn('contact_id', own)) as Row[];
  return rows.map((r) =>
    toContact(
      r,
      addresses.get(r.id) ?? [],
      ties.filter((t) => t.contact_id === r.id),
    ),
  );
}

async function addressesOf(db: Sql, account: AccountId, people: readonly string[]): Promise<Map<string, Address[]>> {
  const rows = await db('addresses')
    .where({ account_id: account })
    .whereIn('person_id', people as string[])
    .orderBy('position');
  const found = new Map<string, Address[]>();
  for (const r of rows) found.set(r.person_id, [...(found.get(r.person_id) ?? []), r.address]);
  return found;
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
  emailOff: 'email_off',
  active: 'active',
} as const satisfies Partial<Record<keyof Employee, string>>;

export const CONTACT_COLUMNS = {
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
  proven: 'proven',
} as const satisfies Partial<Record<keyof Contact, string>>;

export function columnsOf(columns: Readonly<Record<string, string>>, fields: object): Record<string, unknown> {
  const given = Object.entries(fields).filter(([field, value]) => field in columns && value !== undefined);
  return Object.fromEntries(given.map(([field, value]) => [columns[field]!, value]));
}

const toEmployee = (r: Row, addresses: Address[]): Employee => ({
  kind: 'employee',
  id: r.id as EmployeeId,
  account: r.account_id as AccountId,
  number: Number(r.number),
  firstName: String(r.first_name),
  lastName: String(r.last_name),
  position: String(r.position),
  email: addresses[0] ?? null,
  additionalEmails: addresses.slice(1),
  login: String(r.login),
  role: r.role as unknown as EmployeeRole,
  language: r.language as unknown as Language,
  timezone: r.timezone as unknown as string | null,
  manager: r.manager_id as unknown as EmployeeId | null,
  mayGrantAccess: Boolean(r.may_grant_access),
  signature: String(r.signature),
  emailOff: Boolean(r.email_off),
  active: Boolean(r.active),
});

const toContact = (r: Row, addresses: Address[], ties: Row[]): Contact => ({
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
  claims: r.claims as unknown as Address | null,
  email: addresses[0] ?? null,
  additionalEmails: addresses.slice(1),
  language: r.language as unknown as Language,
  timezone: r.timezone as unknown as string | null,
  companies: ties.filter((t) => t.tie === 'company').map((t) => t.person_id as unknown as ContactId),
  responsible: ties.filter((t) => t.tie === 'responsible').map((t) => t.person_id as unknown as EmployeeId),
  seesCompanyTasks: Boolean(r.sees_company_tasks),
  access: r.access as unknown as Contact['access'],
  linkGeneration: Number(r.link_generation),
  linkRevoked: Boolean(r.link_revoked),
  isSpammer: Boolean(r.is_spammer),
  mailBlocked: Boolean(r.mail_blocked),
  emailOff: Boolean(r.email_off),
  proven: Boolean(r.proven),
});
