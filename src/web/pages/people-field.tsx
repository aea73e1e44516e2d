/** People in a form of cards: those who are chosen stay while they are ticked, one more is added by a name that is offered. */
import { fullName, type Person } from '../../people/person.ts';
import { type FieldProps, Told, toldBy, valueIn } from './fields.tsx';
import type { Reader } from './reader.ts';

export interface PeopleProps extends FieldProps {
  readonly reader: Reader;
  /** Who is chosen already: each can be taken out. */
  readonly chosen: readonly Person[];
  /** The id of a list of names to choose from. */
  readonly list?: string | undefined;
}

/** People: those who are chosen stay while they are ticked, one more is added by a name, an address or `№12`. */
export function People({ reader, name, label, filled, faults, hint, chosen, list }: PeopleProps) {
  const kept = new Set(filled[name] ?? []);
  const more = `${name}-add`;
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {chosen.map((person) => (
        <label class="pick">
          <input type="checkbox" name={name} value={person.id} checked={kept.has(person.id)} />
          <span>
            {fullName(person)}
            {person.kind === 'contact' && !person.isCompany ? (
              <span class="mark client">{reader.say('mark.client')}</span>
            ) : null}
          </span>
        </label>
      ))}
      <label class="aside" for={more}>
        {reader.say('pick.add', { what: label })}
      </label>
      <input
        id={more}
        name={more}
        type="text"
        value={valueIn(filled, more)}
        maxlength={254}
        list={list}
        autocomplete="off"
        placeholder={reader.say('pick.placeholder')}
        {...toldBy(name, faults, hint)}
      />
      <Told name={name} faults={faults} hint={hint} />
    </fieldset>
  );
}

/** Names to choose from. A contact is offered with its number, so that two of one name stay apart. */
export const Offered = ({ id, people }: { id: string; people: readonly Person[] }) => (
  <datalist id={id}>
    {people.map((p) => (
      <option value={p.kind === 'contact' ? `№${p.number} ${fullName(p)}` : fullName(p)} />
    ))}
  </datalist>
);
