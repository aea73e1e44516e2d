/** The way back in for those who had a password. */
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

interface ForgotProps {
  readonly reader: Reader;
  readonly firm: string;
  readonly problem: 'empty' | 'slow-down' | null;
}

export function Forgot({ reader, firm, problem }: ForgotProps) {
  const { say } = reader;
  return (
    <Frame reader={reader} title={say('forgot.title')} firm={firm}>
      <h1>{say('forgot.title')}</h1>
      <p>{say('forgot.text')}</p>
      {problem ? (
        <div class="problem" id="problem" role="alert">
          <p>{say(`forgot.${problem}`)}</p>
        </div>
      ) : null}
      <form class="login" method="post" action="/forgot">
        <label for="login">{say('forgot.login')}</label>
        <input
          id="login"
          name="login"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxlength={254}
          autofocus
          aria-describedby={problem ? 'problem' : undefined}
        />
        <button type="submit">{say('forgot.button')}</button>
      </form>
      <p class="fine">
        <a href="/login">{say('forgot.back')}</a>
      </p>
    </Frame>
  );
}

/** The same words whether there is such a person or not (threat T33). */
export function ForgotDone({ reader, firm }: Omit<ForgotProps, 'problem'>) {
  const { say } = reader;
  return (
    <Frame reader={reader} title={say('forgot.title')} firm={firm}>
      <h1>{say('forgot.done-title')}</h1>
      <p>{say('forgot.done')}</p>
      <p class="fine">
        <a href="/login">{say('forgot.back')}</a>
      </p>
    </Frame>
  );
}
