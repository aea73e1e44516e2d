/** What went out and what came in, for those who look after the account. */
import type { Child } from 'hono/jsx';
import type { InboxDecision, InboxLine, InboxPage, LetterLine, LetterPage, Page } from '../ports.ts';
import { saySize } from '../words.ts';
import { Time } from './layout.tsx';
import { More } from './list.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

const BAD = new Set(['failed', 'bounced', 'parked', 'held']);
const stateClass = (state: string): string => (BAD.has(state) ? 'state bad' : 'state');

export function Letters({ desk, page, later }: { desk: Desk; page: Page<LetterLine>; later: boolean }) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('letters.title')} place="letters">
      <h1>{say('letters.title')}</h1>
      {page.items.length === 0 ? <p class="empty">{say('letters.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((l) => (
          <li>
            <a href={`/admin/letters/${l.id}`}>{l.subject || say('mail.untitled')}</a>
            <span class="fine context">
              <span class={stateClass(l.state)}>{say(`delivery.${l.state}`)}</span>
              {` · ${say('letters.to', { people: l.to.join(', ') })}`}
              {l.reason ? ` · ${l.reason}` : null}
            </span>
            <span class="fine end">
              <Time at={l.at} reader={reader} />
            </span>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/letters" next={page.next} later={later} />
    </DeskFrame>
  );
}

export function LetterDetail({ desk, letter }: { desk: Desk; letter: LetterPage }) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={letter.subject} place="letters">
      <h1>{letter.subject || say('mail.untitled')}</h1>
      <Facts>
        <Fact name={say('fact.state')}>
          <span class={stateClass(letter.state)}>{say(`delivery.${letter.state}`)}</span>
          {letter.reason ? ` — ${letter.reason}` : null}
        </Fact>
        <Fact name={say('fact.to')}>{letter.to.join(', ')}</Fact>
        <Fact name={say('fact.made')}>
          <Time at={letter.at} reader={reader} />
        </Fact>
        {letter.sentAt ? (
          <Fact name={say('fact.sent')}>
            <Time at={letter.sentAt} reader={reader} />
          </Fact>
        ) : null}
        {letter.nextTryAt ? (
          <Fact name={say('fact.next')}>
            <Time at={letter.nextTryAt} reader={reader} />
          </Fact>
        ) : null}
        <Fact name={say('fact.attempts')}>{String(letter.attempts)}</Fact>
        {letter.diagnostic ? <Fact name={say('fact.diagnostic')}>{letter.diagnostic}</Fact> : null}
        <TaskFact reader={reader} number={letter.taskNumber} comment={null} />
      </Facts>
      <h2>{say('letter.preview')}</h2>
      <iframe class="preview" title={say('letter.preview')} sandbox="" src={`/admin/letters/${letter.id}/preview`} />
      {letter.files.length > 0 ? (
        <p class="fine">{letter.files.map((f) => `${f.name} (${saySize(f.size, reader.language)})`).join(', ')}</p>
      ) : null}
      <details class="raw">
        <summary>{say('letter.text')}</summary>
        <pre>{letter.text}</pre>
      </details>
      <details class="raw">
        <summary>{say('letter.headers')}</summary>
        <pre>{letter.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
      </details>
      <p class="fine">{say('letter.masked')}</p>
    </DeskFrame>
  );
}

export function Inbox({ desk, page, later }: { desk: Desk; page: Page<InboxLine>; later: boolean }) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('inbox.title')} place="inbox">
      <h1>{say('inbox.title')}</h1>
      {page.items.length === 0 ? <p class="empty">{say('inbox.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((m) => (
          <li>
            <a href={`/admin/inbox/${m.id}`}>{m.subject || say('mail.untitled')}</a>
            <span class="fine context">
              <span class={stateClass(m.state)}>{say(`inbox.${m.state}`)}</span>
              {m.taskNumber ? ` · №\u00a0${m.taskNumber}` : null}
              {` · ${say('inbox.from', { people: m.from })}`}
              {m.reason ? ` · ${m.reason}` : null}
            </span>
            <span class="fine end">
              <Time at={m.at} reader={reader} />
            </span>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/inbox" next={page.next} later={later} />
    </DeskFrame>
  );
}

export function InboxDetail({ desk, mail, preview }: { desk: Desk; mail: InboxPage; preview: string | null }) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={mail.subject} place="inbox">
      <h1>{mail.subject || say('mail.untitled')}</h1>
      <Facts>
        <Fact name={say('fact.outcome')}>
          <span class={stateClass(mail.state)}>{say(`inbox.${mail.state}`)}</span>
          {mail.reason ? ` — ${mail.reason}` : null}
        </Fact>
        <Fact name={say('fact.from')}>{mail.from}</Fact>
        <Fact name={say('fact.received')}>
          <Time at={mail.at} reader={reader} />
        </Fact>
        <TaskFact reader={reader} number={mail.taskNumber} comment={mail.commentNumber} />
        {mail.duplicateOf ? (
          <Fact name={say('fact.duplicate')}>
            <a href={`/admin/inbox/${mail.duplicateOf}`}>{say('fact.duplicate.link')}</a>
          </Fact>
        ) : null}
        <Fact name={say('fact.envelope')}>{`${mail.envelopeFrom || '<>'} → ${mail.envelopeTo.join(', ')}`}</Fact>
        {mail.messageId ? <Fact name="Message-ID">{mail.messageId}</Fact> : null}
        <Fact name={say('fact.size')}>{`${saySize(mail.size, reader.language)}, ${mail.protocol.toUpperCase()}`}</Fact>
      </Facts>
      {preview ? <pre class="excerpt">{preview}</pre> : null}
      <Decisions desk={desk} mail={mail} />
      {mail.trace.length > 0 ? (
        <>
          <h2>{say('inbox.trace')}</h2>
          <ol class="trace">
            {mail.trace.map((t) => (
              <li>
                <b>{t.station}</b> {t.words}
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </DeskFrame>
  );
}

/** Every mail that came to nothing by itself has a way out of here. What may be forged is not let in by the button that leaps to the eye. */
function Decisions({ desk, mail }: { desk: Desk; mail: InboxPage }) {
  const { say } = desk.reader;
  const offered = DECISIONS[mail.state];
  if (offered.length === 0) return null;
  return (
    <form class="decisions" method="post" action={`/admin/inbox/${mail.id}`}>
      <input type="hidden" name="csrf" value={desk.csrf} />
      {offered.map((decision, at) => (
        <button
          type="submit"
          name="decision"
          value={decision}
          class={mail.state !== 'held' && at === 0 ? undefined : 'second'}
        >
          {say(`decide.${decision}`)}
        </button>
      ))}
      <p class="fine">{say(`decide.${mail.state}`)}</p>
    </form>
  );
}

const DECISIONS = {
  received: [],
  delivered: [],
  duplicate: [],
  held: ['accept', 'trust', 'discard'],
  ignored: ['again'],
  parked: ['again'],
} as const satisfies Record<InboxPage['state'], readonly InboxDecision[]>;

const Facts = ({ children }: { children?: Child }) => <dl class="roles">{children}</dl>;

const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function TaskFact({ reader, number, comment }: { reader: Reader; number: number | null; comment: number | null }) {
  if (number === null) return null;
  return (
    <Fact name={reader.say('fact.task')}>
      <a href={`/tasks/${number}${comment === null ? '' : `#c${comment}`}`}>{`№\u00a0${number}`}</a>
    </Fact>
  );
}
