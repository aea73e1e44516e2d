/**
 * What the pages ask of the house: everything they read or do goes through one of these. The pages themselves know no
 * database, no mail and no rule of who sees what: a `TaskView` is already judged.
 */
import type { CommentId, FileId, PersonId, ProjectId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Entered } from '../flow/enter.ts';
import type { Managed } from '../flow/manage.ts';
import type { PaceChoice } from '../flow/pace.ts';
import type { Recipients } from '../flow/recipients.ts';
import type { TemplateFaultReason } from '../notify/letter.ts';
import type { Account, NotificationType } from '../people/account.ts';
import type { PasswordFault } from '../people/password-rules.ts';
import type { Contact, Person } from '../people/person.ts';
import type { Refusal } from '../tasks/refusal.ts';
import type { Source, SpeakerProof, TaskRole } from '../tasks/task.ts';
import type { CommentView, FileView, PersonView, TaskHead, TaskView, Viewer } from '../tasks/visibility.ts';
import type { ClientMailPorts } from './client-mail-ports.ts';
import type { InboxPorts } from './inbox-ports.ts';
import type { AdminPorts } from './ports/admin.ts';
import type { ClientPorts } from './ports/client.ts';
import type { ContactPorts } from './ports/contacts.ts';
import type { MePorts } from './ports/me.ts';
import type { MutePorts } from './ports/mute.ts';
import type { PlannedPorts } from './ports/planned.ts';
import type { PortalPorts } from './ports/portal.ts';
import type { ProjectPorts } from './ports/projects.ts';
import type { SenderPorts } from './ports/senders.ts';
import type { TaskWorkPorts } from './ports/task-work.ts';
import type { TemplatePorts } from './ports/templates.ts';

/** Who does something, and how sure we are of it (house rule 9). */
export interface Actor {
  readonly account: Account;
  readonly person: Person;
  readonly proof: SpeakerProof;
  readonly source: Source;
}

/** A page of a list by keyset: `after` is the `next` of the page before, opaque to the pages. */
export interface Paging {
  readonly after: string | null;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Narrowing {
  readonly search: string;
  /** Those only in which the viewer themselves has this role. */
  readonly role?: TaskRole | undefined;
  readonly active?: boolean | undefined;
  readonly project?: ProjectId | undefined;
}

export type TaskLine = TaskHead & { readonly lastActivityAt: Instant };

/** A longer conversation comes in pieces. */
export const COMMENTS_AT_ONCE = 200;

export interface NewComment {
  readonly text: string;
  readonly files: readonly FileId[];
  /** `thread`: those of the team who take part in this conversation (spec 3.7). */
  readonly notify: readonly PersonId[] | 'thread';
  readonly hidden: boolean;
  readonly audience: readonly PersonId[];
  /** Where its letters come from; null: the writer's own address. Left out: as by itself. */
  readonly from?: string | null | undefined;
  /** Names this sending of this form: the same once more leads to the same comment. Null: the form had no name. */
  readonly once: string | null;
  /** When it is said; left out or null: as the account does it, at once as a rule. */
  readonly sendAt?: Instant | null;
}

/** What became of telling one person of one comment. `deferred`: tried, will be tried again. */
export interface Delivery {
  readonly person: PersonView;
  readonly state: 'queued' | 'deferred' | 'sent' | 'failed' | 'bounced' | 'skipped';
  readonly at: Instant;
  /** It waits for what `reason` says. */
  readonly held: boolean;
  /** When we try again, or until when it waits, if either. */
  readonly until: Instant | null;
  readonly reason: string | null;
  /** When it was first opened, as far as its picture tells. */
  readonly readAt: Instant | null;
}

export interface LetterLine {
  readonly id: string;
  readonly kind: NotificationType | string;
  readonly state: Delivery['state'];
  readonly at: Instant;
  /** «Anna Kim <anna@client.example>» */
  readonly to: readonly string[];
  readonly subject: string;
  readonly taskNumber: number | null;
  readonly reason: string | null;
  /** The other server's own words. */
  readonly diagnostic: string | null;
}

/** What of the log of letters is asked for. */
export interface LetterQuery extends Paging {
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly state?: Delivery['state'] | undefined;
  /** An address, or a part of a name or an address. */
  readonly to?: string | undefined;
  readonly search?: string | undefined;
}

/** A letter as a member of staff may see it: every token in it is masked (decisions "Dashboard link"). */
export interface LetterPage extends LetterLine {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  readonly html: string;
  readonly attempts: number;
  readonly nextTryAt: Instant | null;
  /** It waits until then, and is made anew when it goes. */
  readonly held: boolean;
  readonly sentAt: Instant | null;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Its source as one file. */
  readonly raw: string;
  /** Why the standard words went in place of the account's own. */
  readonly templateFault: TemplateFaultReason | null;
}

/** `reads`: may look and not write; `nothing`: may not even look. */
export type Trust = 'all' | 'reads' | 'nothing';

export type ConfirmOutcome =
  | { readonly kind: 'ok'; readonly secret: string }
  | { readonly kind: 'wrong' | 'slow-down' };

export type LoginOutcome =
  | { readonly kind: 'ok'; readonly session: string; readonly person: Person }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'slow-down'; readonly seconds: number };

export type CommentOutcome =
  /** `number` null: it is planned, and has none yet. */
  | { readonly ok: true; readonly comment: CommentView['id']; readonly number: number | null }
  | { readonly ok: false; readonly refusal: Refusal };

