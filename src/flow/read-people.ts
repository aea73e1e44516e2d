/**
 * Contacts as pages show them: lists, one card, and people picked by a number, a name or an address. The team sees them all; a
 * contact who signed in sees those of their own companies (A10).
 */
import { parseAddress } from '../base/address.ts';
import { addressesOf, type Contact, fullName, type Person } from '../people/person.ts';
import { loadPeople, personByAddress } from '../store/people.ts';
import {
  type ContactKind,
  contactByNumber,
  membersOf,
  pageOfContacts,
  pageOfEmployees,
  searchContacts,
} from '../store/people-lists.ts';
import { type SuppressionLine, suppressionsOf } from '../store/suppressions.ts';
import type { Actor, Gateway } from './gateway.ts';
import { maySeePeople } from './manage.ts';

/** More colleagues or members than this are not listed on one page. */
const COMPANY_MAX = 200;

export interface ContactsAsked {
  /** The number of the last contact of the page before. */
  readonly after: number;
  readonly limit: number;
  readonly search: string;
  readonly kind: ContactKind;
}

export interface ContactsPage {
  readonly items: readonly Contact[];
  readonly next: number | null;
}

/** Empty for whoever may not see them. */
export async function listContacts(gw: Gateway, actor: Actor, asked: ContactsAsked): Promise<ContactsPage> {
  const { after, limit, search, kind } = asked;
  const { account } = actor;
  if (!maySeePeople(actor)) return { items: await colleaguesOf(gw, actor.person), next: null };
  if (search) return searchContacts(gw.db.read, account.id, search, after, limit, kind);
  const found = await pageOfContacts(gw.db.read, account.id, after, limit + 1, kind);
  const items = found.slice(0, limit);
  return { items, next: found.length > items.length ? items.at(-1)!.number : null };
}

/** A10: the companies of a contact with a login and the people in them, the contact among them. */
async function colleaguesOf(gw: Gateway, person: Person): Promise<Contact[]> {
  if (person.kind !== 'contact' || person.access !== 'ACTIVE') return [];
  const companies = await loadPeople(gw.db.read, person.account, person.companies);
  const members = await membersOf(gw.db.read, person.account, person.companies, COMPANY_MAX);
  const all = [...companies.values()].flatMap((c) => (c.kind === 'contact' ? [c] : []));
  return [...all, ...members];
}

export interface ContactCard {
  readonly contact: Contact;
  readonly companies: readonly Person[];
  readonly responsible: readonly Person[];
  /** Of a company: who belongs to it. */
  readonly members: readonly Contact[];
  /** What is known against their addresses; for the team. */
  readonly suppressions: readonly SuppressionLine[];
}

/** Null: not there, or not for this actor. */
export async function readContact(gw: Gateway, actor: Actor, number: number): Promise<ContactCard | null> {
  const { account, person } = actor;
  const contact = await contactByNumber(gw.db.read, account.id, number);
  if (!contact) return null;
  const team = maySeePeople(actor);
  if (!team && !(await colleaguesOf(gw, person)).some((c) => c.id === contact.id)) return null;
  const known = await loadPeople(gw.db.read, account.id, [...contact.companies, ...contact.responsible]);
  const named = (ids: readonly string[]) => ids.flatMap((id) => known.get(id as Person['id']) ?? []);
  return {
    contact,
    // Whom else a colleague works for is not for people outside.
    companies: team ? named(contact.companies) : named(contact.companies).filter((c) => companiesOf(person).has(c.id)),
    responsible: team ? named(contact.responsible) : [],
    members: contact.isCompany ? await membersOf(gw.db.read, account.id, [contact.id], COMPANY_MAX) : [],
    suppressions: team ? await suppressionsOf(gw.db.read, account.id, addressesOf(contact)) : [],
  };
}

const companiesOf = (person: Person): ReadonlySet<string> => new Set(person.kind === 'contact' ? person.companies : []);

/** Whom a form may mean: anybody, or contacts of one kind. */
export type Pickable = 'person' | 'contact' | 'company';

export type Picked =
  | { readonly kind: 'one'; readonly person: Person }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly people: readonly Person[] };

const SEVERAL = 5;

/**
 * Who is meant by `№12 Client Ltd`, by an address, or by a name or a part of it. A contact is called by its number, which only
 * contacts have here; an employee by name, login or address.
 */
export async function pickPerson(gw: Gateway, actor: Actor, text: string, what: Pickable): Promise<Picked> {
  const wanted = text.trim();
  if (!maySeePeople(actor) || wanted === '') return { kind: 'none' };
  const { id } = actor.account;
  const fits = (p: Person) =>
    p.kind === 'employee' ? what === 'person' && p.active && p.role !== 'robot' : what !== 'company' || p.isCompany;
  const number = /^(?:№|#)\s*(\d{1,9})\b/.exec(wanted)?.[1];
  const address = parseAddress(wanted);
  const certain = number
    ? await contactByNumber(gw.db.read, id, Number(number))
    : address && (await personByAddress(gw.db.read, id, address));
  if (certain) return fits(certain) ? { kind: 'one', person: certain } : { kind: 'none' };
  if (number) return { kind: 'none' };
  const staff = what === 'person' ? await pageOfEmployees(gw.db.read, id, 0, 500) : [];
  const folded = wanted.toLowerCase();
  const outside = await searchContacts(
    gw.db.read,
    id,
    wanted,
    0,
    SEVERAL + 1,
    what === 'company' ? 'companies' : 'all',
  );
  const found = [
    ...staff.filter((e) => fits(e) && [fullName(e), e.login].some((name) => name.toLowerCase().includes(folded))),
    ...outside.items.filter(fits),
  ];
  const exact = found.filter((p) => fullName(p).toLowerCase() === folded);
  const people = exact.length > 0 ? exact : found;
  if (people.length === 1) return { kind: 'one', person: people[0]! };
  return people.length === 0 ? { kind: 'none' } : { kind: 'several', people: people.slice(0, SEVERAL) };
}
