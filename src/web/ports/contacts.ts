/** What the pages of contacts ask of the house. */
import type { Managed } from '../../flow/manage.ts';
import type { ContactFields } from '../../flow/manage-people.ts';
import type { ContactCard, ContactsAsked, Pickable, Picked } from '../../flow/read-people.ts';
import type { Contact, Person } from '../../people/person.ts';
import type { Viewer } from '../../tasks/visibility.ts';
import type { Actor, Page, Paging, TaskLine } from '../ports.ts';

/** What this actor may do with this contact; what they may not is absent from their page. */
export interface ContactRights {
  readonly change: boolean;
  /** Spec 5.1. */
  readonly grant: boolean;
  readonly admin: boolean;
}

export type ContactPage = ContactCard & { readonly may: ContactRights };

export interface ContactPorts {
  list(actor: Actor, asked: Omit<ContactsAsked, 'after'> & Pick<Paging, 'after'>): Promise<Page<Contact>>;
  /** Null: not there, or not for this actor. */
  read(actor: Actor, number: number): Promise<ContactPage | null>;
  /** The contact's tasks as this viewer may see them. */
  tasks(viewer: Viewer, contact: Contact, page: Paging): Promise<Page<TaskLine>>;
  pick(actor: Actor, text: string, what: Pickable): Promise<Picked>;
  /** The people of this account among these ids, in their order. */
  named(actor: Actor, ids: readonly string[]): Promise<readonly Person[]>;
  /** Names to choose from while one types: the first companies, and everybody of the team. */
  choices(actor: Actor): Promise<{ readonly companies: readonly Contact[]; readonly team: readonly Person[] }>;
  add(actor: Actor, fields: ContactFields & { firstName: string }): Promise<Managed<Contact>>;
  change(actor: Actor, id: string, fields: ContactFields): Promise<Managed<Contact>>;
  merge(actor: Actor, kept: string, gone: string): Promise<Managed<Contact>>;
  invite(actor: Actor, id: string): Promise<Managed<Contact>>;
  endAccess(actor: Actor, id: string): Promise<Managed<Contact>>;
  showLink(actor: Actor, id: string): Promise<Managed<string>>;
  /** The new link is mailed; admins see it too. */
  renewLink(actor: Actor, id: string): Promise<Managed<string | null>>;
  endLink(actor: Actor, id: string): Promise<Managed<null>>;
  /** Letters go out to them again, whatever came back before. */
  liftBlock(actor: Actor, id: string): Promise<Managed<Contact>>;
}
