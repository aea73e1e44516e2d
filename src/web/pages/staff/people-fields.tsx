/** Fields in which people are picked: boxes for those who are known, one line to write others into. */
import type { PersonView } from '../../../tasks/visibility.ts';
import type { PeopleField } from '../../picking.ts';
import type { Reader } from '../reader.ts';

interface FieldProps {
  readonly reader: Reader;
  readonly field: PeopleField;
  readonly label: string;
  readonly hint?: string;
  /** Employees' names are offered while one types. */
  readonly list?: boolean;
}

export function People({ reader, field, label, hint, list }: FieldProps) {
  const { say } = reader;
  const { name, chosen, offered, text, problem } = field;
  const wrong = `wrong-${name}`;
  return (
    <fieldset class="people">
      <legend>{label}</legend>
      {chosen.map((p) => (
        <Box reader={reader} name={name} person={p} checked />
      ))}
      {problem ? (
        <p class="bad fine" id={wrong}>
          {problem}
        </p>
      ) : null}
      {offered.map((p) => (
        <Box reader={reader} name={name} person={p} checked={false} />
      ))}
      <input
        type="text"
        name={`find-${name}`}
        value={text}
        list={list ? 'team' : undefined}
        maxlength={500}
        autocomplete="off"
        aria-label={`${label}: ${say('people.add')}`}
        aria-describedby={problem ? wrong : undefined}
        aria-invalid={problem ? 'true' : undefined}
        placeholder={say('people.add')}
      />
      {hint ? <p class="fine">{hint}</p> : null}
    </fieldset>
  );
}

function Box({
  reader,
  name,
  person,
  checked,
}: {
  reader: Reader;
  name: string;
  person: PersonView;
  checked: boolean;
}) {
  return (
    <label class="pick">
      <input type="checkbox" name={name} value={person.id} checked={checked} />
      <span>
        {person.name}
        {person.kind === 'contact' ? <span class="mark client">{reader.say('mark.client')}</span> : null}
      </span>
    </label>
  );
}

/** The names that `list` refers to, once a page. */
export const Team = ({ people }: { people: readonly PersonView[] }) => (
  <datalist id="team">
    {people.map((p) => (
      <option value={p.name} />
    ))}
  </datalist>
);
