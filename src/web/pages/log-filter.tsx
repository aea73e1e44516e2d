/** Looking through a log: since when, what became of it, of whom, with which words. The wishes stand in the page's address. */
import type { Child } from 'hono/jsx';
import { PERIODS, type PeriodName } from '../inbox-period.ts';
import type { Reader } from './reader.ts';

/** What was asked for, as it stands in the address of the page. */
export interface Asked {
  readonly when: PeriodName;
  readonly day: string;
  /** A state or an outcome, or ''. */
  readonly what: string;
  readonly who: string;
  readonly q: string;
}

/** Which log it is, and by which name its address asks for a person. */
export interface Log {
  readonly path: '/admin/inbox' | '/admin/letters';
  readonly who: 'sender' | 'to';
}

export const INBOX_LOG: Log = { path: '/admin/inbox', who: 'sender' };
export const LETTER_LOG: Log = { path: '/admin/letters', who: 'to' };

const ALL: Asked = { when: 'recent', day: '', what: '', who: '', q: '' };

export const isNarrowed = ({ day, what, who, q }: Asked): boolean => [day, what, who, q].some((word) => word !== '');

/** The page with these wishes; what is as it always is stands not in its address. */
export function pathTo(log: Log, asked: Asked, after?: string): string {
  const wishes = Object.entries(asked).filter(([name, value]) => value !== ALL[name as keyof Asked]);
  const named = wishes.map(([name, value]) => [name === 'who' ? log.who : name, value] as [string, string]);
  const query = new URLSearchParams([...named, ...(after ? [['after', after] as [string, string]] : [])]).toString();
  return query ? `${log.path}?${query}` : log.path;
}

interface LogProps {
  readonly reader: Reader;
  readonly log: Log;
  readonly asked: Asked;
}

export function Periods({ reader: { say }, log, asked }: LogProps) {
  return (
    <nav class="tabs fine" aria-label={say('inbox.when')}>
      {PERIODS.map((when) => (
        <a
          href={pathTo(log, { ...asked, when, day: '' })}
          aria-current={asked.day === '' && asked.when === when ? 'true' : undefined}
        >
          {say(`inbox.when.${when}`)}
        </a>
      ))}
    </nav>
  );
}

/** `children`: the options of what may have become of it. */
export function Filter({ reader: { say }, log, asked, children }: LogProps & { children?: Child }) {
  const letters = log === LETTER_LOG;
  return (
    <search>
      <details class="raw" open={isNarrowed(asked)}>
        <summary>{say('list.search')}</summary>
        <form class="filter" method="get" action={log.path}>
          <input type="hidden" name="when" value={asked.when} />
          <label>
            <span>{letters ? say('letters.search') : say('inbox.search')}</span>
            <input type="search" name="q" value={asked.q} maxlength={200} />
          </label>
          <label>
            <span>{letters ? say('letters.recipient') : say('inbox.sender')}</span>
            <input type="search" name={log.who} value={asked.who} maxlength={254} />
          </label>
          <label>
            <span>{say('inbox.state')}</span>
            <select name="what">
              <option value="" selected={asked.what === ''}>
                {say('inbox.any')}
              </option>
              {children}
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
            {isNarrowed(asked) ? <a href={pathTo(log, { ...ALL, when: asked.when })}>{say('inbox.clear')}</a> : null}
          </p>
        </form>
      </details>
    </search>
  );
}

export const Wish = ({ asked, value, children }: { asked: Asked; value: string; children?: Child }) => (
  <option value={value} selected={asked.what === value}>
    {children}
  </option>
);

interface FoundProps extends LogProps {
  readonly next: string | null;
  /** Not the first page. */
  readonly later: boolean;
  /** Whether there is anything on this one. */
  readonly found: boolean;
}

/** Why there is nothing here. */
export function Nothing({
  reader: { say },
  asked,
  next,
  empty,
}: Omit<FoundProps, 'log' | 'later' | 'found'> & { empty: string }) {
  if (next) return <p class="empty">{say('inbox.further')}</p>;
  return <p class="empty">{isNarrowed(asked) || asked.when !== 'all' ? say('inbox.nothing') : empty}</p>;
}

export function Turn({ reader: { say }, log, asked, next, later, found }: FoundProps) {
  if (!next && !later) return null;
  return (
    <nav class="more" aria-label={say('list.pages')}>
      {later ? <a href={pathTo(log, asked)}>{say('list.first')}</a> : null}
      {next ? <a href={pathTo(log, asked, next)}>{found ? say('list.more') : say('inbox.look-on')}</a> : null}
    </nav>
  );
}
