/** The log of incoming mail: sums that add up, what to look for, and the mails. */

import { PERIODS, type PeriodName } from '../inbox-period.ts';
import { INBOX_STATES, type InboxCounts, type InboxLine } from '../inbox-ports.ts';
import { OUTCOMES, sayOutcome } from '../outcome-words.ts';
import type { Page } from '../ports.ts';
import { stateClass } from './facts.tsx';
import { Time } from './layout.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

/** What was asked for, as it stands in the address of the page. */
export interface Asked {
  readonly when: PeriodName;
  readonly day: string;
  /** A state or an outcome, or ''. */
  readonly what: string;
  readonly sender: string;
  readonly q: string;
}

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
  return (
    <DeskFrame desk={desk} title={say('inbox.title')} place="inbox">
      <h1>{say('inbox.title')}</h1>
      <Parts reader={reader} here="all" waiting={waiting} />
      <Periods reader={reader} asked={asked} />
      <Counts reader={reader} asked={asked} counts={counts} />
      <Filter reader={reader} asked={asked} />
      {page.items.length === 0 ? <Nothing reader={reader} asked={asked} page={page} /> : null}
      <ul class="rows">
        {page.items.map((mail) => (
          <Row reader={reader} mail={mail} />
        ))}
      </ul>
      <Turn reader={reader} asked={asked} next={page.next} later={later} found={page.items.length > 0} />
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

function Periods({ reader, asked }: { reader: Reader; asked: Asked }) {
  const { say } = reader;
  return (
    <nav class="tabs fine" aria-label={say('inbox.when')}>
      {PERIODS.map((when) => (
        <a
          href={pathTo({ ...asked, when, day: '' })}
          aria-current={asked.day === '' && asked.when === when ? 'true' : undefined}
        >
          {say(`inbox.when.${when}`)}
        </a>
      ))}
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
          <a href={pathTo({ ...asked, what: part === 'due' ? 'received' : part, sender: '', q: '' })}>
            {say(`inbox.sum.${part}`, { n: number.format(counts[part]) })}
          </a>
        </span>
      ))}
    </p>
  );
}

function Filter({ reader, asked }: { reader: Reader; asked: Asked }) {
  const { say } = reader;
  const option = (value: string, words: string) => (
    <option value={value} selected={asked.what === value}>
      {words}
    </option>
  );
  const outcomes = OUTCOMES.filter((outcome) => outcome !== 'duplicate');
  return (
    <search>
      <details class="raw" open={isNarrowed(asked)}>
        <summary>{say('list.search')}</summary>
        <form class="filter" method="get" action="/admin/inbox">
          <input type="hidden" name="when" value={asked.when} />
          <label>
            <span>{say('inbox.search')}</span>
            <input type="search" name="q" value={asked.q} maxlength={200} />
          </label>
          <label>
            <span>{say('inbox.sender')}</span>
            <input type="search" name="sender" value={asked.sender} maxlength={254} />
          </label>
          <label>
            <span>{say('inbox.state')}</span>
            <select name="what">
              {option('', say('inbox.any'))}
              {INBOX_STATES.map((state) => option(state, say(`inbox.${state}`)))}
              <optgroup label={say('fact.outcome')}>
                {outcomes.map((outcome) => option(outcome, sayOutcome({ outcome, reason: '' }, reader)))}
              </optgroup>
            </select>
          </label>
          <label>
            <span>{say('inbox.day')}</span>
            <input type="date" name="day" value={asked.day} />
          </label>
          <p class="send">
            <button class="second" type="submit">
              {say('inbox.show')}
            </button>
            {isNarrowed(asked) ? <a href={pathTo({ ...NOTHING, when: asked.when })}>{say('inbox.clear')}</a> : null}
          </p>
        </form>
      </details>
    </search>
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

function Nothing({ reader: { say }, asked, page }: { reader: Reader; asked: Asked; page: Page<InboxLine> }) {
  if (page.next) return <p class="empty">{say('inbox.further')}</p>;
  return <p class="empty">{isNarrowed(asked) || asked.when !== 'all' ? say('inbox.nothing') : say('inbox.empty')}</p>;
}

interface TurnProps {
  readonly reader: Reader;
  readonly asked: Asked;
  readonly next: string | null;
  readonly later: boolean;
  readonly found: boolean;
}

function Turn({ reader, asked, next, later, found }: TurnProps) {
  const { say } = reader;
  if (!next && !later) return null;
  return (
    <nav class="more" aria-label={say('list.pages')}>
      {later ? <a href={pathTo(asked)}>{say('list.first')}</a> : null}
      {next ? <a href={pathTo(asked, next)}>{found ? say('list.more') : say('inbox.look-on')}</a> : null}
    </nav>
  );
}

const NOTHING: Asked = { when: 'recent', day: '', what: '', sender: '', q: '' };

const isNarrowed = ({ day, what, sender, q }: Asked): boolean => [day, what, sender, q].some((word) => word !== '');

/** The page with these wishes; what is as it always is stands not in its address. */
function pathTo(asked: Asked, after?: string): string {
  const wishes = Object.entries(asked).filter(([name, value]) => value !== NOTHING[name as keyof Asked]);
  const query = new URLSearchParams([...wishes, ...(after ? [['after', after]] : [])] as [string, string][]).toString();
  return query ? `/admin/inbox?${query}` : '/admin/inbox';
}
