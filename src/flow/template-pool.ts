/**
 * An account's own templates are rendered off the main thread, one at a time, under a watchdog: a template that takes too long is
 * ended with its thread, and the next letter gets a fresh one. The thread is started with the first such letter.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { toError } from '../base/trouble.ts';
import type { TemplateFaultReason } from '../notify/letter.ts';
import type { Rendered } from '../notify/own-render.ts';
import type { TemplateAnswer, TemplateJob } from './template-worker.ts';

/** The words cannot be used; the same ones would do the same again. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
  readonly reason: TemplateFaultReason;
  constructor(reason: TemplateFaultReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface TemplatePool {
  /** Throws TemplateFault. */
  render(job: TemplateJob): Promise<Rendered>;
  /**
   * The same on a thread that has rendered nothing before and nothing after: as slow as these words can be. Holds up no letter, and is
   * itself tried one at a time: many at once would take the processor from letters, whose time is counted by the clock.
   */
  tryOut(job: TemplateJob): Promise<Rendered>;
  close(): Promise<void>;
}

const CLOSED = 'No template is rendered any more';

/** MiB of heap (threat T20). */
const HEAP = 64;

/** `timeLimit` in milliseconds, of rendering alone: starting the thread does not count. */
export function startTemplatePool(timeLimit: number): TemplatePool {
  let worker: Promise<Worker> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let lastTrial: Promise<unknown> = Promise.resolve();
  let closed = false;

  const inTurn = async (job: TemplateJob): Promise<Rendered> => {
    worker ??= open();
    const seat = await worker.catch((error: unknown) => {
      // One that could not be started is no thread for the next letter either.
      worker = null;
      throw error;
    });
    try {
      return await ask(seat, job, timeLimit);
    } catch (error) {
      if (!(error instanceof TemplateFault && error.reason !== 'too-slow')) {
        worker = null;
        await seat.terminate();
      }
      throw error;
    }
  };

  const onFreshThread = async (job: TemplateJob): Promise<Rendered> => {
    if (closed) throw new Error(CLOSED);
    const seat = await open();
    return ask(seat, job, timeLimit).finally(() => seat.terminate());
  };

  return {
    render: (job) => {
      if (closed) return Promise.reject(new Error(CLOSED));
      const next = last.then(() => inTurn(job));
      last = next.catch(() => {});
      return next;
    },
    tryOut: (job) => {
      const next = lastTrial.then(() => onFreshThread(job));
      lastTrial = next.catch(() => {});
      return next;
    },
    close: async () => {
      closed = true;
      await Promise.all([last, lastTrial]);
      await (await worker?.catch(() => null))?.terminate();
    },
  };
}

function open(): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP, maxYoungGenerationSizeMb: HEAP / 4 },
    });
    worker.unref();
    worker.once('message', () => resolve(worker));
    worker.once('error', reject);
  });
}

async function ask(worker: Worker, job: TemplateJob, timeLimit: number): Promise<Rendered> {
  // Whatever ends it, nothing of this letter is left on the thread of the next.
  const over = new AbortController();
  try {
    worker.postMessage(job);
    const answer = await Promise.race([
      once(worker, 'message', { signal: over.signal }).then(([said]) => said as TemplateAnswer),
      sleep(timeLimit, null, { signal: over.signal }),
    ]);
    if (answer === null) throw new TemplateFault('too-slow', `It took more than ${timeLimit} ms`);
    if (answer.kind === 'rendered') return answer.rendered;
    if (answer.kind === 'fault') throw new TemplateFault(answer.reason, answer.message);
    throw new TemplateFault('broken', 'It did not answer');
  } catch (error) {
    if (error instanceof TemplateFault) throw error;
    // `once` also throws what the thread ended with: no memory left, most of the time.
    throw new TemplateFault('too-slow', `It ended its thread: ${toError(error).message}`);
  } finally {
    over.abort();
  }
}

/** A worker thread runs what the build made, also when this file runs from its source (tests, `npm run dev`). */
function workerFile(): URL {
  const built = new URL('./template-worker.js', import.meta.url);
  return existsSync(built) ? built : new URL('../../dist/flow/template-worker.js', import.meta.url);
}
