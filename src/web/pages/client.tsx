/** The dashboard of a person outside: their correspondence with the firm, and one task of it. */
import { maskAddress } from '../../base/address.ts';
import type { CommentId } from '../../base/id.ts';
import type { Account } from '../../people/account.ts';
import { type Contact, fullName } from '../../people/person.ts';
import type { PersonView, TaskView } from '../../tasks/visibility.ts';
import type { Piece } from '../door.ts';
import type { Delivery, Page, TaskLine, Trust } from '../ports.ts';
import { Composer, type Draft, WillBeNotified } from './composer.tsx';
import { AskForCode } from './confirm.tsx';
import { Talk } from './conversation.tsx';
import { Files } from './entry.tsx';
import { Cut, Repairs } from './how-read.tsx';
import { kept } from './kept.ts';
import { Frame } from './layout.tsx';
import { State, TaskList, titleOf } from './list.tsx';
import type { Reader } from './reader.ts';
import { shown, standsInWords } from './shown.ts';

export interface Visit {
  readonly reader: Reader;
  readonly account: Account;
  readonly contact: Contact;
  /** `/d/<token>` */
  readonly base: string;
  readonly trust: Trust;
}

export function ClientList({
  visit,
  page,
  search,
  later,
}: {
  visit: Visit;
  page: Page<TaskLine>;
  search: string;
  later: boolean;
}) {
  const { reader, account, base } = visit;
  return (
    <Frame
      reader={reader}
      title={reader.say('list.title')}
      firm={account.title}
      who={<Who {...visit} />}
      me={meOf(visit.contact)}
    >
      <h1>{reader.say('list.title')}</h1>
      <TaskList
        reader={reader}
        page={page}
        search={search}
        later={later}
        here={base}
        pathOf={(n) => `${base}/tasks/${n}`}
        numbers={false}
      />
    </Frame>
  );
}

export interface ClientTaskProps {
  readonly visit: Visit;
  readonly piece: Piece;
  readonly deliveries: ReadonlyMap<CommentId, readonly Delivery[]>;
  readonly notified: readonly PersonView[];
  readonly draft: Draft;
}

export function ClientTask({ visit, piece, deliveries, notified, draft }: ClientTaskProps) {
  const { reader, account, contact, base } = visit;
  const { say } = reader;
  const { task } = piece;
  const nav = (
    <a class="up" href={base}>
      {say('list.link')}
    </a>
  );
  return (
    <Frame
      reader={reader}
      title={titleOf(task, reader)}
      firm={account.title}
      home={base}
      nav={nav}
      who={<Who {...visit} />}
      me={meOf(contact)}
    >
      <h1>{titleOf(task, reader)}</h1>
      <p class="fine head">
        <State reader={reader} status={task.status} />
        <ToNewest reader={reader} task={task} />
      </p>
      <Description reader={reader} task={task} folder={`${base}/files`} />
      <Talk reader={reader} piece={piece} deliveries={deliveries} folder={`${base}/files`} />
      {visit.trust === 'all' ? (
        <Composer
          reader={reader}
          task={task}
          action={`${base}/tasks/${task.number}/comments`}
          draft={draft}
          heading={say('composer.heading')}
        >
          <WillBeNotified reader={reader} people={notified} />
        </Composer>
      ) : (
        <AskForCode visit={visit} next={`${base}/tasks/${task.number}`} />
      )}
    </Frame>
  );
}

export const meOf = (contact: Contact): string => `contact-${contact.number}`;

/** A long conversation starts at its first words; this leads to the last. */
export function ToNewest({ reader, task }: { reader: Reader; task: TaskView }) {
  const last = task.comments.at(-1);
  if (!last || task.comments.length < 6) return null;
  return <a href={`#c${last.number}`}>{reader.say('talk.newest', { n: task.comments.length })}</a>;
}

export function Description({ reader, task, folder }: { reader: Reader; task: TaskView; folder: string }) {
  const { description, files, origin } = task;
  if (!description || (!description.text.trim() && files.length === 0)) return null;
  return (
    <section class="brief" aria-labelledby="brief">
      <h2 id="brief">{reader.say('task.description')}</h2>
      {kept(
        `description ${task.id} ${reader.language} ${origin !== null}`,
        [description, files, origin],
        folder,
        () => (
          <>
            <div class="words">{shown(description, files)}</div>
            <Cut reader={reader} origin={origin} />
            <Files reader={reader} files={files.filter((f) => !standsInWords(description.html, f))} />
            <Repairs reader={reader} origin={origin} />
          </>
        ),
      )}
    </section>
  );
}

/** «Вы смотрите как Анна Ким (a…@client.ru) · Это не вы?»: the link may have been forwarded, and can be ended here. */
function Who({ reader, account, contact, base }: Visit) {
  const { say } = reader;
  const address = contact.email ? maskAddress(contact.email) : null;
  return (
    <details class="who fine">
      <summary>
        {say('who.as', { name: fullName(contact) })}
        {address ? [' ', <span class="whole">({address})</span>] : null}. <u>{say('who.not-you')}</u>
      </summary>
      <div class="panel">
        <p>{say('who.forwarded', { firm: account.title })}</p>
        <form method="post" action={`${base}/renew`}>
          <button class="second" type="submit">
            {say('who.renew')}
          </button>
        </form>
      </div>
    </details>
  );
}
