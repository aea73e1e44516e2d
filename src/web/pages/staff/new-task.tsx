/** The form of a new task. */

import { randomUUID } from 'node:crypto';
import { formatSize } from '../../../base/size.ts';
import type { FromChoice } from '../../../flow/senders.ts';
import type { PersonView } from '../../../tasks/visibility.ts';
import type { PeopleField } from '../../picking.ts';
import type { ProjectChoice } from '../../ports/task-work.ts';
import { type KeptFile, KeptFiles } from '../composer.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { People, Team } from './people-fields.tsx';
import { SentFrom } from './sent-from.tsx';
import { ProjectField, TitleAndText } from './task-edit.tsx';
import { AuditorWarning } from './task-people.tsx';

export interface NewTaskDraft {
  readonly title: string;
  readonly text: string;
  /** A project's id, or ''. */
  readonly project: string;
  readonly assignee: PeopleField;
  readonly participant: PeopleField;
  readonly auditor: PeopleField;
  readonly counterparty: PeopleField;
  /** The address that was chosen for its letters; '' is the writer's own. Null: none was. */
  readonly from: string | null;
  readonly kept: readonly KeptFile[];
  readonly problems: readonly string[];
  /** Clients who would become auditors, by name. */
  readonly warn: string | null;
  readonly once: string | null;
}

interface NewTaskProps {
  readonly desk: Desk;
  readonly draft: NewTaskDraft;
  readonly projects: readonly ProjectChoice[];
  readonly employees: readonly PersonView[];
  readonly from: readonly FromChoice[];
}

/** Which addresses may be used depends on the project, which is chosen in the same form. */
export const BY_ITSELF = 'auto';

export function NewTask({ desk, draft, projects, employees, from }: NewTaskProps) {
  const { reader, csrf } = desk;
  const { say, limits, language } = reader;
  const { assignee, participant, auditor, counterparty } = draft;
  const more = [participant, auditor, counterparty];
  return (
    <DeskFrame desk={desk} title={say('new.title')} place="tasks">
      <h1>{say('new.title')}</h1>
      {draft.problems.length > 0 ? (
        <div class="problem" role="alert">
          {draft.problems.map((p) => (
            <p>{p}</p>
          ))}
        </div>
      ) : null}
      <form class="sheet" method="post" action="/tasks/new" enctype="multipart/form-data">
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="once" value={draft.once ?? randomUUID()} />
        <AuditorWarning reader={reader} names={draft.warn} />
        <TitleAndText reader={reader} title={draft.title} text={draft.text} />
        <KeptFiles reader={reader} kept={draft.kept} />
        <div class="attach">
          <label for="files">{say('composer.files')}</label>
          <input id="files" type="file" name="files" multiple aria-describedby="limits" />
          <span class="fine" id="limits">
            {say('composer.limits', { n: limits.uploadFiles, size: formatSize(limits.uploadBytes, language) })}
          </span>
        </div>
        <People reader={reader} field={assignee} label={say('role.assignee')} hint={say('new.assignee')} list />
        <ProjectField reader={reader} projects={projects} chosen={draft.project} />
        <SentFrom reader={reader} from={from} chosen={draft.from ?? BY_ITSELF} byItself={BY_ITSELF} />
        <details open={more.some((f) => f.chosen.length > 0 || f.problem !== null)}>
          <summary>{say('new.more')}</summary>
          <People reader={reader} field={participant} label={say('role.participant')} list />
          <People reader={reader} field={auditor} label={say('role.auditor')} list />
          <People reader={reader} field={counterparty} label={say('role.counterparty')} />
        </details>
        <Team people={employees} />
        <div class="send">
          <button type="submit">{say('new.make')}</button>
          <button class="second" type="submit" name="find" value="1" formnovalidate>
            {say('new.find')}
          </button>
          <a href="/">{say('access.back')}</a>
        </div>
      </form>
    </DeskFrame>
  );
}
