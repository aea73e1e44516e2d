/**
 * The outbox worker: claims letters that are due, sends them, and writes down what came of it. It knows no SQL and no SMTP;
 * the claim is what persists the lease, so a worker that dies leaves nothing but letters that are due again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LetterId } from '../base/id.ts';
import type { Log } from '../base/log.ts';
import { type Clock, type Instant, SECOND } from '../base/time.ts';
import { Trouble, toError } from '../base/trouble.ts';
import type { FilledLetter } from '../notify/fill.ts';
import type { Letter } from '../notify/letter.ts';
import type { PartlySent } from '../store/came-back.ts';
import { classify, type Failure } from './failure.ts';
import type { Refused, Taken } from './pool.ts';
import { nextTry } from './schedule.ts';
import { type Together, together } from './together.ts';
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

export interface OutboxParts {
  /** Takes up to `n` letters that are due and writes their leases. */
  claim(n: number): Promise<readonly ClaimedLetter[]>;
  /** Those that left since it was asked last: many letters, one write. */
  sent(letters: readonly SentLetter[]): Promise<void>;
  deferred(id: LetterId, dueAt: Instant, reason: string, answer: string): Promise<void>;
  /** It was not tried: due then, and the try is not counted. */
  waits(id: LetterId, dueAt: Instant): Promise<void>;
  /** Some of its recipients have it, others do not; those who will not get it are in `refused`. */
  partly(id: LetterId, part: PartlySent, refused: readonly Refused[]): Promise<void>;
  failed(id: LetterId, failure: Pick<Failure, 'reason' | 'answer' | 'ofRecipient'>): Promise<void>;
  /** A letter that has waited, as it is to go now; null: it does not go, or not yet, and that is written down. */
  release?(letter: Letter): Promise<Letter | null>;
  /** Puts in what is still missing of the letter's words, and writes that down. */
  finish(letter: Letter): Promise<Letter>;
  fill(claimed: ClaimedLetter): FilledLetter;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Letters at once. */
  readonly concurrency: number;
  /** Between looks when nobody wakes it, in milliseconds. */
  readonly pollEvery?: number;
  /** 0…1 for the spread of retries. */
  readonly jitter?: () => number;
}

export interface Outbox {
  /** There may be letters: look now. Never waits. */
  wake(): void;
  /** Resolves when everything that is due has been tried. */
  idle(): Promise<void>;
  /** Claims nothing more and waits for what runs. */
  close(): Promise<void>;
}

const POLL = 5 * SECOND;
/** So long a letter that left waits for others to be written down with it, in milliseconds. */
const GATHER = 20;

export function startOutbox(parts: OutboxParts): Outbox {
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const sent = together(parts.sent, { coming: () => running.size, wait: GATHER, enough: parts.concurrency / 2 });
  let looking: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const look = async (): Promise<void> => {
    do {
      again = false;
      const free = parts.concurrency - running.size;
      // Half of the places at least: one claim for several letters. The end of a letter looks again.
      if (closed || free * 2 < parts.concurrency) return;
      const claimed = await parts.claim(free);
      for (const one of claimed) begin(one);
      if (claimed.length === free) again = true;
    } while (again);
  };

  const begin = (claimed: ClaimedLetter): void => {
    const run: Promise<void> = deliver(claimed, parts, own).finally(() => {
      running.delete(run);
      wake();
    });
    running.add(run);
  };

  const wake = (): void => {
    again = true;
    if (closed || looking) {
      settle();
      return;
    }
    looking = look()
      .catch((error: unknown) =>
        parts.log.error({ err: toError(error) }, 'The outbox could not be read; trying again soon'),
      )
      .finally(() => {
        looking = null;
        // Woken between the last look and here.
        if (again) wake();
        else settle();
      });
  };

  /** Whoever was sent away with a time comes back at that time: at the next look of the poll they would all come together. */
  const later = (at: Instant): void => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        wake();
      },
      Math.max(0, at - parts.clock()),
    );
    timers.add(timer.unref());
  };
  const own: Own = { memory: new Map(), sent, later };

  const settle = (): void => {
    if (looking || running.size > 0) return;
    for (const done of waiting.splice(0)) done();
  };

  const poll = setInterval(wake, parts.pollEvery ?? POLL);
  wake();
  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        wake();
      }),
    async close() {
      closed = true;
      clearInterval(poll);
      for (const timer of timers) clearTimeout(timer);
      await looking;
      await Promise.all(running);
      settle();
    },
  };
}

/** What became of a letter while the database could not be told: it is written then, not sent a second time. */
type Memory = Map<LetterId, Taken>;

/** What all deliveries of one outbox share. */
interface Own {
  readonly memory: Memory;
  readonly sent: Together<SentLetter>;
  later(at: Instant): void;
}

async function deliver(claimed: ClaimedLetter, parts: OutboxParts, own: Own): Promise<void> {
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
async function send(claimed: ClaimedLetter, parts: OutboxParts, own: Own, about: object): Promise<Taken | null> {
  const { id } = claimed.letter;
  // Trouble here is the database's: the lease brings the letter back.
  const ready = await released(claimed, parts, about);
  if (!ready) return null;
  const letter = await parts.finish(ready);
  let filled: FilledLetter;
  try {
    filled = parts.fill({ ...claimed, letter });
  } catch (error) {
    // A bug of ours: the letter is put aside, not tried for two days.
    parts.log.error({ ...about, err: toError(error) }, 'A letter could not be filled in');
    await insist(() => parts.failed(id, { reason: 'bug', answer: toError(error).message, ofRecipient: false }));
    return null;
  }
  try {
    return await parts.transport.send(filled);
  } catch (error) {
    if (error instanceof NotYet) await sendAway(claimed, error.at, parts, own);
    else await giveBack(claimed, error, parts, about);
    return null;
  }
}

/** Null: it does not go, or not now. */
async function released({ letter, held }: ClaimedLetter, parts: OutboxParts, about: object): Promise<Letter | null> {
  if (!held || !parts.release) return letter;
  try {
    return await parts.release(letter);
  } catch (error) {
    if (error instanceof Trouble) throw error;
    parts.log.error({ ...about, err: toError(error) }, 'A letter that had waited could not be made');
    await insist(() => parts.failed(letter.id, { reason: 'bug', answer: toError(error).message, ofRecipient: false }));
    return null;
  }
}

async function sendAway({ letter }: ClaimedLetter, at: Instant, parts: OutboxParts, own: Own): Promise<void> {
  await insist(() => parts.waits(letter.id, at));
  own.later(at);
}

async function giveBack(claimed: ClaimedLetter, error: unknown, parts: OutboxParts, about: object): Promise<void> {
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

const dueAgain = ({ attempts }: ClaimedLetter, parts: OutboxParts): Instant | null =>
  nextTry(attempts, parts.clock(), (parts.jitter ?? Math.random)());

/** Who was told «later» is tried by the plan, alone; with no try left they do not get it, as those who were told «no». */
function notePartly(
  claimed: ClaimedLetter,
  { refused }: Taken,
  parts: OutboxParts,
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
