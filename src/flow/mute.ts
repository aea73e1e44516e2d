/**
 * «Mute this task»: the link in a letter, and the button that mail programs show for it (RFC 8058). It ends letters about one task to
 * one person; their own words in the task bring them back.
 */

import type { TaskId } from '../base/id.ts';
import { readLetterToken } from '../base/token.ts';
import type { Account } from '../people/account.ts';
import type { Contact, Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { letterById } from '../store/letter-lines.ts';
import { isMuted, muteTask, unmuteTask } from '../store/mutes.ts';
import { loadPerson } from '../store/people.ts';
import type { Gateway } from './gateway.ts';

export interface Muting {
  readonly account: Account;
  readonly person: Person;
  readonly task: TaskId;
  /** As their letter had it: the page shows no more than that. */
  readonly title: string;
  readonly muted: boolean;
}

/** Null: nobody made this token, or its letter is no longer kept. */
export async function mutingOf(gw: Gateway, token: string): Promise<Muting | null> {
  const id = readLetterToken(gw.keyring, 'mute', token);
  const letter = id && (await letterById(gw.db.read, id))?.letter;
  if (!letter?.task || letter.recipient === null) return null;
  const account = await loadAccount(gw.db.read, letter.account);
  const person = account && (await loadPerson(gw.db.read, account.id, letter.recipient));
  if (!person) return null;
  const muted = await isMuted(gw.db.read, account.id, letter.task, person.id);
  return { account, person, task: letter.task, title: letter.subject, muted };
}

export async function setMuted(gw: Gateway, token: string, muted: boolean): Promise<Muting | null> {
  const found = await mutingOf(gw, token);
  if (!found) return null;
  const { account, task, person } = found;
  await gw.db.write((tx) =>
    muted ? muteTask(tx, account.id, task, person.id, gw.clock()) : unmuteTask(tx, account.id, task, person.id),
  );
  return { ...found, muted };
}

/** Whether somebody gets no letters about a task that they see. */
export const hasMuted = (gw: Gateway, { account, id }: Contact, task: TaskId): Promise<boolean> =>
  isMuted(gw.db.read, account, task, id);

/** Letters about it come again: who asks has the page of the task open. */
export const hearAgain = (gw: Gateway, { account, id }: Contact, task: TaskId): Promise<void> =>
  gw.db.write((tx) => unmuteTask(tx, account, task, id));
