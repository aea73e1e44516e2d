/** Beside a comment: whom it was told to, and what became of each letter. */
import { maskAddress } from '../base/address.ts';
import type { CommentId, PersonId } from '../base/id.ts';
import { removeSecrets } from '../mail/secrets.ts';
import type { MailShape } from '../mail/thread.ts';
import { isLate, nextTryFor, stateFor, wordsFor } from '../store/came-back.ts';
import type { LetterLine } from '../store/letter-lines.ts';
import { isHeld } from '../store/outbox.ts';
import type { PersonView, TaskView } from '../tasks/visibility.ts';
import type { Delivery } from './ports.ts';

/** Staff sees what became of each comment, somebody outside of their own. */
export const withDeliveries = (view: TaskView): CommentId[] =>
  view.comments.filter((c) => view.viewer.by === 'staff' || c.own).map((c) => c.id);

/** `stored`: the letters about those. */
export function deliveriesByComment(
  shape: MailShape,
  view: TaskView,
  stored: readonly LetterLine[],
): Map<CommentId, Delivery[]> {
  const lines = stored.map((line) => withoutSecrets(shape, line));
  const shown = new Map<CommentId, Delivery[]>();
  const staff = view.viewer.by === 'staff';
  const visible = new Set(withDeliveries(view));
  for (const line of lines) {
    if (!line.comment || !visible.has(line.comment)) continue;
    shown.set(line.comment, [...(shown.get(line.comment) ?? []), ...(staff ? forStaff(line) : [forOutside(line)])]);
  }
  return shown;
}

/** Another server's words may repeat the sender's address to us, and its token. */
const withoutSecrets = (shape: MailShape, line: LetterLine): LetterLine => ({
  ...line,
  diagnostic: line.diagnostic && removeSecrets(line.diagnostic, shape),
});

/** What happened to a letter as a whole. */
export const stateOf = (line: LetterLine): Delivery['state'] => stateFor(line, null);

type Recipient = LetterLine['recipients'][number];

/** One for each who shares the letter: it may have reached some of them only. */
const forStaff = (line: LetterLine): Delivery[] =>
  line.recipients.length > 1
    ? line.recipients.map((one) => delivery(line, personOf(line, [one], true), one.address))
    : [delivery(line, personOf(line, line.recipients, true), null)];

/** Outside, who else of the clients got it is nobody's business (D12): they are counted, not named. */
const forOutside = (line: LetterLine): Delivery =>
  delivery(line, personOf(line, line.recipients, line.recipientKind === 'employee'), null);

const personOf = (line: LetterLine, recipients: readonly Recipient[], named: boolean): PersonView => ({
  id: line.recipient ?? ('' as PersonId),
  kind: line.recipientKind ?? 'contact',
  name: named ? recipients.map((r) => r.name || maskAddress(r.address)).join(', ') : '',
  isCompany: false,
});

function delivery(line: LetterLine, person: PersonView, address: string | null): Delivery {
  const state = stateFor(line, address);
  const reached = state === 'sent' && !isLate(line);
  const waits = line.state === 'queued' && isHeld(line.reason);
  return {
    person,
    state,
    at: line.sentAt ?? line.createdAt,
    held: waits,
    until: waits ? line.dueAt : nextTryFor(line, address),
    readAt: line.readAt,
    reason: reached ? null : whyOf(line, address),
  };
}

/** The server's own words, where there are any: what a connection says when it breaks off is not for people. */
const whyOf = (line: LetterLine, address: string | null): string | null =>
  line.reason === 'unanswered' ? line.reason : (wordsFor(line, address) ?? line.reason);
