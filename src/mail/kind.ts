/** What a mail is, before anybody asks what it says: machines are recognised first (house rule 11). Pure. */
import { HOP_HEADER } from '../base/token.ts';
import type { Automatic } from './automatic.ts';
import type { Bounce } from './bounce.ts';
import type { Complaint } from './complaint.ts';
import type { Message } from './message.ts';

export type MailKind = 'person' | 'auto-reply' | 'bounce' | 'complaint' | 'list' | 'own';

/** RFC 5321 §6.3 asks for a limit of at least 100; a mail that was handed on this often goes round. */
const MAX_RECEIVED = 100;

export interface Signs {
  readonly automatic: Automatic;
  readonly bounce: Bounce | null;
  readonly complaint: Complaint | null;
}

/** `ownHops`: the values of our hop header. A bounce returns our letter within it, which is not our mail. */
export function kindOf(message: Message, signs: Signs, ownHops: readonly string[] = []): MailKind {
  if (isOwn(message, ownHops)) return 'own';
  if (signs.complaint) return 'complaint';
  if (signs.bounce) return 'bounce';
  if (signs.automatic.autoReply) return 'auto-reply';
  return signs.automatic.list ? 'list' : 'person';
}

/** A mail that carries our mark came from here and went round. */
export const isOwn = (message: Message, ownHops: readonly string[]): boolean =>
  (message.headers.get(HOP_HEADER) ?? []).some((value) => ownHops.includes(value.trim())) ||
  (message.headers.get('received')?.length ?? 0) > MAX_RECEIVED;
