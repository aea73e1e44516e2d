/**
 * Where one writes. Everything works without script; the script adds a kept draft, drag and drop and a bar of progress.
 */

import { randomUUID } from 'node:crypto';
import type { Child } from 'hono/jsx';
import type { FileId, PersonId } from '../../base/id.ts';
import { formatSize } from '../../base/size.ts';
import type { Unseen } from '../../notify/quoted.ts';
import { isActive } from '../../tasks/task.ts';
import type { PersonView, TaskView } from '../../tasks/visibility.ts';
import { wordOf } from '../quoted-word.ts';
import { sayPeople } from '../words.ts';
import type { Reader } from './reader.ts';

/** A file that came over with an attempt that did not become a comment: it need not be sent again. */
export interface KeptFile {
  readonly id: FileId;
  readonly name: string;
  readonly size: number;
}

/** What was written, given back after something went wrong. */
export interface Draft {
  readonly text: string;
  readonly kept: readonly KeptFile[];
  readonly problems: readonly string[];
  /** Null: nothing was chosen yet. */
  readonly notify: readonly PersonId[] | null;
  readonly hidden: boolean;
  /** The address that was chosen for its letters; '' is the writer's own. Null: none was. */
  readonly from: string | null;
  /** Nobody was picked: ask before keeping a comment that reaches nobody. */
  readonly nobody: boolean;
  /** The name of the form that it was sent with, so that a second try is known as one. Null: a new one is given. */
  readonly once: string | null;
  /** When it is to be said, as the clock of whoever writes shows it; '': now. */
  readonly sendAt: string;
  /** The numbers of the comments whose words were put into it. */
  readonly quoted: readonly number[];
  /** Who has not seen words that it quotes: ask before it is sent. */
  readonly unseen: readonly Unseen[];
}

export const EMPTY_DRAFT: Draft = {
  text: '',
  kept: [],
  problems: [],
  notify: null,
  hidden: false,
  from: null,
  nobody: false,
  once: null,
  sendAt: '',
  quoted: [],
  unseen: [],
};

export interface ComposerProps {
  readonly reader: Reader;
  readonly task: TaskView;
  readonly action: string;
  readonly draft: Draft;
  readonly csrf?: string | undefined;
  readonly heading: string;
  readonly children?: Child;
}

export function Composer({ reader, task, action, draft, csrf, heading, children }: ComposerProps) {
  const { say, limits } = reader;
  return (
    <>
      <h2 class="answer" id="answer">
        <a href="#text">
          {heading} <span aria-hidden="true">↓</span>
        </a>
      </h2>
      <form
        class="composer"
        method="post"
        action={action}
        enctype="multipart/form-data"
        data-task={String(task.number)}
        data-bytes={String(limits.uploadBytes)}
        data-files={String(limits.uploadFiles)}
        {...scriptWords(reader)}
      >
        {csrf ? <input type="hidden" name="csrf" value={csrf} /> : null}
        <input type="hidden" name="once" value={draft.once ?? randomUUID()} />
        {draft.quoted.map((number) => (
          <input type="hidden" name="quoted" value={String(number)} />
        ))}
        <Problems draft={draft} say={say} />
        {isActive(task.status) ? null : (
          <p class="fine">{say('composer.closed', { status: say(`status.${task.status}`).toLowerCase() })}</p>
        )}
        <label class="aside" for="text">
          {heading}
        </label>
        <textarea
          id="text"
          name="text"
          rows={6}
          maxlength={60000}
          aria-describedby={draft.problems.length > 0 ? 'problem' : undefined}
        >
          {`\n${draft.text}`}
        </textarea>
        <KeptFiles reader={reader} kept={draft.kept} />
        <div class="attach">
          <label for="files">{say('composer.files')}</label>
          <input id="files" type="file" name="files" multiple aria-describedby="limits" />
          <span class="fine" id="limits">
            {say('composer.limits', { n: limits.uploadFiles, size: formatSize(limits.uploadBytes, reader.language) })}
          </span>
        </div>
        <ul class="files chosen" hidden />
        {children}
        {draft.nobody ? <Tick name="never-ask" words={say('composer.never-ask')} /> : null}
        <Send draft={draft} say={say} />
      </form>
    </>
  );
}

