/** The correspondence of a person outside: what is their own, and apart from it what they see through their company. */
import type { TasksAsked } from '../ports/client.ts';
import type { Page, TaskLine } from '../ports.ts';
import { ClientFrame, Unreached, type Visit } from './client.tsx';
import { More, Search, TaskRows } from './list.tsx';

export const SHOWS = ['all', 'open', 'over'] as const;
export type Show = (typeof SHOWS)[number];

export const activeOf = (show: Show): TasksAsked['active'] => (show === 'all' ? undefined : show === 'open');

/** Whose tasks one pages through: each part has pages of its own. */
export type Part = 'own' | 'company';

interface ListProps {
  readonly visit: Visit;
  readonly search: string;
  readonly show: Show;
  /** Null: both, from the beginning. */
  readonly only: Part | null;
  readonly later: boolean;
  /** Null: not on this page. */
  readonly own: Page<TaskLine> | null;
  readonly company: Page<TaskLine> | null;
}

export function ClientList(props: ListProps) {
  const { visit, search, show, own, company, later } = props;
  const { reader, base } = visit;
  const { say } = reader;
  const count = (own?.items.length ?? 0) + (company?.items.length ?? 0);
  const asked = search !== '' || show !== 'all' || later;
  return (
    <ClientFrame visit={visit} title={say('list.title')} top>
      <h1>{say('list.title')}</h1>
      <Unreached visit={visit} />
      {count > 0 || asked ? (
        <>
          <Search reader={reader} here={base} search={search} query={show === 'all' ? {} : { show }} />
          <Shows {...props} />
        </>
      ) : null}
      {count === 0 ? <p class="empty">{say(asked ? 'list.nothing' : 'list.empty')}</p> : null}
      {own && own.items.length > 0 ? <Tasks {...props} part="own" page={own} /> : null}
      {company && company.items.length > 0 ? (
        <>
          <h2>{say('list.of-company')}</h2>
          <Tasks {...props} part="company" page={company} />
        </>
      ) : null}
    </ClientFrame>
  );
}

function Shows({ visit, search, show }: ListProps) {
  const { say } = visit.reader;
  const to = (one: Show) => {
    const asked = new URLSearchParams({ ...(search ? { q: search } : {}), ...(one === 'all' ? {} : { show: one }) });
    return asked.size > 0 ? `${visit.base}?${asked}` : visit.base;
  };
  return (
    <nav class="tabs fine" aria-label={say('list.show')}>
      {SHOWS.map((one) => (
        <a href={to(one)} aria-current={one === show ? 'page' : undefined}>
          {say(`list.show.${one}`)}
        </a>
      ))}
    </nav>
  );
}

function Tasks({ visit, search, show, only, later, part, page }: ListProps & { part: Part; page: Page<TaskLine> }) {
  const { reader, base } = visit;
  const query = { part, ...(show === 'all' ? {} : { show }) };
  return (
    <>
      <TaskRows reader={reader} tasks={page.items} pathOf={(n) => `${base}/tasks/${n}`} numbers={false} />
      <More {...{ reader, search, query }} here={base} next={page.next} later={later && only === part} />
    </>
  );
}
