/**
 * A conversation: oldest first, a line between days, each entry a name, a time, the words, the files.
 */
import type { Child } from 'hono/jsx';
import type { CommentId } from '../../base/id.ts';
import type { SpeakerProof } from '../../tasks/task.ts';
import type { CommentView, FileView, TaskView } from '../../tasks/visibility.ts';
import { isPicture } from '../download.ts';
import type { Delivery } from '../ports.ts';
import { dayOf, sayDay } from '../when.ts';
import { sayPeople, saySize } from '../words.ts';
import { Time } from './layout.tsx';
import type { Reader } from './reader.ts';
import { shown, standsInWords } from './shown.ts';

export interface ConversationProps {
  readonly reader: Reader;
  readonly task: TaskView;
  readonly deliveries: ReadonlyMap<CommentId, readonly Delivery[]>;
  /** Where this viewer finds files: `/d/<token>/files` or `/files`. */
  readonly folder: string;
}

export function Conversation(props: ConversationProps) {
  const { reader, task } = props;
  let day = '';
  const lines: Child[] = [];
  for (const comment of task.comments) {
    const today = dayOf(comment.createdAt, reader.zone);
    if (today !== day) lines.push(<DayLine reader={reader} at={comment.createdAt} />);
    day = today;
    lines.push(
      isEvent(comment) ? <EventLine reader={reader} comment={comment} /> : <Entry {...props} comment={comment} />,
    );
  }
  return (
    <ol
      class="talk"
      aria-label={reader.say('talk.label')}
      data-task={String(task.number)}
      data-since={reader.say('talk.since')}
    >
      {lines}
    </ol>
  );
}

function DayLine({ reader, at }: { reader: Reader; at: number }) {
  return (
    <li class="day">
      <span>{sayDay(at, reader.now, reader.language, reader.zone)}</span>
    </li>
  );
}

/** A change of status without words is a thin line, not a comment. */
const isEvent = (c: CommentView): boolean => c.statusTo !== null && c.text.trim() === '' && c.files.length === 0;

function EventLine({ reader, comment }: { reader: Reader; comment: CommentView }) {
  return (
    <li class="event" id={`c${comment.number}`}>
      {statusWords(reader, comment)}, <Time at={comment.createdAt} reader={reader} only="time" />
    </li>
  );
}

const statusWords = ({ say }: Reader, c: CommentView): string =>
  say('event.status', { name: c.author.name, status: say(`status.${c.statusTo}`).toLowerCase() });

function Entry({ reader, task, comment, deliveries, folder }: ConversationProps & { comment: CommentView }) {
  const { say } = reader;
  const listed = comment.files.filter((f) => !standsInWords(comment.html, f));
  const key = `${comment.id} ${comment.editedAt}`;
  const kind = ['entry', comment.own && 'own', comment.hidden && 'hidden-one'].filter(Boolean).join(' ');
  return (
    <li id={`c${comment.number}`} class={kind} tabindex={-1}>
      <article>
        <header>
          <Author reader={reader} comment={comment} />
          <a class="at" href={`#c${comment.number}`} title={say('entry.link')}>
            <Time at={comment.createdAt} reader={reader} only="time" />
          </a>
        </header>
        {comment.hidden ? <Hidden reader={reader} comment={comment} /> : null}
        {comment.text.trim() || comment.html.trim() ? (
          <div class="words">{shown(key, comment, comment.files, folder)}</div>
        ) : null}
        <Cut reader={reader} comment={comment} />
        <Files reader={reader} files={listed} folder={folder} />
        {comment.statusTo ? <p class="fine">{statusWords(reader, comment)}</p> : null}
        <Told reader={reader} task={task} comment={comment} deliveries={deliveries.get(comment.id) ?? []} />
      </article>
    </li>
  );
}

