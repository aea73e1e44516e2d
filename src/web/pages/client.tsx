/** The dashboard of a person outside: the frame of its pages, and one task of their correspondence with the firm. */

import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { maskAddress } from '../../base/address.ts';
import type { CommentId } from '../../base/id.ts';
import type { Reach } from '../../flow/reach.ts';
import type { Account } from '../../people/account.ts';
import { type Contact, fullName } from '../../people/person.ts';
import type { MailOrigin } from '../../tasks/task.ts';
import { type PersonView, type TaskView, viewerPerson } from '../../tasks/visibility.ts';
import type { Piece } from '../door.ts';
import type { Delivery, Trust } from '../ports.ts';
import { TaskAsked, Unsent } from './client-parts.tsx';
import { Composer, type Draft, WillBeNotified } from './composer.tsx';
import { AskForCode } from './confirm.tsx';
import { Talk } from './conversation.tsx';
import { Files } from './entry.tsx';
import { Cut, Repairs } from './how-read.tsx';
import { kept } from './kept.ts';
import { Frame } from './layout.tsx';
import { State, titleOf } from './list.tsx';
import type { Reader } from './reader.ts';
import { shown, standsInWords } from './shown.ts';
import { written } from './written.ts';

export interface Visit {
  readonly reader: Reader;
  readonly account: Account;
  readonly contact: Contact;
  /** `/d/<token>` */
  readonly base: string;
  readonly trust: Trust;
  /** Whether our letters reach them. */
  readonly reach: Reach;
  /** Another one as soon as anything of the contact, the account or its people is another. */
  readonly sign: string;
}

interface FrameProps {
  readonly visit: Visit;
  readonly title: string;
  /** The number of the task that the page belongs to. */
  readonly task?: number;
  /** The list itself needs no way to the list. */
  readonly top?: boolean;
  readonly children?: Child;
}

/** The frame of every page behind the link: whose firm, as whom one looks, the way to the list, and at the foot when letters come. */
export function ClientFrame({ visit, title, task, top = false, children }: FrameProps) {
  const { reader, account, contact, base } = visit;
  const { say } = reader;
  const nav = top ? null : (
    <a class="up" href={base} data-other={say('list.other')}>
      {say('list.link')}
    </a>
  );
  return (
    <Frame
      reader={reader}
      title={title}
      firm={account.title}
      home={top ? undefined : base}
      nav={nav}
      who={<Who visit={visit} task={task ?? null} />}
      foot={<a href={`${base}/letters`}>{say('pace.link')}</a>}
      me={meOf(contact)}
    >
      {children}
    </Frame>
  );
}

/** Said on the page because no letter can say it. */
export function Unreached({ visit }: { visit: Visit }) {
  const { reader, contact, reach } = visit;
  if (reach === 'open' || !contact.email) return null;
  return <p class="notice">{reader.say(`reach.${reach}`, { address: maskAddress(contact.email) })}</p>;
}

/** Whoever muted a conversation reads so where they look for its letters, and undoes it there. */
const Muted = ({ reader: { say }, action }: { reader: Reader; action: string }) => (
  <form class="notice" method="post" action={action}>
    {say('muted.here')}{' '}
    <button class="plain" type="submit">
      {say('muted.hear')}
    </button>
  </form>
);

/** The same words for what never was, was taken away, or is somebody else's. */
export function NoSuchTask({ visit, unsent }: { visit: Visit; unsent: string }) {
  const { say } = visit.reader;
  return (
    <ClientFrame visit={visit} title={say('no-task.title')}>
      <h1>{say('no-task.title')}</h1>
      <Unsent reader={visit.reader} text={unsent} />
      <p>{say('no-task.text')}</p>
      <p>
        <a href={visit.base}>{say('no-task.list')}</a>
      </p>
      <p class="fine">{say('no-task.write', { firm: visit.account.title })}</p>
    </ClientFrame>
  );
}

