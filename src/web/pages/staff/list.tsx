/** The tasks of whoever signed in, narrowed by what they are in them, by state, by project, by a word. */
import type { Project, TaskRole } from '../../../tasks/task.ts';
import type { Page, TaskLine } from '../../ports.ts';
import { More, TaskRows } from '../list.tsx';
import type { Reader } from '../reader.ts';
import { type Desk, DeskFrame } from '../staff.tsx';

/** What the address of the list says; '' or null: not narrowed. */
export interface ListAsked {
  readonly search: string;
  readonly role: TaskRole | null;
  readonly state: 'open' | 'over' | null;
  /** A project's number. */
  readonly project: number | null;
}

export const NARROWING_ROLES = [
  'assignee',
  'assigner',
  'participant',
  'auditor',
] as const satisfies readonly TaskRole[];

interface ListProps {
  readonly desk: Desk;
  readonly page: Page<TaskLine>;
  readonly asked: ListAsked;
  readonly later: boolean;
  readonly projects: readonly Pick<Project, 'number' | 'title'>[];
  /** May set tasks on the team's form. */
  readonly team: boolean;
  /** Nobody has begun to work here, and the reader is the one to begin. */
  readonly fresh: boolean;
}

export function StaffList({ desk, page, asked, later, projects, team, fresh }: ListProps) {
  const { reader } = desk;
  const { say } = reader;
  const query = queryOf(asked);
  const narrowed = asked.search !== '' || Object.keys(query).length > 0;
  const newAt = team ? '/tasks/new' : desk.person.kind === 'contact' ? '/new' : null;
  const shown = page.items.length > 0 || narrowed || later;
  return (
    <DeskFrame desk={desk} title={say('nav.tasks')} place="tasks">
      <div class="headed">
        <h1>{say('nav.tasks')}</h1>
        {newAt ? (
          <a class="button" href={newAt}>
            {say('new.title')}
          </a>
        ) : null}
      </div>
      {shown ? <Narrowing reader={reader} asked={asked} projects={projects} narrowed={narrowed} /> : null}
      {page.items.length === 0 ? <Empty {...{ desk, narrowed, team, fresh }} /> : null}
      {page.items.length > 0 ? (
        <TaskRows reader={reader} tasks={page.items} pathOf={(n) => `/tasks/${n}`} numbers />
      ) : null}
      <More reader={reader} here="/" next={page.next} search={asked.search} later={later} query={query} />
      <p class="fine">
        <a href="/bin">{say('bin.title')}</a>
      </p>
      {team ? (
        <p class="fine keys-help" hidden data-off={say('keys.off')} data-on={say('keys.on')}>
          <span>{say('keys.help')} </span>
          <button class="plain" type="button" />
        </p>
      ) : null}
    </DeskFrame>
  );
}

function Empty({ desk, narrowed, team, fresh }: Pick<ListProps, 'desk' | 'team' | 'fresh'> & { narrowed: boolean }) {
  const { say } = desk.reader;
  if (narrowed) return <p class="empty">{say('list.nothing')}</p>;
  if (!fresh) return <p class="empty">{team ? say('list.none') : say('list.empty')}</p>;
  return (
    <>
      <p class="empty">{say('list.fresh', { domain: desk.account.mailDomain })}</p>
      <p>
        <a class="button" href="/admin/start">
          {say('start.title')}
        </a>
      </p>
    </>
  );
}

const queryOf = ({ role, state, project }: ListAsked): Record<string, string> => ({
  ...(role ? { role } : {}),
  ...(state ? { state } : {}),
  ...(project ? { project: String(project) } : {}),
});

interface NarrowingProps {
  readonly reader: Reader;
  readonly asked: ListAsked;
  readonly projects: readonly Pick<Project, 'number' | 'title'>[];
  readonly narrowed: boolean;
}

function Narrowing({ reader, asked, projects, narrowed }: NarrowingProps) {
  const { say } = reader;
  return (
    <search>
      <form method="get" action="/">
        <div class="find">
          <input
            type="search"
            name="q"
            value={asked.search}
            maxlength={200}
            aria-label={say('list.search.label')}
            placeholder={say('list.search.label')}
          />
          <button class="second" type="submit">
            {say('list.search')}
          </button>
        </div>
        <div class="narrow">
          <Choice
            name="role"
            label={say('list.role')}
            any={say('list.role.any')}
            chosen={asked.role}
            choices={NARROWING_ROLES.map((role) => [role, say(`list.role.${role}`)])}
          />
          <Choice
            name="state"
            label={say('list.state')}
            any={say('list.state.any')}
            chosen={asked.state}
            choices={[
              ['open', say('list.state.open')],
              ['over', say('list.state.over')],
            ]}
          />
          {projects.length > 0 ? (
            <Choice
              name="project"
              label={say('task.project')}
              any={say('list.project.any')}
              chosen={asked.project === null ? null : String(asked.project)}
              choices={projects.map((p) => [String(p.number), p.title])}
            />
          ) : null}
          {narrowed ? <a href="/">{say('list.all')}</a> : null}
        </div>
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly chosen: string | null;
  readonly choices: readonly (readonly [value: string, words: string])[];
}

const Choice = ({ name, label, any, chosen, choices }: ChoiceProps) => (
  <select name={name} aria-label={label}>
    <option value="">{any}</option>
    {choices.map(([value, words]) => (
      <option value={value} selected={value === chosen}>
        {words}
      </option>
    ))}
  </select>
);
