/** Who is in a task, as a form: one block a role, those only that this person may change. */
import type { PersonView, TaskView } from '../../../tasks/visibility.ts';
import type { PeopleField } from '../../picking.ts';
import { titleOf } from '../list.tsx';
import type { Reader } from '../reader.ts';
import { type Desk, DeskFrame } from '../staff.tsx';
import { People, Team } from './people-fields.tsx';

interface PeopleProps {
  readonly desk: Desk;
  readonly task: TaskView;
  readonly fields: readonly PeopleField[];
  readonly team: readonly PersonView[];
  /** Clients who would become auditors, by name. */
  readonly warn: string | null;
}

export function PeoplePage({ desk, task, fields, team, warn }: PeopleProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const before = (role: string) => (task.people ?? []).filter((p) => p.role === role).map((p) => p.person.id);
  return (
    <DeskFrame desk={desk} title={say('people.title')} place={null}>
      <h1>{say('people.title')}</h1>
      <p>{titleOf(task, reader)}</p>
      <form class="sheet" method="post" action={`/tasks/${task.number}/people`}>
        <input type="hidden" name="csrf" value={csrf} />
        <AuditorWarning reader={reader} names={warn} />
        {fields.map((field) => (
          <>
            {before(field.name).map((id) => (
              <input type="hidden" name={`was-${field.name}`} value={id} />
            ))}
            <People reader={reader} field={field} label={say(`role.${field.name}`)} list />
          </>
        ))}
        <Team people={team} />
        <div class="send">
          <button type="submit">{say('sheet.save')}</button>
          <a href={`/tasks/${task.number}`}>{say('ask.back')}</a>
        </div>
      </form>
    </DeskFrame>
  );
}

/** Spec A12, S1: it can be done, and is rarely what one wants. */
export function AuditorWarning({ reader, names }: { reader: Reader; names: string | null }) {
  const { say } = reader;
  if (names === null) return null;
  return (
    <div class="problem" role="alert">
      <p>{say('people.auditor', { name: names })}</p>
      <label class="pick">
        <input type="checkbox" name="confirmed" value="1" />
        <span>{say('people.auditor.sure')}</span>
      </label>
    </div>
  );
}
