/** The record of what happened in a task. */
import { newId } from '../base/id.ts';
import type { TaskEvent } from '../tasks/event.ts';
import type { TaskChanges } from '../tasks/intent.ts';
import type { Applying } from './apply.ts';

/** Who did what and when: every state is a record with an author and a time (house rule 17). The words themselves stand in their own rows. */
export async function remember(at: Applying, event: TaskEvent): Promise<void> {
  await at.tx('history').insert({
    account_id: at.account,
    task_id: at.task,
    id: newId<'history'>(at.now),
    actor_id: at.actor.id,
    kind: event.kind,
    detail: JSON.stringify(detailOf(event)),
    at: at.now,
  });
}

function detailOf(event: TaskEvent): unknown {
  switch (event.kind) {
    case 'status-changed':
      return { from: event.from, to: event.to, reason: event.reason };
    case 'person-added':
    case 'person-removed':
      return { person: event.person, role: event.role };
    case 'comment-edited':
    case 'comment-deleted':
      return { comment: event.comment };
    case 'author-marked-spam':
      return { person: event.person };
    case 'task-edited':
      return {
        changed: Object.keys(event.changes).filter((field) => event.changes[field as keyof TaskChanges] !== undefined),
      };
    default:
      return {};
  }
}
