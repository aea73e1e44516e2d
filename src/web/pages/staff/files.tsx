/** Every file of a task in one list: what, from whom, when, and the way to where it stands. */
import { formatSize } from '../../../base/size.ts';
import type { TaskView } from '../../../tasks/visibility.ts';
import { isPicture, looksLike } from '../../download.ts';
import type { TaskFile } from '../../ports/task-work.ts';
import { ZIP_MAX } from '../../zip.ts';
import { Time } from '../layout.tsx';
import { titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';

/** A larger picture is a click away. */
const PREVIEW = 3 * 1024 * 1024;

export function TaskFiles({ desk, task, files }: { desk: Desk; task: TaskView; files: readonly TaskFile[] }) {
  const { reader } = desk;
  const { say, language } = reader;
  const here = `/tasks/${task.number}`;
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <DeskFrame desk={desk} title={say('files.title')} place={null}>
      <h1>{say('files.title')}</h1>
      <p class="fine head">
        <a href={here}>{titleOf(task, reader)}</a>
        {files.length > 1 && size < ZIP_MAX ? (
          <a href={`${here}/files.zip`} download>
            {say('files.zip', { n: files.length, size: formatSize(size, language) })}
          </a>
        ) : null}
      </p>
      {files.length === 0 ? <p class="empty">{say('files.empty')}</p> : null}
      <ul class="rows papers">
        {files.map(({ file, comment, author }) => (
          <li>
            <a href={`/files/${file.id}${looksLike(file) ? '?view' : ''}`}>{file.name}</a>
            <span class="fine context">
              {formatSize(file.size, reader.language)}
              {' · '}
              {author ? author.name : say('task.description')}
              {comment === null ? null : (
                <>
                  {' · '}
                  <a class="inner" href={`${here}#c${comment}`}>
                    {say('files.comment')}
                  </a>
                </>
              )}
            </span>
            <span class="fine end">
              <Time at={file.createdAt} reader={reader} />
            </span>
            {isPicture(file) && file.size <= PREVIEW ? (
              <a class="inner thumb" href={`/files/${file.id}?view`} aria-label={`${say('file.view')}: ${file.name}`}>
                <img src={`/files/${file.id}?view`} alt="" loading="lazy" />
              </a>
            ) : null}
          </li>
        ))}
      </ul>
    </DeskFrame>
  );
}
