/** What the pages ask about comments whose time is still to come. */
import type { CommentId, FileId, PersonId } from '../../base/id.ts';
import type { Instant } from '../../base/time.ts';
import type { Refusal } from '../../tasks/refusal.ts';
import type { TaskView } from '../../tasks/visibility.ts';
import type { DoneOrNot } from '../client-mail-ports.ts';
import type { Actor, CommentOutcome } from '../ports.ts';

export interface PlannedForm {
  /** Null: as they are, with their formatting. */
  readonly text: string | null;
  readonly notify: readonly PersonId[];
  readonly hidden: boolean;
  /** As in a comment's draft; left out: as it is. */
  readonly from?: string | null | undefined;
  readonly at: Instant;
}

export type TakenBackWords =
  | {
      readonly ok: true;
      readonly text: string;
      readonly notify: readonly PersonId[];
      readonly hidden: boolean;
      readonly from?: string | null | undefined;
      readonly files: readonly { readonly id: FileId; readonly name: string; readonly size: number }[];
    }
  | { readonly ok: false; readonly refusal: Refusal };

export interface PlannedPorts {
  edit(actor: Actor, task: TaskView, id: CommentId, form: PlannedForm): Promise<DoneOrNot>;
  sendNow(actor: Actor, task: TaskView, id: CommentId): Promise<CommentOutcome>;
  /** It will not be said; its words and files are given back. */
  takeBack(actor: Actor, task: TaskView, id: CommentId): Promise<TakenBackWords>;
}
