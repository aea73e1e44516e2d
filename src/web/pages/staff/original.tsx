/** A mail as it came: its HTML in a sandbox, its raw text, and the way back. */
import type { CommentView, TaskView } from '../../../tasks/visibility.ts';
import type { OriginalMail } from '../../ports/task-work.ts';
import { titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';

interface OriginalProps {
  readonly desk: Desk;
  readonly task: TaskView;
  /** Null: the mail that made the task. */
  readonly comment: CommentView | null;
  /** Null: its bytes are not kept any more. */
  readonly mail: OriginalMail | null;
  readonly pictures: boolean;
}

/** More stands in the file that can be saved. */
const SHOWN = 200_000;

export function Original({ desk, task, comment, mail, pictures }: OriginalProps) {
  const { reader } = desk;
  const { say } = reader;
  const base = comment ? `/tasks/${task.number}/comments/${comment.number}/original` : `/tasks/${task.number}/original`;
  return (
    <DeskFrame desk={desk} title={say('original.title')} place={null}>
      <h1>{say('original.title')}</h1>
      <p class="fine head">
        <a href={`/tasks/${task.number}${comment ? `#c${comment.number}` : ''}`}>{titleOf(task, reader)}</a>
        {mail ? <a href={`${base}/source`}>{say('original.save')}</a> : null}
      </p>
      {mail ? null : <p class="empty">{say('original.gone')}</p>}
      {mail && mail.html !== null ? (
        <>
          <iframe
            class="preview"
            src={`${base}/words${pictures ? '?pictures' : ''}`}
            sandbox=""
            title={say('original.html')}
            referrerpolicy="no-referrer"
          />
          <p class="fine">
            {pictures ? say('original.pictures.on') : <a href={`${base}?pictures`}>{say('original.pictures')}</a>}
          </p>
        </>
      ) : null}
      {mail ? (
        <details class="raw" open={mail.html === null}>
          <summary>{say('original.raw')}</summary>
          <pre tabindex={0}>{textOf(mail.raw)}</pre>
        </details>
      ) : null}
    </DeskFrame>
  );
}

/** UTF-8 where it is, else byte by byte: raw mail has no one charset. */
function textOf(raw: Buffer): string {
  const head = raw.subarray(0, SHOWN);
  const text = head.toString('utf8');
  return (text.includes('\uFFFD') ? head.toString('latin1') : text).replaceAll('\r', '');
}
