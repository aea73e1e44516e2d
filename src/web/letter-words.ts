/** Why a letter did not go, or came back, in the reader's language. The outbox keeps a word that stays the same. */
import type { BounceReason } from '../mail/bounce-reason.ts';
import type { Undeliverable } from '../notify/deliverable.ts';
import type { SetAside } from '../notify/hold.ts';
import { type FailureReason, isHeld } from '../store/outbox.ts';
import type { Say } from './words.ts';

/** What a letter that is not sent is kept back by; that somebody is not told of their own words needs none. */
const SKIPPED: Record<Exclude<Undeliverable, 'self'> | SetAside, true> = {
  inactive: true,
  'no-address': true,
  'notification-off': true,
  'email-off': true,
  muted: true,
  unproven: true,
  'mail-blocked': true,
  suppressed: true,
  'no-automatic-mail': true,
  'receipt-sent': true,
  'too-many': true,
  'left-task': true,
  withdrawn: true,
  bundled: true,
};

const FAILED: Record<FailureReason | BounceReason | 'delayed', true> = {
  refused: true,
  postponed: true,
  unreachable: true,
  'relay-refuses-us': true,
  'no-tls': true,
  'not-signed': true,
  unanswered: true,
  loop: true,
  bug: true,
  delayed: true,
  userunknown: true,
  hostunknown: true,
  hasmoved: true,
  suspend: true,
  filtered: true,
  mailboxfull: true,
  exceedlimit: true,
  mesgtoobig: true,
  systemfull: true,
  expired: true,
  networkerror: true,
  systemerror: true,
  toomanyconn: true,
  speeding: true,
  rejected: true,
  blocked: true,
  policyviolation: true,
  spamdetected: true,
  virusdetected: true,
  securityerror: true,
  authfailure: true,
  requireptr: true,
  norelaying: true,
  badreputation: true,
  contenterror: true,
  notaccept: true,
  mailererror: true,
  syntaxerror: true,
  undefined: true,
};

export const LETTER_REASONS: readonly string[] = [...Object.keys(SKIPPED), ...Object.keys(FAILED)];

/** '' for none. One that nobody has words for yet is told as it was written down. */
export function sayReason(reason: string | null, say: Say): string {
  if (reason === null) return '';
  if (Object.hasOwn(SKIPPED, reason)) return say(`skipped.${reason}`);
  if (isHeld(reason)) return say(`held.${reason}`);
  return Object.hasOwn(FAILED, reason) ? say(`failed.${reason}`) : reason;
}
