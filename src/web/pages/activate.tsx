/** A first password, and with what name one signs in from then on. */
import { PASSWORD_MIN, type PasswordFault } from '../../people/password-rules.ts';
import { fullName, type Person } from '../../people/person.ts';
import { Secret } from './fields.tsx';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

export interface ActivateProps {
  readonly reader: Reader;
  readonly firm: string;
  readonly person: Person;
  readonly action: string;
  readonly problem: PasswordFault | 'busy' | null;
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
        <Secret
          reader={reader}
          name="password"
          label={say('activate.password')}
          autocomplete="new-password"
          min={PASSWORD_MIN}
          autofocus
          told={problem ? 'rule problem' : 'rule'}
          invalid={problem !== null && problem !== 'busy'}
        />
        <p class="fine" id="rule">
          {say('activate.rule')}
        </p>
        <button type="submit">{say('activate.button')}</button>
      </form>
    </Frame>
  );
}

/** What is left to somebody whose link opens nothing any more: the way in, a new password, or whoever invited them. */
export function DeadActivation({ reader, firm }: Pick<ActivateProps, 'reader' | 'firm'>) {
  const { say } = reader;
  return (
    <Frame reader={reader} title={say('activate.dead.title')} firm={firm}>
      <h1>{say('activate.dead.title')}</h1>
      <p>{say('activate.dead.text')}</p>
      <ul class="remedies">
        <li>
          {say('activate.dead.had')} <a href="/login">{say('activate.dead.login')}</a>
        </li>
        <li>
          {say('activate.dead.lost')} <a href="/forgot">{say('activate.dead.forgot')}</a>
        </li>
        <li>{say('activate.dead.never')}</li>
      </ul>
    </Frame>
  );
}

/** The e-mail address; an employee who has none has a login. */
export const signsInAs = (person: Person): string =>
  person.email ?? (person.kind === 'employee' ? person.login : null) ?? '';