export const Tick = ({ name, words }: { name: string; words: string }) => (
  <label class="pick">
    <input type="checkbox" name={name} value="1" />
    <span>{words}</span>
  </label>
);

/** What the script says is said by the server's words. */
const scriptWords = ({ say, limits, language }: Reader) => ({
  'data-say-remove': say('composer.remove'),
  'data-say-too-large': say('composer.too-large', { size: formatSize(limits.uploadBytes, language) }),
  'data-say-too-many': say('composer.too-many', { n: limits.uploadFiles }),
  'data-say-sending': say('composer.sending'),
  'data-say-failed': say('composer.failed'),
  'data-say-added': say('composer.added'),
  'data-say-planned': say('composer.planned'),
  'data-say-cancel': say('composer.cancel'),
  'data-say-draft': say('composer.draft'),
});

function Problems({ draft, say }: { draft: Draft; say: Reader['say'] }) {
  if (draft.problems.length === 0 && !draft.nobody && draft.unseen.length === 0) return null;
  return (
    <div class="problem" id="problem" role="alert" tabindex={-1}>
      {draft.problems.map((p) => (
        <p>{p}</p>
      ))}
      {draft.nobody ? <p>{say('composer.nobody')}</p> : null}
      <UnseenWords unseen={draft.unseen} say={say} />
    </div>
  );
}

/** «Peter has not seen these words»: what is quoted goes to nobody unsaid. */
export function UnseenWords({ unseen, say }: { unseen: readonly Unseen[]; say: Reader['say'] }) {
  if (unseen.length === 0) return null;
  return (
    <>
      {unseen.map(({ comment, person }) => (
        <p>
          {say('composer.unseen', { name: person.name, author: comment.author.name })}{' '}
          <a href={`#c${comment.number}`}>{say('composer.answers.which')}</a>
        </p>
      ))}
      <p>{say('composer.unseen.means')}</p>
    </>
  );
}

function Send({ draft, say }: { draft: Draft; say: Reader['say'] }) {
  const { nobody, unseen } = draft;
  return (
    <div class="send">
      <button type="submit">{say('composer.send')}</button>
      {nobody ? (
        <button class="second" type="submit" name="confirmed" value="1">
          {say('composer.send.nobody')}
        </button>
      ) : null}
      {unseen.length > 0 ? (
        <button class="second" type="submit" name="quoted-ok" value={wordOf(unseen)}>
          {say('composer.unseen.send')}
        </button>
      ) : null}
      <span class="fine keys" hidden>
        {say('composer.keys')}
      </span>
    </div>
  );
}

/** The names travel with the form so that the next page can say them; what they name is checked again when it is used. */
export function KeptFiles({ reader, kept }: { reader: Reader; kept: readonly KeptFile[] }) {
  if (kept.length === 0) return null;
  return (
    <fieldset class="kept">
      <legend>{reader.say('composer.kept')}</legend>
      {kept.map((f) => (
        <label class="pick">
          <input type="checkbox" name="kept" value={`${f.id}|${f.size}|${f.name}`} checked />
          <span>
            {f.name} <span class="fine">{formatSize(f.size, reader.language)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** "Ann Lee and 2 others will be notified" */
export function WillBeNotified({ reader, people }: { reader: Reader; people: readonly PersonView[] }) {
  const names = people.map((p) => p.name);
  if (names.length === 0) return null;
  return (
    <p class="fine" title={names.join(', ')}>
      {reader.say('composer.notified', { n: names.length, people: sayPeople(names, reader.say) })}
    </p>
  );
}
