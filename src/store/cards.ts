/**
 * Names of the people who appear in a task, with what visibility needs to know of them: companies and managers.
 */
import type { AccountId, ContactId, EmployeeId, PersonId } from '../base/id.ts';
import type { PersonCard } from '../tasks/visibility.ts';
import { inList, rowsOf, type Sql } from './database.ts';
import type { Row } from './tasks.ts';

export async function loadCards(
  db: Sql,
  account: AccountId,
  ids: readonly PersonId[],
): Promise<Map<PersonId, PersonCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { marks, values } = inList(wanted);
  const of = (table: string, columns: string, key = 'id') =>
    rowsOf(db, `select ${columns} from ${table} where account_id = ? and ${key} in ${marks}`, [account, ...values]);
  const employees = await of('employees', 'id, number, first_name, last_name, position, login, manager_id');
  const cards = new Map<PersonId, PersonCard>();
  const managers = await managerChains(db, account, employees);
  for (const e of employees) {
    cards.set(e.id, { ...card(e, 'employee', e.login), managers: managers.get(e.id) ?? [] });
  }
  if (cards.size === wanted.length) return cards;
  const contacts = await of('contacts', 'id, number, first_name, last_name, position, phone, is_company');
  const companies = await of('contact_ties', 'contact_id, person_id', "tie = 'company' and contact_id");
  for (const c of contacts) {
    const own = companies.filter((t) => t.contact_id === c.id).map((t) => t.person_id);
    cards.set(c.id, { ...card(c, 'contact', '—'), companies: own });
  }
  const missing = wanted.filter((id) => !cards.has(id));
  for (const [id, merged] of await mergedCards(db, account, missing)) cards.set(id, merged);
  return cards;
}

/** Whom an old line of the history names may have become another contact since; the name is theirs. */
async function mergedCards(
  db: Sql,
  account: AccountId,
  missing: readonly PersonId[],
): Promise<[PersonId, PersonCard][]> {
  if (missing.length === 0) return [];
  const rows: Row[] = await db('merged_contacts')
    .join('contacts', (on) =>
      on.on('contacts.account_id', 'merged_contacts.account_id').andOn('contacts.id', 'merged_contacts.contact_id'),
    )
    .where({ 'merged_contacts.account_id': account })
    .whereIn('merged_contacts.id', missing)
    .select('merged_contacts.id', 'number', 'first_name', 'last_name', 'position', 'phone', 'is_company');
  return rows.map((r) => [r.id, card(r, 'contact', '—')]);
}

const card = (r: Row, kind: PersonCard['kind'], fallback: string): PersonCard => ({
  id: r.id,
  kind,
  name: nameIn(r, fallback),
  firstName: r.first_name,
  lastName: r.last_name,
  position: r.position,
  number: Number(r.number),
  phone: r.phone ?? '',
  isCompany: Boolean(r.is_company),
  companies: [],
  managers: [],
});

const nameIn = (r: Row, fallback: string): string => [r.first_name, r.last_name].filter(Boolean).join(' ') || fallback;

/** What these contacts are called. */
export async function companyNames(db: Sql, account: AccountId, ids: readonly ContactId[]): Promise<string[]> {
  const rows: Row[] = await db('contacts')
    .where({ account_id: account })
    .whereIn('id', ids as ContactId[])
    .orderBy(['first_name', 'id'])
    .select('first_name', 'last_name');
  return rows.map((r) => nameIn(r, '')).filter((name) => name !== '');
}

/** Each employee's managers, nearest first. A ring (A leads B leads A) ends where it closes. */
async function managerChains(db: Sql, account: AccountId, employees: Row[]): Promise<Map<string, EmployeeId[]>> {
  const leads = new Map<string, string | null>(employees.map((e) => [e.id, e.manager_id]));
  const unknown = () => [...new Set(leads.values())].filter((m): m is string => m !== null && !leads.has(m));
  for (let missing = unknown(); missing.length > 0; missing = unknown()) {
    const rows: Row[] = await db('employees')
      .where({ account_id: account })
      .whereIn('id', missing)
      .select('id', 'manager_id');
    for (const id of missing) leads.set(id, rows.find((r) => r.id === id)?.manager_id ?? null);
  }
  return new Map(employees.map((e) => [e.id, chain(e.id, leads)]));
}

function chain(id: string, leads: ReadonlyMap<string, string | null>): EmployeeId[] {
  const found: string[] = [];
  for (let at = leads.get(id) ?? null; at !== null && at !== id && !found.includes(at); at = leads.get(at) ?? null)
    found.push(at);
  return found as EmployeeId[];
}
