/** One box for the team: tasks, contacts and projects by a number, a name, an address. */
import type { Contact } from '../../people/person.ts';
import type { Project } from '../../tasks/task.ts';
import type { TaskLine } from '../ports.ts';
import { ContactRows } from './contact-list.tsx';
import { Search, TaskRows } from './list.tsx';
import { ProjectRows } from './projects.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

export interface Found {
  readonly tasks: readonly TaskLine[];
  readonly contacts: readonly Contact[];
  readonly projects: readonly Project[];
}

export function SearchPage({ desk, search, found }: { desk: Desk; search: string; found: Found }) {
  const { reader } = desk;
  const { say } = reader;
  const nothing = found.tasks.length + found.contacts.length + found.projects.length === 0;
  const more = (path: string) => `${path}?${new URLSearchParams({ q: search })}`;
  return (
    <DeskFrame desk={desk} title={say('nav.search')} place="search">
      <h1>{say('nav.search')}</h1>
      <Search reader={reader} here="/search" search={search} label={say('search.label')} />
      {search && nothing ? <p class="empty">{say('search.nothing')}</p> : null}
      {found.tasks.length > 0 ? (
        <section class="block">
          <h2>
            <a href={more('/')}>{say('nav.tasks')}</a>
          </h2>
          <TaskRows reader={reader} tasks={found.tasks} pathOf={(n) => `/tasks/${n}`} numbers />
        </section>
      ) : null}
      {found.contacts.length > 0 ? (
        <section class="block">
          <h2>
            <a href={more('/contacts')}>{say('nav.contacts')}</a>
          </h2>
          <ContactRows reader={reader} contacts={found.contacts} />
        </section>
      ) : null}
      {found.projects.length > 0 ? (
        <section class="block">
          <h2>
            <a href={more('/projects')}>{say('nav.projects')}</a>
          </h2>
          <ProjectRows reader={reader} projects={found.projects} />
        </section>
      ) : null}
    </DeskFrame>
  );
}
