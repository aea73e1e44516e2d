/** One mail that came in: what became of it, why, what it says, and what can be done about it. */
import { formatSize } from '../../base/size.ts';
import type { InboxDecision, InboxLook, InboxPage } from '../inbox-ports.ts';
import { sayOutcome } from '../outcome-words.ts';
import { tellTrace } from '../trace-words.ts';
import { Fact, Facts, stateClass, TaskFact } from './facts.tsx';
import { Time } from './layout.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

export function InboxMail({ desk, mail, look }: { desk: Desk; mail: InboxPage; look: InboxLook | null }) {
  const { reader } = desk;
  const { say } = reader;
  const why = sayOutcome(mail, reader);
  return (
    <DeskFrame desk={desk} title={mail.subject || say('mail.untitled')} place="inbox">
      <h1>{mail.subject || say('mail.untitled')}</h1>
      <Facts>
        <Fact name={say('fact.outcome')}>
          <span class={stateClass(mail.state)}>{say(`inbox.${mail.state}`)}</span>
          {why ? ` — ${why}` : null}
        </Fact>
        <Fact name={say('fact.from')}>{mail.from || '–'}</Fact>
        <Fact name={say('fact.received')}>
          <Time at={mail.at} reader={reader} />
        </Fact>
        <TaskFact reader={reader} number={mail.taskNumber} comment={mail.commentNumber} />
        {mail.decidedBy ? <Fact name={say('fact.decided')}>{mail.decidedBy}</Fact> : null}
        {mail.duplicateOf ? (
          <Fact name={say('fact.duplicate')}>
            <a href={`/admin/inbox/${mail.duplicateOf}`}>{say('fact.duplicate.link')}</a>
          </Fact>
        ) : null}
      </Facts>
      {mail.state === 'held' ? (
        // What one decides by stands before the buttons.
        <>
          <Words reader={reader} mail={mail} look={look} />
          <Decisions desk={desk} mail={mail} />
          <Why reader={reader} mail={mail} />
        </>
      ) : (
        <>
          <Decisions desk={desk} mail={mail} />
          <Why reader={reader} mail={mail} />
          <Words reader={reader} mail={mail} look={look} />
        </>
      )}
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
      {offered.map((decision) => (
        <button type="submit" name="decision" value={decision} class={mail.state === 'held' ? 'second' : undefined}>
          {say(`decide.${decision}`)}
        </button>
      ))}
      <p class="fine">
        {mail.state === 'held' ? `${say('held.means')} ${say('held.look')}` : say('decide.again.means')}
      </p>
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

/** «Why did this mail end up here?» */
function Why({ reader, mail }: { reader: Reader; mail: InboxPage }) {
  const { say } = reader;
  const told = mail.trace && tellTrace(mail.trace, reader);
  return (
    <section class="why">
      <h2>{say('inbox.why')}</h2>
      {told ? (
        <ol>
          {told.chapters.map(({ heading, lines }) => (
            <li>
              <h3>{heading}</h3>
              <ul>
                {lines.map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      ) : (
        <p>{say('inbox.why.unknown')}</p>
      )}
      <details class="raw">
        <summary>{say('inbox.technical')}</summary>
        <Facts>
          {mail.reason ? <Fact name={say('fact.reason')}>{mail.reason}</Fact> : null}
          <Fact name={say('fact.envelope')}>{`${mail.envelopeFrom || '<>'} → ${mail.envelopeTo.join(', ')}`}</Fact>
          {mail.messageId ? <Fact name="Message-ID">{`<${mail.messageId}>`}</Fact> : null}
          <Fact
            name={say('fact.size')}
          >{`${formatSize(mail.size, reader.language)}, ${mail.protocol.toUpperCase()}`}</Fact>
        </Facts>
        {told && told.technical.length > 0 ? (
          <ul class="fine">
            {told.technical.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        ) : null}
      </details>
    </section>
  );
}

function Words({ reader, mail, look }: { reader: Reader; mail: InboxPage; look: InboxLook | null }) {
  const { say } = reader;
  const raw = `/admin/inbox/${mail.id}/raw`;
  return (
    <section class="said">
      <h2>{say('inbox.words')}</h2>
      {look ? <Looked reader={reader} mail={mail} look={look} /> : <p class="fine">{say('inbox.no-look')}</p>}
      <p class="fine">
        <a href={raw}>{say('inbox.raw')}</a>
        {' · '}
        <a href={`${raw}?save`}>{say('inbox.raw.save')}</a>
        {' · '}
        {say('letter.masked')}
      </p>
    </section>
  );
}

function Looked({ reader, mail, look }: { reader: Reader; mail: InboxPage; look: InboxLook }) {
  const { say } = reader;
  return (
    <>
      <pre class="excerpt" tabindex={0}>
        {look.text.trim() || say('held.no-preview')}
      </pre>
      {look.files.length > 0 ? (
        <p class="fine">
          {`${say('inbox.files')}: ${look.files.map((f) => `${f.name} (${formatSize(f.size, reader.language)})`).join(', ')}`}
        </p>
      ) : null}
      {look.html === null ? null : (
        <details class="raw">
          <summary>{say('inbox.as-html')}</summary>
          <p class="fine">{say('inbox.as-html.means')}</p>
          <iframe
            class="preview"
            loading="lazy"
            title={say('inbox.as-html')}
            sandbox=""
            src={`/admin/inbox/${mail.id}/words`}
          />
        </details>
      )}
      <details class="raw">
        <summary>{say('inbox.headers')}</summary>
        <pre>{look.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
      </details>
    </>
  );
}
