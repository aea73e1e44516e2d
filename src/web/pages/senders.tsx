/** Addresses outside that letters come from: whose they are, whether they are used, and what is still missing. */
import { type DnsRecord, relayName, zoneLine } from '../../mail/dns-check.ts';
import { SIGNATURE_MAX } from '../../people/account.ts';
import { type Employee, fullName } from '../../people/person.ts';
import { isReady, type Sender } from '../../people/sender.ts';
import type { AddressChoices } from '../ports/admin.ts';
import type { Page } from '../ports.ts';
import type { Faults } from '../posted.tsx';
import { Done } from './admin/said.tsx';
import { Act, Choice, Csrf, type Filled, Line, Mend, Prose, Sure, Tick, Told } from './fields.tsx';
import { More } from './list.tsx';
import type { Reader } from './reader.ts';
import { SignatureShown } from './signature-shown.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

/** Null: whoever looks has no choice whose an address is. */
type Choices = AddressChoices | null;

const placeOf = (choices: Choices) => (choices ? 'senders' : 'me');

interface ListProps {
  readonly desk: Desk;
  readonly page: Page<Sender>;
  readonly choices: Choices;
  readonly later: boolean;
  readonly said: string | null;
}

export function SendersPage({ desk, page, choices, later, said }: ListProps) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('nav.senders')} place={placeOf(choices)}>
      <div class="headed">
        <h1>{say('nav.senders')}</h1>
        <a class="button" href="/senders/new">
          {say('senders.new')}
        </a>
      </div>
      {said ? <Done>{said}</Done> : null}
      <p>{say(choices ? 'senders.text' : 'senders.text.own')}</p>
      {page.items.length === 0 ? <p class="empty">{say('senders.empty')}</p> : null}
      <SenderRows {...{ reader, choices }} senders={page.items} />
      <More reader={reader} here="/senders" next={page.next} later={later} />
    </DeskFrame>
  );
}

export const SenderRows = ({
  reader,
  senders,
  choices,
}: {
  reader: Reader;
  senders: readonly Sender[];
  choices: Choices;
}) => (
  <ul class="rows">
    {senders.map((one) => (
      <li>
        <a href={`/senders/${one.id}`}>{one.address}</a>
        <span class="fine context">
          <State reader={reader} sender={one} />
          {choices ? ` · ${whoseOf(one, choices.team, reader)}` : null}
        </span>
      </li>
    ))}
  </ul>
);

const State = ({ reader: { say }, sender }: { reader: Reader; sender: Sender }) => (
  <span class={isReady(sender) ? 'state good' : 'state bad'}>
    {say(isReady(sender) ? 'senders.ready' : sender.verifiedAt === null ? 'senders.waits' : 'senders.stopped')}
  </span>
);

const whoseOf = ({ owner }: Sender, team: readonly Employee[], { say }: Reader): string => {
  const found = team.find((e) => e.id === owner);
  return owner === null ? say('senders.company') : found ? fullName(found) : say('senders.gone');
};

export interface SenderPageProps {
  readonly desk: Desk;
  /** Null: a new one. */
  readonly sender: Sender | null;
  readonly choices: Choices;
  readonly filled: Filled;
  readonly faults: Faults;
  /** What the DNS of its domain needs. */
  readonly record: DnsRecord | null;
  readonly relay: string | null;
  readonly said: string | null;
  readonly problem: string | null;
}

export function SenderPage(props: SenderPageProps) {
  const { desk, sender, choices, faults, filled, said, problem } = props;
  const { reader, csrf } = desk;
  const { say } = reader;
  const title = sender ? sender.address : say('senders.new');
  const field = (name: string) => ({ name, label: say(`senders.${name}`), filled, faults });
  const company = sender ? sender.owner === null : choices !== null;
  return (
    <DeskFrame desk={desk} title={title} place={placeOf(choices)}>
      <h1>{title}</h1>
      {sender ? (
        <p class="fine head">
          <State reader={reader} sender={sender} />
        </p>
      ) : null}
      {said ? <Done>{said}</Done> : null}
      <Mend reader={reader} faults={faults} text={problem ?? undefined} />
      {sender ? <Standing {...props} sender={sender} /> : null}
      <form class="form" method="post" action={sender ? `/senders/${sender.id}` : '/senders'}>
        <Csrf csrf={csrf} />
        {sender ? null : (
          <Line {...field('address')} type="email" max={254} required hint={say('senders.address.hint')} />
        )}
        {!sender && choices ? (
          <Choice
            {...field('owner')}
            options={[
              ['', say('senders.company')],
              ...choices.team.map((e) => [e.id, say('senders.of', { name: fullName(e) })] as const),
            ]}
          />
        ) : null}
        <Line {...field('name')} hint={say('senders.name.hint')} />
        <Tick {...field('repliesHere')} hint={say('senders.repliesHere.hint')} />
        <Prose {...field('signature')} hint={say('senders.signature.hint')} max={SIGNATURE_MAX} />
        <SignatureShown reader={reader} signature={sender?.signature ?? ''} />
        {company && choices ? <Limits {...props} choices={choices} /> : null}
        <p class="send">
          <button type="submit">{say(sender ? 'form.save' : 'senders.add')}</button>
          <a href="/senders">{say('form.cancel')}</a>
        </p>
      </form>
      {sender ? (
        <section class="block">
          <Sure
            label={say('senders.remove')}
            text={say('senders.remove.text')}
            action={`/senders/${sender.id}/acts`}
            csrf={csrf}
            act="remove"
          />
        </section>
      ) : null}
    </DeskFrame>
  );
}

/** Item 45: where an address of the company is used, and by whom. */
function Limits({
  desk,
  choices,
  filled,
  faults,
}: Omit<SenderPageProps, 'choices'> & { readonly choices: AddressChoices }) {
  const { say } = desk.reader;
  const groups = [
    ['staff', choices.team.map((e) => [e.id as string, fullName(e)] as const)],
    ['projects', choices.projects.map((p) => [p.id, `№\u00a0${p.number} ${p.title ?? ''}`.trim()] as const)],
  ] as const;
  return (
    <>
      {groups.map(([name, options]) =>
        options.length === 0 ? null : (
          <fieldset class="field">
            <legend>{say(`senders.${name}`)}</legend>
            {options.map(([id, shown]) => (
              <label class="pick">
                <input type="checkbox" name={name} value={id} checked={filled[name]?.includes(id) ?? false} />
                <span>{shown}</span>
              </label>
            ))}
            <Told name={name} faults={faults} hint={say(`senders.${name}.hint`)} />
          </fieldset>
        ),
      )}
    </>
  );
}

/** Whether it is used, and what there is to do before. */
function Standing({ desk, sender, record, relay }: SenderPageProps & { readonly sender: Sender }) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const acts = `/senders/${sender.id}/acts`;
  if (sender.verifiedAt === null)
    return (
      <section class="panel">
        <p>{say('senders.waits.text', { address: sender.address })}</p>
        <Act action={acts} csrf={csrf} act="ask">
          {say('senders.ask')}
        </Act>
      </section>
    );
  return (
    <section class="panel">
      <p>{say(`senders.alignment.${sender.alignment}`, { domain, relay: relay === null ? '—' : relayName(relay) })}</p>
      {record ? (
        <>
          <p class="fine">{say('senders.record')}</p>
          <ul class="rows records">
            <li>
              <code>{zoneLine(record)}</code>
            </li>
          </ul>
          <p class="fine">{say('senders.record.spf')}</p>
        </>
      ) : null}
      <Act action={acts} csrf={csrf} act="check">
        {say('senders.check')}
      </Act>
    </section>
  );
}
