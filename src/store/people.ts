/**
 * Employees, contacts and the addresses that are theirs: one address, one person of the account (spec 1.3).
 */
import type { Address } from '../base/address.ts';
import { type AccountId, type ContactId, type EmployeeId, newId, type PersonId } from '../base/id.ts';
import type { Contact, Employee, EmployeeRole, Language, Person } from '../people/person.ts';
import { nextNumber } from './accounts.ts';
import type { Sql } from './database.ts';
import { escapeLike, foldTitle } from './lists.ts';

type Row = Record<string, never> & { id: string; account_id: string; [column: string]: unknown };

export type NewEmployee = Pick<Employee, 'firstName' | 'login'> &
  Partial<Omit<Employee, 'kind' | 'id' | 'account' | 'number'>>;
export type NewContact = Pick<Contact, 'firstName'> & Partial<Omit<Contact, 'kind' | 'id' | 'account' | 'number'>>;

/** Thrown inside a write when an address is somebody else's: the whole write is taken back. */
export class AddressTaken extends Error {
  readonly address: Address;
  constructor(address: Address) {
    super(`${address} belongs to somebody else in this account`);
    this.address = address;
  }
}

export async function insertEmployee(tx: Sql, account: AccountId, e: NewEmployee, now: number): Promise<EmployeeId> {
  const id = newId<'employee'>(now);
  await tx('employees').insert({
    account_id: account,
    id,
    number: await nextNumber(tx, account, 'employee'),
    created_at: now,
    ...columnsOf(EMPLOYEE_COLUMNS, { ...EMPLOYEE_DEFAULTS, ...e }),
  });
  await setAddresses(tx, account, id, 'employee', listAddresses(e));
  return id;
}

/** Writes what is changed and leaves the rest as it stands now, which may be newer than `before`. */
export async function updateEmployee(tx: Sql, before: Employee, changes: Partial<Employee>): Promise<void> {
  const columns = columnsOf(EMPLOYEE_COLUMNS, changes);
  if (Object.keys(columns).length > 0)
    await tx('employees').where({ account_id: before.account, id: before.id }).update(columns);
  await changeAddresses(tx, before, changes);
}

export async function insertContact(tx: Sql, account: AccountId, c: NewContact, now: number): Promise<ContactId> {
  const id = newId<'contact'>(now);
  const whole = { ...CONTACT_DEFAULTS, ...c };
  await tx('contacts').insert({
    account_id: account,
    id,
    number: await nextNumber(tx, account, 'contact'),
    created_at: now,
    ...columnsOf(CONTACT_COLUMNS, whole),
  });
  await setAddresses(tx, account, id, 'contact', listAddresses(whole));
  await setTies(tx, account, id, whole);
  return id;
}

/** The same for a contact: a link that was renewed in between stays renewed. */
export async function updateContact(tx: Sql, before: Contact, changes: Partial<Contact>): Promise<void> {
  const columns = columnsOf(CONTACT_COLUMNS, changes);
  if (Object.keys(columns).length > 0)
    await tx('contacts').where({ account_id: before.account, id: before.id }).update(columns);
  await changeAddresses(tx, before, changes);
  if (changes.companies || changes.responsible) await setTies(tx, before.account, before.id, { ...before, ...changes });
}

async function changeAddresses(tx: Sql, before: Person, changes: Partial<Person>): Promise<void> {
  if (changes.email === undefined && changes.additionalEmails === undefined) return;
  const { email = before.email, additionalEmails = before.additionalEmails } = changes;
  await setAddresses(tx, before.account, before.id, before.kind, listAddresses({ email, additionalEmails }));
}

export async function loadEmployee(db: Sql, account: AccountId, id: string): Promise<Employee | null> {
  return (await employees(db, account, [id]))[0] ?? null;
}

export async function loadContact(db: Sql, account: AccountId, id: string): Promise<Contact | null> {
  return (await contacts(db, account, [id]))[0] ?? null;
}

/** A contact by an id that a token of ours vouches for: the account is found by it. */
export async function contactById(db: Sql, id: ContactId): Promise<Contact | null> {
  const row = await db('contacts').where({ id }).first('account_id');
  return row ? loadContact(db, row.account_id as AccountId, id) : null;
}

/** The same for an employee or a contact. */
export async function personAnywhere(db: Sql, id: PersonId): Promise<Person | null> {
  const row = await db('employees').where({ id }).first('account_id');
  return row ? loadEmployee(db, row.account_id as AccountId, id) : contactById(db, id as ContactId);
}

export async function loadPerson(db: Sql, account: AccountId, id: string): Promise<Person | null> {
  return (await loadEmployee(db, account, id)) ?? (await loadContact(db, account, id));
}

/** The people among these ids who are of this account, in no order. */
export async function loadPeople(db: Sql, account: AccountId, ids: readonly string[]): Promise<Map<PersonId, Person>> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  const found: Person[] = [...(await employees(db, account, unique)), ...(await contacts(db, account, unique))];
  return new Map(found.map((p) => [p.id, p]));
}

/** Who has this address, or null. */
export async function personByAddress(db: Sql, account: AccountId, address: Address): Promise<Person | null> {
  const row = await db('addresses').where({ account_id: account, address }).first();
  return row ? loadPerson(db, account, row.person_id as string) : null;
}

export async function employeeByLogin(db: Sql, account: AccountId, login: string): Promise<Employee | null> {
  const row = await db('employees').where({ account_id: account, login }).first('id');
  return row ? loadEmployee(db, account, row.id as string) : null;
}

