/** The team's pages of projects: a list, a card with its people and tasks, a form. */
import { fullName, type Person } from '../../people/person.ts';
import type { Project } from '../../tasks/task.ts';
import type { ContactPorts } from '../ports/contacts.ts';
import type { ProjectPage } from '../ports/projects.ts';
import type { Page, TaskLine } from '../ports.ts';
import type { Faults } from '../posted.tsx';
import { PROJECT_PEOPLE, PROJECT_STATES, type ProjectPeople } from '../project-fields.ts';
import { Fact, Facts } from './facts.tsx';
import { Choice, Csrf, type Filled, Line, Mend, Prose, Tick } from './fields.tsx';
import { More, Search, TaskList } from './list.tsx';
import { Offered, People } from './people-field.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

interface ListProps {
  readonly desk: Desk;
  readonly page: Page<Project>;
  readonly search: string;
  readonly later: boolean;
}

export function ProjectList({ desk, page, search, later }: ListProps) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('nav.projects')} place="projects">
      <div class="headed">
        <h1>{say('nav.projects')}</h1>
        <a class="button" href="/projects/new">
          {say('projects.new')}
        </a>
      </div>
      <Search reader={reader} here="/projects" search={search} label={say('projects.search')} />
      {page.items.length === 0 ? <p class="empty">{say(search ? 'projects.nothing' : 'projects.empty')}</p> : null}
      <ProjectRows reader={reader} projects={page.items} />
      <More reader={reader} here="/projects" next={page.next} search={search} later={later} />
    </DeskFrame>
  );
}

export const ProjectRows = ({ reader, projects }: { reader: Reader; projects: readonly Project[] }) => (
  <ul class="rows">
    {projects.map((p) => (
      <li>
        <a href={`/projects/${p.number}`}>{p.title}</a>
        <span class="fine context">
          <span class={p.status === 'COMPLETED' ? 'state over' : 'state'}>{reader.say(`project.${p.status}`)}</span>
          {p.hiddenFromEmployees ? ` · ${reader.say('project.hidden')}` : null}
        </span>
        <span class="fine end">{`№\u00a0${p.number}`}</span>
      </li>
    ))}
  </ul>
);

interface CardProps {
  readonly desk: Desk;
  readonly card: ProjectPage;
  readonly page: Page<TaskLine>;
  readonly search: string;
  readonly later: boolean;
}

export function ProjectCardPage({ desk, card, page, search, later }: CardProps) {
  const { reader } = desk;
  const { say } = reader;
  const { project } = card;
  const here = `/projects/${project.number}`;
  return (
    <DeskFrame desk={desk} title={project.title} place="projects">
      <h1>{project.title}</h1>
      <p class="fine head">
        <span>
          <span class={project.status === 'COMPLETED' ? 'state over' : 'state'}>
            {say(`project.${project.status}`)}
          </span>
          {` · №\u00a0${project.number}`}
        </span>
      </p>
      <p class="fine actions">
        <a href={`/tasks/new?project=${project.number}`}>{say('portal.new')}</a>
        {card.change ? <a href={`${here}/edit`}>{say('contact.edit')}</a> : null}
      </p>
      {project.description ? <p class="kept-lines">{project.description}</p> : null}
      <ProjectFacts reader={reader} card={card} />
      {clientsAmong(card.people, project.auditors) ? <p class="fine warn">{say('project.client-auditor')}</p> : null}
      <h2>{say('nav.tasks')}</h2>
      <TaskList {...{ reader, page, search, later, here }} pathOf={(n) => `/tasks/${n}`} numbers />
    </DeskFrame>
  );
}

/** A12: a client who audits a project may do with its tasks whatever the team may. */
export const clientsAmong = (people: ReadonlyMap<string, Person>, ids: readonly string[]): boolean =>
  ids.some((id) => people.get(id)?.kind === 'contact');

function ProjectFacts({ reader, card }: { reader: Reader; card: ProjectPage }) {
  const { say } = reader;
  const { project, people } = card;
  const named = (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? []);
  const lists = { ...project, counterparty: project.counterparty ? [project.counterparty] : [] };
  return (
    <Facts>
      {(Object.keys(PROJECT_PEOPLE) as ProjectPeople[]).map((name) =>
        lists[name].length === 0 ? null : (
          <Fact name={say(`project.${name}`)}>
            {named(lists[name]).map((p, at) => (
              <>
                {at > 0 ? ', ' : null}
                {p.kind === 'contact' ? <a href={`/contacts/${p.number}`}>{fullName(p)}</a> : fullName(p)}
              </>
            ))}
          </Fact>
        ),
      )}
      <Fact name={say('project.author')}>{named([project.author]).map(fullName).join()}</Fact>
      <Fact name={say('project.address')}>{card.address}</Fact>
      {project.hiddenFromContacts ? null : (
        <Fact name={say('project.form')}>
          <span class="kept-lines">{card.form}</span>
        </Fact>
      )}
      {project.hiddenFromEmployees || project.hiddenFromContacts ? (
        <Fact name={say('project.hidden-from')}>
          {[
            project.hiddenFromEmployees ? say('project.hidden-from.employees') : '',
            project.hiddenFromContacts ? say('project.hidden-from.contacts') : '',
          ]
            .filter(Boolean)
            .join(', ')}
        </Fact>
      ) : null}
    </Facts>
  );
}

export interface ProjectFormProps {
  readonly desk: Desk;
  readonly project: Project | null;
  readonly filled: Filled;
  readonly faults: Faults;
  readonly chosen: Readonly<Record<ProjectPeople, readonly Person[]>>;
  readonly choices: Awaited<ReturnType<ContactPorts['choices']>>;
  /** A client among the auditors: asked once more. */
  readonly warn: boolean;
}

export function ProjectForm({ desk, project, filled, faults, chosen, choices, warn }: ProjectFormProps) {
  const { reader } = desk;
  const { say } = reader;
  const title = project ? project.title : say('projects.new');
  const here = project ? `/projects/${project.number}` : '/projects';
  const field = (name: string) => ({ name, label: say(`project.${name}`), filled, faults });
  return (
    <DeskFrame desk={desk} title={title} place="projects">
      <h1>{title}</h1>
      <Mend reader={reader} faults={faults} text={warn ? say('project.client-auditor') : undefined} />
      <form class="form" method="post" action={here}>
        <Csrf csrf={desk.csrf} />
        <Line {...field('title')} max={300} required />
        <Prose {...field('description')} />
        <Choice {...field('status')} options={PROJECT_STATES.map((s) => [s, say(`project.${s}`)] as const)} />
        {(Object.keys(PROJECT_PEOPLE) as ProjectPeople[]).map((name) => (
          <People
            reader={reader}
            {...field(name)}
            chosen={chosen[name]}
            list={name === 'counterparty' ? 'companies-all' : 'team-all'}
            hint={say(`project.${name}.hint`)}
          />
        ))}
        <Tick
          name="hiddenFromEmployees"
          label={say('project.hide.employees')}
          filled={filled}
          hint={say('project.hide.employees.hint')}
        />
        <Tick
          name="hiddenFromContacts"
          label={say('project.hide.contacts')}
          filled={filled}
          hint={say('project.hide.contacts.hint')}
        />
        <Offered id="companies-all" people={choices.companies} />
        <Offered id="team-all" people={choices.team} />
        <p class="send">
          {warn ? (
            <button type="submit" name="confirmed" value="1">
              {say('project.confirm')}
            </button>
          ) : (
            <button type="submit">{say('form.save')}</button>
          )}
          <a href={here}>{say('form.cancel')}</a>
        </p>
      </form>
    </DeskFrame>
  );
}
