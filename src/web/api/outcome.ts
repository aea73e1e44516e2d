/** From what a verb of flow/manage answers to what the API says. */
import type { Managed } from '../../flow/manage.ts';
import type { Json, Outcome } from './once.ts';
import { refusal } from './problem.ts';

export function told<T>(done: Managed<T>, json: (value: T) => unknown, status: Json['status'] = 200): Outcome {
  return done.ok ? { status, json: json(done.value) } : refusal(done.refusal, done.faults);
}

/** The same where there is nothing to say but that it is done. */
export const toldDone = (done: Managed<unknown>): Outcome =>
  done.ok ? { status: 204 } : refusal(done.refusal, done.faults);
