/** A mail as it came: its HTML in a sandbox, its raw text, and the way back. */
import type { CommentView, TaskView } from '../../../tasks/visibility.ts';
import type { OriginalMail } from '../../ports/task-work.ts';
import { titleOf } from '../list.tsx';
import { MailAsItCame } from '../original-mail.tsx';
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
      <MailAsItCame reader={reader} base={base} mail={mail} pictures={pictures} />
    </DeskFrame>
  );
}
