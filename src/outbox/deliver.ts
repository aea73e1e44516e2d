/** One letter that was claimed: made ready, sent, and what came of it written down. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LetterId } from '../base/id.ts';
import type { Log } from '../base/log.ts';
import type { Clock, Instant } from '../base/time.ts';
import { Trouble, toError } from '../base/trouble.ts';
import type { FilledLetter } from '../notify/fill.ts';
import type { Letter } from '../notify/letter.ts';
import type { PartlySent } from '../store/came-back.ts';
import { classify, type Failure } from './failure.ts';
import type { Refused, Taken } from './pool.ts';
import { nextTry } from './schedule.ts';
import type { Together } from './together.ts';
import type { Transport } from './transport.ts';

export interface ClaimedLetter {
  readonly letter: Letter;
  /** Tries made, this one included. */
  readonly attempts: number;
  readonly linkGeneration: number;
  /** Of its recipients those who are not sent it again. */
  readonly settled: readonly string[];
  /** It has waited, and is made anew before it goes. */
  readonly held?: boolean;
}

export interface SentLetter {
  readonly id: LetterId;
  /** What the server said. */
  readonly answer: string;
}

/** Not tried at all: there is no room for it before this time. */
export class NotYet extends Trouble {
  readonly at: Instant;
  constructor(message: string, at: Instant) {
    super('not-yet', message);
    this.at = at;
  }
}

export interface DeliveryParts {
  deferred(id: LetterId, dueAt: Instant, reason: string, answer: string): Promise<void>;
  /** It was not tried: due then, and the try is not counted. */
  waits(id: LetterId, dueAt: Instant): Promise<void>;
  /** Some of its recipients have it, others do not; those who will not get it are in `refused`. */
  partly(id: LetterId, part: PartlySent, refused: readonly Refused[]): Promise<void>;
  failed(id: LetterId, failure: Pick<Failure, 'reason' | 'answer' | 'ofRecipient'>): Promise<void>;
  /** A letter that has waited, as it is to go now; null: it does not go, or not yet, and that is written down. */
  release?(letter: Letter): Promise<Letter | null>;
  /** Whether one that was tried before goes now; false: it does not, or not yet, and that is written down. */
  again?(letter: Letter): Promise<boolean>;
  /** Puts in what is still missing of the letter's words, and writes that down. */
  finish(letter: Letter): Promise<Letter>;
  fill(claimed: ClaimedLetter): FilledLetter;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** 0…1 for the spread of retries. */
  readonly jitter?: () => number;
}

/** What became of a letter while the database could not be told: it is written then, not sent a second time. */
type Memory = Map<LetterId, Taken>;

/** What all deliveries of one outbox share. */
export interface Own {
  readonly memory: Memory;
  readonly sent: Together<SentLetter>;
  later(at: Instant): void;
}

export async function deliver(claimed: ClaimedLetter, parts: DeliveryParts, own: Own): Promise<void> {
  const { memory, sent } = own;
  const { id } = claimed.letter;
  const about = { letter: id, kind: claimed.letter.kind, attempt: claimed.attempts };
  try {
    const taken = memory.get(id) ?? (await send(claimed, parts, own, about));
    if (taken === null) return;
    memory.set(id, taken);
    if (taken.refused.length > 0) await insist(() => notePartly(claimed, taken, parts));
    else await insist(() => sent({ id, answer: taken.answer }));
    memory.delete(id);
    parts.log.info({ ...about, refused: taken.refused.length }, 'Letter sent');
  } catch (error) {
    parts.log.error(
      { ...about, err: toError(error) },
      'What became of a letter could not be written down; its lease will end',
    );
  }
}

