/** A first password, and with what name one signs in from then on. */
import { fullName, type Person } from '../../people/person.ts';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

interface ActivateProps {
  readonly reader: Reader;
  readonly firm: string;
  readonly person: Person;
  readonly action: string;
  readonly problem: 'too-short' | 'too-long' | null;
}

export function Activate({ reader, firm, person, action, problem }: ActivateProps) {
  const { say } = reader;
  return (
    <Frame reader={reader} title={say('activate.title')} firm={firm}>
      <h1>{say('activate.title')}</h1>
      <p>{say('activate.text', { name: fullName(person), email: signsInAs(person) })}</p>
      {problem ? (
        <div class="problem" id="problem" role="alert">
          <p>{say(`activate.${problem}`)}</p>
        </div>
      ) : null}
      <form class="login" method="post" action={action}>
        <input type="hidden" name="username" value={signsInAs(person)} autocomplete="username" />
        <label for="password">{say('activate.password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          required
          minlength={8}
          maxlength={1024}
          autofocus
          aria-describedby={problem ? 'rule problem' : 'rule'}
        />
        <p class="fine" id="rule">
          {say('activate.rule')}
        </p>
        <button type="submit">{say('activate.button')}</button>
      </form>
    </Frame>
  );
}

/** The e-mail address; an employee who has none has a login. */
export const signsInAs = (person: Person): string =>
  person.email ?? (person.kind === 'employee' ? person.login : null) ?? '';
