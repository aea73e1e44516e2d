/** «Is it you?»: a code from the mailbox makes this browser the reader's own. */
import { maskAddress } from '../../base/address.ts';
import type { Visit } from './client.tsx';
import { Unsent } from './client-parts.tsx';
import { Frame } from './layout.tsx';

interface AskProps {
  readonly visit: Visit;
  /** Where to go on. */
  readonly next: string;
  /** A code is on its way. */
  readonly sent?: boolean | undefined;
  readonly problem?: 'wrong' | 'slow-down' | undefined;
  /** Words that came before the code. */
  readonly unsent?: string;
}

export function ConfirmPage(props: AskProps) {
  const { reader, account, base } = props.visit;
  return (
    <Frame reader={reader} title={reader.say('confirm.title')} firm={account.title} home={base}>
      <h1>{reader.say('confirm.title')}</h1>
      <Unsent reader={reader} text={props.unsent ?? ''} />
      <AskForCode {...props} />
    </Frame>
  );
}

/** A page of its own, or in place of the comment box. */
export function AskForCode({ visit, next, sent, problem }: AskProps) {
  const { reader, contact, base, trust } = visit;
  const { say } = reader;
  const address = contact.email ? maskAddress(contact.email) : '';
  const hidden = <input type="hidden" name="next" value={next} />;
  return (
    <section class="confirm" id="confirm" aria-label={say('confirm.title')}>
      <p>{say(trust === 'reads' ? 'confirm.to-write' : 'confirm.to-read')}</p>
      {problem ? (
        <div class="problem" id="problem" role="alert">
          <p>{say(`confirm.${problem}`)}</p>
        </div>
      ) : null}
      {sent ? (
        <form class="login" method="post" action={`${base}/confirm`}>
          {hidden}
          <p role="status">{say('confirm.sent', { address })}</p>
          <label for="code">{say('confirm.code')}</label>
          <input
            id="code"
            name="code"
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            required
            maxlength={12}
            autofocus
            aria-describedby={problem ? 'problem' : undefined}
          />
          <button type="submit">{say('confirm.button')}</button>
        </form>
      ) : null}
      <form method="post" action={`${base}/code`}>
        {hidden}
        <button class={sent ? 'second' : undefined} type="submit">
          {say(sent ? 'confirm.again' : 'confirm.send', { address })}
        </button>
      </form>
    </section>
  );
}
