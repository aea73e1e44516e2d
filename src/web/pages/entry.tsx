/**
 * One entry of a conversation: a name, a time, the words, the files, and quietly what became of it.
 */

import { raw } from 'hono/html';
import { formatSize } from '../../base/size.ts';
import { isNote, type SpeakerProof } from '../../tasks/task.ts';
import { type CommentView, type FileView, type Viewer, viewerPerson } from '../../tasks/visibility.ts';
import { looksLike } from '../download.ts';
import { sayReason } from '../letter-words.ts';
import type { Delivery } from '../ports.ts';
import { sayPeople } from '../words.ts';
import { Cut, Repairs } from './how-read.tsx';
import { FOLDER, kept } from './kept.ts';
import { Time } from './layout.tsx';
import type { Reader } from './reader.ts';
import { shown, standsInWords } from './shown.ts';

interface EntryProps {
  readonly reader: Reader;
  readonly viewer: Viewer;
  readonly comment: CommentView;
  readonly deliveries: readonly Delivery[];
  /** Markup below everything else, for what this viewer can do here; '': nothing. */
  readonly below: string;
}

type Shown = Omit<EntryProps, 'viewer'> & { readonly by: Viewer['by'] };

/** The entry as it stands in a page; `folder` is where this viewer finds files. */
export function entry({ viewer, ...props }: EntryProps, folder: string) {
  const { reader, comment, deliveries, below } = props;
  const { language, zone } = reader;
  const { by } = viewer;
  const name = `${comment.id} ${viewerPerson(viewer).id} ${by} ${language} ${zone}`;
  return kept(name, [comment, deliveries, below], folder, () =>
    isNote(comment) ? <Note reader={reader} comment={comment} /> : <Entry {...props} by={by} />,
  );
}

/** Reads of its reader nothing but the language and the zone: what it says does not change with the day. */
function Entry({ reader, by, comment, deliveries, below }: Shown) {
  const { say } = reader;
  const listed = comment.files.filter((f) => !standsInWords(comment.html, f));
  const kind = ['entry', comment.own && 'own', comment.hidden && 'hidden-one'].filter(Boolean).join(' ');
  return (
    <li id={`c${comment.number}`} class={kind} tabindex={-1}>
      <article>
        <header>
          <Author reader={reader} by={by} comment={comment} />
          <a class="at" href={`#c${comment.number}`} title={say('entry.link')}>
            <Time at={comment.createdAt} reader={reader} only="time" />
          </a>
        </header>
        {comment.hidden ? <Hidden reader={reader} comment={comment} /> : null}
        {comment.text.trim() || comment.html.trim() ? <div class="words">{shown(comment, comment.files)}</div> : null}
        <Cut reader={reader} origin={comment.origin} />
        <Files reader={reader} files={listed} />
        <Repairs reader={reader} origin={comment.origin} />
        <Told {...{ reader, by, comment, deliveries }} />
        {raw(below)}
      </article>
    </li>
  );
}

/** What a program wrote in somebody's absence is no part of the talk: one line, its words a click away. */
function Note({ reader, comment }: { reader: Reader; comment: CommentView }) {
  return (
    <li id={`c${comment.number}`} class="event note" tabindex={-1}>
      <details>
        <summary>
          {reader.say('event.automatic', { name: comment.author.name })},{' '}
          <Time at={comment.createdAt} reader={reader} only="time" />
        </summary>
        <div class="words">{shown(comment, comment.files)}</div>
        <Files reader={reader} files={comment.files.filter((f) => !standsInWords(comment.html, f))} />
      </details>
    </li>
  );
}

