/**
 * Pages that say one thing. The neutral one says the same for a token that nobody made and for a task of somebody else.
 */
import { TaskAsked, Unsent } from './client-parts.tsx';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

interface NoticeProps {
  readonly reader: Reader;
  readonly firm: string;
  /** The words `<name>.title` and `<name>.text` of the pages' words. */
  readonly name:
    | 'nothing'
    | 'failed'
    | 'busy'
    | 'cross-site'
    | 'no-form'
    | 'fresh'
    | 'renewed'
    | 'ended'
    | 'decided'
    | 'refused';
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

interface EndedProps {
  readonly reader: Reader;
  /** As everybody may learn it at this host; nothing here tells whose the link was. */
  readonly firm: string;
  readonly action: string;
  readonly why: 'revoked' | 'expired';
  readonly task: number | null;
  readonly unsent: string;
}

/** A link that has ended: one button, which mails a fresh one to the address that we know. */
export function EndedLink({ reader, firm, action, why, task, unsent }: EndedProps) {
  const { say } = reader;
  return (
    <Frame reader={reader} firm={firm} title={say(`${why}.title`)}>
      <h1>{say(`${why}.title`)}</h1>
      <Unsent reader={reader} text={unsent} />
      <p>{say(`${why}.text`)}</p>
      <form method="post" action={action}>
        <TaskAsked task={task} />
        <button type="submit">{say('revoked.button')}</button>
      </form>
      <p class="fine">{say('revoked.otherwise')}</p>
    </Frame>
  );
}
