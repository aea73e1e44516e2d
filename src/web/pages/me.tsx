/** One's own page: name and language, password, where one is signed in. */
import { writtenZone } from '../../base/zone.ts';
import { SIGNATURE_MAX } from '../../people/account.ts';
import { fullName, type Person } from '../../people/person.ts';
import type { Sender } from '../../people/sender.ts';
import type { SessionLine } from '../../store/doors.ts';
import type { Faults } from '../posted.tsx';
import { signsInAs } from './activate.tsx';
import { Section } from './contact-card.tsx';
import {
  Act,
  Choice,
  Csrf,
  type FieldProps,
  type Filled,
  Line,
  Mend,
  Prose,
  Said,
  Secret,
  type SecretProps,
  Tick,
  Told,
  toldBy,
} from './fields.tsx';
import { Time } from './layout.tsx';
import { PaceLine } from './pace.tsx';
import { SenderRows } from './senders.tsx';
import { SignatureShown } from './signature-shown.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

export interface MeProps {
  readonly desk: Desk;
  readonly sessions: readonly SessionLine[];
  readonly senders: readonly Sender[];
  readonly filled: Filled;
  readonly faults: Faults;
  /** What was just done. */
  readonly said: string | null;
}

export const ownFilled = (p: Person): Filled => ({
  firstName: [p.firstName],
  lastName: [p.lastName],
  language: [p.language],
  login: [p.kind === 'employee' ? p.login : ''],
  timezone: [writtenZone(p.timezone ?? '')],
  emailOff: p.emailOff ? ['1'] : [],
  signature: [p.kind === 'employee' ? p.signature : ''],
  signatureOn: p.kind === 'employee' && p.signatureOn ? ['1'] : [],
});

export function Me({ desk, sessions, senders, filled, faults, said }: MeProps) {
  const { reader, csrf, person, account } = desk;
  const { say } = reader;
  const field = (name: string, label: string) => ({ name, label, filled, faults });
  return (
    <DeskFrame desk={desk} title={say('me.title')} place="me">
      <h1>{say('me.title')}</h1>
      <p class="fine">{say('me.signs-in', { name: signsInAs(person) })}</p>
      {person.kind === 'contact' ? <p class="fine">{say('me.card', { name: fullName(person) })}</p> : null}
      <Said said={said} />
      <Mend reader={reader} faults={faults} />
      <form class="form" method="post" action="/me">
        <Csrf csrf={csrf} />
        {person.kind === 'employee' ? (
          <>
            <Line {...field('firstName', say('contact.firstName'))} autocomplete="given-name" required />
            <Line {...field('lastName', say('contact.lastName'))} autocomplete="family-name" />
            <Line
              {...field('login', say('people.login'))}
              max={64}
              hint={say('me.login.hint', { domain: account.mailDomain })}
              required
            />
          </>
        ) : null}
        <Choice
          {...field('language', say('contact.language'))}
          options={[
            ['ru', say('language.ru')],
            ['en', say('language.en')],
          ]}
        />
        <Line {...field('timezone', say('contact.timezone'))} hint={say('timezone.hint')} />
        {person.kind === 'employee' ? (
          <>
            <Prose
              {...field('signature', say('me.signature'))}
              hint={say('me.signature.hint')}
              rows={3}
              max={SIGNATURE_MAX}
            />
            <SignatureShown reader={reader} signature={person.signature} />
            <Tick
              name="signatureOn"
              label={say('me.signature.on')}
              filled={filled}
              hint={say('me.signature.on.hint')}
            />
          </>
        ) : null}
        <Tick name="emailOff" label={say('me.email-off')} filled={filled} hint={say('me.email-off.hint')} />
        <p class="send">
          <button type="submit">{say('form.save')}</button>
        </p>
      </form>
      {person.kind === 'contact' ? (
        <Section title={say('pace.title')}>
          <PaceLine reader={reader} account={account} contact={person} />
        </Section>
      ) : null}
      {person.kind === 'employee' ? (
        <Section title={say('nav.senders')}>
          <p class="fine">{say('senders.text.own')}</p>
          {senders.length > 0 ? <SenderRows reader={reader} senders={senders} choices={null} /> : null}
          <p class="fine actions">
            <a href="/senders/new">{say('senders.new')}</a>
          </p>
        </Section>
      ) : null}
      <Section title={say('me.password')}>
        <p class="fine">{say('me.password.hint')}</p>
        <form class="form" method="post" action="/me/password">
          <Csrf csrf={csrf} />
          <input type="hidden" name="username" value={signsInAs(person)} autocomplete="username" />
          <OwnSecret
            {...{ reader, faults }}
            name="old"
            label={say('me.password.old')}
            autocomplete="current-password"
          />
          <OwnSecret
            {...{ reader, faults }}
            name="fresh"
            label={say('me.password.new')}
            autocomplete="new-password"
            hint={say('activate.rule')}
          />
          <p class="send">
            <button class="second" type="submit">
              {say('me.password.button')}
            </button>
          </p>
        </form>
      </Section>
      <Sessions desk={desk} sessions={sessions} />
    </DeskFrame>
  );
}

type OwnSecretProps = Pick<SecretProps, 'reader' | 'name' | 'label' | 'autocomplete'> &
  Pick<FieldProps, 'faults' | 'hint'>;

const OwnSecret = ({ faults, hint, ...field }: OwnSecretProps) => (
  <Secret
    {...field}
    told={toldBy(field.name, faults, hint)['aria-describedby']}
    invalid={faults[field.name] !== undefined}
  >
    <Told name={field.name} faults={faults} hint={hint} />
  </Secret>
);

function Sessions({ desk, sessions }: Pick<MeProps, 'desk' | 'sessions'>) {
  const { reader, csrf } = desk;
  const { say } = reader;
  return (
    <Section title={say('me.sessions')}>
      <ul class="rows sessions">
        {sessions.map((s) => (
          <li>
            <b>{s.agent || say('me.session.unknown')}</b>
            <span class="fine context">
              {say('me.session.since')} <Time at={s.createdAt} reader={reader} />
              {' · '}
              {s.current ? (
                say('me.session.this')
              ) : (
                <>
                  {say('me.session.seen')} <Time at={s.seenAt} reader={reader} />
                </>
              )}
            </span>
            {s.current ? null : (
              <form class="end" method="post" action={`/me/sessions/${s.id}`}>
                <Csrf csrf={csrf} />
                <button class="plain" type="submit">
                  {say('nav.logout')}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <Act action="/me/sessions" csrf={csrf} act="end">
        {say('me.sessions.end')}
      </Act>
    </Section>
  );
}
