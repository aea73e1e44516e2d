/** The first steps: whose house it is, how it is set up, what DNS has to say, one letter there and back, and what comes after. */
import { type DnsFound, dnsRecords, relayName, zoneLine } from '../../../mail/dns-check.ts';
import { sayReason } from '../../letter-words.ts';
import type { AdminPorts, TestMail } from '../../ports/admin.ts';
import type { Faults } from '../../posted.tsx';
import type { Say } from '../../words.ts';
import { Fact, Facts, stateClass } from '../facts.tsx';
import { Choice, Csrf, type Filled, Line, Mend } from '../fields.tsx';
import { Time } from '../layout.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export interface StartProps {
  readonly desk: Desk;
  readonly setup: AdminPorts['setup'];
  readonly test: TestMail | null;
  /** Null: nobody asked DNS. */
  readonly dns: readonly DnsFound[] | null;
  readonly saved: boolean;
  readonly filled: Filled;
  readonly faults: Faults;
}

export function StartPage(props: StartProps) {
  const { desk, test, saved, faults } = props;
  const { reader } = desk;
  const { say } = reader;
  const title = say('start.title');
  return (
    <DeskFrame desk={desk} title={title} place="start">
      <h1>{title}</h1>
      {saved ? <Done>{say('start.saved')}</Done> : null}
      {test?.answeredAt ? (
        <Done>
          {say('start.answered')} <Time at={test.answeredAt} reader={reader} />
        </Done>
      ) : (
        <p>{say('start.text')}</p>
      )}
      <Mend reader={reader} faults={faults} />
      <ol class="steps">
        <Firm {...props} />
        <SetUp {...props} />
        <Dns {...props} />
        <li id="try">
          <h2>{say('start.try')}</h2>
          {test ? <Tried {...props} test={test} /> : <TryForm {...props} />}
        </li>
        <li>
          <h2>{say('start.then')}</h2>
          <p class="actions">
            <a href="/admin/people/new">{say('people.new')}</a>{' '}
            <a href="/admin/addresses/new">{say('addresses.new')}</a>{' '}
            <a href="/admin/settings">{say('nav.settings')}</a>
          </p>
          <p class="fine">{say('start.then.text')}</p>
        </li>
      </ol>
    </DeskFrame>
  );
}

function Firm({ desk, filled, faults }: StartProps) {
  const { reader, csrf, account } = desk;
  const { say } = reader;
  const named: Filled = { title: [account.title], language: [account.language], ...filled };
  const field = (name: string) => ({
    name,
    label: say(`firm.${name}`),
    hint: say(`firm.${name}.hint`),
    filled: named,
    faults,
  });
  return (
    <li id="firm">
      <h2>{say('start.firm')}</h2>
      <form class="form" method="post" action="/admin/firm">
        <Csrf csrf={csrf} />
        <Line {...field('title')} max={100} required />
        <Choice
          {...field('language')}
          options={[
            ['ru', say('language.ru')],
            ['en', say('language.en')],
          ]}
        />
        <p class="send">
          <button class="second" type="submit">
            {say('form.save')}
          </button>
        </p>
      </form>
    </li>
  );
}

function SetUp({ desk, setup }: StartProps) {
  const { say } = desk.reader;
  return (
    <li>
      <h2>{say('start.set')}</h2>
      <Facts>
        <Fact name={say('start.domain')}>{desk.account.mailDomain}</Fact>
        <Fact name={say('start.url')}>{setup.publicUrl}</Fact>
        <Fact name={say('start.out')}>{sayWayOut(setup, say)}</Fact>
        <Fact name={say('start.signed')}>
          {setup.dkim ? say('start.dkim', { domain: setup.dkim.domain }) : say('start.no-dkim')}
        </Fact>
      </Facts>
      <p class="fine">{say('start.set.hint')}</p>
    </li>
  );
}

function sayWayOut({ relay, direct, capture }: StartProps['setup'], say: Say): string {
  if (relay) return say('start.relay', { relay });
  return direct ? say('start.direct') : say('start.capture', { folder: capture });
}

function Dns({ desk, setup, dns }: StartProps) {
  const { say } = desk.reader;
  const records = dns ?? dnsRecords({ ...setup, mailDomain: desk.account.mailDomain });
  return (
    <li id="dns">
      <h2>{say('start.dns')}</h2>
      <p>{say('start.dns.text')}</p>
      <ul class="rows records">
        {records.map((record) => (
          <li>
            <code>{zoneLine(record)}</code>
            {'verdict' in record ? <Verdict desk={desk} record={record} /> : null}
          </li>
        ))}
      </ul>
      <p class="actions">
        <a href="/admin/start?dns#dns">{dns ? say('start.dns.again') : say('start.dns.check')}</a>
      </p>
      <p class="fine">
        {setup.relay
          ? say('start.dns.spf', { relay: relayName(setup.relay) })
          : say(setup.direct ? 'start.dns.direct' : 'start.dns.no-relay')}
      </p>
    </li>
  );
}

function Verdict({ desk, record }: { desk: Desk; record: DnsFound }) {
  const { say } = desk.reader;
  return (
    <span class="fine context">
      <span class={record.verdict === 'right' ? 'state good' : 'state bad'}>{say(`start.dns.${record.verdict}`)}</span>
      {record.verdict === 'other' ? ` ${record.found.map((one) => `“${one.slice(0, 300)}”`).join(', ')}` : null}
    </span>
  );
}

function TryForm({ desk, filled, faults }: StartProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  return (
    <>
      <p>{say('start.try.text')}</p>
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
      {answeredAt === null ? (
        <p>
          {left && setup.relay === null && !setup.direct
            ? say('start.captured', { folder: setup.capture })
            : say('start.waiting')}
        </p>
      ) : null}
      <p class="actions">
        {answeredAt === null ? <a href={`/admin/start?task=${taskNumber}#try`}>{say('start.refresh')}</a> : null}{' '}
        <a href="/admin/start#try">{say('start.again')}</a>
      </p>
    </>
  );
}
