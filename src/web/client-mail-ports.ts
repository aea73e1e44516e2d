/** What the pages ask of the house about what clients sent by mail: spam marks, and comments that become tasks. */
import type { CommentId, TaskId } from '../base/id.ts';
import type { Refusal } from '../tasks/refusal.ts';
import type { TaskView, Viewer } from '../tasks/visibility.ts';
import type { Actor, Page, Paging } from './ports.ts';

export type DoneOrNot = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/** The task that a comment became. */
export interface BranchLine {
  readonly task: TaskId;
  readonly number: number;
}

export interface SpamLine {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

export interface ClientMailPorts {
  /** Comments of this view that became tasks which this viewer sees too. */
  branches(viewer: Viewer, task: TaskView): Promise<ReadonlyMap<CommentId, BranchLine>>;
  branchOff(actor: Actor, task: TaskView, comment: CommentId): Promise<DoneOrNot>;
  takeBack(actor: Actor, task: TaskView, comment: CommentId): Promise<DoneOrNot>;
  /** `comment` null: the task itself. */
  markSpam(actor: Actor, task: TaskView, comment: CommentId | null): Promise<DoneOrNot>;
  listSpam(actor: Actor, page: Paging): Promise<Page<SpamLine>>;
  /** False: not there, or not for this actor. */
  notSpam(actor: Actor, contact: string): Promise<boolean>;
}
