/**
 * A mailed comment about another matter becomes a task of its own: who may do that, and what the task is made of. Pure.
 */
import type { CommentId } from '../base/id.ts';
import { readAnswer, withoutCommands } from '../mail/subject.ts';
import type { Contact, Person } from '../people/person.ts';
import { isClientMail, isTeam } from './decide.ts';
import type { NewTask } from './intent.ts';
import type { Refusal } from './refusal.ts';
import { standings } from './rights.ts';
import { type MailOrigin, TITLE_MAX } from './task.ts';
import type { TaskWorld } from './visibility.ts';

export interface Branching {
  readonly comment: CommentId;
  /** Who wrote it. */
  readonly author: Contact | null;
  /** A task was made of it before, and is still there. */
  readonly done: boolean;
}

export type BranchDecision =
  | { readonly ok: true; readonly task: NewTask }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * A mailed comment about another matter becomes a task of its own. Only what the client sent goes along: the words, the subject
 * and (by the caller) the files; who works on the old task works on this one, but nobody outside is told of it.
 */
export function decideBranch(
  world: TaskWorld,
  actor: Person,
  { comment: id, author, done }: Branching,
): BranchDecision {
  const { task } = world;
  const comment = world.comments.find((c) => c.id === id);
  if (!comment || task.deletedAt !== null) return refuse('not-found');
  if (standings(actor, world).length === 0) return refuse('not-found');
  if (!isTeam(world, actor)) return refuse('not-allowed');
  if (!isClientMail(comment) || !author) return refuse('not-client-mail');
  if (comment.hidden) return refuse('hidden-stays');
  if (done) return refuse('already-a-task');
  const assignees = task.people.filter((p) => p.role === 'assignee' && p.kind === 'employee').map((p) => p.person);
  const robot = actor.kind === 'employee' && actor.role === 'robot';
  return {
    ok: true,
    task: {
      title: branchTitle(comment),
      description: { html: comment.html, text: comment.text },
      files: [],
      project: task.project,
      parent: task.id,
      assigner: author.id,
      assignees,
      // Whoever made it goes on seeing it.
      participants: robot || assignees.includes(actor.id) ? [] : [actor.id],
      auditors: [],
      counterparty: author.companies[0] ?? author.id,
      automaticAccess: task.automaticAccess,
      status: 'NEW',
      source: 'mail',
      proof: comment.proof,
      // What was cut from the mail is the old task's talk.
      origin: comment.origin && { ...comment.origin, removed: [] },
      branchOf: id,
    },
  };
}

/** The mail's subject; without one, how the mail begins. */
export function branchTitle({ origin, text, files }: Titled): string {
  const subject = withoutCommands(readAnswer(origin?.subject ?? '').title);
  const begins = text.trim().split('\n')[0]!.trim();
  const title = [...(subject || begins || files[0]?.name || '—')];
  return title.length <= TITLE_MAX ? title.join('') : `${title.slice(0, TITLE_MAX - 1).join('')}…`;
}

interface Titled {
  readonly origin: Pick<MailOrigin, 'subject'> | null;
  readonly text: string;
  readonly files: readonly { readonly name: string }[];
}

const refuse = (refusal: Refusal): BranchDecision => ({ ok: false, refusal });
