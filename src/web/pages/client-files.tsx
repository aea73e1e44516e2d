/** All files of a conversation in one list: what, how large, from whom, when, and the way to where it stands. */
import { formatSize } from '../../base/size.ts';
import type { FileView, TaskView } from '../../tasks/visibility.ts';
import { isPicture, looksLike } from '../download.ts';
import type { TaskFile } from '../ports/task-work.ts';
import { ZIP_MAX } from '../zip.ts';
import { ClientFrame, type Visit } from './client.tsx';
import { Time } from './layout.tsx';
import { titleOf } from './list.tsx';

export const KINDS = ['all', 'pictures', 'others'] as const;
export const ORDERS = ['newest', 'name', 'size'] as const;

/** The first of each is what is there without being asked for. */
export interface Arranged {
  readonly kind: (typeof KINDS)[number];
  readonly order: (typeof ORDERS)[number];
}

interface FilesProps {
  readonly visit: Visit;
  readonly task: TaskView;
  readonly files: readonly TaskFile[];
}

export function ClientFiles({ visit, task, files, ...asked }: FilesProps & Arranged) {
  const { say, language } = visit.reader;
  const here = `${visit.base}/tasks/${task.number}`;
  const listed = arrange(files, asked);
  const aside = listed.filter(isSmall);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <ClientFrame visit={visit} title={`${say('files.own')}: ${titleOf(task, visit.reader)}`} task={task.number}>
      <h1>{say('files.own')}</h1>
      <p class="fine head">
        <a href={here}>{titleOf(task, visit.reader)}</a>
        {files.length > 1 && size < ZIP_MAX ? (
          <a href={`${here}/files.zip`} download>
            {say('files.zip', { n: files.length, size: formatSize(size, language) })}
          </a>
        ) : null}
      </p>
      {files.length > FEW ? <Ways visit={visit} here={`${here}/files`} asked={asked} /> : null}
      {listed.length === 0 ? <p class="empty">{files.length === 0 ? say('files.empty') : say('files.none')}</p> : null}
      <Rows {...{ visit, task }} files={listed.filter((one) => !isSmall(one))} />
      {aside.length > 0 ? (
        <details class="small-ones">
          <summary class="fine">{say('files.small', { n: aside.length })}</summary>
          <Rows {...{ visit, task }} files={aside} />
        </details>
      ) : null}
    </ClientFrame>
  );
}

/** So many are seen at a glance. */
const FEW = 5;

/** They come with the newest first. */
function arrange(files: readonly TaskFile[], { kind, order }: Arranged): TaskFile[] {
  const wanted = files.filter(({ file }) => kind === 'all' || isPicture(file) === (kind === 'pictures'));
  if (order === 'name') wanted.sort((a, b) => a.file.name.localeCompare(b.file.name, undefined, { numeric: true }));
  if (order === 'size') wanted.sort((a, b) => b.file.size - a.file.size);
  return wanted;
}

function Ways({ visit, here, asked }: { visit: Visit; here: string; asked: Arranged }) {
  const { say } = visit.reader;
  const to = (change: Partial<Arranged>) => {
    const { kind, order } = { ...asked, ...change };
    const query = new URLSearchParams({
      ...(kind === KINDS[0] ? {} : { kind }),
      ...(order === ORDERS[0] ? {} : { order }),
    });
    return query.size > 0 ? `${here}?${query}` : here;
  };
  return (
    <div class="sift">
      <nav class="tabs fine" aria-label={say('files.kind')}>
        {KINDS.map((kind) => (
          <a href={to({ kind })} aria-current={kind === asked.kind ? 'page' : undefined}>
            {say(`files.kind.${kind}`)}
          </a>
        ))}
      </nav>
      <nav class="tabs fine" aria-label={say('files.order')}>
        {ORDERS.map((order) => (
          <a href={to({ order })} aria-current={order === asked.order ? 'page' : undefined}>
            {say(`files.order.${order}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

/** Logos and lines of signatures: what comes with every mail, and pictures too small to be what somebody wanted to show. */
const SMALL = 8 * 1024;
const isSmall = ({ file }: TaskFile): boolean =>
  file.repeated || (file.cid !== null && isPicture(file) && file.size < SMALL);

/** A larger picture is a click away: a phone need not load it to see the list. */
const PREVIEW = 3 * 1024 * 1024;
const hasThumb = (file: FileView): boolean => isPicture(file) && file.size <= PREVIEW;

function Rows({ visit, task, files }: FilesProps) {
  const { reader, base } = visit;
  const { say } = reader;
  if (files.length === 0) return null;
  const viewing = (file: FileView) => ({
    href: `${base}/files/${file.id}?view`,
    'aria-label': `${say('file.view')}: ${file.name}`,
  });
  return (
    <ul class="rows papers">
      {files.map(({ file, comment, author }) => (
        <li>
          <a href={`${base}/files/${file.id}`} download={file.name}>
            {file.name}
          </a>
          <span class="fine context">
            {formatSize(file.size, reader.language)}
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
            {looksLike(file) && !hasThumb(file) ? (
              <>
                {' · '}
                <a class="inner" {...viewing(file)}>
                  {say('file.view')}
                </a>
              </>
            ) : null}
          </span>
          <span class="fine end">
            <Time at={file.createdAt} reader={reader} />
          </span>
          {hasThumb(file) ? (
            <a class="inner thumb" {...viewing(file)}>
              <img src={viewing(file).href} alt="" loading="lazy" />
            </a>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