/** What the server said, or null when it did not take the letter and that is written down. */
async function send(claimed: ClaimedLetter, parts: DeliveryParts, own: Own, about: object): Promise<Taken | null> {
  const { id } = claimed.letter;
  // Trouble here is the database's: the lease brings the letter back.
  if (!(await goesNow(claimed, parts))) return null;
  const ready = await released(claimed, parts, about);
  if (!ready) return null;
  const letter = await parts.finish(ready);
  let filled: FilledLetter;
  try {
    filled = parts.fill({ ...claimed, letter });
  } catch (error) {
    return putAside(id, error, 'A letter could not be filled in', parts, about);
  }
  try {
    return await parts.transport.send(filled);
  } catch (error) {
    if (error instanceof NotYet) await sendAway(claimed, error.at, parts, own);
    else await giveBack(claimed, error, parts, about);
    return null;
  }
}

/** One that has waited is asked when it is made anew, and for the first try of any other nothing can have changed. */
const goesNow = async ({ letter, attempts, held }: ClaimedLetter, parts: DeliveryParts): Promise<boolean> =>
  held || attempts === 1 || !parts.again || parts.again(letter);

/** Null: it does not go, or not now. */
async function released({ letter, held }: ClaimedLetter, parts: DeliveryParts, about: object): Promise<Letter | null> {
  if (!held || !parts.release) return letter;
  try {
    return await parts.release(letter);
  } catch (error) {
    if (error instanceof Trouble) throw error;
    return putAside(letter.id, error, 'A letter that had waited could not be made', parts, about);
  }
}

/** A bug of ours: the letter is put aside, not tried for two days. */
async function putAside(
  id: LetterId,
  error: unknown,
  what: string,
  parts: DeliveryParts,
  about: object,
): Promise<null> {
  parts.log.error({ ...about, err: toError(error) }, what);
  await insist(() => parts.failed(id, { reason: 'bug', answer: toError(error).message, ofRecipient: false }));
  return null;
}

async function sendAway({ letter }: ClaimedLetter, at: Instant, parts: DeliveryParts, own: Own): Promise<void> {
  await insist(() => parts.waits(letter.id, at));
  own.later(at);
}

async function giveBack(claimed: ClaimedLetter, error: unknown, parts: DeliveryParts, about: object): Promise<void> {
  const { letter, settled } = claimed;
  const failure = classify(error);
  if (settled.length > 0) {
    const left = letter.recipients.map((r) => r.address).filter((address) => !settled.includes(address));
    const refused = left.map((address) => ({ address, ...failure }));
    return insist(() => notePartly(claimed, { answer: '', refused }, parts, failure));
  }
  const due = failure.permanent ? null : dueAgain(claimed, parts);
  parts.log.warn({ ...about, ...failure, due }, due === null ? 'Letter failed' : 'Letter postponed');
  if (due === null) await insist(() => parts.failed(letter.id, failure));
  else await insist(() => parts.deferred(letter.id, due, failure.reason, failure.answer));
}

const dueAgain = ({ attempts }: ClaimedLetter, parts: DeliveryParts): Instant | null =>
  nextTry(attempts, parts.clock(), (parts.jitter ?? Math.random)());

/** Who was told «later» is tried by the plan, alone; with no try left they do not get it, as those who were told «no». */
function notePartly(
  claimed: ClaimedLetter,
  { refused }: Taken,
  parts: DeliveryParts,
  failure?: Pick<Failure, 'reason' | 'ofRecipient'>,
): Promise<void> {
  const { letter, settled } = claimed;
  const due = refused.some((one) => !one.permanent) ? dueAgain(claimed, parts) : null;
  const back = refused.filter((one) => one.permanent || due === null);
  const without = [...settled, ...refused.map((one) => one.address)];
  const part: PartlySent = {
    reached: letter.recipients.map((r) => r.address).filter((address) => !without.includes(address)),
    back: back.map((one) => one.address),
    due,
    reason: failure?.reason ?? (due === null ? 'refused' : 'postponed'),
    answer: refused.map((one) => `${one.address}: ${one.answer}`).join('\n'),
  };
  return parts.partly(letter.id, part, failure?.ofRecipient === false ? [] : back);
}

/** A busy database is asked three times; then the lease brings the letter back. */
async function insist(write: () => Promise<void>): Promise<void> {
  for (const wait of [50, 500]) {
    try {
      return await write();
    } catch {
      await sleep(wait);
    }
  }
  await write();
}
