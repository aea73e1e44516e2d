/** What one does about oneself: name, language, password, sessions. */
import { type PasswordFault, passwordFault } from '../people/password-rules.ts';
import { type Contact, type Employee, type Language, maySignIn, type Person } from '../people/person.ts';
import {
  closeOtherSessions,
  closeSessionNamed,
  closeSessionsOf,
  type SessionLine,
  sessionsOf,
} from '../store/doors.ts';
import { endOneTimes } from '../store/one-time.ts';
import { loadPerson, passwordHash, setPasswordHash, updateContact, updateEmployee } from '../store/people.ts';
import { audit } from './audit.ts';
import { forget, guess } from './brakes.ts';
import type { Actor, Gateway } from './gateway.ts';
import { faulty, type Managed, managed, refused } from './manage.ts';
import { loginFaults } from './manage-people.ts';
import { letGo } from './pace.ts';
import { BUSY_SECONDS, unlessBusy } from './password.ts';
import { tellOfPassword } from './post.ts';
import { SESSION_IDLE } from './session.ts';
import { cleanSignature, signatureFaults } from './signatures.ts';

export interface OwnFields {
  readonly language: Language;
  readonly timezone: string | null;
  /** No letters about what happens; it is read on the pages. */
  readonly emailOff: boolean;
}

/** Of employees alone; what a contact is called, the team says (A10), and a login of one's own they have not (item 96). */
export interface EmployeesOwnFields extends OwnFields {
  readonly firstName: string;
  readonly lastName: string;
  readonly login: string;
  /** Below what they write in letters. */
  readonly signature: string;
  readonly signatureOn: boolean;
}

/** Nobody else's rights are asked: one changes what is one's own and nothing besides. */
export async function changeSelf(gw: Gateway, actor: Actor, fields: EmployeesOwnFields): Promise<Managed<null>> {
  const { account, person } = actor;
  const { language, timezone, emailOff, ...employees } = fields;
  const own: OwnFields = { language, timezone, emailOff };
  const done = await gw.db.write(async (tx): Promise<Managed<null>> => {
    const now = await loadPerson(tx, account.id, person.id);
    if (!now || !maySignIn(now)) return refused('nowhere');
    if (now.kind === 'contact') {
      await updateContact(tx, now, own satisfies Partial<Contact>);
      await letGo(gw, tx, now, { ...now, ...own });
      return managed(null);
    }
    const faults = [
      ...(await loginFaults(gw, tx, account, fields.login, now)),
      ...signatureFaults(gw.names, fields.signature),
    ];
    if (faults.length > 0) return faulty(faults);
    const signature = cleanSignature(gw.names, fields.signature);
    await updateEmployee(tx, now, { ...own, ...employees, signature } satisfies Partial<Employee>);
    if (fields.login !== now.login) await audit(gw, tx, actor, 'employee-changed', now.id, ['login']);
    return managed(null);
  });
  gw.wake.outbox();
  return done;
}

export type PasswordChange =
  | { readonly kind: 'done' }
  | { readonly kind: 'wrong' | PasswordFault }
  | { readonly kind: 'slow-down'; readonly seconds: number };

/**
 * The old password is asked, with a brake as at the door: an open screen is no way to guess it. Every other session and every
 * link for a new password ends (threat T32).
 */
export async function changePassword(
  gw: Gateway,
  actor: Actor,
  session: string,
  asked: { readonly old: string; readonly fresh: string },
): Promise<PasswordChange> {
  const { account, person } = actor;
  const fault = passwordFault(asked.fresh, person);
  if (fault) return { kind: fault };
  const wait = await guess(gw.brakes.ownPassword, person.id);
  if (wait > 0) return { kind: 'slow-down', seconds: wait };
  return unlessBusy<PasswordChange>(
    async () => {
      const stored = await passwordHash(gw.db.read, account.id, person);
      if (!(await gw.passwords.check(asked.old, stored))) return { kind: 'wrong' };
      await forget(gw.brakes.ownPassword, person.id);
      const done = await replace(gw, actor, session, stored, await gw.passwords.hash(asked.fresh));
      gw.wake.outbox();
      return done;
    },
    { kind: 'slow-down', seconds: BUSY_SECONDS },
  );
}

async function replace(
  gw: Gateway,
  actor: Actor,
  session: string,
  stored: string | null,
  hash: string,
): Promise<PasswordChange> {
  const { account, person } = actor;
  return gw.db.write(async (tx): Promise<PasswordChange> => {
    // Changed or taken away while this one was hashed.
    if ((await passwordHash(tx, account.id, person)) !== stored) return { kind: 'wrong' };
    await setPasswordHash(tx, account.id, person, hash);
    await endOneTimes(tx, account.id, person.id, gw.clock());
    await closeOtherSessions(tx, account.id, person.id, session);
    await audit(gw, tx, actor, 'password-changed', person.id);
    await tellOfPassword(gw, tx, account, person);
    return { kind: 'done' };
  });
}

export const listSessions = (gw: Gateway, person: Person, session: string): Promise<SessionLine[]> => {
  const now = gw.clock();
  return sessionsOf(gw.db.read, person.account, person.id, now, now - SESSION_IDLE, session);
};

/** One of their own. False: there is none of this name. */
export const endSession = (gw: Gateway, person: Person, id: string): Promise<boolean> =>
  gw.db.write((tx) => closeSessionNamed(tx, person.account, person.id, id));

/** All of them, this one too. */
export async function endSessions(gw: Gateway, person: Person): Promise<void> {
  await gw.db.write((tx) => closeSessionsOf(tx, person.account, person.id));
}
