/**
 * Durable first, then 250 (house rule 12): the mail at the door becomes bytes and a row on disk, or the door says 451 or 452.
 */
import { Trouble } from '../base/trouble.ts';
import { type Arrived, backlog, keepMail } from '../store/inbox.ts';
import type { Gateway } from './gateway.ts';

export interface AtTheDoor extends Omit<Arrived, 'to'> {
  readonly to: readonly string[];
  /** A big mail: a complete, synced file that now becomes a blob. */
  readonly path: string | null;
}

export type Kept =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly code: number; readonly enhanced: string; readonly text: string };

/** Resolves when the mail survives a power cut. Throws Trouble when it could not be kept. */
export async function keepArrival(gw: Gateway, mail: AtTheDoor, maxBacklog: number): Promise<Kept> {
  if ((await backlog(gw.db.read, maxBacklog)) >= maxBacklog) {
    return { ok: false, code: 451, enhanced: '4.3.2', text: 'Too much mail is waiting here: please try again later' };
  }
  if (mail.path) await gw.blobs.adopt(mail.path, mail.sha256);
  else if (!mail.raw) throw new Trouble('no-content', 'A mail without bytes came to the door');
  const id = await gw.db.write((tx) => keepMail(tx, mail));
  gw.wake.inbox();
  return { ok: true, id };
}
