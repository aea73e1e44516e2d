/** All files of a conversation in one list: what, how large, from whom, when, and the way to where it stands. */
import type { TaskView } from '../../tasks/visibility.ts';
import { isPicture } from '../download.ts';
import type { TaskFile } from '../ports/task-work.ts';
import { saySize } from '../words.ts';
import { ZIP_MAX } from '../zip.ts';
import { ClientFrame, type Visit } from './client.tsx';
import { Time } from './layout.tsx';
import { titleOf } from './list.tsx';

interface FilesProps {
  readonly visit: Visit;
  readonly task: TaskView;
  readonly files: readonly TaskFile[];
}

export function ClientFiles({ visit, task, files }: FilesProps) {
  const { say, language } = visit.reader;
  const here = `${visit.base}/tasks/${task.number}`;
  const aside = files.filter(isSmall);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <ClientFrame visit={visit} title={say('files.own')}>
      <h1>{say('files.own')}</h1>
      <p class="fine head">
        <a href={here}>{titleOf(task, visit.reader)}</a>
        {files.length > 1 && size < ZIP_MAX ? (
          <a href={`${here}/files.zip`} download>
            {say('files.zip', { n: files.length, size: saySize(size, language) })}
          </a>
        ) : null}
      </p>
      {files.length === 0 ? <p class="empty">{say('files.empty')}</p> : null}
      <Rows {...{ visit, task }} files={files.filter((one) => !isSmall(one))} />
      {aside.length > 0 ? (
        <details class="small-ones">
          <summary class="fine">{say('files.small', { n: aside.length })}</summary>
          <Rows {...{ visit, task }} files={aside} />
        </details>
      ) : null}
    </ClientFrame>
  );
}

/** Logos and lines of signatures: what comes with every mail, and pictures too small to be what somebody wanted to show. */
const SMALL = 8 * 1024;
const isSmall = ({ file }: TaskFile): boolean =>
  file.repeated || (file.cid !== null && isPicture(file) && file.size < SMALL);

/** A larger picture is a click away: a phone need not load it to see the list. */
const PREVIEW = 3 * 1024 * 1024;

function Rows({ visit, task, files }: FilesProps) {
  const { reader, base } = visit;
  const { say } = reader;
  if (files.length === 0) return null;
  return (
    <ul class="rows papers">
      {files.map(({ file, comment, author }) => (
        <li>
          <a href={`${base}/files/${file.id}`} download={file.name}>
            {file.name}
          </a>
          <span class="fine context">
            {saySize(file.size, reader.language)}
            {' · '}
            {author ? author.name : say('task.description')}
            {comment === null ? null : (
              <>
                {' · '}
                <a class="inner" href={`${base}/tasks/${task.number}#c${comment}`}>
                  {say('files.where')}
                </a>
              </>
            )}
          </span>
          <span class="fine end">
            <Time at={file.createdAt} reader={reader} />
          </span>
          {isPicture(file) ? (
            <a
              class="inner thumb fine"
              href={`${base}/files/${file.id}?view`}
              aria-label={`${say('file.view')}: ${file.name}`}
            >
              {file.size <= PREVIEW ? (
                <img src={`${base}/files/${file.id}?view`} alt="" loading="lazy" />
              ) : (
                say('file.view')
              )}
            </a>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