/** The account's robot: who API keys act as (spec 1.2). */
export async function robotOf(db: Sql, account: AccountId): Promise<Employee> {
  const row = await db('employees').where({ account_id: account, role: 'robot' }).first('id');
  return (await loadEmployee(db, account, row.id as string))!;
}

/** The contact that unproven mail from this address made before. */
export async function unprovenByClaim(db: Sql, account: AccountId, address: Address): Promise<Contact | null> {
  const row = await db('contacts').where({ account_id: account, claims: address, proven: false }).first('id');
  return row ? loadContact(db, account, row.id as string) : null;
}

/** A page of people in the order of their numbers. `after` is the last number seen. */
export async function pageOfEmployees(db: Sql, account: AccountId, after: number, limit: number): Promise<Employee[]> {
  const rows = await db('employees')
    .where({ account_id: account })
    .andWhere('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .select('id');
  return inOrder(
    rows,
    await employees(
      db,
      account,
      rows.map((r) => r.id as string),
    ),
  );
}

export async function pageOfContacts(db: Sql, account: AccountId, after: number, limit: number): Promise<Contact[]> {
  const rows = await db('contacts')
    .where({ account_id: account })
    .andWhere('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .select('id');
  return inOrder(
    rows,
    await contacts(
      db,
      account,
      rows.map((r) => r.id as string),
    ),
  );
}

/** At most so many contacts are looked at for one page of a search; `next` goes on from there. */
const SEARCH_SPAN = 5000;

/**
 * Contacts whose name or address has this text in it, in the order of their numbers. `next` is the number to go on after, or
 * null at the end; a page may be shorter than `limit` and still not be the last.
 */
export async function searchContacts(
  db: Sql,
  account: AccountId,
  text: string,
  after: number,
  limit: number,
): Promise<{ items: Contact[]; next: number | null }> {
  const wanted = foldTitle(text);
  const span: Row[] = await db('contacts')
    .where({ account_id: account })
    .andWhere('number', '>', after)
    .orderBy('number')
    .limit(SEARCH_SPAN)
    .select('id', 'number', 'first_name', 'last_name');
  const byAddress = await db('addresses')
    .where({ account_id: account, person_kind: 'contact' })
    .whereRaw("address like ? escape '!'", [`%${escapeLike(text.toLowerCase())}%`])
    .select('person_id');
  const hits = new Set(byAddress.map((r) => r.person_id as string));
  const found = span.filter((r) => hits.has(r.id) || foldTitle(`${r.first_name} ${r.last_name}`).includes(wanted));
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : span.length === SEARCH_SPAN ? span.at(-1) : undefined;
  const items = inOrder(
    page,
    await contacts(
      db,
      account,
      page.map((r) => r.id),
    ),
  );
  return { items, next: last ? Number(last.number) : null };
}

export async function passwordHash(db: Sql, account: AccountId, person: Person): Promise<string | null> {
  const row = await db(tableOf(person.kind)).where({ account_id: account, id: person.id }).first('password_hash');
  return (row?.password_hash as string | null | undefined) ?? null;
}

export async function setPasswordHash(
  tx: Sql,
  account: AccountId,
  person: Pick<Person, 'id' | 'kind'>,
  hash: string,
): Promise<void> {
  await tx(tableOf(person.kind)).where({ account_id: account, id: person.id }).update({ password_hash: hash });
}

const tableOf = (kind: Person['kind']): string => (kind === 'employee' ? 'employees' : 'contacts');

const inOrder = <P extends { id: string }>(rows: { id?: unknown }[], people: P[]): P[] => {
  const byId = new Map(people.map((p) => [p.id as unknown, p]));
  return rows.flatMap((r) => byId.get(r.id) ?? []);
};

async function employees(db: Sql, account: AccountId, ids: readonly string[]): Promise<Employee[]> {
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

async function contacts(db: Sql, account: AccountId, ids: readonly string[]): Promise<Contact[]> {
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

const listAddresses = (p: { email?: Address | null; additionalEmails?: readonly Address[] }): Address[] => [
  ...new Set([...(p.email ? [p.email] : []), ...(p.additionalEmails ?? [])]),
];

async function setAddresses(
  tx: Sql,
  account: AccountId,
  person: PersonId,
  kind: string,
  wanted: Address[],
): Promise<void> {
  await tx('addresses').where({ account_id: account, person_id: person }).delete();
  for (const [position, address] of wanted.entries()) {
    const row = { account_id: account, address, person_id: person, person_kind: kind, position };
    const made = await tx('addresses').insert(row).onConflict(['account_id', 'address']).ignore().returning('address');
    if (made.length === 0) throw new AddressTaken(address);
  }
}

async function setTies(
  tx: Sql,
  account: AccountId,
  contact: ContactId,
  c: Pick<Contact, 'companies' | 'responsible'>,
): Promise<void> {
  await tx('contact_ties').where({ account_id: account, contact_id: contact }).delete();
  const rows = [
    ...c.companies.map((person_id) => ({ tie: 'company', person_id: person_id as string })),
    ...c.responsible.map((person_id) => ({ tie: 'responsible', person_id: person_id as string })),
  ];
  if (rows.length > 0)
    await tx('contact_ties').insert(rows.map((r) => ({ account_id: account, contact_id: contact, ...r })));
}

const EMPLOYEE_DEFAULTS = {
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

const CONTACT_DEFAULTS = {
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
  proven: true,
};

/** Field → column. */
const EMPLOYEE_COLUMNS = {
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
  proven: 'proven',
} as const satisfies Partial<Record<keyof Contact, string>>;

function columnsOf(columns: Readonly<Record<string, string>>, fields: object): Record<string, unknown> {
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
  proven: Boolean(r.proven),
});
