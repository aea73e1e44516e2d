/** A list of tasks: a clear title, one line of context, the time at the end. */
import { isActive, type Status } from '../../tasks/task.ts';
import type { Page, TaskLine } from '../ports.ts';
import { Time } from './layout.tsx';
import type { Reader } from './reader.ts';

export interface TaskListProps {
  readonly reader: Reader;
  readonly page: Page<TaskLine>;
  readonly search: string;
  /** Not the first page. */
  readonly later: boolean;
  /** The path of the list, and of a task in it. */
  readonly here: string;
  readonly pathOf: (number: number) => string;
  readonly numbers: boolean;
}

export function TaskList({ reader, page, search, later, here, pathOf, numbers }: TaskListProps) {
  const { say } = reader;
  return (
    <>
      {page.items.length > 0 || search || later ? <Search reader={reader} here={here} search={search} /> : null}
      {page.items.length === 0 ? <p class="empty">{say(search ? 'list.nothing' : 'list.empty')}</p> : null}
      <ul class="rows" data-new={say('list.new')}>
        {page.items.map((task) => (
          <li data-task={String(task.number)} data-at={String(task.lastActivityAt)}>
            <a href={pathOf(task.number)}>{titleOf(task, reader)}</a>
            <span class="fine context">
              <State reader={reader} status={task.status} />
              {numbers ? ` · №\u00a0${task.number}` : null}
              {task.throughCompany ? ` · ${say('list.company')}` : null}
            </span>
            <span class="fine end">
              <Time at={task.lastActivityAt} reader={reader} />
            </span>
          </li>
        ))}
      </ul>
      <More reader={reader} here={here} next={page.next} search={search} later={later} />
    </>
  );
}

/** A word, with a dot that is full while the task is open. */
export const State = ({ reader, status }: { reader: Reader; status: Status }) => (
  <span class={isActive(status) ? 'state' : 'state over'}>{reader.say(`status.${status}`)}</span>
);

export const titleOf = (task: { title: string }, reader: Reader): string =>
  task.title.trim() || reader.say('task.untitled');

function Search({ reader, here, search }: { reader: Reader; here: string; search: string }) {
  return (
    <search>
      {' '}
      <form class="find" method="get" action={here}>
        <input
          type="search"
          name="q"
          value={search}
          maxlength={200}
          aria-label={reader.say('list.search.label')}
          placeholder={reader.say('list.search.label')}
        />
        <button class="second" type="submit">
          {reader.say('list.search')}
        </button>
      </form>
    </search>
  );
}

export function More({
  reader,
  here,
  next,
  search,
  later,
}: {
  reader: Reader;
  here: string;
  next: string | null;
  search?: string;
  later: boolean;
}) {
  if (!next && !later) return null;
  const link = (after: string | null) => {
    const query = new URLSearchParams({ ...(search ? { q: search } : {}), ...(after ? { after } : {}) }).toString();
    return query ? `${here}?${query}` : here;
  };
  return (
    <nav class="more" aria-label={reader.say('list.pages')}>
      {later ? <a href={link(null)}>{reader.say('list.first')}</a> : null}
      {next ? <a href={link(next)}>{reader.say('list.more')}</a> : null}
    </nav>
  );
}