function Author({ reader, by, comment }: Pick<Shown, 'reader' | 'by' | 'comment'>) {
  const { say } = reader;
  const { author, own } = comment;
  return (
    <span class="by">
      <b>{author.name}</b>{' '}
      {own ? (
        <span class="mark">{say('mark.you')}</span>
      ) : author.kind === 'contact' ? (
        <span class="mark client">{say('mark.client')}</span>
      ) : null}{' '}
      {by === 'staff' && goesOutside(comment) ? <span class="mark client">{say('mark.to-client')}</span> : null}{' '}
      <Proof reader={reader} by={by} proof={comment.proof} source={comment.source} />{' '}
      {comment.sentFrom ? <span class="fine">{say('entry.sent-from', { address: comment.sentFrom })}</span> : null}{' '}
      {comment.editedAt ? <span class="fine">{say('entry.edited')}</span> : null}
    </span>
  );
}

/** Spec 1.6: what people outside read is marked, whoever of the team wrote it. */
const goesOutside = ({ author, notified }: CommentView): boolean =>
  author.kind === 'employee' && notified.some((p) => p.kind === 'contact');

interface ProofProps {
  readonly reader: Reader;
  readonly by: Viewer['by'];
  readonly proof: SpeakerProof;
  readonly source: CommentView['source'];
}

/** How the words came and how sure we are of who wrote them: quiet when sure, a word of warning when not; the team reads it whole. */
function Proof({ reader, by, proof, source }: ProofProps) {
  if (source !== 'mail') return null;
  const { say } = reader;
  const doubtful = proof === 'unproven';
  const sure = by === 'staff' && (proof === 'mail-proven' || proof === 'token-only');
  return (
    <span class={doubtful ? 'fine warn' : 'fine'} title={say(`proof.${proof}`)}>
      {sure ? say(`source.mail.${proof}`) : say(doubtful ? 'source.mail.doubtful' : 'source.mail')}
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

/** Their paths start with FOLDER. Pictures that every mail brings along stand folded below the others. */
export function Files({ reader, files }: { reader: Reader; files: readonly FileView[] }) {
  const again = files.filter((f) => f.repeated);
  return (
    <>
      <FileList reader={reader} files={files.filter((f) => !f.repeated)} />
      {again.length > 0 ? (
        <details class="again fine">
          <summary>{reader.say('file.again', { n: again.length })}</summary>
          <FileList reader={reader} files={again} />
        </details>
      ) : null}
    </>
  );
}

function FileList({ reader, files }: { reader: Reader; files: readonly FileView[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li>
          <a href={`${FOLDER}/${file.id}`} download={file.name}>
            {file.name}
          </a>
          <span class="fine">{formatSize(file.size, reader.language)}</span>
          {looksLike(file) ? (
            <a
              class="fine view"
              href={`${FOLDER}/${file.id}?view`}
              aria-label={`${reader.say('file.view')}: ${file.name}`}
            >
              {reader.say('file.view')}
            </a>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Who was told, and whether it reached them. People outside see the state of their own words only, and no reasons. */
function Told({ reader, by, comment, deliveries }: Omit<Shown, 'below'>) {
  if (deliveries.length === 0) return null;
  return by === 'staff' ? (
    <ul class="told fine">
      {deliveries.map((d) => (
        <li class={isBad(d) ? 'bad' : undefined}>
          {d.person.name}
          {d.person.kind === 'contact' ? ` (${reader.say('mark.client')})` : ''}:{' '}
          <Became reader={reader} delivery={d} />
          {d.reason ? ` — ${sayReason(d.reason, reader.say)}` : ''}
        </li>
      ))}
    </ul>
  ) : comment.own ? (
    <p class="told fine">{ownTold(reader, deliveries)}</p>
  ) : null;
}

/** An entry says nothing that changes with the day, so these moments are said in whole. */
function Became({ reader, delivery }: { reader: Reader; delivery: Delivery }) {
  const { say } = reader;
  const { state, held, until, readAt } = delivery;
  const time = (at: number) => <Time at={at} reader={reader} only="full" />;
  if (held && until !== null)
    return (
      <>
        {say('delivery.held')} {time(until)}
      </>
    );
  return (
    <>
      {say(`delivery.${state}`)}
      {until === null ? '' : <>, {time(until)}</>}
      {readAt === null ? (
        ''
      ) : (
        <>
          , {say('delivery.read')} {time(readAt)}
        </>
      )}
    </>
  );
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
