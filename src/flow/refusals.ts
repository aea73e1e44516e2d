/**
 * A server that refuses a letter in the session says what a bounce says later, and it is taken the same: who is gone for good is written
 * to no more (spec 3.1.9), until a mail of theirs comes.
 */
import type { LetterId } from '../base/id.ts';
import { reasonOf } from '../mail/bounce-reason.ts';
import { letterPartlySent, type PartlySent } from '../store/came-back.ts';
import type { Sql } from '../store/database.ts';
import { type LetterLine, letterById } from '../store/letter-lines.ts';
import { letterFailed } from '../store/outbox.ts';
import { suppress } from '../store/suppressions.ts';
import type { Gateway } from './gateway.ts';
import { isLasting } from './returned.ts';

interface Refusal {
  readonly address: string;
  readonly answer: string;
}

/** `ofRecipient`: it was said of the recipient, and of nothing else. */
export function letterRefused(
  gw: Gateway,
  id: LetterId,
  { reason, answer, ofRecipient }: { readonly reason: string; readonly answer: string; readonly ofRecipient: boolean },
): Promise<void> {
  return gw.db.write(async (tx) => {
    await letterFailed(tx, id, reason, answer);
    const line = ofRecipient ? (await letterById(tx, id))?.line : null;
    if (line?.recipients.length === 1) await stopGone(gw, tx, line, [{ address: line.recipients[0]!.address, answer }]);
  });
}

/** Of a letter that several share. */
export function letterPartlyRefused(
  gw: Gateway,
  id: LetterId,
  part: PartlySent,
  refusals: readonly Refusal[],
): Promise<void> {
  return gw.db.write(async (tx) => {
    await letterPartlySent(tx, id, gw.clock(), part);
    const line = refusals.length > 0 ? (await letterById(tx, id))?.line : null;
    if (line) await stopGone(gw, tx, line, refusals);
  });
}

async function stopGone(gw: Gateway, tx: Sql, line: LetterLine, refusals: readonly Refusal[]): Promise<void> {
  for (const { address, answer } of refusals) {
    // RFC 3463: the code that says more than three digits can.
    const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})/.exec(answer)?.[1] ?? '';
    if (isLasting({ reason: reasonOf(answer, status), status }))
      await suppress(tx, line.account, address, 'bounce', answer, gw.clock());
  }
}
