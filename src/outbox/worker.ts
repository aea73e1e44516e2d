/**
 * The outbox worker: claims letters that are due and has them delivered (deliver.ts), so many at once. It knows no SQL and no SMTP;
 * the claim is what persists the lease, so a worker that dies leaves nothing but letters that are due again.
 */
import { type Instant, SECOND } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import { type ClaimedLetter, type DeliveryParts, deliver, type Own, type SentLetter } from './deliver.ts';
import { together } from './together.ts';

export interface OutboxParts extends DeliveryParts {
  /** Takes up to `n` letters that are due and writes their leases. */
  claim(n: number): Promise<readonly ClaimedLetter[]>;
  /** Those that left since it was asked last: many letters, one write. */
  sent(letters: readonly SentLetter[]): Promise<void>;
  /** Letters at once. */
  readonly concurrency: number;
  /** Between looks when nobody wakes it, in milliseconds. */
  readonly pollEvery?: number;
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
