/** The first steps: how this house is set up, what DNS has to say, and one letter there and back. */
import { isIP } from 'node:net';
import { sayReason } from '../../letter-words.ts';
import type { AdminPorts, TestMail } from '../../ports/admin.ts';
import type { Faults } from '../../posted.tsx';
import { Fact, Facts, stateClass } from '../facts.tsx';
import { Csrf, type Filled, Line, Mend } from '../fields.tsx';
import { Time } from '../layout.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export interface StartProps {
  readonly desk: Desk;
  readonly setup: AdminPorts['setup'];
  readonly test: TestMail | null;
  readonly filled: Filled;
  readonly faults: Faults;
}

export function StartPage({ desk, setup, test, filled, faults }: StartProps) {
  const { reader } = desk;
  const { say } = reader;
  const title = say('start.title');
  return (
    <DeskFrame desk={desk} title={title} place="start">
      <h1>{title}</h1>
      <p>{say('start.text')}</p>
      <section class="block">
        <h2>{say('start.set')}</h2>
        <Facts>
          <Fact name={say('start.domain')}>{desk.account.mailDomain}</Fact>
          <Fact name={say('start.url')}>{setup.publicUrl}</Fact>
          <Fact name={say('start.out')}>
            {setup.relay ? say('start.relay', { relay: setup.relay }) : say('start.capture', { folder: setup.capture })}
          </Fact>
          <Fact name={say('start.signed')}>
            {setup.dkim ? say('start.dkim', { domain: setup.dkim.domain }) : say('start.no-dkim')}
          </Fact>
        </Facts>
        <p class="fine">{say('start.set.hint')}</p>
      </section>
      <Dns desk={desk} setup={setup} />
      <section class="block">
        <h2>{say('start.try')}</h2>
        {test ? <Tried desk={desk} setup={setup} test={test} /> : <TryForm {...{ desk, filled, faults }} />}
      </section>
    </DeskFrame>
  );
}

function Dns({ desk, setup }: Pick<StartProps, 'desk' | 'setup'>) {
  const { say } = desk.reader;
  return (
    <section class="block">
      <h2>{say('start.dns')}</h2>
      <p>{say('start.dns.text')}</p>
      <pre class="wide" tabindex={0}>
        {dnsRecords(desk.account.mailDomain, setup).join('\n')}
      </pre>
      <p class="fine">
        {setup.relay ? say('start.dns.spf', { relay: relayName(setup.relay) }) : say('start.dns.no-relay')}
      </p>
    </section>
  );
}

/** In the way of a zone file. The key of a signature that the relay makes is the relay's to tell. */
export function dnsRecords(mailDomain: string, { host, relay, dkim }: StartProps['setup']): string[] {
  const key = dkim?.publicKey;
  return [
    `${mailDomain}.  MX  10 ${host}.`,
    `${mailDomain}.  TXT  "v=spf1 ${sendersOf(relay)} -all"`,
    ...(dkim && key ? [`${dkim.selector}._domainkey.${dkim.domain}.  TXT  "v=DKIM1; k=rsa; p=${key}"`] : []),
    `_dmarc.${mailDomain}.  TXT  "v=DMARC1; p=none; rua=mailto:postmaster@${mailDomain}"`,
  ];
}

/** RFC 7208 §5: a relay in the house is told by its address, or is the machine of the MX itself. */
function sendersOf(relay: string | null): string {
  const name = relay === null ? '' : relayName(relay);
  if (isIP(name)) return `${isIP(name) === 6 ? 'ip6' : 'ip4'}:${name}`;
  return name.includes('.') ? `include:${name}` : 'mx';
}

/** Without its port. */
const relayName = (relay: string): string => relay.slice(0, relay.lastIndexOf(':'));

function TryForm({ desk, filled, faults }: Pick<StartProps, 'desk' | 'filled' | 'faults'>) {
  const { reader, csrf } = desk;
  const { say } = reader;
  return (
    <>
      <p>{say('start.try.text')}</p>
      <Mend reader={reader} faults={faults} />
      <form class="form" method="post" action="/admin/start">
        <Csrf csrf={csrf} />
        <Line
          name="address"
          label={say('start.address')}
          {...{ filled, faults }}
          type="email"
          max={254}
          required
          hint={say('start.address.hint')}
        />
        <p class="send">
          <button type="submit">{say('start.send')}</button>
        </p>
      </form>
    </>
  );
}

function Tried({ desk, setup, test }: Pick<StartProps, 'desk' | 'setup'> & { test: TestMail }) {
  const { reader } = desk;
  const { say } = reader;
  const { letter, answeredAt, taskNumber, to } = test;
  const here = `/admin/start?task=${taskNumber}`;
  const left = letter?.state === 'sent';
  return (
    <>
      {letter ? (
        <Facts>
          <Fact name={say('fact.to')}>{to}</Fact>
          <Fact name={say('fact.state')}>
            <span class={stateClass(letter.state)}>{say(`delivery.${letter.state}`)}</span>
            {[sayReason(letter.reason, say), letter.diagnostic].filter(Boolean).map((words) => ` — ${words}`)}
          </Fact>
          <Fact name={say('start.letter')}>
            <a href={`/admin/letters/${letter.id}`}>{say('audit.open')}</a>
          </Fact>
          <Fact name={say('fact.task')}>
            <a href={`/tasks/${taskNumber}`}>{`№\u00a0${taskNumber}`}</a>
          </Fact>
        </Facts>
      ) : (
        <p class="warn">{say('start.no-letter')}</p>
      )}
      {answeredAt !== null ? (
        <Done>
          {say('start.answered')} <Time at={answeredAt} reader={reader} />
        </Done>
      ) : (
        <p>{left && setup.relay === null ? say('start.captured', { folder: setup.capture }) : say('start.waiting')}</p>
      )}
      <p class="actions">
        {answeredAt === null ? (
          <a href={here}>{say('start.refresh')}</a>
        ) : (
          <a href="/admin/people/new">{say('people.new')}</a>
        )}{' '}
        <a href="/admin/start">{say('start.again')}</a>
      </p>
    </>
  );
}
