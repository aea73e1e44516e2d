/** What the dashboard asks of the house besides what every page asks (ports.ts). */
import type { CommentId } from '../../base/id.ts';
import type { Account } from '../../people/account.ts';
import type { Contact } from '../../people/person.ts';
import type { TaskView, Viewer } from '../../tasks/visibility.ts';
import type { Page, Paging, TaskLine } from '../ports.ts';
import type { OriginalMail, TaskFile } from './task-work.ts';

export type Reach = 'open' | 'came-back' | 'complained';

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
  /** Whether letters go to this contact at all. */
  reach(account: Account, contact: Contact): Promise<Reach>;
  tasks(viewer: Viewer, asked: TasksAsked): Promise<Page<TaskLine>>;
  /** Changes with whatever happens in the task; cheap. Null: there is no such task. Whether the viewer sees it is not asked. */
  stamp(viewer: Viewer, taskNumber: number): Promise<string | null>;
  /** Every file of the task that this viewer sees now, the newest first (D8). */
  files(viewer: Viewer, task: TaskView): Promise<readonly TaskFile[]>;
  /** Of the viewer's own mailed comment, or (null) of their mail that made the task. Null: there is none, or it is not kept any more. */
  original(task: TaskView, comment: CommentId | null): Promise<OriginalMail | null>;
}
