/**
 * Pages that say one thing. The neutral one says the same for a token that nobody made and for a task of somebody else.
 */
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

interface NoticeProps {
  readonly reader: Reader;
  readonly firm: string;
  /** The words `<name>.title` and `<name>.text` of the pages' words. */
  readonly name: 'nothing' | 'failed' | 'busy' | 'cross-site' | 'no-form' | 'fresh' | 'renewed' | 'decided' | 'refused';
  readonly values?: Readonly<Record<string, string>>;
}

export function Notice({ reader, firm, name, values }: NoticeProps) {
  return (
    <Frame reader={reader} firm={firm} title={reader.say(`${name}.title`)}>
      <h1>{reader.say(`${name}.title`)}</h1>
      <p>{reader.say(`${name}.text`, values)}</p>
    </Frame>
  );
}

/** A link that has ended: one button, which mails a fresh one to the address that we know. */
export function EndedLink({ reader, action, why }: { reader: Reader; action: string; why: 'revoked' | 'expired' }) {
  const { say } = reader;
  return (
    <Frame reader={reader} firm="" title={say(`${why}.title`)}>
      <h1>{say(`${why}.title`)}</h1>
      <p>{say(`${why}.text`)}</p>
      <form method="post" action={action}>
        <button type="submit">{say('revoked.button')}</button>
      </form>
      <p class="fine">{say('revoked.otherwise')}</p>
    </Frame>
  );
}
