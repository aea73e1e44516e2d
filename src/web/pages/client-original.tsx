/** «Исходное письмо»: what the client themselves had sent, as it came. */
import type { CommentView, TaskView } from '../../tasks/visibility.ts';
import type { OriginalMail } from '../ports/task-work.ts';
import { ClientFrame, type Visit } from './client.tsx';
import { titleOf } from './list.tsx';
import { MailAsItCame } from './original-mail.tsx';

interface OriginalProps {
  readonly visit: Visit;
  readonly task: TaskView;
  /** Null: the mail that made the task. */
  readonly comment: CommentView | null;
  readonly mail: OriginalMail | null;
  readonly pictures: boolean;
}

export function ClientOriginal({ visit, task, comment, mail, pictures }: OriginalProps) {
  const { reader, base } = visit;
  const { say } = reader;
  const here = `${base}/tasks/${task.number}`;
  const path = `${here}${comment ? `/comments/${comment.number}` : ''}/original`;
  return (
    <ClientFrame visit={visit} title={`${say('original.own')}: ${titleOf(task, reader)}`} task={task.number}>
      <h1>{say('original.own')}</h1>
      <p class="fine head">
        <a href={`${here}${comment ? `#c${comment.number}` : ''}`}>{titleOf(task, reader)}</a>
        {mail ? <a href={`${path}/source`}>{say('original.save')}</a> : null}
      </p>
      <MailAsItCame reader={reader} base={path} mail={mail} pictures={pictures} />
    </ClientFrame>
  );
}
