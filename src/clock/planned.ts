/**
 * Writes planned comments when their time has come. Another process may have planned one, and a moment to think better is seconds
 * long, so it looks every second; what it looks at is one entry of a small index.
 */
import { SECOND } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import type { Gateway } from '../flow/gateway.ts';
import { writeDue } from '../flow/planned.ts';
import { startWorker, type Worker } from '../flow/worker.ts';

export const startPlanned = (gw: Gateway): Worker =>
  startWorker(() => writeDue(gw), {
    poll: SECOND,
    failed: (thrown) =>
      gw.log.error({ err: toError(thrown) }, 'Planned comments could not be looked at; trying again soon'),
  });
