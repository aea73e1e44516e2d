/**
 * The loop that takes mails from the inbox: claims a batch in one statement, receives them side by side, and looks again. Woken
 * by the door after each commit; polls as well, because another process or an ended lease wakes nobody.
 */
import { SECOND } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import { claimMails } from '../store/inbox.ts';
import type { Gateway } from './gateway.ts';
import type { Reader } from './reading.ts';
import { receive } from './receive.ts';
import { openMail } from './sealed.ts';

export interface InboxWorker {
  wake(): void;
  /** Resolves when nothing that is due is left. For tests and the demo. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 32;
const POLL = 2 * SECOND;

export function startInboxWorker(gw: Gateway, reader: Reader): InboxWorker {
  let closed = false;
  let asked = false;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (!closed) {
      asked = false;
      const mails = await gw.db.write(async (tx) => [
        ...(await claimMails(tx, gw.clock(), 1, true)),
        ...(await claimMails(tx, gw.clock(), BATCH, false)),
      ]);
      if (mails.length === 0 && !asked) return;
      await Promise.all(mails.map((mail) => receive(gw, reader, openMail(gw, mail))));
    }
  };
  const wake = (): void => {
    asked = true;
    if (closed || running) return;
    running = run()
      .catch((error) => gw.log.error({ error: toError(error).message }, 'The inbox could not be read; trying again'))
      .finally(() => {
        running = null;
        // Woken after the last look and before this line.
        if (asked && !closed) wake();
      });
  };
  const timer = setInterval(wake, POLL);
  wake();
  return {
    wake,
    idle: async () => {
      wake();
      while (running) await running;
    },
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
