/**
 * «Why did this mail end up here?»: how a mail was decided, station by station. It stands as JSON with the mail's line in the
 * ledger; pages and `postern explain` put it into words. Codes and numbers only, never a token and never the mail's own words.
 */
import type { MailKind } from '../mail/kind.ts';
import type { Proof as SenderProof } from '../mail/proof.ts';
import type { RemovedKind } from '../mail/reply.ts';
import type { From, Tie } from '../people/identify.ts';
import type { Reading } from './read-mail.ts';

export type ClueKind =
  | 'reply-address'
  | 'bounce-address'
  | 'task-address'
  /** Our own Message-ID, repeated in References or elsewhere. */
  | 'message-id'
  | 'mark'
  | 'dashboard-link'
  /** References to a mail that came in before: the client's own thread. */
  | 'own-thread'
  | 'ticket-number'
  /** `#text` in the subject of a mail to `task+@`. */
  | 'search-mark'
  | 'subject'
  | 'sender';

/** Something in the mail that could say where it belongs (spec 3.5). */
export interface Clue {
  readonly clue: ClueKind;
  readonly where: 'envelope' | 'header' | 'references' | 'body' | 'subject' | 'from';
  /** `agrees`: names the task that a stronger clue named; `outvoted`: names another. */
  readonly result: 'used' | 'agrees' | 'outvoted' | 'refused';
  readonly why: ClueRefused | null;
  /** The number that it names, where there is no such task; else the mail's line in the ledger has it. */
  readonly task: number | null;
}

export type ClueRefused =
  /** Our keys did not make it. */
  | 'forged'
  | 'letter-gone'
  /** A letter of another account; the recipient's is meant. */
  | 'other-account'
  | 'no-such-task'
  | 'no-such-title'
  /** There is such a task, and the sender has no access to it. */
  | 'not-in-task'
  | 'switched-off'
  /** A subject without `Re:` or its like answers nothing (spec 3.5.5). */
  | 'no-answer-prefix';

export interface Trace {
  readonly kind: MailKind;
  readonly clues: readonly Clue[];
  readonly proof: SenderProof;
  /** Null: nobody was asked for (a machine, or no task to speak in). `override`: what a person decided about it. */
  readonly identity: {
    readonly tie: Tie;
    readonly from: From;
    readonly verdict: string;
    readonly override: string | null;
  } | null;
  readonly reply: {
    readonly method: string;
    readonly confidence: number;
    readonly removed: readonly { readonly kind: RemovedKind; readonly characters: number }[];
  };
  /** The subject is not that of the task: perhaps a new matter (field notes: an old mail used as an address book). */
  readonly subjectChanged: boolean;
  /** Repairs made while it was read. */
  readonly repairs: readonly string[];
  /** Milliseconds per stage. */
  readonly took: Readonly<Record<string, number>>;
}

export function traceOf(
  reading: Reading,
  clues: readonly Clue[],
  identity: Trace['identity'],
  subjectChanged: boolean,
): Trace {
  const { kind, message, proof, reply, took } = reading;
  const { verdict, spf, dkim, dmarc, arc, notes } = proof;
  return {
    kind,
    clues,
    proof: { verdict, spf, dkim, dmarc, arc, notes },
    identity,
    reply: {
      method: reply.method,
      confidence: reply.confidence,
      removed: reply.removed.map((piece) => ({ kind: piece.kind, characters: piece.text.length })),
    },
    subjectChanged,
    repairs: message.notes,
    took,
  };
}
