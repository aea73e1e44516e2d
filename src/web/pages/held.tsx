/** Mail that waits for a person: who, why, since when, its first words; to decide about one or several at once. */
import { DAY, HOUR, MINUTE } from '../../base/time.ts';
import type { InboxDecision, InboxLine } from '../inbox-ports.ts';
import { sayOutcome } from '../outcome-words.ts';
import type { Page } from '../ports.ts';
import { Parts } from './inbox.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

export type HeldLine = InboxLine & { readonly preview: string | null };

/** What became of the decision before. */
export interface Decided {
  readonly done: number;
  /** Somebody else was faster. */
  readonly gone: number;
  readonly nothingPicked: boolean;
}

export interface HeldProps {
  readonly desk: Desk;
  readonly page: Page<HeldLine>;
  readonly later: boolean;
  readonly decided: Decided;
  /** All that wait, on this page and on others. */
  readonly waiting: number;
}

const DECISIONS = ['accept', 'trust', 'discard'] as const satisfies readonly InboxDecision[];

export function Held({ desk, page, later, decided, waiting }: HeldProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('held.title')} place="inbox">
      <h1>{say('held.title')}</h1>
      <Parts reader={reader} here="waiting" waiting={waiting} />
      <Said reader={reader} decided={decided} />
      {page.items.length === 0 ? (
        <p class="empty">{say('held.empty')}</p>
      ) : (
        <form class="queue" method="post" action="/admin/held">
          <input type="hidden" name="csrf" value={csrf} />
          <p class="fine">{`${say('held.means')} ${say('held.look')}`}</p>
          <p class="fine" hidden data-keys>
            {say('held.keys')}
          </p>
          <ul>
            {page.items.map((mail) => (
              <Waiting reader={reader} mail={mail} />
            ))}
          </ul>
          <fieldset class="bulk" aria-label={say('held.picked')}>
            <label class="pick" hidden data-all>
              <input type="checkbox" />
              {say('held.all')}
            </label>
            {DECISIONS.map((decision) => (
              <button class="second" type="submit" name="decision" value={decision}>
                {say(`decide.${decision}`)}
              </button>
            ))}
          </fieldset>
        </form>
      )}
      {page.next || later ? (
        <nav class="more" aria-label={say('list.pages')}>
          {later ? <a href="/admin/held">{say('list.first')}</a> : null}
          {page.next ? <a href={`/admin/held?after=${page.next}`}>{say('list.more')}</a> : null}
        </nav>
      ) : null}
    </DeskFrame>
  );
}

function Said({ reader, decided }: { reader: Reader; decided: Decided }) {
  const { say } = reader;
  const { done, gone, nothingPicked } = decided;
  if (done === 0 && gone === 0 && !nothingPicked) return null;
  return (
    <div class={done === 0 ? 'problem' : 'panel'} role="status">
      {nothingPicked ? <p>{say('held.nothing-picked')}</p> : null}
      {done > 0 ? <p>{say('held.done', { n: done })}</p> : null}
      {gone > 0 ? <p>{say('held.gone', { n: gone })}</p> : null}
    </div>
  );
}

function Waiting({ reader, mail }: { reader: Reader; mail: HeldLine }) {
  const { say } = reader;
  const subject = mail.subject || say('mail.untitled');
  return (
    <li>
      <label class="pick">
        <input type="checkbox" name="mail" value={mail.id} aria-label={say('held.pick', { subject })} />
      </label>
      <div>
        <h2>
          <a href={`/admin/inbox/${mail.id}`}>{subject}</a>
        </h2>
        <p class="fine">
          {mail.from || say('outcome.no-sender')}
          {mail.taskNumber ? (
            <>
              {' · '}
              <a href={`/tasks/${mail.taskNumber}`}>{`№\u00a0${mail.taskNumber}`}</a>
            </>
          ) : null}
          {' · '}
          <time datetime={new Date(mail.at).toISOString()}>{sayAge(reader.now - mail.at, reader)}</time>
        </p>
        <p class="warn">{capital(sayOutcome(mail, reader))}</p>
        <p class="first">{mail.preview?.trim() || <i>{say('held.no-preview')}</i>}</p>
        <p class="one">
          {DECISIONS.map((decision) => (
            <button class="plain" type="submit" name="decision" value={`${decision} ${mail.id}`}>
              {say(`decide.${decision}`)}
              <span class="aside">{`: ${subject}`}</span>
            </button>
          ))}
        </p>
      </div>
    </li>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** "waits 3 days": in the largest unit of which there is one. */
function sayAge(ms: number, { say }: Reader): string {
  if (ms >= DAY) return say('age.days', { n: Math.floor(ms / DAY) });
  if (ms >= HOUR) return say('age.hours', { n: Math.floor(ms / HOUR) });
  return say('age.minutes', { n: Math.max(1, Math.floor(ms / MINUTE)) });
}
