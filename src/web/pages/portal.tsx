/** Pages of a contact who signed in: their projects, what is theirs in one of them, and a new task. */

import { randomUUID } from 'node:crypto';
import { formatSize } from '../../base/size.ts';
import type { TaskChoices } from '../../flow/outside.ts';
import { fullName } from '../../people/person.ts';
import type { ReachedProject } from '../../store/outside.ts';
import { TITLE_MAX } from '../../tasks/task.ts';
import type { Page, TaskLine } from '../ports.ts';
import { type KeptFile, KeptFiles } from './composer.tsx';
import { Csrf } from './fields.tsx';
import { TaskList } from './list.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

export function PortalProjects({ desk, projects }: { desk: Desk; projects: readonly ReachedProject[] }) {
  const { say } = desk.reader;
  return (
    <DeskFrame desk={desk} title={say('nav.projects')} place="projects">
      <h1>{say('nav.projects')}</h1>
      {projects.length === 0 ? <p class="empty">{say('portal.projects.none')}</p> : null}
      <ul class="rows">
        {projects.map((p) => (
          <li>
            <a href={`/projects/${p.number}`}>{p.title}</a>
            <span class="fine context">
              <span class={p.active ? 'state' : 'state over'}>{say(p.active ? 'project.open' : 'project.over')}</span>
            </span>
          </li>
        ))}
      </ul>
    </DeskFrame>
  );
}

interface ProjectProps {
  readonly desk: Desk;
  readonly project: ReachedProject;
  readonly page: Page<TaskLine>;
  readonly search: string;
  readonly later: boolean;
}

/** A3: seeing a project does not show its tasks; a new task from here stays in it. */
export function PortalProject({ desk, project, page, search, later }: ProjectProps) {
  const { reader } = desk;
  const { say } = reader;
  const here = `/projects/${project.number}`;
  return (
    <DeskFrame desk={desk} title={project.title} place="projects">
      <div class="headed">
        <h1>{project.title}</h1>
        {project.active ? (
          <a class="button" href={`/new?project=${project.number}`}>
            {say('portal.new')}
          </a>
        ) : null}
      </div>
      <p class="fine">{say(project.active ? 'portal.project.yours' : 'portal.project.over')}</p>
      <TaskList {...{ reader, page, search, later, here }} pathOf={(n) => `/tasks/${n}`} numbers />
    </DeskFrame>
  );
}

export interface NewTaskDraft {
  readonly title: string;
  readonly text: string;
  readonly assignee: string;
  readonly kept: readonly KeptFile[];
  readonly problems: readonly string[];
  readonly once: string | null;
}

export const EMPTY_TASK: NewTaskDraft = { title: '', text: '', assignee: '', kept: [], problems: [], once: null };

interface NewTaskProps {
  readonly desk: Desk;
  readonly choices: TaskChoices;
  /** Where it will be; null: in no project. */
  readonly project: ReachedProject | null;
  /** Nobody picked it: it is the first of theirs. */
  readonly automatic: boolean;
  readonly draft: NewTaskDraft;
}

export function NewTask({ desk, choices, project, automatic, draft }: NewTaskProps) {
  const { reader } = desk;
  const { say, limits, language } = reader;
  return (
    <DeskFrame desk={desk} title={say('portal.new')} place={null}>
      <h1>{say('portal.new')}</h1>
      {draft.problems.length > 0 ? (
        <div class="problem" id="problem" role="alert">
          {draft.problems.map((p) => (
            <p>{p}</p>
          ))}
        </div>
      ) : null}
      <Where {...{ desk, choices, project, automatic, draft }} />
      <form class="form" method="post" action="/new" enctype="multipart/form-data">
        <Csrf csrf={desk.csrf} />
        <input type="hidden" name="once" value={draft.once ?? randomUUID()} />
        <input type="hidden" name="project" value={project ? String(project.number) : ''} />
        <div class="field">
          <label for="title">{say('portal.title')}</label>
          <input
            id="title"
            name="title"
            type="text"
            value={draft.title}
            maxlength={TITLE_MAX}
            required
            autocomplete="off"
          />
        </div>
        <div class="field">
          <label for="text">{say('portal.text')}</label>
          <textarea id="text" name="text" rows={8} maxlength={60000}>
            {`\n${draft.text}`}
          </textarea>
        </div>
        <KeptFiles reader={reader} kept={draft.kept} />
        <div class="attach">
          <label for="files">{say('composer.files')}</label>
          <input id="files" type="file" name="files" multiple aria-describedby="limits" />
          <span class="fine" id="limits">
            {say('composer.limits', { n: limits.uploadFiles, size: formatSize(limits.uploadBytes, language) })}
          </span>
        </div>
        <ToWhom {...{ desk, choices, project, automatic, draft }} />
        <p class="send">
          <button type="submit">{say('portal.send')}</button>
        </p>
      </form>
    </DeskFrame>
  );
}

/** The automatic project is said in words, and another one is a link away. */
function Where({ desk, choices, project, automatic }: NewTaskProps) {
  const { say } = desk.reader;
  const others = choices.projects.filter((p) => p.id !== project?.id);
  const words = !project ? 'no-project' : automatic ? 'automatic' : 'in';
  return (
    <>
      <p>{say(`portal.${words}`, { project: project?.title ?? '' })}</p>
      {others.length > 0 ? (
        <details class="elsewhere">
          <summary class="fine">{say('portal.another')}</summary>
          <ul>
            {others.map((p) => (
              <li>
                <a href={`/new?project=${p.number}`}>{p.title}</a>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** S1: the client manager of the project or one's own responsible; Q23: with nobody the task comes to the team as it is. */
function ToWhom({ desk, choices, project, draft }: NewTaskProps) {
  const { say } = desk.reader;
  const people = choices.assignees.get(project?.id ?? '') ?? [];
  if (people.length === 0) return <p class="panel">{say('portal.nobody')}</p>;
  return (
    <div class="field">
      <label for="assignee">{say('portal.assignee')}</label>
      <select id="assignee" name="assignee">
        {people.map((e) => (
          <option value={e.id} selected={e.id === draft.assignee}>
            {fullName(e)}
          </option>
        ))}
      </select>
    </div>
  );
}
