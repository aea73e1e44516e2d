/**
 * What a letter is made of. The task comes as the recipient's own `TaskView`, so nothing can appear in a letter that its
 * reader may not see (house rule 10).
 */
import type { CommentId, LetterId, TemplateVersionId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Account } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import type { Sender } from '../people/sender.ts';
import type { Status } from '../tasks/task.ts';
import type { PersonView, TaskView } from '../tasks/visibility.ts';
import type { OwnTemplate } from './own-template.ts';
import type { Templates } from './templates.ts';

/** In whose name it comes. */
export interface Author {
  readonly person: PersonView;
  /** The employee's login, null for contacts and robots: the letter then comes from its reply address. */
  readonly login: string | null;
  /** The employee's own signature, or ''. */
  readonly signature: string;
  /** The address outside that their letters to people outside come from. Left out or null: their own one here. */
  readonly sender?: Sender | null | undefined;
}

/** The account's own template for this kind of letter, in the version that holds now. */
export interface OwnChoice {
  readonly version: TemplateVersionId;
  readonly template: OwnTemplate;
}

export interface LetterBasis {
  readonly id: LetterId;
  readonly now: Instant;
  readonly account: Account;
  readonly cause: string;
  /** `https://office.example`, without a slash at the end. */
  readonly publicUrl: string;
  readonly templates: Templates;
  readonly to: Person;
  /** The reader's own last mail in this task, by its Message-ID. */
  readonly answers?: string | null;
  /** Absent or null: the standard one. */
  readonly own?: OwnChoice | null;
  /** What the reader's companies are called: only the account's own words say it. */
  readonly companies?: readonly string[];
}

export type LetterMatter =
  | { readonly kind: 'N1' | 'staff-task'; readonly view: TaskView; readonly author: Author }
  | {
      readonly kind: 'N2' | 'staff-comment';
      readonly view: TaskView;
      readonly comment: CommentId;
      readonly author: Author;
      /** Spec 3.3 "all recipients in one letter": everybody who is in To, `to` among them. Null: one letter, one reader. */
      readonly shared: readonly Person[] | null;
      /** Said before it, and told by the same letter; the oldest first. */
      readonly also?: readonly CommentId[];
    }
  /** `via`: the virtual address that the answered mail came to. */
  | { readonly kind: 'N3'; readonly view: TaskView; readonly via?: Via | null | undefined }
  | { readonly kind: 'N4'; readonly view: TaskView; readonly author: Author }
  | {
      readonly kind: 'N5';
      readonly view: TaskView;
      readonly author: Author;
      readonly statusFrom: Status;
      readonly statusTo: Status;
    }
  /** A mail in this person's name waits, because its sender could not be proven. Its words are not repeated (decisions). */
  | { readonly kind: 'question'; readonly view: TaskView; readonly receivedAt: Instant }
  | { readonly kind: 'invitation'; readonly author: Author; readonly days: number }
  | { readonly kind: 'password'; readonly hours: number }
  | { readonly kind: 'password-set' }
  /** Proves that whoever has the dashboard open reads this mailbox too. */
  | { readonly kind: 'code'; readonly minutes: number }
  /** Whether whoever reads this mailbox lets the firm write from it. `to` is whoever asks, at that address. */
  | { readonly kind: 'sender-check'; readonly author: Author; readonly address: string; readonly days: number }
  /** `task`: the number of the one that its reader wanted to see. */
  | { readonly kind: 'fresh-link'; readonly task: number | null };

export interface Via {
  readonly local: string;
  readonly description: string;
}

export type LetterInput = LetterBasis & LetterMatter;

/** Colleagues get their letters from the writer's own address here; people outside, and whoever shares a letter with them, need not. */
export const goesOutside = (input: LetterInput): boolean =>
  input.to.kind === 'contact' || ('shared' in input && input.shared !== null);
