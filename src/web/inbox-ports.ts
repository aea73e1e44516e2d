/** What the pages of incoming mail ask of the house: everything they read or do goes through one of these. */
import type { Instant } from '../base/time.ts';
import type { Trace } from '../flow/trace.ts';
import type { Account } from '../people/account.ts';
import type { Actor, Page, Paging } from './ports.ts';

export const INBOX_STATES = ['received', 'delivered', 'held', 'ignored', 'duplicate', 'parked'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

export interface InboxLine {
  readonly id: string;
  readonly at: Instant;
  readonly from: string;
  readonly subject: string;
  readonly state: InboxState;
  /** What became of it, in a word that stays the same; null while it is due. */
  readonly outcome: string | null;
  /** The same as it was written down: English, for those who look for details. */
  readonly reason: string;
  readonly taskNumber: number | null;
  /** Bytes. */
  readonly size: number;
}

export interface InboxPage extends InboxLine {
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly messageId: string | null;
  readonly protocol: string;
  readonly commentNumber: number | null;
  readonly duplicateOf: string | null;
  /** The name of who decided about it while it was held, or had it processed again. */
  readonly decidedBy: string | null;
  /** How it was decided, station by station; null when nothing of it is known. */
  readonly trace: Trace | null;
}

export interface InboxQuery extends Paging {
  readonly state?: InboxState | undefined;
  readonly outcome?: string | undefined;
  /** The sender's whole address, or a part of it or of the name. */
  readonly sender?: string | undefined;
  /** A Message-ID, or a part of the subject. */
  readonly search?: string | undefined;
  /** When it came in: from the first on and before the second. */
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/** received = the sum of all others; `due` waits to be read. */
export type InboxCounts = Readonly<Record<InboxState | 'due', number>>;

/** A mail for people's eyes: nothing in it loads, runs or opens a conversation. */
export interface InboxLook {
  readonly text: string;
  /** Null: it had none. */
  readonly html: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly files: readonly { readonly name: string; readonly type: string; readonly size: number }[];
}

/** What a person can make of a mail that did not become a comment by itself. */
export const INBOX_DECISIONS = ['accept', 'trust', 'discard', 'again'] as const;
export type InboxDecision = (typeof INBOX_DECISIONS)[number];

export interface InboxPorts {
  listInbox(account: Account, query: InboxQuery): Promise<Page<InboxLine>>;
  /** `period`: of the mails that came in then; else of all. */
  countInbox(account: Account, period?: { since: Instant; until: Instant }): Promise<InboxCounts>;
  readInbox(account: Account, id: string): Promise<InboxPage | null>;
  /** The beginning of a mail's words, as text; null when there is nothing to show. */
  previewInbox(actor: Actor, id: string): Promise<string | null>;
  /** Null: too large to look into here, not kept any more, or not to be read. */
  lookInbox(actor: Actor, id: string): Promise<InboxLook | null>;
  /** As it came, without our secrets; null when its bytes are not kept any more. */
  rawInbox(actor: Actor, id: string): Promise<Buffer | null>;
  /** False: the mail is not in a state that allows it, or is not there. */
  decideInbox(actor: Actor, id: string, decision: InboxDecision): Promise<boolean>;
}
