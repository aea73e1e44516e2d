/**
 * The worker of webhooks: claims calls that are due, makes them, writes down what was answered. It knows no SQL; one slow receiver
 * holds up at most its own share of the places.
 */
import type { Log } from '../base/log.ts';
import { type Clock, HOUR, type Instant, MINUTE, SECOND } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import { startWorker, type Worker } from '../flow/worker.ts';
import { NO_ANSWER } from '../store/hooks.ts';
import type { WebhookAnswer } from './webhook.ts';

export interface DueCall {
  readonly id: string;
  /** Tries made, this one included. */
  readonly attempts: number;
  /** False: the webhook was switched off in between. */
  readonly active: boolean;
}

export interface WebhookParts<Call extends DueCall> {
  claim(n: number): Promise<readonly Call[]>;
  call(call: Call): Promise<WebhookAnswer>;
  ended(
    call: Call,
    end: { state: 'queued' | 'done' | 'failed'; dueAt: Instant | null; status: number | null; answer: string },
  ): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Before each try; after the last the call has failed: about a day in all. */
const WAITS = [0, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 16 * HOUR] as const;
const AT_ONCE = 10;
const POLL = 5 * SECOND;

export function startWebhooks<Call extends DueCall>(parts: WebhookParts<Call>): Worker {
  const turn = async (): Promise<boolean> => {
    const calls = await parts.claim(AT_ONCE);
    await Promise.all(calls.map((call) => make(call, parts)));
    return calls.length > 0;
  };
  const failed = (thrown: unknown) =>
    parts.log.error({ error: toError(thrown).message }, 'Webhooks could not be called; trying again');
  return startWorker(turn, { poll: POLL, failed });
}

async function make<Call extends DueCall>(call: Call, parts: WebhookParts<Call>): Promise<void> {
  const { status, text } = call.active ? await parts.call(call) : { status: null, text: NO_ANSWER.off };
  const good = status !== null && status >= 200 && status < 300;
  const wait = WAITS[call.attempts];
  // 410: the receiver is gone and says so (Standard Webhooks).
  const over = good || !call.active || status === 410 || wait === undefined;
  await parts.ended(call, {
    state: good ? 'done' : over ? 'failed' : 'queued',
    dueAt: over ? null : parts.clock() + wait!,
    status,
    answer: text,
  });
}
