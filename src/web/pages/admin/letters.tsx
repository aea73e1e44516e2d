/** What went out, or did not: for whoever looks for a letter that somebody misses. */
import { formatSize } from '../../../base/size.ts';
import { sayReason } from '../../letter-words.ts';
import type { Delivery, LetterLine, LetterPage, Page } from '../../ports.ts';
import { Fact, Facts, stateClass, TaskFact } from '../facts.tsx';
import { Act } from '../fields.tsx';
import { Time } from '../layout.tsx';
import { type Asked, Filter, LETTER_LOG, Nothing, Periods, Turn, Wish } from '../log-filter.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export const DELIVERY_STATES = [
  'sent',
  'queued',
  'deferred',
  'failed',
  'bounced',
  'skipped',
] as const satisfies readonly Delivery['state'][];

interface LettersProps {
  readonly desk: Desk;
  readonly asked: Asked;
  readonly page: Page<LetterLine>;
  readonly later: boolean;
  /** The folder in which letters are kept while no mail server takes them; null: one does. */
  readonly capture: string | null;
}

export function Letters({ desk, asked, page, later, capture }: LettersProps) {
  const { reader } = desk;
  const { say } = reader;
  const about = { reader, log: LETTER_LOG, asked };
  return (
    <DeskFrame desk={desk} title={say('letters.title')} place="letters">
      <h1>{say('letters.title')}</h1>
      {capture === null ? null : <p class="warn">{say('letters.captured', { folder: capture })}</p>}
      <Periods {...about} />
      <Filter {...about}>
        {DELIVERY_STATES.map((state) => (
          <Wish asked={asked} value={state}>
            {say(`delivery.${state}`)}
          </Wish>
        ))}
      </Filter>
      {page.items.length === 0 ? <Nothing {...about} next={page.next} empty={say('letters.empty')} /> : null}
      <ul class="rows">
        {page.items.map((letter) => (
          <Row desk={desk} letter={letter} />
        ))}
      </ul>
      <Turn {...about} next={page.next} later={later} found={page.items.length > 0} />
    </DeskFrame>
  );
}

function Row({ desk: { reader }, letter }: { desk: Desk; letter: LetterLine }) {
  const { say } = reader;
  const why = sayReason(letter.reason, say);
  return (
    <li>
      <a href={`/admin/letters/${letter.id}`}>{letter.subject || say('mail.untitled')}</a>
      <span class="fine context">
        <span class={stateClass(letter.state)}>{say(`delivery.${letter.state}`)}</span>
        {why ? ` — ${why}` : null}
        {` · ${say('letters.to', { people: letter.to.join(', ') })}`}
        {letter.taskNumber ? ` · №\u00a0${letter.taskNumber}` : null}
      </span>
      <span class="fine end">
        <Time at={letter.at} reader={reader} />
      </span>
    </li>
  );
}

export function LetterDetail({ desk, letter, again }: { desk: Desk; letter: LetterPage; again: boolean }) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const here = `/admin/letters/${letter.id}`;
  const back = letter.state === 'failed' || letter.state === 'bounced';
  return (
    <DeskFrame desk={desk} title={letter.subject || say('mail.untitled')} place="letters">
      <h1>{letter.subject || say('mail.untitled')}</h1>
      {again ? <Done>{say('letter.again.done')}</Done> : null}
      <Outcome desk={desk} letter={letter} />
      {back ? (
        <div class="acts">
          <Act action={here} csrf={csrf} act="again" quiet={false}>
            {say('letter.again')}
          </Act>
          <p class="fine">{say('letter.again.means')}</p>
        </div>
      ) : null}
      <section class="block">
        <h2>{say(letter.held ? 'letter.preview.waiting' : 'letter.preview')}</h2>
        {letter.held ? <p class="fine">{say('letter.waits')}</p> : null}
        <iframe class="preview" title={say('letter.preview')} sandbox="" src={`${here}/preview`} />
      </section>
      {letter.files.length > 0 ? (
        <p class="fine">{letter.files.map((f) => `${f.name} (${formatSize(f.size, reader.language)})`).join(', ')}</p>
      ) : null}
      <details class="raw">
        <summary>{say('letter.text')}</summary>
        <pre>{letter.text}</pre>
      </details>
      <details class="raw">
        <summary>{say('letter.headers')}</summary>
        <pre>{letter.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
      </details>
      <p class="fine">
        <a href={`${here}/raw`} download>
          {say('inbox.raw.save')}
        </a>
        {' · '}
        {say('letter.masked')}
      </p>
    </DeskFrame>
  );
}

function Outcome({ desk: { reader }, letter }: { desk: Desk; letter: LetterPage }) {
  const { say } = reader;
  const why = sayReason(letter.reason, say);
  return (
    <Facts>
      <Fact name={say('fact.state')}>
        <span class={stateClass(letter.state)}>{say(`delivery.${letter.state}`)}</span>
        {why ? ` — ${why}` : null}
      </Fact>
      {letter.templateFault ? (
        <Fact name={say('fact.template')}>
          <span class="warn">{say(`template.fault.${letter.templateFault}`)}</span>
        </Fact>
      ) : null}
      <Fact name={say('fact.to')}>{letter.to.join(', ')}</Fact>
      <Fact name={say('fact.made')}>
        <Time at={letter.at} reader={reader} />
      </Fact>
      {letter.sentAt ? (
        <Fact name={say('fact.sent')}>
          <Time at={letter.sentAt} reader={reader} />
        </Fact>
      ) : null}
      {letter.nextTryAt && (letter.held || letter.state === 'deferred') ? (
        <Fact name={say(letter.held ? 'fact.until' : 'fact.next')}>
          <Time at={letter.nextTryAt} reader={reader} />
        </Fact>
      ) : null}
      <Fact name={say('fact.attempts')}>{String(letter.attempts)}</Fact>
      {letter.diagnostic ? <Fact name={say('fact.diagnostic')}>{letter.diagnostic}</Fact> : null}
      <TaskFact reader={reader} number={letter.taskNumber} comment={null} />
    </Facts>
  );
}
