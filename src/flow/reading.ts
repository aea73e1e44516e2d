/**
 * Reading off the main thread: a small pool of workers, so that no mail, however built, stalls the sockets. A worker that takes
 * too long or dies is replaced and its mail counts one attempt; the others go on.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Trouble } from '../base/trouble.ts';
import type { Reply } from '../mail/reply.ts';
import type { Reading, ReadJob, ReplyJob } from './read-mail.ts';
import type { Answered, Asked } from './reading-worker.ts';

export interface Reader {
  read(job: Omit<ReadJob, 'kind'>): Promise<Reading>;
  readReply(job: Omit<ReplyJob, 'kind'>): Promise<Reply>;
  close(): Promise<void>;
}

interface Pending {
  readonly asked: Asked;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  timer?: NodeJS.Timeout;
}

interface Seat {
  worker: Worker;
  readonly busy: Map<number, Pending>;
}

/** Mails at once in one worker: while one waits for DNS the next is parsed. */
const AT_ONCE = 8;

export interface ReaderOptions {
  readonly workers: number;
  /** A mail that is not read by then is given up; milliseconds. */
  readonly timeLimit: number;
  /** MiB of heap for one worker. */
  readonly heap: number;
}

export function startReader(options: ReaderOptions = { workers: 1, timeLimit: 60_000, heap: 512 }): Reader {
  const queue: Pending[] = [];
  let nextId = 1;
  let closed = false;

  const seats: Seat[] = Array.from({ length: options.workers }, () => ({
    worker: null as unknown as Worker,
    busy: new Map(),
  }));

  const release = (seat: Seat, id: number): Pending | undefined => {
    const pending = seat.busy.get(id);
    clearTimeout(pending?.timer);
    seat.busy.delete(id);
    return pending;
  };

  /** One of them ended the worker, and nobody can say which: each counts an attempt, and tried mails come one at a time. */
  const fail = (seat: Seat, trouble: Trouble): void => {
    for (const id of [...seat.busy.keys()]) release(seat, id)?.reject(trouble);
  };

  const open = (seat: Seat): void => {
    const worker = new Worker(workerFile(), { resourceLimits: { maxOldGenerationSizeMb: options.heap } });
    seat.worker = worker;
    worker.unref();
    worker.on('message', (answer: Answered) => {
      const pending = release(seat, answer.id);
      if (pending) settle(pending, answer);
      next();
    });
    const died = (why: string): void => {
      if (seat.worker !== worker) return;
      fail(seat, new Trouble('reader-died', why));
      if (!closed) {
        open(seat);
        next();
      }
    };
    worker.on('error', (error) => died(`Reading it ended the reader: ${error.message}`));
    worker.on('exit', () => died('Reading it ended the reader'));
  };

  const next = (): void => {
    for (;;) {
      const seat = seats.reduce((least, one) => (one.busy.size < least.busy.size ? one : least));
      const pending = seat.busy.size < AT_ONCE ? queue.shift() : undefined;
      if (!pending) return;
      seat.busy.set(pending.asked.id, pending);
      pending.timer = setTimeout(() => {
        const stuck = seat.worker;
        open(seat);
        fail(seat, new Trouble('reader-slow', `Reading it took more than ${options.timeLimit / 1000} seconds`));
        void stuck.terminate();
        next();
      }, options.timeLimit);
      seat.worker.postMessage(pending.asked);
    }
  };

  const ask = <T>(job: ReadJob | ReplyJob): Promise<T> =>
    new Promise((resolve, reject) => {
      queue.push({ asked: { id: nextId++, job }, resolve: resolve as Pending['resolve'], reject });
      next();
    });

  for (const seat of seats) open(seat);
  return {
    read: (job) => ask<Reading>({ kind: 'mail', ...job }),
    readReply: (job) => ask<Reply>({ kind: 'reply', ...job }),
    close: async () => {
      closed = true;
      await Promise.all(seats.map((s) => s.worker.terminate()));
    },
  };
}

function settle(pending: Pending, answer: Answered): void {
  if (answer.ok) pending.resolve(answer.value as never);
  else if (answer.code) pending.reject(new Trouble(answer.code, answer.message, { permanent: answer.permanent }));
  else pending.reject(new Error(answer.message));
}

/** A worker thread runs what the build made, also when this file runs from its source (tests, `npm run dev`). */
function workerFile(): URL {
  const built = new URL('./reading-worker.js', import.meta.url);
  return existsSync(built) ? built : new URL('../../dist/flow/reading-worker.js', import.meta.url);
}