export type UploadOutcome =
  | { readonly ok: true; readonly file: FileView }
  | { readonly ok: false; readonly reason: 'too-large' | 'disk-full' | 'infected' | 'scanner-away' };

export type ActivateOutcome =
  | { readonly ok: true; readonly session: string }
  /** `busy`: too many passwords are being looked at just now. */
  | { readonly ok: false; readonly reason: 'gone' | 'busy' | PasswordFault };

/** A mail in somebody's name that waits for their word. */
export interface AskedMail {
  readonly id: string;
  readonly at: Instant;
  readonly subject: string;
  /** Of the conversation that it speaks in, as this person sees it. */
  readonly title: string | null;
  /** Its first words as plain text and the names of its files; null where none can be shown. */
  readonly excerpt: { readonly text: string; readonly more: boolean; readonly files: readonly string[] } | null;
}

/** `busy`: looked at too often just now. */
export type QuestionEntry =
  | {
      readonly kind: 'asked';
      readonly asked: {
        readonly account: Account;
        readonly person: Person;
        readonly mails: readonly AskedMail[];
        readonly more: boolean;
      };
    }
  | { readonly kind: 'nothing' | 'busy' };

export const WORDS_GIVEN = ['publish', 'discard'] as const;
export type WordGiven = (typeof WORDS_GIVEN)[number];

/** `decided`: of how many mails; `left`: others wait still. */
export type WordHeard =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'heard';
      readonly account: Account;
      readonly person: Person;
      readonly decided: number;
      readonly left: boolean;
    };

export interface Ports extends InboxPorts, ClientMailPorts, MutePorts {
  readonly client: ClientPorts;
  readonly contacts: ContactPorts;
  readonly admin: AdminPorts;
  readonly templates: TemplatePorts;
  readonly portal: PortalPorts;
  readonly projects: ProjectPorts;
  readonly me: MePorts;
  readonly senders: SenderPorts;
  readonly work: TaskWorkPorts;
  readonly planned: PlannedPorts;

  accountByHost(host: string | undefined): Promise<Account | null>;

  /** The picture of a letter was asked for from there, by whatever token. */
  noteOpened(token: string, source: string): Promise<void>;

  enterByLink(token: string): Promise<Entered>;
  /** What this browser may do behind the link (`linkTrust`); `secret`: of its cookie, or ''. */
  trustOf(account: Account, contact: Contact, secret: string): Promise<Trust>;
  /** Mails a code to the known address. */
  sendCode(account: Account, contact: Contact): Promise<void>;
  /** The secret makes a browser the contact's own. */
  confirm(account: Account, contact: Contact, code: string, source: string): Promise<ConfirmOutcome>;
  /** Mails a new link to the known address; the same outcome whatever the token. `task`: the number of the one to open at. */
  freshLink(token: string, task: number | null): Promise<void>;

  listTasks(viewer: Viewer, page: Paging & Narrowing): Promise<Page<TaskLine>>;
  /** With its newest comments, at most COMMENTS_AT_ONCE; `before`: those before the comment of this number. */
  readTask(viewer: Viewer, taskNumber: number, before?: number): Promise<TaskView | null>;
  willBeNotified(viewer: Viewer, task: TaskView): Promise<readonly PersonView[]>;
  recipients(viewer: Viewer, task: TaskView): Promise<Recipients>;
  /** For staff: of every comment; for people outside: of their own. */
  deliveries(viewer: Viewer, task: TaskView): Promise<ReadonlyMap<CommentId, readonly Delivery[]>>;
  comment(actor: Actor, task: TaskView, draft: NewComment): Promise<CommentOutcome>;
  upload(actor: Actor, file: { name: string; type: string; content: NodeJS.ReadableStream }): Promise<UploadOutcome>;
  /** A file by its id, found in the view of its task as this viewer sees it now, or null (D8). */
  findFile(viewer: Viewer, id: string): Promise<FileView | null>;
  openFile(file: FileView): Promise<NodeJS.ReadableStream>;

  login(account: Account, login: string, password: string, source: string, agent?: string): Promise<LoginOutcome>;
  session(cookie: string): Promise<{ account: Account; person: Person; csrf: string } | null>;
  logout(cookie: string): Promise<void>;

  /** Whose activation link this is, while it is good. */
  activation(token: string): Promise<{ account: Account; person: Person } | null>;
  /** Mails a link for a new password to the known address; the same outcome whoever is named. */
  forgot(account: Account, name: string, source: string): Promise<{ readonly kind: 'done' | 'slow-down' }>;
  /** Sets the password and signs in; the link is used up. */
  activate(token: string, password: string, agent: string): Promise<ActivateOutcome>;

  /** What waits for the word of the reader of this letter («Was this you?»). */
  question(token: string): Promise<QuestionEntry>;
  /** What is not theirs, or is decided already, is left alone. */
  giveWord(token: string, mails: readonly string[], word: WordGiven): Promise<WordHeard>;

  /** When letters come to this contact, by their own choice. What waited by an earlier one comes at once. */
  /** True: letters that waited are due by this choice. */
  choosePace(contact: Contact, choice: PaceChoice): Promise<boolean>;

  /** Fewer than asked for and a `next`: it was looked at enough for once. */
  listLetters(account: Account, query: LetterQuery): Promise<Page<LetterLine>>;
  readLetter(account: Account, id: string): Promise<LetterPage | null>;
  /** «Send again»: what failed or came back. */
  sendLetterAgain(actor: Actor, id: string): Promise<Managed<null>>;
}
