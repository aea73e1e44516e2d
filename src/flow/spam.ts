/**
 * Spam marks (spec 3.11): what a client sent by mail goes, and their next mails are ignored with a line in the log. «Not spam»
 * lets them write again; what came meanwhile stays in the log, where it can be processed again.
 */
import type { CommentId, TaskId } from '../base/id.ts';
import type { Contact } from '../people/person.ts';
import { pageOfSpammers } from '../store/people-lists.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Managed, managed, mayManage, refused } from './manage.ts';
import { changeContact } from './manage-people.ts';
import { type Performed, perform } from './perform.ts';

/** `comment` null: the task itself, which a mail made. */
export const markSpam = (gw: Gateway, actor: Actor, task: TaskId, comment: CommentId | null): Promise<Performed> =>
  perform(gw, actor, { kind: 'mark-spam', task, comment });

/** For administrators and whoever is responsible for the contact. */
export const unmarkSpam = (gw: Gateway, actor: Actor, contact: string): Promise<Managed<Contact>> =>
  changeContact(gw, actor, contact, { isSpammer: false });

/** Whose mail is ignored, in the order of their numbers; `after` is the last number seen. */
export async function listSpammers(
  gw: Gateway,
  actor: Actor,
  after: number,
  limit: number,
): Promise<Managed<readonly Contact[]>> {
  if (!mayManage(actor)) return refused('admins-only');
  return managed(await pageOfSpammers(gw.db.read, actor.account.id, after, limit));
}
