/**
 * The worker thread's side of reading.ts: takes jobs, answers values. Touches nothing but the bytes and DNS.
 */
import { parentPort } from 'node:worker_threads';
import { Trouble, toError } from '../base/trouble.ts';
import { type ReadJob, type ReplyJob, readAgain, readMail } from './read-mail.ts';

export interface Asked {
  readonly id: number;
  readonly job: ReadJob | ReplyJob;
}

export type Answered =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly message: string;
      readonly code: string | null;
      readonly permanent: boolean;
    };

parentPort?.on('message', async ({ id, job }: Asked) => {
  parentPort?.postMessage(await answer(id, job));
});

async function answer(id: number, job: ReadJob | ReplyJob): Promise<Answered> {
  try {
    return { id, ok: true, value: job.kind === 'mail' ? await readMail(job) : readAgain(job) };
  } catch (thrown) {
    const error = toError(thrown);
    const trouble = error instanceof Trouble ? error : null;
    return {
      id,
      ok: false,
      message: error.message,
      code: trouble?.code ?? null,
      permanent: trouble?.permanent ?? false,
    };
  }
}
