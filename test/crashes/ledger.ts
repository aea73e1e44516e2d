/**
 * What has become of the mails that were answered with 250: read from the store itself, compared with what the sender was
 * promised and with what the relay was given.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Gateway } from '../../src/flow/gateway.ts';

export interface Findings {
  /** Marks that were promised and made no comment, or whose row is not there. */
  readonly lost: string[];
  /** Marks that were promised and whose row is not there: nobody will ever find them again. */
  readonly gone: string[];
  /** Marks with more than one comment. */
  readonly double: string[];
  /** Rows of the inbox that are not final, or final in another state than delivered or duplicate. */
  readonly astray: string[];
  /** Comments that were told to nobody, or twice to somebody. */
  readonly untold: string[];
  readonly comments: number;
  readonly duplicates: number;
}

/** Waits until nothing is due in the inbox and the outbox. Throws when something still is after `patience` milliseconds. */
export async function settled(gw: Gateway, patience = 30_000): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    const mails = await gw.db.read('inbox').where({ state: 'received' }).count('* as n').first();
    const letters = await gw.db.read('letters').where({ state: 'queued' }).count('* as n').first();
    if (Number(mails?.n) + Number(letters?.n) === 0) return;
    if (Date.now() > until) throw new Error(`Still waiting: ${mails?.n} mails, ${letters?.n} letters`);
    await sleep(50);
  }
}

const MARK = /^[a-z0-9]+/;
const mark = (text: string): string => MARK.exec(text)?.[0] ?? '';

export async function findings(gw: Gateway, promised: ReadonlyMap<string, readonly string[]>): Promise<Findings> {
  const rows: { id: string; state: string; reason: string; duplicate_of: string | null }[] = await gw.db
    .read('inbox')
    .select('id', 'state', 'reason', 'duplicate_of');
  const comments: { id: string; text: string }[] = await gw.db
    .read('comments')
    .where({ source: 'mail' })
    .select('id', 'text');
  const letters: { comment_id: string; state: string }[] = await gw.db
    .read('letters')
    .where({ kind: 'staff-comment' })
    .select('comment_id', 'state');
  const ids = new Set(rows.map((row) => row.id));
  const made = countBy(comments.map((one) => mark(one.text)));
  const told = countBy(
    letters.filter((one) => one.state === 'sent' || one.state === 'skipped').map((l) => l.comment_id),
  );
  const final = (row: (typeof rows)[number]) =>
    row.state === 'delivered' || (row.state === 'duplicate' && ids.has(row.duplicate_of ?? ''));
  return {
    lost: [...promised]
      .filter(([one, given]) => !made.has(one) || given.some((id) => !ids.has(id)))
      .map(([one]) => one),
    gone: [...promised].filter(([, given]) => given.some((id) => !ids.has(id))).map(([one]) => one),
    double: [...made].filter(([, count]) => count > 1).map(([one]) => one),
    astray: rows.filter((row) => !final(row)).map((row) => `${row.id} ${row.state} ${row.reason}`),
    untold: comments.filter((one) => told.get(one.id) !== 1).map((one) => one.text.slice(0, 40)),
    comments: comments.length,
    duplicates: rows.filter((row) => row.state === 'duplicate').length,
  };
}

export function countBy(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** Files of comments that are not, byte for byte, as long and as whole as their row says; `size` is what was sent. */
export async function filesBroken(gw: Gateway, size: number): Promise<string[]> {
  const rows: { id: string; sha256: string; size: number }[] = await gw.db
    .read('files')
    .whereNotNull('comment_id')
    .select('id', 'sha256', 'size');
  const broken: string[] = [];
  for (const row of rows) {
    const hash = createHash('sha256');
    let length = 0;
    for await (const chunk of gw.blobs.open(row.sha256)) {
      hash.update(chunk as Buffer);
      length += (chunk as Buffer).length;
    }
    if (hash.digest('hex') !== row.sha256 || length !== size || Number(row.size) !== size) broken.push(row.id);
  }
  return broken;
}
