/**
 * Durable first, then 250 (house rule 12): the mail at the door becomes bytes and a row on disk, or the door says 451 or 452.
 */
import type { InboxId } from '../base/id.ts';
import { Trouble } from '../base/trouble.ts';
import { type Arrived, backlog, keepMails } from '../store/inbox.ts';
import type { Gateway } from './gateway.ts';
import { sealMail } from './sealed.ts';

export interface AtTheDoor extends Omit<Arrived, 'to'> {
  readonly to: readonly string[];
  /** A big mail: a complete, synced file that now becomes a blob. */
  readonly path: string | null;
}

export type Kept =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly code: number; readonly enhanced: string; readonly text: string };

/** One mail that comes alone (a pipe). Resolves when it survives a power cut; throws Trouble when it could not be kept. */
export const keepArrival = (gw: Gateway, mail: AtTheDoor, maxBacklog: number): Promise<Kept> =>
  makeKeeper(gw, maxBacklog)(mail);

/** For a door with many at once: mails that come while others are being written share the next write. */
export function makeKeeper(gw: Gateway, maxBacklog: number): (mail: AtTheDoor) => Promise<Kept> {
  const write = writingTogether(gw);
  const hasRoom = watchBacklog(gw, maxBacklog);
  return async (mail) => {
    if (!(await hasRoom()))
      return { ok: false, code: 451, enhanced: '4.3.2', text: 'Too much mail is waiting here: please try again later' };
    if (mail.path) await gw.blobs.adopt(mail.path, mail.sha256);
    else if (!mail.raw) throw new Trouble('no-content', 'A mail without bytes came to the door');
    const id = await write(mail);
    gw.wake.inbox();
    return { ok: true, id };
  };
}

interface Waiting {
  readonly mail: AtTheDoor;
  readonly resolve: (id: InboxId) => void;
  readonly reject: (error: unknown) => void;
}

/** As many as one statement takes easily: with mails of 256 KiB that is 16 MiB. */
const MAX_TOGETHER = 64;

function writingTogether(gw: Gateway): (mail: AtTheDoor) => Promise<InboxId> {
  const waiting: Waiting[] = [];
  let writing = false;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await writeGroup(gw, waiting.splice(0, MAX_TOGETHER));
    writing = false;
  };
  return (mail) =>
    new Promise((resolve, reject) => {
      waiting.push({ mail, resolve, reject });
      if (writing) return;
      writing = true;
      // The next turn of the loop: what this packet of the network brings joins.
      setImmediate(() => void drain());
    });
}

/** A row that the database does not want must not take its neighbours with it; a disk or a connection concerns them all. */
async function writeGroup(gw: Gateway, group: readonly Waiting[]): Promise<void> {
  try {
    const mails = group.map((one) => sealMail(gw, one.mail));
    const ids = await gw.db.write((tx) => keepMails(tx, mails));
    group.forEach((one, at) => {
      one.resolve(ids[at]!);
    });
  } catch (error) {
    if (group.length > 1 && !(error instanceof Trouble)) for (const one of group) await writeGroup(gw, [one]);
    else for (const one of group) one.reject(error);
  }
}

/** Is there room for one more? Counted only when, by the last count and what came since, there could be none. */
function watchBacklog(gw: Gateway, limit: number): () => Promise<boolean> {
  let room = 0;
  return async () => {
    if (room <= 0) room = limit - (await backlog(gw.db.read, limit));
    room -= 1;
    return room >= 0;
  };
}
