/** Contacts in a list: who they are, how to reach them, what is out of order. */
import { type Contact, fullName } from '../../people/person.ts';
import type { Page } from '../ports.ts';
import { More, Search } from './list.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

export const CONTACT_KINDS = ['all', 'persons', 'companies'] as const;
export type ContactKindShown = (typeof CONTACT_KINDS)[number];

interface ListProps {
  readonly desk: Desk;
  readonly page: Page<Contact>;
  readonly search: string;
  readonly kind: ContactKindShown;
  readonly later: boolean;
}

export function ContactList({ desk, page, search, kind, later }: ListProps) {
  const { say } = desk.reader;
  const here = '/contacts';
  const query: Record<string, string> = kind === 'all' ? {} : { kind };
  return (
    <DeskFrame desk={desk} title={say('nav.contacts')} place="contacts">
      <div class="headed">
        <h1>{say('nav.contacts')}</h1>
        <div class="acts">
          <a class="button" href="/contacts/new">
            {say('contacts.new')}
          </a>
          <a class="button" href="/contacts/new?kind=company">
            {say('contacts.new.company')}
          </a>
        </div>
      </div>
      <nav class="tabs" aria-label={say('contacts.kinds')}>
        {CONTACT_KINDS.map((one) => (
          <a
            href={one === 'all' ? '/contacts' : `/contacts?kind=${one}`}
            aria-current={one === kind ? 'page' : undefined}
          >
            {say(`contacts.kind.${one}`)}
          </a>
        ))}
      </nav>
      <Search reader={desk.reader} here={here} search={search} label={say('contacts.search')} query={query} />
      {page.items.length === 0 ? <p class="empty">{say(search ? 'contacts.nothing' : 'contacts.empty')}</p> : null}
      <ContactRows reader={desk.reader} contacts={page.items} />
      <More reader={desk.reader} here={here} next={page.next} search={search} later={later} query={query} />
    </DeskFrame>
  );
}

/** A10: whom a contact with a login may see of the people of their own companies. */
export function Colleagues({ desk, contacts }: { desk: Desk; contacts: readonly Contact[] }) {
  const { say } = desk.reader;
  return (
    <DeskFrame desk={desk} title={say('nav.colleagues')} place="contacts">
      <h1>{say('nav.colleagues')}</h1>
      {contacts.length === 0 ? <p class="empty">{say('colleagues.empty')}</p> : null}
      <ColleagueRows reader={desk.reader} contacts={contacts} />
    </DeskFrame>
  );
}

/** What people outside may know of each other: nothing of what the team has noted about anybody. */
export const ColleagueRows = ({ reader: { say }, contacts }: { reader: Reader; contacts: readonly Contact[] }) => (
  <ul class="rows">
    {contacts.map((c) => (
      <li>
        <a href={`/contacts/${c.number}`}>{fullName(c)}</a>
        <span class="fine context">
          {[c.isCompany ? say('contact.company') : c.position, c.email].filter(Boolean).join(' · ')}
        </span>
      </li>
    ))}
  </ul>
);

export const ContactRows = ({ reader, contacts }: { reader: Reader; contacts: readonly Contact[] }) => (
  <ul class="rows">
    {contacts.map((c) => (
      <li>
        <a href={`/contacts/${c.number}`}>{fullName(c)}</a>
        <span class="fine context">{contextOf(c, reader)}</span>
        <span class="fine end">{`№\u00a0${c.number}`}</span>
      </li>
    ))}
  </ul>
);

function contextOf(c: Contact, { say }: Reader): string {
  return [
    c.isCompany ? say('contact.company') : c.position,
    c.email ?? c.claims ?? '',
    c.access === 'ACTIVE' ? say('contact.signs-in') : '',
    c.isSpammer ? say('contact.spam') : '',
    c.mailBlocked ? say('contact.blocked') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
