/** What the pages ask of the house when somebody works on a task: its state, its people, its list, its comments, its bin. */
import type { CommentId, ContactId, FileId, PersonId, ProjectId } from '../../base/id.ts';
import type { Instant } from '../../base/time.ts';
import type { FromChoice } from '../../flow/senders.ts';
import type { Refusal } from '../../tasks/refusal.ts';
import type { Status, TaskRole } from '../../tasks/task.ts';
import type { FileView, PersonView, TaskView, Viewer } from '../../tasks/visibility.ts';
import type { DoneOrNot } from '../client-mail-ports.ts';
import type { Actor, Page, Paging } from '../ports.ts';

export type SetRole = Exclude<TaskRole, 'assigner'>;

/** What a form says of the people in one role: who goes and who comes. Others who came meanwhile stay. */
export interface PeopleChange {
  readonly role: SetRole;
  readonly remove: readonly PersonId[];
  readonly add: readonly PersonId[];
}

/** Left out: as it is. */
export interface TaskEdit {
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly project?: ProjectId | null | undefined;
  readonly counterparty?: ContactId | null | undefined;
  readonly automaticAccess?: 'GRANT' | 'DO_NOT_GRANT' | undefined;
}

export interface NewTaskForm {
  readonly title: string;
  readonly text: string;
  readonly files: readonly FileId[];
  readonly project: ProjectId | null;
  readonly people: Readonly<Record<SetRole, readonly PersonId[]>>;
  readonly counterparty: ContactId | null;
  /** Where its letters come from; null: the writer's own address. Undefined: as by itself. */
  readonly from: string | null | undefined;
  /** Names this sending: the same once more leads to the same task. Null: the form had no name. */
  readonly once: string | null;
}

export type NewTaskOutcome =
  | { readonly ok: true; readonly number: number }
  | { readonly ok: false; readonly refusal: Refusal };

export type PickedPerson =
  | { readonly kind: 'one'; readonly person: PersonView }
  | { readonly kind: 'several'; readonly people: readonly PersonView[] }
  | { readonly kind: 'none' };

export interface ProjectChoice {
  readonly id: ProjectId;
  readonly number: number;
  readonly title: string;
  /** Who is there from the start, and for whom it is. */
  readonly assignees: readonly PersonId[];
  readonly participants: readonly PersonId[];
  readonly counterparty: ContactId | null;
}

export interface TaskFile {
  readonly file: FileView;
  /** Null: of the description. */
  readonly comment: number | null;
  readonly author: PersonView | null;
}

/** A mail as it came, tokens masked. `html` is not cleaned: it may stand in a sandbox only. */
export interface OriginalMail {
  readonly raw: Buffer;
  readonly html: string | null;
}

export interface BinLine {
  readonly number: number;
  readonly title: string;
  readonly status: Status;
  readonly deletedAt: Instant;
}

export interface TaskWorkPorts {
  setStatus(actor: Actor, task: TaskView, status: Status, reason: string): Promise<DoneOrNot>;
  editTask(actor: Actor, task: TaskView, edit: TaskEdit): Promise<DoneOrNot>;
  /** All of it or nothing. */
  changePeople(actor: Actor, task: TaskView, changes: readonly PeopleChange[]): Promise<DoneOrNot>;
  addItem(actor: Actor, task: TaskView, text: string): Promise<DoneOrNot>;
  tickItem(actor: Actor, task: TaskView, item: string, done: boolean): Promise<DoneOrNot>;
  /** Null: its people are not this actor's to pick, and stay. */
  changeItem(
    actor: Actor,
    task: TaskView,
    item: string,
    text: string,
    assignees: readonly PersonId[] | null,
  ): Promise<DoneOrNot>;
  removeItem(actor: Actor, task: TaskView, item: string): Promise<DoneOrNot>;
  deleteTask(actor: Actor, task: TaskView): Promise<DoneOrNot>;

  editComment(actor: Actor, task: TaskView, comment: CommentId, text: string): Promise<DoneOrNot>;
  deleteComment(actor: Actor, task: TaskView, comment: CommentId): Promise<DoneOrNot>;
  /** Of the comment, or (null) of the mail that made the task. Null: there was none, or its bytes are not kept any more. */
  originalMail(viewer: Viewer, task: TaskView, comment: CommentId | null): Promise<OriginalMail | null>;
  /** Every file of the task that this viewer sees, the newest first. */
  filesOfTask(viewer: Viewer, task: TaskView): Promise<readonly TaskFile[]>;

  /** Somebody by a name, an address or a number, as one writes it down; for the team only. */
  pick(actor: Actor, text: string, what: 'person' | 'contact'): Promise<PickedPerson>;
  /** Of these ids, those that are people of this account. */
  named(actor: Actor, ids: readonly PersonId[]): Promise<readonly PersonView[]>;
  /** Names to choose from while one types. */
  employees(actor: Actor): Promise<readonly PersonView[]>;
  /** Projects that are not over and that this member of the team sees. */
  projectChoices(actor: Actor): Promise<readonly ProjectChoice[]>;
  /** Where letters of a new task may come from, in one project or another; none: there is nothing to choose. */
  fromChoices(actor: Actor): Promise<readonly FromChoice[]>;
  newTask(actor: Actor, form: NewTaskForm): Promise<NewTaskOutcome>;

  /** Does the same outwardly whether the task is there or not (spec E6). */
  askAccess(actor: Actor, taskNumber: number): Promise<void>;
  /** Deleted tasks that this actor may restore. */
  listBin(actor: Actor, viewer: Viewer, page: Paging): Promise<Page<BinLine>>;
  restoreTask(actor: Actor, viewer: Viewer, taskNumber: number): Promise<DoneOrNot>;
}
