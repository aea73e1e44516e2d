/**
 * Who may speak: the ladder of identity (decisions "Who may speak"), as one table.
 * Identity is the authenticated From, never Reply-To. This file knows no mail and no database: it is handed what was found.
 */

/** What ties the mail to a task. */
export type Tie =
  /** A carrier of a letter that was sent to one person. */
  | 'own-token'
  /** `task+N@`, or a letter that several people share. */
  | 'task-address'
  /** Subject or sender only, or References of no letter of ours. */
  | 'weak';

/** How the mailbox in From relates to the person of the letter and to the account. */
export type From = 'this-person' | 'known' | 'unknown';

/** How sure we are that From is real (decisions: proven, unproven, fail). */
export type Proof = 'proven' | 'unproven' | 'fail';

export type Verdict =
  /** A comment by the person of the letter. */
  | { readonly kind: 'speak-as-person' }
  /** A comment by that known someone, who becomes a participant (spec 3.6). */
  | { readonly kind: 'speak-as-known' }
  /** A contact is made from the address and becomes a participant (spec X6). */
  | { readonly kind: 'speak-as-new-contact' }
  /** Waits for a decision; `ask` sends «Was this you?» to the known address. */
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly ask: boolean }
  | { readonly kind: 'reject'; readonly reason: 'stranger' }
  /** It does not belong to the task it points at: a new task by the rules of the address that received it. */
  | { readonly kind: 'new-task' };

export type HoldReason = 'sender-failed-authentication' | 'sender-not-proven' | 'stranger';

export type Strangers = 'add' | 'hold' | 'reject';

const hold = (reason: HoldReason, ask = false): Verdict => ({ kind: 'hold', reason, ask });

const stranger = {
  add: { kind: 'speak-as-new-contact' },
  hold: hold('stranger'),
  reject: { kind: 'reject', reason: 'stranger' },
} as const satisfies Record<Strangers, Verdict>;

const NOT_PROVEN = { unproven: hold('sender-not-proven'), fail: hold('sender-failed-authentication') } as const;

type Row = Record<Proof, Verdict | 'strangers'>;

/** One row for each line of the table in decisions; read it beside it. */
const LADDER = {
  'own-token': {
    'this-person': {
      proven: { kind: 'speak-as-person' },
      unproven: { kind: 'speak-as-person' },
      fail: hold('sender-failed-authentication', true),
    },
    known: { proven: { kind: 'speak-as-known' }, ...NOT_PROVEN },
    unknown: { proven: 'strangers', ...NOT_PROVEN },
  },
  'task-address': {
    'this-person': { proven: { kind: 'speak-as-known' }, ...NOT_PROVEN },
    known: { proven: { kind: 'speak-as-known' }, ...NOT_PROVEN },
    unknown: { proven: 'strangers', ...NOT_PROVEN },
  },
  // A guess: `this-person` here is a participant of the task that was guessed.
  weak: {
    'this-person': {
      proven: { kind: 'speak-as-known' },
      unproven: { kind: 'new-task' },
      fail: { kind: 'new-task' },
    },
    known: { proven: { kind: 'new-task' }, unproven: { kind: 'new-task' }, fail: { kind: 'new-task' } },
    unknown: { proven: { kind: 'new-task' }, unproven: { kind: 'new-task' }, fail: { kind: 'new-task' } },
  },
} as const satisfies Record<Tie, Record<From, Row>>;

/** May this mail speak in the task that it points at, and as whom? */
export function identify(tie: Tie, from: From, proof: Proof, strangers: Strangers): Verdict {
  const cell: Verdict | 'strangers' = LADDER[tie][from][proof];
  return cell === 'strangers' ? stranger[strangers] : cell;
}
