/** A contact as a form, and the page that asks before two become one. */
import { type Contact, fullName, type Person } from '../../people/person.ts';
import { called } from '../people-fields.ts';
import type { ContactPage } from '../ports/contacts.ts';
import type { Faults } from '../posted.tsx';
import { cardPath } from './contact-card.tsx';
import { Choice, Csrf, type Filled, Line, Mend, Prose, Tick } from './fields.tsx';
import { Offered, People } from './people-field.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

export interface FormProps {
  readonly desk: Desk;
  /** Null: a new one. */
  readonly contact: Contact | null;
  readonly isCompany: boolean;
  readonly filled: Filled;
  readonly faults: Faults;
  /** They may open tasks to the contact. */
  readonly grants: boolean;
  /** Who is chosen in the fields of people. */
  readonly chosen: { readonly companies: readonly Person[]; readonly responsible: readonly Person[] };
  readonly choices: { readonly companies: readonly Contact[]; readonly team: readonly Person[] };
}

export function ContactForm(props: FormProps) {
  const { desk, contact, isCompany, filled, faults, grants, chosen, choices } = props;
  const { reader } = desk;
  const { say } = reader;
  const title = contact ? fullName(contact) : say(isCompany ? 'contacts.new.company' : 'contacts.new');
  const field = (name: string) => ({ name, label: say(`contact.${name}`), filled, faults });
  return (
    <DeskFrame desk={desk} title={title} place="contacts">
      <h1>{title}</h1>
      <Mend reader={reader} faults={faults} />
      <form class="form" method="post" action={contact ? cardPath(contact) : '/contacts'}>
        <Csrf csrf={desk.csrf} />
        {isCompany ? <input type="hidden" name="isCompany" value="1" /> : null}
        <Line {...field('firstName')} label={say(isCompany ? 'contact.name' : 'contact.firstName')} required />
        {isCompany ? null : <Line {...field('lastName')} />}
        {isCompany ? null : <Line {...field('position')} />}
        <Line {...field('email')} type="email" max={254} />
        <Prose {...field('additionalEmails')} hint={say('contact.additional.hint')} rows={2} />
        <Line {...field('phone')} type="tel" />
        {isCompany ? null : (
          <People reader={reader} {...field('companies')} chosen={chosen.companies} list="companies-all" />
        )}
        {isCompany || !grants ? null : (
          <Tick name="seesCompanyTasks" label={say('contact.sees')} filled={filled} hint={say('contact.sees.hint')} />
        )}
        <People
          reader={reader}
          {...field('responsible')}
          chosen={chosen.responsible}
          list="team-all"
          hint={say('contact.responsible.hint')}
        />
        <Choice
          {...field('language')}
          options={[
            ['ru', say('language.ru')],
            ['en', say('language.en')],
          ]}
        />
        <Line {...field('timezone')} hint={say('timezone.hint')} />
        {contact?.access === 'ACTIVE' ? (
          <Tick name="emailOff" label={say('me.email-off')} filled={filled} hint={say('contact.email-off.hint')} />
        ) : filled.emailOff?.[0] ? (
          <input type="hidden" name="emailOff" value="1" />
        ) : null}
        <Prose {...field('description')} />
        <Offered id="companies-all" people={choices.companies} />
        <Offered id="team-all" people={choices.team} />
        <p class="send">
          <button type="submit">{say('form.save')}</button>
          <a href={contact ? cardPath(contact) : '/contacts'}>{say('form.cancel')}</a>
        </p>
      </form>
    </DeskFrame>
  );
}

interface MergeProps {
  readonly desk: Desk;
  readonly card: ContactPage;
  /** The other contact, once it is found. */
  readonly other: Contact | null;
  readonly typed: string;
  readonly problem: string | null;
}

/** First the other contact is found, then it is said what will happen, then it is done. */
export function MergePage({ desk, card, other, typed, problem }: MergeProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const { contact } = card;
  const names = { kept: called(contact), gone: other ? called(other) : '' };
  return (
    <DeskFrame desk={desk} title={say('merge.title')} place="contacts">
      <h1>{say('merge.title')}</h1>
      <Mend reader={reader} faults={{}} text={problem ?? undefined} />
      {other ? (
        <>
          <p>{say('merge.this', names)}</p>
          <ul>
            <li>{say('merge.tasks', names)}</li>
            <li>{say('merge.addresses', { list: addresses(contact, other) })}</li>
            <li>{say('merge.links', names)}</li>
            <li>{say('merge.kept', names)}</li>
            {other.access === 'ACTIVE' && contact.access !== 'ACTIVE' ? <li>{say('merge.login', names)}</li> : null}
          </ul>
          <p class="warn">{say('merge.final')}</p>
          <form class="acts" method="post" action={`${cardPath(contact)}/merge`}>
            <Csrf csrf={csrf} />
            <input type="hidden" name="other" value={other.id} />
            <button type="submit">{say('merge.button')}</button>
            <a href={cardPath(contact)}>{say('form.cancel')}</a>
          </form>
        </>
      ) : (
        <form class="form" method="get" action={`${cardPath(contact)}/merge`}>
          <p>{say('merge.which', names)}</p>
          <Line name="with" label={say('merge.other')} filled={{ with: [typed] }} faults={{}} max={254} required />
          <p class="send">
            <button type="submit">{say('merge.find')}</button>
            <a href={cardPath(contact)}>{say('form.cancel')}</a>
          </p>
        </form>
      )}
    </DeskFrame>
  );
}

const addresses = (kept: Contact, gone: Contact): string =>
  [kept.email, ...kept.additionalEmails, gone.email, ...gone.additionalEmails].filter(Boolean).join(', ') || '—';
