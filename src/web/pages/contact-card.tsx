/** One contact: everything that is known of them, and what this reader may do about it. */

import type { Child } from 'hono/jsx';
import { writtenZone } from '../../base/zone.ts';
import { type Contact, fullName, type Person } from '../../people/person.ts';
import { sayOwnPace } from '../pace-words.ts';
import type { ContactPage } from '../ports/contacts.ts';
import { AccessBlock, LinkBlock, MailBlock } from './contact-blocks.tsx';
import { ColleagueRows, ContactRows } from './contact-list.tsx';
import { Fact, Facts } from './facts.tsx';
import { Mend, Said } from './fields.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

export interface CardProps {
  readonly desk: Desk;
  readonly card: ContactPage;
  /** The dashboard link, on the one page where it was asked for. */
  readonly link?: string | null;
  /** What was just done, or why it was not. */
  readonly said?: string | null;
  readonly problem?: string | null;
}

export function ContactCardPage(props: CardProps) {
  const { desk, card, said, problem } = props;
  const { reader } = desk;
  const { say } = reader;
  const { contact, may } = card;
  const here = `/contacts/${contact.number}`;
  return (
    <DeskFrame desk={desk} title={fullName(contact)} place="contacts">
      <h1>{fullName(contact)}</h1>
      <p class="fine head">
        <span>{`${contact.isCompany ? say('contact.company') : say('contact.person')} · №\u00a0${contact.number}`}</span>
      </p>
      <Mend reader={reader} faults={{}} text={problem ?? undefined} />
      <Said said={said} />
      <p class="fine actions">
        <a href={`/tasks/new?contact=${contact.number}`}>{say('contact.write')}</a>
        <a href={`${here}/tasks`}>{say('contact.tasks')}</a>
        {may.change ? <a href={`${here}/edit`}>{say('contact.edit')}</a> : null}
        {may.admin ? <a href={`${here}/merge`}>{say('contact.merge')}</a> : null}
      </p>
      <ContactFacts reader={reader} card={card} />
      {may.grant ? <AccessBlock {...props} /> : null}
      <LinkBlock {...props} />
      <MailBlock {...props} />
      {contact.isCompany ? (
        <Section title={say('contact.members')}>
          {card.members.length === 0 ? <p class="fine">{say('contact.members.none')}</p> : null}
          <ContactRows reader={reader} contacts={card.members} />
        </Section>
      ) : null}
    </DeskFrame>
  );
}

/** What a colleague outside may know of them (A10). */
export function ColleagueCard({ desk, card }: { desk: Desk; card: ContactPage }) {
  const { reader } = desk;
  const { contact } = card;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={fullName(contact)} place="contacts">
      <h1>{fullName(contact)}</h1>
      <Facts>
        <Text name={say('contact.position')} value={contact.position} />
        <Text name={say('contact.email')} value={contact.email} />
        <Text name={say('contact.phone')} value={contact.phone} />
        <People name={say('contact.companies')} people={card.companies} />
      </Facts>
      {contact.isCompany ? <ColleagueRows reader={reader} contacts={card.members} /> : null}
    </DeskFrame>
  );
}

function ContactFacts({ reader, card }: { reader: Reader; card: ContactPage }) {
  const { say } = reader;
  const { contact } = card;
  return (
    <Facts>
      {contact.email ? (
        <Fact name={say('contact.email')}>
          {contact.mailBlocked || card.suppressions.some((s) => s.address === contact.email) ? (
            <s>{contact.email}</s>
          ) : (
            contact.email
          )}
        </Fact>
      ) : null}
      {contact.proven ? null : <Text name={say('contact.claims')} value={contact.claims} />}
      <Text name={say('contact.additionalEmails')} value={contact.additionalEmails.join(', ')} />
      <Text name={say('contact.phone')} value={contact.phone} />
      <Text name={say('contact.position')} value={contact.position} />
      <People name={say('contact.companies')} people={card.companies} />
      <People name={say('contact.responsible')} people={card.responsible} />
      <Text name={say('contact.language')} value={say(`language.${contact.language}`)} />
      <Text name={say('contact.timezone')} value={contact.timezone && writtenZone(contact.timezone)} />
      <Text name={say('contact.pace')} value={sayOwnPace(contact, say)} />
      {contact.isCompany ? null : (
        <Text name={say('contact.sees')} value={say(contact.seesCompanyTasks ? 'answer.yes' : 'answer.no')} />
      )}
      <Text name={say('contact.description')} value={contact.description} />
    </Facts>
  );
}

const Text = ({ name, value }: { name: string; value: string | null }) =>
  value ? (
    <Fact name={name}>
      <span class="kept-lines">{value}</span>
    </Fact>
  ) : null;

const People = ({ name, people }: { name: string; people: readonly Person[] }) =>
  people.length === 0 ? null : (
    <Fact name={name}>
      {people.map((p, at) => (
        <>
          {at > 0 ? ', ' : null}
          {p.kind === 'contact' ? <a href={`/contacts/${p.number}`}>{fullName(p)}</a> : fullName(p)}
        </>
      ))}
    </Fact>
  );

export const Section = ({ title, children }: { title: string; children?: Child }) => (
  <section class="block">
    <h2>{title}</h2>
    {children}
  </section>
);

export const cardPath = (contact: Pick<Contact, 'number'>): string => `/contacts/${contact.number}`;
