/**
 * A mail does what it does once (house rule 15), however often and by whatever way it comes.
 */
import { createHash } from 'node:crypto';
import type { InboxId } from '../base/id.ts';
import { releaseEffect, takeEffect } from '../store/inbox.ts';
import { joinQueues } from './queues.ts';
import type { Outcome, Station } from './receive.ts';
import { proofOf } from './speak.ts';

/** Runs `act` when this mail is the first of its kind; else says of which it is the duplicate. */
export async function once(at: Station, act: () => Promise<Outcome>): Promise<Outcome> {
  const account = at.place.account.id;
  const key = effectKey(at);
  const before = await takeEffect(at.tx, account, key, at.mail.id);
  if (before) return duplicateOf(at, before);
  const outcome = await act();
  if (outcome.state === 'delivered') return outcome;
  // What did nothing stands in nobody's way: a forged copy that came first must not make the real mail its duplicate.
  await releaseEffect(at.tx, account, key, at.mail.id);
  if (outcome.state !== 'held') return outcome;
  // The queue shows it once, however often the same copy comes.
  const waiting = await takeEffect(at.tx, account, hash([key, outcome.outcome]), at.mail.id);
  if (waiting) return duplicateOf(at, waiting);
  await outcome.whenHeld?.();
  return outcome;
}

async function duplicateOf(at: Station, first: InboxId): Promise<Outcome> {
  const task = await joinQueues(at, first);
  const reason = 'The same mail was processed before';
  return { state: 'duplicate', outcome: 'duplicate', reason, duplicateOf: first, task };
}

/**
 * What makes a mail the same mail: the task it belongs to (a new one: any), who sent it and whether that was proven, its
 * Message-ID and its body. The headers of the way differ from one delivery to the next and are left out; without a Message-ID
 * the whole is compared. Threat T38: what only claims to be somebody's stands in nobody's way.
 */
function effectKey(at: Station): string {
  const { place, reading, mail } = at;
  const { message } = reading;
  const body = message.messageId ? `${message.text}\0${message.attachments.map((a) => a.sha256).join()}` : mail.sha256;
  const proven = place.tie === 'own-token' || proofOf(at) === 'proven' ? 'proven' : 'claimed';
  return hash([place.task ?? 'new', message.from[0]?.address ?? '', proven, message.messageId ?? '', body]);
}

const hash = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');
