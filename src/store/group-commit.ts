/**
 * Group commit for SQLite: one transaction at a time; everything that waits goes into the next one and shares its sync.
 * No timer is needed: under load the queue fills while a commit runs; alone, a write commits at once.
 *
 * Each write is a savepoint of its own, so that one that fails takes only itself back.
 */
import type { Knex } from 'knex';
import { transact } from './sqlite.ts';

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
  const alone = group.length === 1;
  try {
    await transact(db, async (all) => {
      for (const one of group) {
        try {
          if (!alone) all.run('SAVEPOINT one');
          const value = await all.within(one.work);
          if (!alone) all.run('RELEASE one');
          settle.push(() => one.resolve(value as never));
        } catch (error) {
          cause = error;
          // After a full or failing disk SQLite has taken everything back by itself, and there is no savepoint any more.
          if (alone || !all.inTransaction) throw error;
          all.run('ROLLBACK TO one');
          all.run('RELEASE one');
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
