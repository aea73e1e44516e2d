/**
 * What happened to a task: the only things the store writes and the only things people are told of.
 */
import type { CommentId, PersonId } from '../base/id.ts';
import type { CommentDraft, NewTask, TaskChanges } from './intent.ts';
import type { Status, TaskRole, Words } from './task.ts';

export type TaskEvent =
  | { readonly kind: 'task-created'; readonly task: NewTask }
  | { readonly kind: 'comment-added'; readonly draft: CommentDraft }
  | { readonly kind: 'comment-edited'; readonly comment: CommentId; readonly words: Words }
  | { readonly kind: 'comment-deleted'; readonly comment: CommentId }
  | { readonly kind: 'status-changed'; readonly from: Status; readonly to: Status; readonly reason: string }
  | { readonly kind: 'task-edited'; readonly changes: TaskChanges }
  | {
      readonly kind: 'person-added';
      readonly person: PersonId;
      readonly personKind: 'employee' | 'contact';
      readonly role: TaskRole;
    }
  | { readonly kind: 'person-removed'; readonly person: PersonId; readonly role: TaskRole }
  | { readonly kind: 'author-marked-spam'; readonly person: PersonId }
  | { readonly kind: 'task-deleted' }
  | { readonly kind: 'task-restored' }
  | { readonly kind: 'item-added'; readonly text: string; readonly assignees: readonly PersonId[] }
  | {
      readonly kind: 'item-changed';
      readonly item: string;
      readonly text?: string | undefined;
      readonly assignees?: readonly PersonId[] | undefined;
    }
  | { readonly kind: 'item-removed'; readonly item: string }
  | { readonly kind: 'item-ticked'; readonly item: string; readonly done: boolean };