export interface ClientTaskProps {
  readonly visit: Visit;
  readonly piece: Piece;
  readonly deliveries: ReadonlyMap<CommentId, readonly Delivery[]>;
  readonly notified: readonly PersonView[];
  /** They asked for no letters about it. */
  readonly muted: boolean;
  readonly draft: Draft;
  /** What the page shows has this name; another name means that there is something new. */
  readonly tag: string;
}

export function ClientTask({ visit, piece, deliveries, notified, muted, draft, tag }: ClientTaskProps) {
  const { reader, base } = visit;
  const { say } = reader;
  const { task } = piece;
  const here = `${base}/tasks/${task.number}`;
  return (
    <ClientFrame visit={visit} title={titleOf(task, reader)} task={task.number}>
      <h1>{titleOf(task, reader)}</h1>
      <p class="fine head">
        <State reader={reader} status={task.status} />
        {hasFiles(piece) ? <a href={`${here}/files`}>{say('files.all')}</a> : null}
        <ToNewest reader={reader} task={task} />
      </p>
      <Unreached visit={visit} />
      {muted ? <Muted reader={reader} action={`${here}/letters`} /> : null}
      <Description
        reader={reader}
        task={task}
        folder={`${base}/files`}
        below={originalLink(reader, task.origin, here)}
      />
      <div class="thread" data-live={piece.past ? undefined : tag} data-arrived={say('talk.arrived')}>
        <Talk
          reader={reader}
          piece={piece}
          deliveries={deliveries}
          folder={`${base}/files`}
          below={(comment) => originalLink(reader, comment.origin, `${here}/comments/${comment.number}`)}
        />
      </div>
      {visit.trust === 'all' ? (
        <Composer
          reader={reader}
          task={task}
          action={`${here}/comments`}
          draft={draft}
          heading={say('composer.heading')}
        >
          <WillBeNotified reader={reader} people={notified} />
        </Composer>
      ) : (
        <AskForCode visit={visit} next={here} />
      )}
    </ClientFrame>
  );
}

/** Earlier pieces may have some where this one has none. */
const hasFiles = ({ task, earlier }: Piece): boolean =>
  earlier !== null || task.files.length > 0 || task.comments.some((c) => c.files.length > 0);

/** Below one's own words that came by mail; a view has the origin for nobody else. */
const originalLink = ({ say }: Reader, origin: MailOrigin | null, of: string): string =>
  origin
    ? written(
        <p class="fine actions">
          <a href={`${of}/original`}>{say('original.own')}</a>
        </p>,
      )
    : '';

export const meOf = (contact: Contact): string => `contact-${contact.number}`;

/** A long conversation starts at its first words; this leads to the last. */
export function ToNewest({ reader, task }: { reader: Reader; task: TaskView }) {
  const last = task.comments.at(-1);
  if (!last || task.comments.length < 6) return null;
  return <a href={`#c${last.number}`}>{reader.say('talk.newest', { n: task.comments.length })}</a>;
}

interface DescriptionProps {
  readonly reader: Reader;
  readonly task: TaskView;
  readonly folder: string;
  /** Markup below the words. */
  readonly below?: string;
}

export function Description({ reader, task, folder, below = '' }: DescriptionProps) {
  const { description, files, origin } = task;
  if (!description || (!description.text.trim() && files.length === 0)) return null;
  return (
    <section class="brief" aria-labelledby="brief">
      <h2 id="brief">{reader.say('task.description')}</h2>
      {kept(
        `description ${task.id} ${viewerPerson(task.viewer).id} ${task.viewer.by} ${reader.language}`,
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
      {raw(below)}
    </section>
  );
}

/** «Вы смотрите как Анна Ким (a…@client.ru) · Это не вы?»: the link may have been forwarded, and can be ended here. */
function Who({ visit, task }: { visit: Visit; task: number | null }) {
  const { reader, account, contact, base } = visit;
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
          <TaskAsked task={task} />
          <button class="second" type="submit">
            {say('who.renew')}
          </button>
        </form>
        <p>{say('who.end-for-good')}</p>
        <form method="post" action={`${base}/end`}>
          <button class="second" type="submit">
            {say('who.end')}
          </button>
        </form>
      </div>
    </details>
  );
}
