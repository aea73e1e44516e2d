/**
 * What is removed after its time (decisions "Reply text": ledger rows stay for ever, the bytes of ignored mail do not). Each
 * function answers the blobs that nobody refers to any more; they are removed after the commit.
 */
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

const AT_ONCE = 500;

export const dropAnswers = (tx: Sql, before: Instant): Promise<number> =>
  tx('idempotency').where('at', '<', before).delete();

/** Uploads that no comment ever named. */
export async function dropUnattached(tx: Sql, before: Instant): Promise<string[]> {
  const rows: Row[] = await tx('files')
    .whereNull('task_id')
    .andWhere('created_at', '<', before)
    .limit(AT_ONCE)
    .select('id', 'sha256');
  await tx('files')
    .whereNull('task_id')
    .whereIn(
      'id',
      rows.map((r) => r.id),
    )
    .delete();
  return unreferenced(
    tx,
    rows.map((r) => r.sha256),
  );
}

/** The bytes of mail that was ignored or a duplicate; its line in the ledger stays. */
export async function dropIgnoredRaw(tx: Sql, before: Instant): Promise<string[]> {
  const rows: Row[] = await tx('inbox')
    .join('inbox_raw', 'inbox_raw.inbox_id', 'inbox.id')
    .whereIn('inbox.state', ['ignored', 'duplicate'])
    .andWhere('inbox.received_at', '<', before)
    .limit(AT_ONCE)
    .select('inbox.id', 'inbox.sha256');
  await tx('inbox_raw')
    .whereIn(
      'inbox_id',
      rows.map((r) => r.id),
    )
    .delete();
  return unreferenced(
    tx,
    rows.map((r) => r.sha256),
  );
}

async function unreferenced(tx: Sql, sha256s: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(sha256s)];
  if (wanted.length === 0) return [];
  const files: Row[] = await tx('files').whereIn('sha256', wanted).distinct('sha256');
  const mails: Row[] = await tx('inbox')
    .join('inbox_raw', 'inbox_raw.inbox_id', 'inbox.id')
    .whereIn('inbox.sha256', wanted)
    .distinct('inbox.sha256');
  const used = new Set([...files, ...mails].map((r) => r.sha256));
  return wanted.filter((sha256) => !used.has(sha256));
}
