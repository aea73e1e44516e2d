/**
 * Starting is recovering: what a process that died had claimed is due again at once, not when its lease ends. That is right only
 * when no other process is at work, so each one shows that it lives.
 *
 * SQLite belongs to one process: a file beside the database is locked for as long as it lives, and the lock ends with it however
 * it ends. On PostgreSQL each process holds a shared advisory lock on a connection of its own for as long
 * as it lives; who can have the lock alone is the only one. A server that was restarted under a living process forgets its lock:
 * then a lease may be given back too early, and `finishMail` is what keeps a mail from being acted on twice.
 */
import BetterSqlite3 from 'better-sqlite3';
import type pg from 'pg';
import type { Instant } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';
import type { Database, Sql } from './database.ts';
import { LEASE } from './inbox.ts';
import { LETTER_LEASE } from './outbox.ts';

/** Any number, the same in every process. */
const LOCK = 7_070_125;

/**
 * Gives back the leases of processes that died. Resolves to how many mails and letters, and to what shows that this process
 * lives: keep it until the end.
 */
export async function recoverLeases(db: Database, now: Instant): Promise<{ given: number; close(): Promise<void> }> {
  if (db.kind === 'sqlite') {
    const lock = lockFile(`${db.read.client.connectionSettings.filename}.lock`);
    return { given: await db.write((tx) => giveBack(tx, now)), close: async () => void lock.close() };
  }
  const connection = (await db.read.client.acquireRawConnection()) as pg.Client;
  // An ended connection is noticed by those that work; here nothing depends on it.
  connection.on('error', () => {});
  const alone = await connection.query('select pg_try_advisory_lock($1) as mine', [LOCK]);
  await connection.query('select pg_advisory_lock_shared($1)', [LOCK]);
  let given = 0;
  if (alone.rows[0].mine) {
    given = await db.write((tx) => giveBack(tx, now));
    await connection.query('select pg_advisory_unlock($1)', [LOCK]);
  }
  return { given, close: () => connection.end() };
}

/** SQLite's own locks are the operating system's: nobody has to tidy up after a process that was killed. */
function lockFile(path: string): BetterSqlite3.Database {
  const lock = new BetterSqlite3(path, { timeout: 1000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new Trouble(
      'already-served',
      'Another Postern works on this database file. Stop it first; several processes need PostgreSQL.',
      { permanent: true, cause: error },
    );
  }
}

/** What waits after a failed try and would be due within the time of a lease looks alike: it is tried a little early. */
async function giveBack(tx: Sql, now: Instant): Promise<number> {
  const mails = await tx('inbox')
    .where({ state: 'received' })
    .andWhere('attempts', '>', 0)
    .andWhereBetween('due_at', [now, now + LEASE])
    .update({ due_at: now });
  const letters = await tx('letters')
    .where({ state: 'queued' })
    .andWhere('attempts', '>', 0)
    .andWhereBetween('due_at', [now, now + LETTER_LEASE])
    .update({ due_at: now });
  return mails + letters;
}
