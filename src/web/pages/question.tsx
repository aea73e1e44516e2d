/** Mails in the reader's name that wait for their word: when each came, what it says, and two buttons. */
import { maskAddress } from '../../base/address.ts';
import type { AskedMail, QuestionEntry, WordGiven } from '../ports.ts';
import { Frame, Time } from './layout.tsx';
import type { Reader } from './reader.ts';

type Asked = Extract<QuestionEntry, { kind: 'asked' }>['asked'];

interface QuestionProps {
  readonly reader: Reader;
  readonly asked: Asked;
  readonly action: string;
  /** What was just said about another of these mails. */
  readonly said: WordGiven | null;
}

export function Question({ reader, asked, action, said }: QuestionProps) {
  const { say } = reader;
  const { account, person, mails, more } = asked;
  const address = person.email ? maskAddress(person.email) : '';
  return (
    <Frame reader={reader} firm={account.title} title={say('question.title')}>
      <h1>{say('question.title')}</h1>
      {said ? <p role="status">{say(`question.said.${said}`)}</p> : null}
      <p>{say('question.text', { n: mails.length, address, firm: account.title })}</p>
      {mails.map((mail) => (
        <Mail reader={reader} mail={mail} action={action} />
      ))}
      {more ? <p>{say('question.more')}</p> : null}
      {mails.length > 1 ? <DiscardAll reader={reader} mails={mails} action={action} /> : null}
      <p class="fine">{say('question.otherwise', { firm: account.title })}</p>
    </Frame>
  );
}

/** Everything in it may be a forger's: plain text, no link, no picture. */
function Mail({ reader, mail, action }: { reader: Reader; mail: AskedMail; action: string }) {
  const { say } = reader;
  const { excerpt } = mail;
  const heading = `mail-${mail.id}`;
  return (
    <section class="asked" aria-labelledby={heading}>
      <h2 id={heading}>{mail.subject || say('mail.untitled')}</h2>
      <p class="fine">
        <Time at={mail.at} reader={reader} />
        {mail.title === null ? null : `, ${say('question.where', { title: mail.title })}`}
      </p>
      {excerpt?.text.trim() ? <pre class="excerpt">{excerpt.text.trim()}</pre> : <p>{say('question.no-words')}</p>}
      {excerpt?.more ? <p class="fine">{say('question.cut')}</p> : null}
      {excerpt && excerpt.files.length > 0 ? (
        <p class="fine">{say('question.files', { files: excerpt.files.join(', ') })}</p>
      ) : null}
      <form class="decisions" method="post" action={action}>
        <input type="hidden" name="mail" value={mail.id} />
        <button class="second" type="submit" name="word" value="publish" aria-describedby={heading}>
          {say('question.publish')}
        </button>
        <button class="second" type="submit" name="word" value="discard" aria-describedby={heading}>
          {say('question.discard')}
        </button>
      </form>
    </section>
  );
}

/** Somebody who writes in another's name writes often; what is not listed here is not touched. */
function DiscardAll({ reader, mails, action }: { reader: Reader; mails: readonly AskedMail[]; action: string }) {
  return (
    <form method="post" action={action}>
      {mails.map((mail) => (
        <input type="hidden" name="mail" value={mail.id} />
      ))}
      <button class="second" type="submit" name="word" value="discard">
        {reader.say('question.discard-all')}
      </button>
    </form>
  );
}

/** Nothing waits any more. */
export function Said({ reader, firm, word }: { reader: Reader; firm: string; word: WordGiven }) {
  const { say } = reader;
  return (
    <Frame reader={reader} firm={firm} title={say('question.thanks')}>
      <h1>{say('question.thanks')}</h1>
      <p>{say(`question.said.${word}`)}</p>
      <p class="fine">{say('question.nothing-left')}</p>
    </Frame>
  );
}
