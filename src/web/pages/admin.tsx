/** What went out, for those who look after the account. */
import type { LetterLine, LetterPage, Page } from '../ports.ts';
import { saySize } from '../words.ts';
import { Fact, Facts, stateClass, TaskFact } from './facts.tsx';
import { Time } from './layout.tsx';
import { More } from './list.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

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
