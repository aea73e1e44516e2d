/** A list of tasks: a clear title, one line of context, the time at the end. */
import { isActive, type Status } from '../../tasks/task.ts';
import type { Page, TaskLine } from '../ports.ts';
import { sayPeople } from '../words.ts';
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
      <TaskRows reader={reader} tasks={page.items} pathOf={pathOf} numbers={numbers} />
      <More reader={reader} here={here} next={page.next} search={search} later={later} />
    </>
  );
}

export function TaskRows({
  reader,
  tasks,
  pathOf,
  numbers,
}: Pick<TaskListProps, 'reader' | 'pathOf' | 'numbers'> & { tasks: readonly TaskLine[] }) {
  const { say } = reader;
  return (
    <ul class="rows" data-new={say('list.new')}>
      {tasks.map((task) => (
        <li data-task={String(task.number)} data-at={String(task.lastActivityAt)}>
          <a href={pathOf(task.number)}>{titleOf(task, reader)}</a>
          <span class="fine context">
            <State reader={reader} status={task.status} />
            {numbers ? ` · №\u00a0${task.number}` : null}
            {task.throughCompany ? ` · ${say('list.company')}` : null}
            {task.who ? whoWords(task.who, reader) : null}
          </span>
          <span class="fine end">
            <Time at={task.lastActivityAt} reader={reader} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** For whom, and who does it. */
function whoWords({ client, assignees }: NonNullable<TaskLine['who']>, { say }: Reader): string {
  const names = assignees.map((p) => p.name);
  const parts = [
    ...(client ? [client.name] : []),
    ...(names.length > 0 ? [say('list.assignees', { people: sayPeople(names, say) })] : []),
  ];
  return parts.map((part) => ` · ${part}`).join('');
}

/** A word, with a dot that is full while the task is open. */
export const State = ({ reader, status }: { reader: Reader; status: Status }) => (
  <span class={isActive(status) ? 'state' : 'state over'}>{reader.say(`status.${status}`)}</span>
);

export const titleOf = (task: { title: string }, reader: Reader): string =>
  task.title.trim() || reader.say('task.untitled');

interface SearchProps {
  readonly reader: Reader;
  readonly here: string;
  readonly search: string;
  readonly label?: string;
  /** What else the address of the list says. */
  readonly query?: Readonly<Record<string, string>>;
}

export function Search({ reader, here, search, label = reader.say('list.search.label'), query = {} }: SearchProps) {
  return (
    <search>
      {' '}
      <form class="find" method="get" action={here}>
        {Object.entries(query).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="search" name="q" value={search} maxlength={200} aria-label={label} placeholder={label} />
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
  query = {},
}: {
  reader: Reader;
  here: string;
  next: string | null;
  search?: string;
  later: boolean;
  query?: Readonly<Record<string, string>>;
}) {
  if (!next && !later) return null;
  const link = (after: string | null) => {
    const asked = { ...query, ...(search ? { q: search } : {}), ...(after ? { after } : {}) };
    const text = new URLSearchParams(asked).toString();
    return text ? `${here}?${text}` : here;
  };
  return (
    <nav class="more" aria-label={reader.say('list.pages')}>
      {later ? <a href={link(null)}>{reader.say('list.first')}</a> : null}
      {next ? <a href={link(next)}>{reader.say('list.more')}</a> : null}
    </nav>
  );
}
