/** Every file of a task in one list: what, from whom, when, and the way to where it stands. */
import type { TaskView } from '../../../tasks/visibility.ts';
import { looksLike } from '../../download.ts';
import type { TaskFile } from '../../ports/task-work.ts';
import { saySize } from '../../words.ts';
import { Time } from '../layout.tsx';
import { titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';

export function TaskFiles({ desk, task, files }: { desk: Desk; task: TaskView; files: readonly TaskFile[] }) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('files.title')} place={null}>
      <h1>{say('files.title')}</h1>
      <p class="fine head">
        <a href={`/tasks/${task.number}`}>{titleOf(task, reader)}</a>
      </p>
      {files.length === 0 ? <p class="empty">{say('files.empty')}</p> : null}
      <ul class="rows">
        {files.map(({ file, comment, author }) => (
          <li>
            <a href={`/files/${file.id}${looksLike(file) ? '?view' : ''}`}>{file.name}</a>
            <span class="fine context">
              {saySize(file.size, reader.language)}
              {' · '}
              {author ? author.name : say('task.description')}
              {comment === null ? null : (
                <>
                  {' · '}
                  <a class="inner" href={`/tasks/${task.number}#c${comment}`}>
                    {say('files.comment')}
                  </a>
                </>
              )}
            </span>
            <span class="fine end">
              <Time at={file.createdAt} reader={reader} />
            </span>
          </li>
        ))}
      </ul>
    </DeskFrame>
  );
}
