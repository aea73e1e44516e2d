/**
 * The database: SQLite in one file by default, PostgreSQL by URL. The only place that opens a connection.
 *
 * SQLite: one connection writes, in group commits (`write`), another reads; WAL with synchronous=FULL, so that a commit is on
 * disk when it is acknowledged. PostgreSQL: each `write` is its own transaction on the pool.
 */
import { createRequire } from 'node:module';
import knexModule, { type Knex } from 'knex';
import pg from 'pg';
import { Trouble } from '../base/trouble.ts';
import { makeGroupCommit } from './group-commit.ts';

/** A handle to read or write with; made here, used only in store/. Rooms above pass it on without looking inside. */
export type Sql = Knex;

export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** For reading; sees what has been committed. */
  readonly read: Sql;
  /** For migrations: the connection that writes. */
  readonly migrator: Sql;
  /** Runs `work` in a transaction and resolves when it is durable. Never waits on anything but the database. */
  write<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Commits made so far and writes in them, for metrics and for tests of the grouping. */
  readonly stats: { commits: number; writes: number };
  close(): Promise<void>;
}

// knex's types and default export under nodenext
const knex = knexModule as unknown as (config: Knex.Config) => Knex;

// bigint columns hold milliseconds and sizes: they fit a number (2^53 ms is the year 287396).
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function openDatabase(where: string): Database {
  return /^postgres(ql)?:\/\//.test(where) ? openPostgres(where) : openSqlite(where);
}

function openPostgres(url: string): Database {
  const db = knex({
    client: 'pg',
    connection: { connectionString: url },
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 15_000,
  });
  const stats = { commits: 0, writes: 0 };
  return {
    kind: 'postgres',
    read: db,
    migrator: db,
    stats,
    write: async (work) => {
      const result = await asTrouble(() => db.transaction((tx) => work(tx)));
      stats.commits += 1;
      stats.writes += 1;
      return result;
    },
    close: () => db.destroy(),
  };
}

function openSqlite(file: string): Database {
  const writer = knex({ ...sqliteConfig(file), client: immediateClient() });
  const reader = knex(sqliteConfig(file));
  const stats = { commits: 0, writes: 0 };
  const group = makeGroupCommit(writer, stats);
  return {
    kind: 'sqlite',
    read: reader,
    migrator: writer,
    stats,
    write: (work) => asTrouble(() => group.write(work)),
    close: async () => {
      await group.idle();
      await reader.destroy();
      await writer.destroy();
    },
  };
}

const PRAGMAS = [
  'journal_mode = WAL',
  // FULL: an acknowledged commit survives a power cut (NORMAL lost rows in a measured one).
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'cache_size = -65536',
  'temp_store = MEMORY',
];

const sqliteConfig = (file: string): Knex.Config => ({
  client: 'better-sqlite3',
  connection: { filename: file },
  useNullAsDefault: true,
  pool: {
    min: 1,
    max: 1,
    afterCreate: (conn: { pragma(p: string): void }, done: (e: Error | null) => void) => {
      for (const pragma of PRAGMAS) conn.pragma(pragma);
      done(null);
    },
  },
});

/**
 * Write transactions begin IMMEDIATE: a deferred one that reads and then writes fails at once with SQLITE_BUSY_SNAPSHOT when
 * another process (`postern account`) wrote in between.
 */
function immediateClient(): typeof Knex.Client {
  const require = createRequire(import.meta.url);
  const Client = require('knex/lib/dialects/better-sqlite3/index.js') as typeof Knex.Client;
  type Begins = { begin(conn: unknown): unknown; query(conn: unknown, sql: string): unknown };
  return class extends (Client as unknown as new (config: unknown) => { transaction(...args: unknown[]): Begins }) {
    override transaction(...args: unknown[]): Begins {
      const transaction = super.transaction(...args);
      transaction.begin = (conn) => transaction.query(conn, 'BEGIN IMMEDIATE;');
      return transaction;
    }
  } as unknown as typeof Knex.Client;
}

const DISK_FULL = new Set(['SQLITE_FULL', '53100']);
const BUSY = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', '40001', '40P01', '55P03']);

/** Driver errors about the disk or the connection become Trouble; the rest (a broken constraint, a bug) stays as it is. */
async function asTrouble<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toTrouble(error);
  }
}

function toTrouble(error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const text = error instanceof Error ? error.message : String(error);
  if (DISK_FULL.has(code) || code === 'ENOSPC')
    return new Trouble('disk-full', 'The disk of the database is full', { cause: error });
  if (BUSY.has(code)) return new Trouble('database-busy', `The database is busy: ${text}`, { cause: error });
  if (code.startsWith('SQLITE_IOERR'))
    return new Trouble('disk-failed', `The disk failed the database: ${text}`, { cause: error });
  if (/^(ECONN|57P0|08)/.test(code) || /Connection terminated|Timeout acquiring/.test(text)) {
    return new Trouble('database-away', `The database does not answer: ${text}`, { cause: error });
  }
  return error;
}

/** A broken unique constraint, on either database. */
export const isDuplicate = (error: unknown): boolean => {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
};
