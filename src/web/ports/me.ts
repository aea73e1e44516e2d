/** What the page about oneself asks of the house. */
import type { OwnFields, PasswordChange } from '../../flow/me.ts';
import type { Person } from '../../people/person.ts';
import type { SessionLine } from '../../store/doors.ts';
import type { Actor } from '../ports.ts';

export interface MePorts {
  change(actor: Actor, fields: OwnFields): Promise<void>;
  /** `session`: the cookie's value, which stays good. */
  changePassword(
    actor: Actor,
    session: string,
    asked: { readonly old: string; readonly fresh: string },
  ): Promise<PasswordChange>;
  sessions(person: Person, session: string): Promise<readonly SessionLine[]>;
  endSession(person: Person, id: string): Promise<boolean>;
  endSessions(person: Person): Promise<void>;
}
