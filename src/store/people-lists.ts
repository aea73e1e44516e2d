/**
 * People in lists: pages in the order of their numbers, and a search.
 */
import type { AccountId } from '../base/id.ts';
import type { Contact, Employee } from '../people/person.ts';
import type { Sql } from './database.ts';
import { escapeLike, foldTitle } from './lists.ts';
import { contacts, employees } from './person-rows.ts';
import type { Row } from './tasks.ts';

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

/** Which contacts a list is about. */
export type ContactKind = 'all' | 'persons' | 'companies';

/** Companies have an index of their own, which knows these very words. */
const OF_KIND = { all: '', persons: 'not is_company', companies: 'is_company' } as const satisfies Record<
  ContactKind,
  string
>;

export async function pageOfContacts(
  db: Sql,
  account: AccountId,
  after: number,
  limit: number,
  kind: ContactKind = 'all',
): Promise<Contact[]> {
  const query = db('contacts').where({ account_id: account }).andWhere('number', '>', after);
  if (OF_KIND[kind]) query.andWhereRaw(OF_KIND[kind]);
  const rows = await query.orderBy('number').limit(limit).select('id');
  return contactsAt(db, account, rows);
}

/** Contacts whose mail is ignored (spec 3.11). The few have an index of their own, which knows these very words. */
export async function pageOfSpammers(db: Sql, account: AccountId, after: number, limit: number): Promise<Contact[]> {
  const rows = await db('contacts')
    .where({ account_id: account })
    .andWhere('number', '>', after)
    .andWhereRaw('is_spammer')
    .orderBy('number')
    .limit(limit)
    .select('id');
  return contactsAt(db, account, rows);
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
  kind: ContactKind = 'all',
): Promise<{ items: Contact[]; next: number | null }> {
  const wanted = foldTitle(text);
  const query = db('contacts').where({ account_id: account }).andWhere('number', '>', after);
  if (OF_KIND[kind]) query.andWhereRaw(OF_KIND[kind]);
  const span: Row[] = await query
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
  const items = await contactsAt(db, account, page);
  return { items, next: last ? Number(last.number) : null };
}

/** The people who belong to one of these companies, in the order of their numbers. */
export async function membersOf(
  db: Sql,
  account: AccountId,
  companies: readonly string[],
  limit: number,
): Promise<Contact[]> {
  if (companies.length === 0) return [];
  const members = db('contact_ties')
    .where({ account_id: account, tie: 'company' })
    .whereIn('person_id', companies as string[])
    .select('contact_id');
  const rows = await db('contacts')
    .where({ account_id: account })
    .whereIn('id', members)
    .orderBy('number')
    .limit(limit)
    .select('id');
  return contactsAt(db, account, rows);
}

/** The contact that pages call by this number, or null. */
export async function contactByNumber(db: Sql, account: AccountId, number: number): Promise<Contact | null> {
  const row = await db('contacts').where({ account_id: account, number }).first('id');
  return row ? ((await contacts(db, account, [row.id as string]))[0] ?? null) : null;
}

/** The contacts of these rows, in their order. */
const contactsAt = async (db: Sql, account: AccountId, rows: readonly { id?: unknown }[]): Promise<Contact[]> =>
  inOrder(
    rows,
    await contacts(
      db,
      account,
      rows.map((r) => r.id as string),
    ),
  );

const inOrder = <P extends { id: string }>(rows: readonly { id?: unknown }[], people: P[]): P[] => {
  const byId = new Map(people.map((p) => [p.id as unknown, p]));
  return rows.flatMap((r) => byId.get(r.id) ?? []);
};
