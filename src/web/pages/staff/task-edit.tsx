/** What a task is about, as a form. */
import { REFUSALS, type Refusal } from '../../../tasks/refusal.ts';
import { TITLE_MAX } from '../../../tasks/task.ts';
import type { TaskView, Viewer } from '../../../tasks/visibility.ts';
import type { ProjectChoice } from '../../ports/task-work.ts';
import type { EditFields } from '../../task-edit.tsx';
import type { Reader } from '../reader.ts';
import { type Desk, DeskFrame } from '../staff.tsx';
import { People } from './people-fields.tsx';

interface EditTaskProps {
  readonly desk: Desk;
  readonly viewer: Viewer;
  readonly task: TaskView;
  readonly projects: readonly ProjectChoice[];
  readonly fields: EditFields;
  /** `people`: the field of the counterparty says what is wrong. */
  readonly problem: Refusal | 'people' | null;
}

export function EditTask({ desk, viewer, task, projects, fields, problem }: EditTaskProps) {
  const { reader, csrf } = desk;
  const { say, language } = reader;
  return (
    <DeskFrame desk={desk} title={say('task.edit.title')} place={null}>
      <h1>{say('task.edit.title')}</h1>
      {problem && problem !== 'people' ? (
        <div class="problem" id="problem" role="alert">
          <p>{REFUSALS[problem].words[language]}</p>
        </div>
      ) : null}
      <form class="sheet" method="post" action={`/tasks/${task.number}/edit`}>
        <input type="hidden" name="csrf" value={csrf} />
        <TitleAndText reader={reader} title={fields.title} text={fields.text} />
        {viewer.by === 'staff' ? (
          <>
            <ProjectField reader={reader} projects={projects} chosen={fields.project} task={task} />
            <People reader={reader} field={fields.counterparty} label={say('role.counterparty')} />
            <label class="pick">
              <input type="checkbox" name="access" value="1" checked={fields.access} />
              <span>
                {say('task.access')} <span class="fine">{say('task.access.means')}</span>
              </span>
            </label>
          </>
        ) : null}
        <div class="send">
          <button type="submit">{say('sheet.save')}</button>
          <a href={`/tasks/${task.number}`}>{say('ask.back')}</a>
        </div>
      </form>
      <p class="fine">
        <a href={`/tasks/${task.number}/delete`}>{say('delete.title')}</a>
      </p>
    </DeskFrame>
  );
}

export function TitleAndText({ reader, title, text }: { reader: Reader; title: string; text: string }) {
  const { say } = reader;
  return (
    <>
      <label for="title">{say('task.title')}</label>
      <input id="title" type="text" name="title" value={title} maxlength={TITLE_MAX} required />
      <label for="text">{say('task.description')}</label>
      <textarea id="text" name="text" rows={8} maxlength={60000}>
        {`\n${text}`}
      </textarea>
    </>
  );
}

interface ProjectProps {
  readonly reader: Reader;
  readonly projects: readonly ProjectChoice[];
  readonly chosen: string;
  /** Its project stays to be chosen, even where the chooser could not pick it. */
  readonly task?: TaskView;
}

export function ProjectField({ reader, projects, chosen, task }: ProjectProps) {
  const { say } = reader;
  const own = task?.project;
  const missing = own && !projects.some((p) => p.id === own.id) ? [own] : [];
  return (
    <>
      <label for="project">{say('task.project')}</label>
      <select id="project" name="project">
        <option value="">{say('task.project.none')}</option>
        {[...missing, ...projects].map((p) => (
          <option value={p.id} selected={p.id === chosen}>
            {p.title}
          </option>
        ))}
      </select>
    </>
  );
}
