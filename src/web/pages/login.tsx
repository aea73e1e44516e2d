/** The way in for those who have a password. */
import { Secret } from './fields.tsx';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

export interface LoginProps {
  readonly reader: Reader;
  readonly firm: string;
  /** What was typed before. */
  readonly login: string;
  readonly problem: string | null;
  /** Where the person wanted to go. */
  readonly next: string;
}

export function Login({ reader, firm, login, problem, next }: LoginProps) {
  const { say } = reader;
  return (
    <Frame reader={reader} title={say('login.title')} firm={firm}>
      <h1>{say('login.title')}</h1>
      {problem ? (
        <div class="problem" id="problem" role="alert">
          <p>{problem}</p>
        </div>
      ) : null}
      <form class="login" method="post" action="/login">
        <input type="hidden" name="next" value={next} />
        <label for="login">{say('login.login')}</label>
        <input
          id="login"
          name="login"
          value={login}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxlength={254}
          autofocus={login === ''}
        />
        <Secret
          reader={reader}
          name="password"
          label={say('login.password')}
          autocomplete="current-password"
          autofocus={login !== ''}
          told={problem ? 'problem' : undefined}
        />
        <button type="submit">{say('login.button')}</button>
      </form>
      <p class="fine">
        <a href="/forgot">{say('login.forgot')}</a>
      </p>
      <p class="fine">{say('login.clients')}</p>
    </Frame>
  );
}
