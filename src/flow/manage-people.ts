/**
 * Employees and contacts: made and changed by the team (spec 1.2, 1.3).
 */
import type { Address } from '../base/address.ts';
import { parseId } from '../base/id.ts';
import type { Account } from '../people/account.ts';
import type { Contact, Employee, EmployeeRole } from '../people/person.ts';
import { virtualAddress } from '../store/addresses.ts';
import type { Sql } from '../store/database.ts';
import { closeSessionsOf } from '../store/doors.ts';
import { endMailedOneTimes } from '../store/one-time.ts';
import {
  employeeByLogin,
  insertContact,
  insertEmployee,
  loadContact,
  loadEmployee,
  loadPeople,
  updateContact,
  updateEmployee,
} from '../store/people.ts';
import { addressRefused, mayGrant, readdress } from './access.ts';
import { makeActivation } from './activation.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import {
  addressField,
  type FieldFault,
  faulty,
  given,
  type Managed,
  managed,
  mayManage,
  maySeePeople,
  refused,
  unlessTaken,
} from './manage.ts';
import { letGo } from './pace.ts';
import { isReserved } from './reserved.ts';
import { cleanSignature, signatureFaults } from './signatures.ts';

export type EmployeeFields = {
  [K in Exclude<keyof Employee, 'kind' | 'id' | 'account' | 'number' | 'role'>]?: Employee[K] | undefined;
} & { role?: Exclude<EmployeeRole, 'owner' | 'robot'> | undefined };

export type ContactFields = {
  [K in Exclude<
    keyof Contact,
    'kind' | 'id' | 'account' | 'number' | 'claims' | 'access' | 'linkGeneration' | 'linkRevoked' | 'proven'
  >]?: Contact[K] | undefined;
};

export async function addEmployee(
  gw: Gateway,
  actor: Actor,
  fields: EmployeeFields & { firstName: string; login: string },
): Promise<Managed<Employee>> {
  if (!mayManage(actor)) return refused('admins-only');
  const { account } = actor;
  return unlessTaken(
    () =>
      gw.db.write(async (tx) => {
        const faults = await employeeFaults(gw, tx, actor, fields, null);
        if (faults.length > 0) return faulty(faults);
        const whole = {
          language: account.language,
          ...given(signedFields(gw, fields)),
          firstName: fields.firstName,
          login: fields.login,
        };
        const id = await insertEmployee(tx, account.id, whole, gw.clock());
        await audit(gw, tx, actor, 'employee-added', id, { login: fields.login });
        return managed((await loadEmployee(tx, account.id, id))!);
      }),
    addressField(fields),
  );
}

export async function changeEmployee(
  gw: Gateway,
  actor: Actor,
  id: string,
  fields: EmployeeFields,
): Promise<Managed<Employee>> {
  if (!mayManage(actor)) return refused('admins-only');
  return unlessTaken(
    () =>
      gw.db.write(async (tx) => {
        const before = await loadEmployee(tx, actor.account.id, id);
        if (!before || before.role === 'robot') return refused('nowhere');
        if (before.role === 'owner' && actor.person.id !== before.id) return refused('owner-only');
        const faults = await employeeFaults(gw, tx, actor, fields, before);
        if (faults.length > 0) return faulty(faults);
        await updateEmployee(tx, before, given(signedFields(gw, fields)) as Partial<Employee>);
        await audit(gw, tx, actor, 'employee-changed', id, Object.keys(given(fields)));
        // A link that went to the earlier address is not theirs any more.
        const moved = fields.email !== undefined && fields.email !== before.email;
        if (moved) await endMailedOneTimes(tx, before.account, before.id, gw.clock());
        // Who was let go is out at once, in every browser.
        if (fields.active === false) await closeSessionsOf(tx, before.account, before.id);
        return managed((await loadEmployee(tx, before.account, before.id))!);
      }),
    addressField(fields),
  );
}

/** A one-time link on which this employee sets a password. */
export async function activationLink(gw: Gateway, actor: Actor, id: string): Promise<Managed<string>> {
  if (!mayManage(actor)) return refused('admins-only');
  const employee = await loadEmployee(gw.db.read, actor.account.id, id);
  if (!employee || employee.role === 'robot') return refused('nowhere');
  if (employee.role === 'owner' && actor.person.id !== employee.id) return refused('owner-only');
  if (!employee.active) return refused('wrong-state');
  await gw.db.write((tx) => audit(gw, tx, actor, 'activation-link-made', employee.id));
  return managed(await makeActivation(gw, actor.account, employee));
}

const signedFields = (gw: Gateway, fields: EmployeeFields): EmployeeFields =>
  fields.signature === undefined ? fields : { ...fields, signature: cleanSignature(gw.names, fields.signature) };

