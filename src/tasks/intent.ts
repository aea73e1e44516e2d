/**
 * The closed list of things a mail, a page or a program can ask for. Whatever the door, it becomes one of these.
 */
import type { CommentId, ContactId, FileId, PersonId, ProjectId, TaskId } from '../base/id.ts';
import type { MailOrigin, Source, SpeakerProof, Status, TaskRole, Words } from './task.ts';

export type Intent =
  | ({ readonly kind: 'add-comment'; readonly task: TaskId } & CommentDraft)
  | { readonly kind: 'edit-comment'; readonly task: TaskId; readonly comment: CommentId; readonly words: Words }
  | { readonly kind: 'delete-comment'; readonly task: TaskId; readonly comment: CommentId }
  | { readonly kind: 'set-status'; readonly task: TaskId; readonly status: Status; readonly reason: string }
  | { readonly kind: 'edit-task'; readonly task: TaskId; readonly changes: TaskChanges }
  | {
      readonly kind: 'set-people';
      readonly task: TaskId;
      readonly role: Exclude<TaskRole, 'assigner'>;
      readonly people: readonly PersonId[];
    }
  /** The same mail came to another address of ours: whose list that address is has the task in it, too. */
  | { readonly kind: 'join-queue'; readonly task: TaskId; readonly assignees: readonly PersonId[] }
  | { readonly kind: 'delete-task'; readonly task: TaskId }
  | { readonly kind: 'restore-task'; readonly task: TaskId }
  /** Spec 3.11: the mailed comment goes, or (null) the mailed task, and its author's mail is ignored from then on. */
  | { readonly kind: 'mark-spam'; readonly task: TaskId; readonly comment: CommentId | null }
  /** A task that was made of a comment goes again, as long as nobody has written in it. */
  | { readonly kind: 'take-back'; readonly task: TaskId }
  | {
      readonly kind: 'add-item';
      readonly task: TaskId;
      readonly text: string;
      readonly assignees?: readonly PersonId[] | undefined;
    }
  /** Left out: as it is. */
  | {
      readonly kind: 'change-item';
      readonly task: TaskId;
      readonly item: string;
      readonly text?: string | undefined;
      readonly assignees?: readonly PersonId[] | undefined;
    }
  | { readonly kind: 'remove-item'; readonly task: TaskId; readonly item: string }
  | { readonly kind: 'tick-item'; readonly task: TaskId; readonly item: string; readonly done: boolean }
  /** Spec E6: somebody of the team who does not see the task asks those in it to let them in. */
  | {
      readonly kind: 'ask-access';
      readonly task: TaskId;
      readonly words: Words;
      readonly source: Source;
      readonly proof: SpeakerProof;
    };

export interface CommentDraft {
  readonly words: Words;
  readonly files: readonly FileId[];
  readonly notify: readonly PersonId[];
  readonly hidden: boolean;
  readonly audience: readonly PersonId[];
  readonly source: Source;
  readonly proof: SpeakerProof;
  readonly origin: MailOrigin | null;
  /** The author speaks from outside the task and becomes a participant (spec 3.6). */
  readonly join: boolean;
  /** People of To and Cc whom the mail brings along as participants (decisions Q14). Left out: nobody. */
  readonly bring?: readonly PersonId[] | undefined;
  /** The address that its letters come from, among those that the author may use here; null: their own one. Left out: as by itself. */
  readonly from?: string | null | undefined;
  /** It was planned under this id, and has its files already. Left out: it is new. */
  readonly planned?: CommentId | undefined;
}

export interface TaskChanges {
  readonly title?: string | undefined;
  readonly description?: Words | undefined;
  readonly counterparty?: ContactId | null | undefined;
  readonly project?: ProjectId | null | undefined;
  readonly parent?: TaskId | null | undefined;
  readonly automaticAccess?: 'GRANT' | 'DO_NOT_GRANT' | undefined;
}

/** A new task has no world yet, so it is decided by itself. */
export interface NewTask {
  readonly title: string;
  readonly description: Words;
  readonly files: readonly FileId[];
  readonly project: ProjectId | null;
  readonly parent: TaskId | null;
  readonly assigner: PersonId;
  readonly assignees: readonly PersonId[];
  readonly participants: readonly PersonId[];
  readonly auditors: readonly PersonId[];
  readonly counterparty: ContactId | null;
  readonly automaticAccess: 'GRANT' | 'DO_NOT_GRANT';
  readonly status: Status;
  readonly source: Source;
  readonly proof: SpeakerProof;
  readonly origin: MailOrigin | null;
  /** The comment of another task that it was made of. */
  readonly branchOf?: CommentId | undefined;
  /** As with a comment. */
  readonly from?: string | null | undefined;
}
