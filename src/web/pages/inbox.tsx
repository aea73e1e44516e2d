/** The log of incoming mail: sums that add up, what to look for, and the mails. */
import { INBOX_STATES, type InboxCounts, type InboxLine } from '../inbox-ports.ts';
import { OUTCOMES, sayOutcome } from '../outcome-words.ts';
import type { Page } from '../ports.ts';
import { stateClass } from './facts.tsx';
import { Time } from './layout.tsx';
import { type Asked, Filter, INBOX_LOG, Nothing, Periods, pathTo, Turn, Wish } from './log-filter.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

export interface InboxProps {
  readonly desk: Desk;
  readonly asked: Asked;
  readonly page: Page<InboxLine>;
  readonly counts: InboxCounts;
  /** Those that wait for a decision, whenever they came. */
  readonly waiting: number;
  /** Not the first page. */
  readonly later: boolean;
}

export function Inbox({ desk, asked, page, counts, waiting, later }: InboxProps) {
  const { reader } = desk;
  const { say } = reader;
  const about = { reader, log: INBOX_LOG, asked };
  return (
    <DeskFrame desk={desk} title={say('inbox.title')} place="inbox">
      <h1>{say('inbox.title')}</h1>
      <Parts reader={reader} here="all" waiting={waiting} />
      <Periods {...about} />
      <Counts reader={reader} asked={asked} counts={counts} />
      <Filter {...about}>
        <Outcomes reader={reader} asked={asked} />
      </Filter>
      {page.items.length === 0 ? <Nothing {...about} next={page.next} empty={say('inbox.empty')} /> : null}
      <ul class="rows">
        {page.items.map((mail) => (
          <Row reader={reader} mail={mail} />
        ))}
      </ul>
      <Turn {...about} next={page.next} later={later} found={page.items.length > 0} />
    </DeskFrame>
  );
}

/** All mail, or what waits for a person. */
export function Parts({ reader, here, waiting }: { reader: Reader; here: 'all' | 'waiting'; waiting: number }) {
  const { say } = reader;
  return (
    <nav class="tabs" aria-label={say('inbox.kinds')}>
      <a href="/admin/inbox" aria-current={here === 'all' ? 'page' : undefined}>
        {say('inbox.all')}
      </a>
      <a href="/admin/held" aria-current={here === 'waiting' ? 'page' : undefined}>
        {say('inbox.waiting')}
        {waiting > 0 ? `\u00a0${new Intl.NumberFormat(reader.language).format(waiting)}` : null}
      </a>
    </nav>
  );
}

const SUMMANDS = ['delivered', 'held', 'ignored', 'duplicate', 'parked', 'due'] as const;

/** «Received 1,204 = delivered 1,190 + held 9 + …»: of the period, whatever else is looked for. */
function Counts({ reader, asked, counts }: { reader: Reader; asked: Asked; counts: InboxCounts }) {
  const { say } = reader;
  const number = new Intl.NumberFormat(reader.language);
  return (
    <p class="sums">
      <span>{say('inbox.sum', { received: number.format(counts.received) })}</span>
      {SUMMANDS.map((part, at) => (
        <span>
          {at > 0 ? '+ ' : null}
          <a href={pathTo(INBOX_LOG, { ...asked, what: part === 'due' ? 'received' : part, who: '', q: '' })}>
            {say(`inbox.sum.${part}`, { n: number.format(counts[part]) })}
          </a>
        </span>
      ))}
    </p>
  );
}

function Outcomes({ reader, asked }: { reader: Reader; asked: Asked }) {
  const outcomes = OUTCOMES.filter((outcome) => outcome !== 'duplicate');
  return (
    <>
      {INBOX_STATES.map((state) => (
        <Wish asked={asked} value={state}>
          {reader.say(`inbox.${state}`)}
        </Wish>
      ))}
      <optgroup label={reader.say('fact.outcome')}>
        {outcomes.map((outcome) => (
          <Wish asked={asked} value={outcome}>
            {sayOutcome({ outcome, reason: '' }, reader)}
          </Wish>
        ))}
      </optgroup>
    </>
  );
}

function Row({ reader, mail }: { reader: Reader; mail: InboxLine }) {
  const { say } = reader;
  const why = sayOutcome(mail, reader);
  return (
    <li>
      <a href={`/admin/inbox/${mail.id}`}>{mail.subject || say('mail.untitled')}</a>
      <span class="fine context">
        <span class={stateClass(mail.state)}>{say(`inbox.${mail.state}`)}</span>
        {why ? ` — ${why}` : null}
        {mail.taskNumber ? ` · №\u00a0${mail.taskNumber}` : null}
        {mail.from ? ` · ${say('inbox.from', { people: mail.from })}` : null}
      </span>
      <span class="fine end">
        <Time at={mail.at} reader={reader} />
      </span>
    </li>
  );
}