async function employeeFaults(
  gw: Gateway,
  tx: Sql,
  { account, person }: Actor,
  fields: EmployeeFields,
  before: Employee | null,
): Promise<FieldFault[]> {
  const { login, manager, signature } = fields;
  const faults: FieldFault[] = signature === undefined ? [] : signatureFaults(gw.names, signature);
  if (login !== undefined) faults.push(...(await loginFaults(gw, tx, account, login, before)));
  if (before?.role === 'owner' && fields.role !== undefined)
    faults.push({ path: 'role', message: 'The owner stays the owner' });
  if (before && fields.active === false && (before.role === 'owner' || before.id === person.id))
    faults.push({
      path: 'active',
      message: before.role === 'owner' ? 'The owner cannot be let go' : 'Nobody lets themselves go',
    });
  if (manager && (manager === before?.id || !(await loadEmployee(tx, account.id, manager))))
    faults.push({ path: 'manager', message: 'There is no such employee who could lead them' });
  return faults;
}

/** A login is an address of the account too: `login@` (spec 1.2). */
export async function loginFaults(
  gw: Gateway,
  tx: Sql,
  account: Account,
  login: string,
  before: Employee | null,
): Promise<FieldFault[]> {
  if (login === before?.login) return [];
  if (isReserved(gw.names, login)) return [{ path: 'login', message: `${login}@ is an address of Postern itself` }];
  const taken = (await employeeByLogin(tx, account.id, login)) ?? (await virtualAddress(tx, account.id, login));
  return taken ? [{ path: 'login', message: 'This login is taken' }] : [];
}

export async function addContact(
  gw: Gateway,
  actor: Actor,
  fields: ContactFields & { firstName: string },
): Promise<Managed<Contact>> {
  if (!maySeePeople(actor)) return refused('no-data-access');
  if (opensTasks(fields, null) && !mayGrant(actor)) return refused('may-not-grant');
  const { account } = actor;
  return unlessTaken(
    () =>
      gw.db.write(async (tx) => {
        const faults = await tieFaults(tx, actor, fields, null);
        if (faults.length > 0) return faulty(faults);
        const whole = { language: account.language, ...given(fields), firstName: fields.firstName };
        const id = await insertContact(tx, account.id, whole, gw.clock());
        return managed((await loadContact(tx, account.id, id))!);
      }),
    addressField(fields),
  );
}

export async function changeContact(
  gw: Gateway,
  actor: Actor,
  id: string,
  fields: ContactFields,
): Promise<Managed<Contact>> {
  if (!maySeePeople(actor)) return refused('no-data-access');
  const done = await unlessTaken(
    () =>
      gw.db.write(async (tx): Promise<Managed<Contact>> => {
        const before = await loadContact(tx, actor.account.id, id);
        if (!before) return refused('nowhere');
        if (!mayChange(actor, before)) return refused('not-responsible');
        if (opensTasks(fields, before) && !mayGrant(actor)) return refused('may-not-grant');
        const moved = fields.email !== undefined && fields.email !== before.email;
        const refusedAddress = moved ? addressRefused(actor, before, fields.email ?? null) : null;
        if (refusedAddress) return refusedAddress;
        const faults = await tieFaults(tx, actor, fields, before);
        if (faults.length > 0) return faulty(faults);
        await updateContact(tx, before, { ...given(fields), ...vouched(before, fields.email) } as Partial<Contact>);
        const after = (await loadContact(tx, before.account, before.id))!;
        await letGo(gw, tx, before, after);
        if (moved) await readdress(gw, tx, actor, after);
        return managed(after);
      }),
    addressField(fields),
  );
  gw.wake.outbox();
  return done;
}

/** Rights table 1.13: the responsible edit the contact. */
export const mayChange = (actor: Actor, contact: Contact): boolean =>
  mayManage(actor) || contact.responsible.some((r) => r === actor.person.id);

/**
 * The option «sees the company's tasks» opens tasks to a contact in which whoever sets it may have no part: it is theirs who may
 * give access (spec 1.3, 5.1), and so are the companies of a contact who has it.
 */
function opensTasks({ seesCompanyTasks, companies }: ContactFields, before: Contact | null): boolean {
  const had = before?.seesCompanyTasks ?? false;
  const has = seesCompanyTasks ?? had;
  const joins = (companies ?? []).some((company) => !before?.companies.includes(company));
  return has && (!had || joins);
}

/** An address given by the team is theirs from then on: nobody has to prove it any more. */
const vouched = (before: Contact, email: Address | null | undefined): Partial<Contact> =>
  before.proven || !email ? {} : { proven: true, claims: null };

async function tieFaults(
  tx: Sql,
  { account }: Actor,
  fields: ContactFields,
  before: Contact | null,
): Promise<FieldFault[]> {
  const named = [...(fields.companies ?? []), ...(fields.responsible ?? [])].flatMap((id) => parseId(id) ?? []);
  const people = await loadPeople(tx, account.id, named);
  const companies = (fields.companies ?? []).flatMap((id, at): FieldFault[] => {
    const company = people.get(id);
    const fits = company?.kind === 'contact' && company.isCompany && id !== before?.id;
    return fits ? [] : [{ path: `companies.${at}`, message: 'There is no such company' }];
  });
  const responsible = (fields.responsible ?? []).flatMap((id, at): FieldFault[] =>
    people.get(id)?.kind === 'employee' ? [] : [{ path: `responsible.${at}`, message: 'There is no such employee' }],
  );
  return [...companies, ...responsible];
}
