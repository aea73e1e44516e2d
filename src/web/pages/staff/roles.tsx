/** Who is in a task, by role, and the way to change it for those who may. */
import { TASK_ROLES } from '../../../tasks/task.ts';
import type { PersonView, TaskView } from '../../../tasks/visibility.ts';
import type { Reader } from '../reader.ts';

export function Roles({ reader, task }: { reader: Reader; task: TaskView }) {
  const { say } = reader;
  const people = task.people ?? [];
  const rows = TASK_ROLES.map((role) => ({
    role,
    who: people.filter((p) => p.role === role).map((p) => p.person),
  })).filter((r) => r.who.length > 0);
  const team = task.viewer.by === 'staff';
  const mayChange = team && task.rights?.people;
  return (
    <dl class="roles">
      {rows.map(({ role, who }) => (
        <div>
          <dt>{say(`role.${role}`)}</dt>
          <dd>
            {who.map((p, i) => (
              <>
                {i > 0 ? ', ' : null}
                <Named person={p} linked={team} />
                {p.kind === 'contact' ? <span class="mark client">{say('mark.client')}</span> : null}
              </>
            ))}
          </dd>
        </div>
      ))}
      {task.counterparty ? (
        <div>
          <dt>{say('role.counterparty')}</dt>
          <dd>
            <Named person={task.counterparty} linked={team} />
          </dd>
        </div>
      ) : null}
      {mayChange ? (
        <div>
          <dt />
          <dd>
            <a href={`/tasks/${task.number}/people`}>{say('people.change')}</a>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

/** A contact has a card. */
const Named = ({ person, linked }: { person: PersonView; linked: boolean }) =>
  linked && person.kind === 'contact' ? (
    <a href={`/contacts/by-id/${person.id}`}>{person.name}</a>
  ) : (
    <span>{person.name}</span>
  );
