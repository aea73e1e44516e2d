/**
 * Group commit for SQLite: one transaction at a time; everything that waits goes into the next one and shares its sync.
 * No timer is needed: under load the queue fills while a commit runs; alone, a write commits at once.
 *
 * Each write is a savepoint of its own, so that one that fails takes only itself back.
 */
import type { Knex } from 'knex';

interface Waiting {
  readonly work: (tx: Knex) => Promise<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_GROUP = 64;

export interface GroupCommit {
  write<T>(work: (tx: Knex) => Promise<T>): Promise<T>;
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>;
}

export function makeGroupCommit(db: Knex, stats: { commits: number; writes: number }): GroupCommit {
  const queue: Waiting[] = [];
  let running: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = queue.splice(0, MAX_GROUP);
      await commitTogether(db, group);
      stats.commits += 1;
      stats.writes += group.length;
    }
    running = null;
  };

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        queue.push({ work, resolve: resolve as Waiting['resolve'], reject });
        // The next turn of the loop: everything asked for in this one joins the group.
        running ??= new Promise<void>((done) => setImmediate(() => void drain().then(done)));
      }),
    idle: async () => {
      while (running) await running;
    },
  };
}

async function commitTogether(db: Knex, group: readonly Waiting[]): Promise<void> {
  const settle: (() => void)[] = [];
  let cause: unknown = null;
  try {
    await db.transaction(async (tx) => {
      const savepoints = group.length > 1 ? await savepointsOn(tx) : null;
      for (const one of group) {
        try {
          savepoints?.begin();
          const value = await one.work(tx);
          savepoints?.keep();
          settle.push(() => one.resolve(value as never));
        } catch (error) {
          cause = error;
          // After a full or failing disk SQLite has taken everything back by itself, and there is no savepoint any more.
          if (!savepoints?.inTransaction()) throw error;
          savepoints.takeBack();
          cause = null;
          settle.push(() => one.reject(error));
        }
      }
    });
    // Only now is it on disk.
    for (const done of settle) done();
  } catch (error) {
    // The disk's own words, not those of a rollback that found nothing to take back.
    for (const one of group) one.reject(cause ?? error);
  }
}

interface Savepoints {
  begin(): void;
  keep(): void;
  takeBack(): void;
  inTransaction(): boolean;
}

/** Straight on the driver, each prepared once: through knex the three cost more than the insert of a mail. */
async function savepointsOn(tx: Knex): Promise<Savepoints> {
  const connection = (await tx.client.acquireConnection()) as Connection;
  const run = (sql: string) => () => void connection.prepare(sql).run();
  return {
    begin: run('SAVEPOINT one'),
    keep: run('RELEASE one'),
    takeBack: () => {
      connection.prepare('ROLLBACK TO one').run();
      connection.prepare('RELEASE one').run();
    },
    inTransaction: () => connection.inTransaction,
  };
}

interface Connection {
  readonly inTransaction: boolean;
  prepare(sql: string): { run(): unknown };
}
