/**
 * The worker thread's side of template-pool.ts: takes an account's own words and values, answers a rendered letter. Touches nothing.
 */
import { parentPort } from 'node:worker_threads';
import { toError } from '../base/trouble.ts';
import { type Rendered, renderOwn } from '../notify/own-render.ts';
import type { OwnWords } from '../notify/own-template.ts';
import type { OwnValues } from '../notify/own-values.ts';

export interface TemplateJob {
  readonly words: OwnWords;
  readonly values: OwnValues;
}

export type TemplateAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'broken'; readonly message: string };

parentPort?.on('message', (job: TemplateJob) => parentPort?.postMessage(answer(job)));
parentPort?.postMessage({ kind: 'ready' } satisfies TemplateAnswer);

function answer({ words, values }: TemplateJob): TemplateAnswer {
  try {
    return { kind: 'rendered', rendered: renderOwn(words, values) };
  } catch (thrown) {
    return { kind: 'broken', message: toError(thrown).message };
  }
}
