/**
 * A letter before it has an envelope: rendered once, inside the transaction of what it tells, and kept as it is.
 *
 * It holds no token. Where the recipient's link, mark or reply address belongs there is a slot, and `fill` puts the derived
 * token in at the moment of sending: the same at each retry, and nothing in a dump of the database opens anything.
 */
import type { AccountId, CommentId, FileId, LetterId, PersonId, TaskId, TemplateVersionId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Language } from '../people/person.ts';
import type { OwnValues } from './own-values.ts';

/**
 * N1…N5 tell contacts (spec 3.2); `staff-task` and `staff-comment` tell employees (and contacts with advanced access);
 * `question` is «Was this you?»; the others are pages' mails. Each has a standard template.
 */
export const STANDARD_KINDS = [
  'N1',
  'N2',
  'N3',
  'N4',
  'N5',
  'staff-task',
  'staff-comment',
  'question',
  'invitation',
  'fresh-link',
  'password',
  'password-set',
  'code',
  'sender-check',
] as const;
export type StandardKind = (typeof STANDARD_KINDS)[number];

/** `test` is any of N1…N5 with an account's own words, to whoever writes them. */
export const LETTER_KINDS = [...STANDARD_KINDS, 'test'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Where a derived token goes; U+E0FF is a private-use character that is taken out of every value people write. */
export const SLOT_MARK = '\uE0FF';

/**
 * `dashboard` is the whole URL of the task (and comment) behind the recipient's link, `dashboard-base` the link itself,
 * `mark` the carrier in the body, `mute` the page that mutes this task, `page` the one-time page of a page's mail,
 * `code` what is typed into one.
 */
export const SLOTS = ['dashboard', 'dashboard-base', 'mark', 'mute', 'page', 'code'] as const;
export type Slot = (typeof SLOTS)[number];
export const slot = (name: Slot): string => `${SLOT_MARK}${name}${SLOT_MARK}`;

/** Every slot in a text; a run between two marks that names no slot is found too, so that it cannot stay unseen. */
export const SLOT_PATTERN = new RegExp(`${SLOT_MARK}([^${SLOT_MARK}]{0,20})${SLOT_MARK}`, 'g');

export interface LetterFile {
  readonly file: FileId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

export interface Letter {
  readonly id: LetterId;
  readonly account: AccountId;
  readonly kind: LetterKind;
  /** What it tells and to whom: the same cause never makes a second letter. */
  readonly cause: string;
  readonly task: TaskId | null;
  readonly taskNumber: number | null;
  readonly comment: CommentId | null;
  readonly commentNumber: number | null;
  /** Null when several people share the letter. */
  readonly recipient: PersonId | null;
  readonly recipientKind: 'employee' | 'contact' | null;
  readonly recipients: readonly { readonly name: string; readonly address: string }[];
  readonly language: Language;
  /**
   * The author's name with the firm's, and the address that it comes from: `local@domain`, where `domain` is the account's
   * mail domain; `local` null is the letter's own reply address.
   */
  readonly from: {
    readonly name: string;
    readonly local: string | null;
    readonly domain: string;
    /** An address outside that it comes from in the place of `local@domain` (spec 3.3). */
    readonly outside?: OutsideFrom | undefined;
  };
  /** The Message-ID of its reader's own mail that it answers, with angle brackets: theirs alone, so never in a shared letter. */
  readonly answers?: string | null;
  readonly subject: string;
  /** Plain text with slots. */
  readonly text: string;
  /** HTML with slots. */
  readonly html: string;
  /** Words of the account's own that are still to be put in. What stands above is the standard letter: it goes if they cannot be. */
  readonly own?: OwnPending;
  /** The template that was used. */
  readonly template?: TemplateVersionId;
  /** Why the account's own template was not used. */
  readonly templateFault?: TemplateFaultReason;
  /** RFC 3834: set on N3–N5, invitations, codes and questions; never on a person's words. */
  readonly automatic: boolean;
  readonly attachments: readonly LetterFile[];
  /** Its HTML ends with a picture that says when it was opened (spec 1.12). Left out: it does not. */
  readonly pixel?: true;
  /** The Date of the letter at every attempt to send it. */
  readonly createdAt: Instant;
}

export interface OutsideFrom {
  readonly address: string;
  /** Answers go to this address, and come back by forwarding: then Message-ID and mark tell what they belong to. */
  readonly repliesHere: boolean;
  /** Our key stands in the DNS of its domain: the letter is signed in its name too. */
  readonly signed: boolean;
}

/** Why an account's own words were not used: `no-words`, they left out what the letter is about. */
export const TEMPLATE_FAULTS = ['too-slow', 'too-large', 'no-words', 'broken'] as const;
export type TemplateFaultReason = (typeof TEMPLATE_FAULTS)[number];

/** What the rendering of an own template needs, beside its words: it is done outside the transaction, where it can be stopped. */
export interface OwnPending {
  readonly version: TemplateVersionId;
  /** Whose words are taken: the reader's, or what there is. */
  readonly language: Language;
  readonly values: OwnValues;
  /** The letter's frame, with a slot `body` where the words go. */
  readonly frame: { readonly html: string; readonly text: string };
  /** What stands below the words, for HTML that brings a frame of its own. */
  readonly tail: string;
}
export const BODY_SLOT = `${SLOT_MARK}body${SLOT_MARK}`;
