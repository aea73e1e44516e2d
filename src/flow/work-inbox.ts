/**
 * Takes mails from the inbox: claims a batch in one statement and receives them side by side.
 */
import { SECOND } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import { claimMails } from '../store/inbox.ts';
import type { Gateway } from './gateway.ts';
import type { Reader } from './reading.ts';
import { receive } from './receive.ts';
import { openMail } from './sealed.ts';
import { startWorker, type Worker } from './worker.ts';

const BATCH = 32;
const POLL = 2 * SECOND;

export function startInboxWorker(gw: Gateway, reader: Reader): Worker {
  const turn = async (): Promise<boolean> => {
    const mails = await gw.db.write(async (tx) => [
      ...(await claimMails(tx, gw.clock(), 1, true)),
      ...(await claimMails(tx, gw.clock(), BATCH, false)),
    ]);
    await Promise.all(mails.map((mail) => receive(gw, reader, openMail(gw, mail))));
    return mails.length > 0;
  };
  const failed = (thrown: unknown) =>
    gw.log.error({ error: toError(thrown).message }, 'The inbox could not be read; trying again');
  return startWorker(turn, { poll: POLL, failed });
}
