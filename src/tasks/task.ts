/**
 * Tasks, comments, files, projects as values (spec 1.4–1.8). Names are the spec's.
 */
import type {
  AccountId,
  CommentId,
  ContactId,
  EmployeeId,
  FileId,
  InboxId,
  PersonId,
  ProjectId,
  TaskId,
} from '../base/id.ts';
import type { Instant } from '../base/time.ts';

/** Standard statuses, spec 1.5. */
export const STATUSES = {
  NEW: { active: true },
  IN_PROGRESS: { active: true },
  DONE: { active: true },
  COMPLETED: { active: false },
  DRAFT: { active: true },
  REJECTED: { active: false },
  POSTPONED: { active: false },
  CANCELLED: { active: false },
} as const satisfies Record<string, { active: boolean }>;
export type Status = keyof typeof STATUSES;
export const isActive = (status: Status): boolean => STATUSES[status].active;

/** Roles of people in a task (spec 1.13). `assigner` is exactly one person. */
export const TASK_ROLES = ['assigner', 'assignee', 'participant', 'auditor'] as const;
export type TaskRole = (typeof TASK_ROLES)[number];

/** The same words twice: clean HTML of the small vocabulary, and plain text. */
export interface Words {
  readonly html: string;
  readonly text: string;
}

export interface TaskPerson {
  readonly person: PersonId;
  readonly kind: 'employee' | 'contact';
  readonly role: TaskRole;
  /**
   * The description as this contact has it. Of an assignee: as it was mailed when they became one (decisions Q2), null: never
   * sent. Of the assigner: their own words (Q1), kept when somebody else edits the description, null: nobody did.
   */
  readonly sentDescription: Words | null;
}

export const TITLE_MAX = 250;
/** Spec 1.6: 64 KB with markup. */
export const HTML_MAX = 64 * 1024;

export interface Task {
  readonly id: TaskId;
  readonly account: AccountId;
  readonly number: number;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly descriptionText: string;
  readonly status: Status;
  readonly project: ProjectId | null;
  readonly parent: TaskId | null;
  readonly counterparty: ContactId | null;
  /** Spec 1.5: «automatic access for the counterparty's contacts». */
  readonly automaticAccess: 'GRANT' | 'DO_NOT_GRANT';
  readonly source: Source;
  /** How the mail that made it was read; null: no mail did. */
  readonly origin: MailOrigin | null;
  /** The comment of another task that it was made of. */
  readonly branchOf?: CommentId | null | undefined;
  readonly people: readonly TaskPerson[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly deletedAt: Instant | null;
}

export type Source = 'web' | 'mail' | 'dashboard' | 'api' | 'link';

/** How sure we are that the author is who they seem (house rule 9). */
export type SpeakerProof = 'session' | 'key' | 'link' | 'mail-proven' | 'token-only' | 'unproven';

export interface File {
  readonly id: FileId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  /** Content-ID when the comment's HTML shows it in place. */
  readonly cid: string | null;
  /** A picture that had come with a mail of this task before, a logo mostly: folded, unless it stands in the words. */
  readonly repeated: boolean;
  readonly comment: CommentId | null;
  readonly owner: PersonId;
  readonly createdAt: Instant;
}

export interface Removed {
  readonly kind: 'quote' | 'signature' | 'forward' | 'footer';
  readonly text: string;
}

/** What came with a comment that was a mail: how its text was found, and what was folded away. */
export interface MailOrigin {
  readonly inbox: InboxId;
  readonly subject: string;
  readonly from: string;
  readonly method: string;
  readonly confidence: number;
  readonly removed: readonly Removed[];
  readonly notes: readonly string[];
  /** Its subject is not that of the task: perhaps a new matter. Left out: nobody looked. */
  readonly subjectChanged?: boolean | undefined;
  /** A program wrote it by itself (an out-of-office answer): a note, not a part of the talk. Left out: a person did. */
  readonly automatic?: boolean | undefined;
}

/** A note that somebody is away ends no exchange: who is told next is asked of the word before it. */
export const isNote = ({ origin }: { readonly origin: MailOrigin | null }): boolean => origin?.automatic === true;

export interface Comment {
  readonly id: CommentId;
  readonly task: TaskId;
  /** Counts from 1 within the task. */
  readonly number: number;
  readonly author: PersonId;
  readonly authorKind: 'employee' | 'contact';
  readonly text: string;
  readonly html: string;
  readonly notified: readonly PersonId[];
  readonly hidden: boolean;
  /** Who may read a hidden comment besides its author and the admins. */
  readonly audience: readonly PersonId[];
  readonly files: readonly File[];
  readonly source: Source;
  readonly proof: SpeakerProof;
  readonly origin: MailOrigin | null;
  /** The address outside that its letters come from (spec 1.6). Null or left out: its author's own one here. */
  readonly sentFrom?: string | null | undefined;
  readonly createdAt: Instant;
  readonly editedAt: Instant | null;
}

/** A comment that its author has written and that is not said yet: when its time comes it is written as any other (spec 1.6). */
export interface Planned {
  /** Of the comment that it will be. */
  readonly id: CommentId;
  readonly task: TaskId;
  readonly author: PersonId;
  readonly words: Words;
  readonly notify: readonly PersonId[];
  readonly hidden: boolean;
  readonly audience: readonly PersonId[];
  readonly files: readonly File[];
  /** As in a comment's draft (tasks/intent.ts). */
  readonly from?: string | null | undefined;
  readonly source: Source;
  readonly proof: SpeakerProof;
  /** Null: it does not go by itself any more. */
  readonly dueAt: Instant | null;
  /** Why it could not go when its time came: a refusal, or `nobody-left` of those who were to hear of it. */
  readonly stopped: string | null;
  /** It waits a moment in case its author thinks better of it; nobody chose a time. */
  readonly soon: boolean;
  readonly createdAt: Instant;
}

/** What was done to a task besides its words. Nobody's talk: a thin line between the comments, never mailed (D13). */
export type Happening = { readonly actor: PersonId; readonly at: Instant } & (
  | { readonly kind: 'status-changed'; readonly from: Status; readonly to: Status }
  | { readonly kind: 'person-added' | 'person-removed'; readonly person: PersonId; readonly role: TaskRole }
  | { readonly kind: 'task-edited'; readonly changed: readonly string[] }
  | { readonly kind: 'task-restored' }
);

export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
  readonly author: PersonId;
  /** Who ticks it; empty: any assignee of the task. */
  readonly assignees: readonly PersonId[];
}

export interface Project {
  readonly id: ProjectId;
  readonly account: AccountId;
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly status: 'ACTIVE' | 'COMPLETED' | 'DRAFT';
  readonly author: EmployeeId;
  readonly counterparty: ContactId | null;
  readonly auditors: readonly PersonId[];
  readonly clientManagers: readonly EmployeeId[];
  readonly defaultAssignees: readonly PersonId[];
  readonly defaultParticipants: readonly PersonId[];
  readonly hiddenFromEmployees: boolean;
  readonly hiddenFromContacts: boolean;
  readonly createdAt: Instant;
}
