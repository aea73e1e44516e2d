/** Tasks of one contact, as this reader may see them. */
import { type Contact, fullName } from '../../people/person.ts';
import type { Page, TaskLine } from '../ports.ts';
import { cardPath } from './contact-card.tsx';
import { More, TaskRows } from './list.tsx';
import { type Desk, DeskFrame } from './staff.tsx';

interface Props {
  readonly desk: Desk;
  readonly page: Page<TaskLine>;
  readonly of: Contact;
  readonly later: boolean;
}

export function StaffListOf({ desk, page, of, later }: Props) {
  const { reader } = desk;
  const title = reader.say('contact.tasks.of', { name: fullName(of) });
  return (
    <DeskFrame desk={desk} title={title} place="contacts">
      <h1>{title}</h1>
      <p class="fine">
        <a href={cardPath(of)}>{fullName(of)}</a>
      </p>
      {page.items.length === 0 ? <p class="empty">{reader.say('list.empty')}</p> : null}
      <TaskRows reader={reader} tasks={page.items} pathOf={(n) => `/tasks/${n}`} numbers />
      <More reader={reader} here={`${cardPath(of)}/tasks`} next={page.next} later={later} />
    </DeskFrame>
  );
}
