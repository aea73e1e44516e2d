/** What became of a mail and why, in the reader's language. The ledger keeps a word that stays the same and an English sentence. */

import type { Language } from '../people/person.ts';
import { REFUSALS, type Refusal } from '../tasks/refusal.ts';
import type { InboxLine } from './inbox-ports.ts';
import type { Say } from './words.ts';

/** Every outcome that the house writes; a test looks for others in its sources. */
export const OUTCOMES = [
  'comment',
  'task',
  'duplicate',
  'discarded',
  'sender-failed-authentication',
  'sender-not-proven',
  'stranger',
  'no-sender',
  'spam-list',
  'unknown-sender',
  'no-account',
  'own-letter',
  'loop-suspected',
  'mailer',
  'bounce',
  'delay-notice',
  'complaint',
  'out-of-office',
  'auto-reply',
  'unreadable',
  'bytes-gone',
  'too-large',
  'reader-died',
  'reader-slow',
  'tried-too-often',
  'failed',
] as const;
const KNOWN: ReadonlySet<string> = new Set(OUTCOMES);

/** '' while it is due. An outcome that nobody has words for yet is told as it was written down. */
export function sayOutcome(
  { outcome, reason }: Pick<InboxLine, 'outcome' | 'reason'>,
  { say, language }: { say: Say; language: Language },
): string {
  if (outcome === null) return '';
  if (KNOWN.has(outcome)) return say(`outcome.${outcome}`);
  return Object.hasOwn(REFUSALS, outcome) ? REFUSALS[outcome as Refusal].words[language] : reason || outcome;
}
