/**
 * The worker thread's side of template-pool.ts: takes an account's own words and values, answers a rendered letter. Touches nothing.
 */
import { parentPort } from 'node:worker_threads';
import { toError } from '../base/trouble.ts';
import type { TemplateFaultReason } from '../notify/letter.ts';
import { NoWords, type Rendered, renderOwn } from '../notify/own-render.ts';
import type { OwnWords } from '../notify/own-template.ts';
import type { OwnValues } from '../notify/own-values.ts';
import { TooLarge } from '../notify/template.ts';

export interface TemplateJob {
  readonly words: OwnWords;
  readonly values: OwnValues;
}

export type TemplateAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'fault'; readonly reason: TemplateFaultReason; readonly message: string };

parentPort?.on('message', (job: TemplateJob) => parentPort?.postMessage(answer(job)));
parentPort?.postMessage({ kind: 'ready' } satisfies TemplateAnswer);

function answer({ words, values }: TemplateJob): TemplateAnswer {
  try {
    return { kind: 'rendered', rendered: renderOwn(words, values) };
  } catch (thrown) {
    return { kind: 'fault', reason: reasonOf(thrown), message: toError(thrown).message };
  }
}

function reasonOf(thrown: unknown): TemplateFaultReason {
  if (thrown instanceof TooLarge) return 'too-large';
  return thrown instanceof NoWords ? 'no-words' : 'broken';
}
