/** What can be done about a contact besides its fields: the password login, the dashboard link, letters and spam. */
import { type Contact, fullName } from '../../people/person.ts';
import { type CardProps, cardPath, Section } from './contact-card.tsx';
import { Act } from './fields.tsx';

/** Spec 5.2, for those who may grant it alone. */
export function AccessBlock({ desk, card }: CardProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const { contact } = card;
  const action = `${cardPath(contact)}/access`;
  const invited = contact.access === 'INVITED';
  const active = contact.access === 'ACTIVE';
  return (
    <Section title={say('access.title')}>
      <p>{say(`access.${contact.access}`, { email: contact.email ?? '', name: fullName(contact) })}</p>
      {contact.isCompany && !active ? <p class="fine warn">{say('access.company')}</p> : null}
      {contact.email === null && !active ? <p class="fine">{say('access.no-address')}</p> : null}
      <div class="acts">
        {!active && contact.email !== null ? (
          <Act action={action} csrf={csrf} act="invite" quiet={invited}>
            {say(invited ? 'access.again' : 'access.invite')}
          </Act>
        ) : null}
        {invited || active ? (
          <Act action={action} csrf={csrf} act="end">
            {say(invited ? 'access.cancel' : 'access.revoke')}
          </Act>
        ) : null}
      </div>
      {active ? <p class="fine">{say('access.after')}</p> : null}
    </Section>
  );
}

/** The dashboard link in the hands of the team: admins see it, whoever may change the contact may end it. */
export function LinkBlock({ desk, card, link }: CardProps) {
  const { say } = desk.reader;
  const { contact, may } = card;
  if (!may.change) return null;
  const action = `${cardPath(contact)}/link`;
  const acts = [
    ...(may.admin ? (['show'] as const) : []),
    ...(contact.email === null ? [] : (['renew'] as const)),
    ...(contact.linkRevoked ? [] : (['revoke'] as const)),
  ];
  return (
    <Section title={say('contact.link')}>
      <p>{say(contact.linkRevoked ? 'contact.link.revoked' : 'contact.link.good')}</p>
      {link ? (
        <p>
          <label for="link">{say('contact.link.this')}</label>
          <input id="link" type="text" readonly value={link} />
        </p>
      ) : null}
      <div class="acts">
        {acts.map((act) => (
          <Act action={action} csrf={desk.csrf} act={act}>
            {say(`contact.link.${act}`)}
          </Act>
        ))}
      </div>
    </Section>
  );
}

/** Why letters do not reach them, and whether theirs are read. */
export function MailBlock({ desk, card }: CardProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const { contact, may, suppressions } = card;
  const action = `${cardPath(contact)}/mail`;
  const stopped = contact.mailBlocked || suppressions.length > 0;
  if (!stopped && contact.proven && !contact.isSpammer && !may.change) return null;
  return (
    <Section title={say('contact.mail')}>
      <p>{say(contact.isSpammer ? 'contact.mail.ignored' : 'contact.mail.read')}</p>
      <p>{lettersTo(contact, stopped, say)}</p>
      {suppressions.map((s) => (
        <p class="fine warn">{say('contact.mail.suppressed', { address: s.address, why: s.evidence || s.reason })}</p>
      ))}
      <div class="acts">
        {stopped && may.admin ? (
          <Act action={action} csrf={csrf} act="lift">
            {say('contact.mail.lift')}
          </Act>
        ) : null}
        {may.change ? (
          <Act action={action} csrf={csrf} act={contact.isSpammer ? 'not-spam' : 'spam'}>
            {say(contact.isSpammer ? 'contact.mail.not-spam' : 'contact.mail.spam')}
          </Act>
        ) : null}
      </div>
    </Section>
  );
}

function lettersTo(contact: Contact, stopped: boolean, say: (key: string) => string): string {
  if (stopped) return say('contact.letters.stopped');
  if (!contact.proven) return say('contact.letters.unproven');
  return say(contact.email === null ? 'contact.letters.no-address' : 'contact.letters.go');
}
