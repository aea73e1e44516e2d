/** What the dashboard asks of the house besides what every page asks (ports.ts). */

import type { CommentId } from '../../base/id.ts';
import type { Account } from '../../people/account.ts';
import type { Contact } from '../../people/person.ts';
import type { TaskView, Viewer } from '../../tasks/visibility.ts';
import type { Page, Paging, TaskLine } from '../ports.ts';
import type { OriginalMail, TaskFile } from './task-work.ts';

export interface TasksAsked extends Paging {
  readonly search: string;
  /** Open or over; undefined: both. */
  readonly active?: boolean | undefined;
  /** Those that show only because of the viewer's company, or all the others; undefined: both. */
  readonly throughCompany?: boolean | undefined;
}

export interface ClientPorts {
  /** Raises the generation, so that the present link ends, and mails the new one, which opens at this task. */
  renewLink(account: Account, contact: Contact, task: number | null): Promise<void>;
  /** The same without a letter: no link works until one is asked for. */
  endLink(account: Account, contact: Contact): Promise<void>;
  tasks(viewer: Viewer, asked: TasksAsked): Promise<Page<TaskLine>>;
  /** With the sign at the door it changes with whatever could change this contact's page of the task; cheap. Null: there is no such task. Whether they see it is not asked. */
  stamp(contact: Contact, taskNumber: number): Promise<string | null>;
  /** They asked for no letters about it. */
  muted(contact: Contact, task: TaskView): Promise<boolean>;
  /** Letters about it come again. */
  hear(contact: Contact, task: TaskView): Promise<void>;
  /** Every file of the task that this viewer sees now, the newest first (D8). */
  files(viewer: Viewer, task: TaskView): Promise<readonly TaskFile[]>;
  /** Of the viewer's own mailed comment, or (null) of their mail that made the task. Null: there is none, or it is not kept any more. */
  original(task: TaskView, comment: CommentId | null): Promise<OriginalMail | null>;
}
