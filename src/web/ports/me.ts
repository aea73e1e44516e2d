/** What the page about oneself asks of the house. */
import type { Managed } from '../../flow/manage.ts';
import type { EmployeesOwnFields, PasswordChange } from '../../flow/me.ts';
import type { Notification } from '../../flow/notifications.ts';
import type { Person } from '../../people/person.ts';
import type { SessionLine } from '../../store/doors.ts';
import type { Viewer } from '../../tasks/visibility.ts';
import type { Actor, Page, Paging } from '../ports.ts';

export interface MePorts {
  /** Of a contact, the fields that are theirs are taken and the others left. */
  change(actor: Actor, fields: EmployeesOwnFields): Promise<Managed<null>>;
  /** `session`: the cookie's value, which stays good. */
  changePassword(
    actor: Actor,
    session: string,
    asked: { readonly old: string; readonly fresh: string },
  ): Promise<PasswordChange>;
  /** What they were told of, as they may see it now. */
  notifications(actor: Actor, viewer: Viewer, page: Paging): Promise<Page<Notification>>;
  sessions(person: Person, session: string): Promise<readonly SessionLine[]>;
  endSession(person: Person, id: string): Promise<boolean>;
  endSessions(person: Person): Promise<void>;
}
