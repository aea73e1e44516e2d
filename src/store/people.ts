/**
 * Employees, contacts and the addresses that are theirs: one address, one person of the account (spec 1.3).
 */
import type { Address } from '../base/address.ts';
import { type AccountId, type ContactId, type EmployeeId, newId, type PersonId } from '../base/id.ts';
import type { Contact, Employee, Person } from '../people/person.ts';
import { nextNumber } from './accounts.ts';
import type { Sql } from './database.ts';
import {
  CONTACT_DEFAULTS,
  columnsOf,
  contactColumns,
  contacts,
  EMPLOYEE_COLUMNS,
  EMPLOYEE_DEFAULTS,
  employees,
} from './person-rows.ts';

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
  return insertNumbered(tx, account, await nextNumber(tx, account, 'contact'), c, now);
}

/**
 * Who has this address, or claims it, and a new contact only when nobody does. Two mails at once may both find nobody: the
 * counter's row is locked until the first of them is done, so the second finds the contact that the first has made.
 */
export async function contactAt(tx: Sql, account: AccountId, c: NewContact, now: number): Promise<PersonId> {
  const number = await nextNumber(tx, account, 'contact');
  const owner = c.email && (await tx('addresses').where({ account_id: account, address: c.email }).first('person_id'));
  if (owner) return owner.person_id;
  const claimed = c.claims ? await unprovenByClaim(tx, account, c.claims) : null;
  return claimed?.id ?? insertNumbered(tx, account, number, c, now);
}

async function insertNumbered(
  tx: Sql,
  account: AccountId,
  number: number,
  c: NewContact,
  now: number,
): Promise<ContactId> {
  const id = newId<'contact'>(now);
  const whole = { ...CONTACT_DEFAULTS, ...c };
  await tx('contacts').insert({
    account_id: account,
    id,
    number,
    created_at: now,
    ...contactColumns(whole),
  });
  await setAddresses(tx, account, id, 'contact', listAddresses(whole));
  await setTies(tx, account, id, whole);
  return id;
}

/** The same for a contact: a link that was renewed in between stays renewed. */
export async function updateContact(tx: Sql, before: Contact, changes: Partial<Contact>): Promise<void> {
  const columns = contactColumns(changes);
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
  const found: Person[] = await employees(db, account, unique);
  if (found.length < unique.length) found.push(...(await contacts(db, account, unique)));
  return new Map(found.map((p) => [p.id, p]));
}

/** Who has this address, or null. */
export async function personByAddress(db: Sql, account: AccountId, address: Address): Promise<Person | null> {
  const row = await db('addresses').where({ account_id: account, address }).first();
  if (!row) return null;
  return row.person_kind === 'employee'
    ? loadEmployee(db, account, row.person_id)
    : loadContact(db, account, row.person_id);
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
export async function passwordHash(db: Sql, account: AccountId, person: Person): Promise<string | null> {
  const row = await db(tableOf(person.kind)).where({ account_id: account, id: person.id }).first('password_hash');
  return (row?.password_hash as string | null | undefined) ?? null;
}

export async function setPasswordHash(
  tx: Sql,
  account: AccountId,
  person: Pick<Person, 'id' | 'kind'>,
  hash: string | null,
): Promise<void> {
  await tx(tableOf(person.kind)).where({ account_id: account, id: person.id }).update({ password_hash: hash });
}

const tableOf = (kind: Person['kind']): string => (kind === 'employee' ? 'employees' : 'contacts');
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