function Author({ reader, comment }: { reader: Reader; comment: CommentView }) {
  const { say } = reader;
  const { author, own } = comment;
  return (
    <span class="by">
      <b>{author.name}</b>
      {own ? (
        <span class="mark">{say('mark.you')}</span>
      ) : author.kind === 'contact' ? (
        <span class="mark client">{say('mark.client')}</span>
      ) : null}
      <Proof reader={reader} proof={comment.proof} source={comment.source} />
      {comment.editedAt ? <span class="fine">{say('entry.edited')}</span> : null}
    </span>
  );
}

/** How the words came and how sure we are of who wrote them: quiet when sure, a word of warning when not. */
function Proof({ reader, proof, source }: { reader: Reader; proof: SpeakerProof; source: CommentView['source'] }) {
  if (source !== 'mail') return null;
  const { say } = reader;
  const doubtful = proof === 'unproven';
  return (
    <span class={doubtful ? 'fine warn' : 'fine'} title={say(`proof.${proof}`)}>
      {say(doubtful ? 'source.mail.doubtful' : 'source.mail')}
    </span>
  );
}

function Hidden({ reader, comment }: { reader: Reader; comment: CommentView }) {
  const names = comment.audience.map((p) => p.name);
  return (
    <p class="fine hidden-word">
      {names.length > 0 ? reader.say('entry.hidden.for', { people: names.join(', ') }) : reader.say('entry.hidden')}
    </p>
  );
}

/** Nothing that a person wrote is lost: what was folded away is one click off. */
function Cut({ reader, comment }: { reader: Reader; comment: CommentView }) {
  const removed = comment.origin?.removed.filter((r) => r.text.trim() !== '') ?? [];
  if (removed.length === 0) return null;
  return (
    <details class="cut">
      <summary title={reader.say('entry.cut')}>
        <span aria-hidden="true">…</span>
        <span class="aside">{reader.say('entry.cut')}</span>
      </summary>
      {removed.map((r) => (
        <div class="removed">{r.text.trim()}</div>
      ))}
    </details>
  );
}

export function Files({ reader, files, folder }: { reader: Reader; files: readonly FileView[]; folder: string }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li>
          <a href={`${folder}/${file.id}`} download={file.name}>
            {file.name}
          </a>
          <span class="fine">{saySize(file.size, reader.language)}</span>
          {isPicture(file) ? (
            <a class="fine" href={`${folder}/${file.id}?view`} aria-label={`${reader.say('file.view')}: ${file.name}`}>
              {reader.say('file.view')}
            </a>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

interface ToldProps {
  readonly reader: Reader;
  readonly task: TaskView;
  readonly comment: CommentView;
  readonly deliveries: readonly Delivery[];
}

/** Who was told, and whether it reached them. People outside see the state of their own words only, and no reasons. */
function Told({ reader, task, comment, deliveries }: ToldProps) {
  if (deliveries.length === 0) return null;
  return task.viewer.by === 'staff' ? (
    <ul class="told fine">
      {deliveries.map((d) => (
        <li class={isBad(d) ? 'bad' : undefined}>
          {d.person.name}
          {d.person.kind === 'contact' ? ` (${reader.say('mark.client')})` : ''}: {reader.say(`delivery.${d.state}`)}
          {d.reason ? ` — ${d.reason}` : ''}
        </li>
      ))}
    </ul>
  ) : comment.own ? (
    <p class="told fine">{ownTold(reader, deliveries)}</p>
  ) : null;
}

const isBad = (d: Delivery): boolean => d.state === 'failed' || d.state === 'bounced';

function ownTold({ say }: Reader, deliveries: readonly Delivery[]): string {
  const names = (states: readonly Delivery['state'][]) =>
    deliveries.filter((d) => states.includes(d.state)).map((d) => d.person.name);
  const reached = names(['sent']);
  const waiting = names(['queued', 'deferred']);
  if (reached.length > 0) return say('told.reached', { people: sayPeople(reached, say) });
  if (waiting.length > 0) return say('told.waiting', { people: sayPeople(waiting, say) });
  return say('told.kept');
}
