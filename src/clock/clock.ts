/**
 * What happens by the clock. node-cron only wakes a scan of rows that are due: what is due is in the database, so nothing is
 * missed while the process was down.
 */
import { schedule } from 'node-cron';
import { DAY, HOUR } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import type { Gateway } from '../flow/gateway.ts';
import { recheckSenders } from '../flow/sender-check.ts';
import { sweepFolder } from '../store/blobs.ts';
import { dropExpiredBrowsers } from '../store/browsers.ts';
import { dropExpiredSessions } from '../store/doors.ts';
import { dropOldCalls } from '../store/hooks.ts';
import { dropAnswers, dropIgnoredRaw, dropUnattached } from '../store/retention.ts';

export interface Retention {
  readonly ignoredRawDays: number;
}

export function startClock(gw: Gateway, retention: Retention): { close(): Promise<void> } {
  const task = schedule('17 * * * *', () => tidy(gw, retention), { noOverlap: true });
  return {
    close: async () => {
      await task.stop();
      await task.destroy();
    },
  };
}

/** Removes what has outlived its use: sessions, remembered answers, uploads that no comment named, the bytes of ignored mail. */
export async function tidy(gw: Gateway, retention: Retention): Promise<void> {
  const now = gw.clock();
  try {
    await gw.db.write((tx) => dropExpiredSessions(tx, now));
    await gw.db.write((tx) => dropExpiredBrowsers(tx, now));
    await gw.db.write((tx) => dropAnswers(tx, now - DAY));
    await gw.db.write((tx) => dropOldCalls(tx, now - 30 * DAY));
    const blobs = [
      ...(await gw.db.write((tx) => dropUnattached(tx, now - 24 * HOUR))),
      ...(await gw.db.write((tx) => dropIgnoredRaw(tx, now - retention.ignoredRawDays * DAY))),
    ];
    for (const sha256 of blobs) await gw.blobs.remove(sha256, now - HOUR);
    await recheckSenders(gw);
    for (const folder of [gw.blobs.spillDir, gw.blobs.arriveDir]) await sweepFolder(folder, now - DAY);
  } catch (error) {
    gw.log.error({ error: toError(error).message }, 'Tidying up failed; it is tried again in an hour');
  }
}
