/** What one was told of: the task, who wrote and how it begins, the time. */
import type { Notification } from '../../flow/notifications.ts';
import type { Page } from '../ports.ts';
import { Time } from './layout.tsx';
import { More, titleOf } from './list.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

interface NotificationsProps {
  readonly desk: Desk;
  readonly page: Page<Notification>;
  readonly later: boolean;
}

export function Notifications({ desk, page, later }: NotificationsProps) {
  const { reader, person } = desk;
  const { say } = reader;
  const silent = person.emailOff || person.email === null;
  return (
    <DeskFrame desk={desk} title={say('nav.notifications')} place="notifications">
      <h1>{say('nav.notifications')}</h1>
      <p class="fine">
        {silent ? say('notifications.here-only') : say('notifications.letters', { email: person.email ?? '' })}{' '}
        <a href="/me">{say('notifications.change')}</a>
      </p>
      {page.items.length === 0 ? <p class="empty">{say('notifications.empty')}</p> : null}
      <ul class="rows" data-new={say('list.new')} data-looked="notifications">
        {page.items.map((one) => (
          <Line reader={reader} one={one} />
        ))}
      </ul>
      <More reader={reader} here="/notifications" next={page.next} later={later} />
    </DeskFrame>
  );
}

function Line({ reader, one }: { reader: Reader; one: Notification }) {
  const { task, comment, author, at } = one;
  const place = comment ? `#c${comment.number}` : '';
  return (
    <li data-task={String(task.number)} data-at={String(at)}>
      <a href={`/tasks/${task.number}${place}`}>{titleOf(task, reader)}</a>
      <span class="fine context">
        {author ? <span class="by-whom">{author.name}: </span> : null}
        {wordsOf(reader, comment)}
      </span>
      <span class="fine end">
        <Time at={at} reader={reader} />
      </span>
    </li>
  );
}

const SHOWN = 140;

function wordsOf({ say }: Reader, comment: Notification['comment']): string {
  if (!comment) return say('notifications.task');
  const words = [...comment.text.replace(/\s+/g, ' ').trim()];
  if (words.length === 0) return say('notifications.files', { n: comment.files });
  return words.length > SHOWN ? `${words.slice(0, SHOWN).join('').trimEnd()}…` : words.join('');
}
