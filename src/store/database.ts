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

/** Is this handle one of PostgreSQL? For the few words that only one of the two knows. */
export const isPostgres = (db: Sql): boolean => (db.client as { driverName?: string }).driverName === 'pg';

// knex's types and default export under nodenext
const knex = knexModule as unknown as (config: Knex.Config) => Knex;

// bigint columns hold milliseconds and sizes: they fit a number (2^53 ms is the year 287396).
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function openDatabase(where: string): Database {
  return /^postgres(ql)?:\/\//.test(where) ? openPostgres(where) : openSqlite(where);
}

function openPostgres(url: string): Database {
  const db = knex({
    client: troubled(withoutNul(dialect('postgres'))),
    connection: { connectionString: url },
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 15_000,
    // knex prints the stack of a failed connection besides throwing it; whoever catches it says it once.
    log: { warn: (words: string) => void (words.startsWith('Acquire connection') || console.warn(words)) },
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
  const reader = knex({ ...sqliteConfig(file), client: withoutNul(dialect('better-sqlite3')) });
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
  connection: { filename: file },
  useNullAsDefault: true,
  pool: {
    min: 1,
    max: 1,
    afterCreate: (conn: SqliteConnection, done: (e: Error | null) => void) => {
      for (const pragma of PRAGMAS) conn.pragma(pragma);
      rememberStatements(conn);
      done(null);
    },
  },
});

type Client = typeof Knex.Client;
type Made = new (
  config: unknown,
) => { transaction(...args: unknown[]): Begins; prepBindings(bindings: unknown): unknown };
type Asking = new (
  config: unknown,
) => { acquireConnection(): Promise<unknown>; query(connection: unknown, sql: unknown): Promise<unknown> };
type Begins = { begin(conn: unknown): unknown; query(conn: unknown, sql: string): unknown };

const dialect = (name: 'postgres' | 'better-sqlite3'): Client =>
  createRequire(import.meta.url)(`knex/lib/dialects/${name}/index.js`) as Client;

interface SqliteConnection {
  pragma(words: string): void;
  prepare(sql: string): object;
}

/** As many as the program has, and room for lists of different length. */
const MAX_STATEMENTS = 500;

/** knex prepares each statement anew; here one of the same words is prepared once. Statements that change tables are left alone. */
function rememberStatements(conn: SqliteConnection): void {
  const prepare = conn.prepare.bind(conn);
  const known = new Map<string, object>();
  conn.prepare = (sql) => {
    const found = known.get(sql);
    if (found) return found;
    const made = prepare(sql);
    if (!/^(select|insert|update|delete|with|savepoint|release|rollback to)/i.test(sql)) return made;
    if (known.size >= MAX_STATEMENTS) known.clear();
    known.set(sql, made);
    return made;
  };
}

/**
 * Write transactions begin IMMEDIATE: a deferred one that reads and then writes fails at once with SQLITE_BUSY_SNAPSHOT when
 * another process (`postern account`) wrote in between.
 */
function immediateClient(): Client {
  return class extends (withoutNul(dialect('better-sqlite3')) as unknown as Made) {
    override transaction(...args: unknown[]): Begins {
      const transaction = super.transaction(...args);
      transaction.begin = (conn) => transaction.query(conn, 'BEGIN IMMEDIATE;');
      return transaction;
    }
  } as unknown as Client;
}

/**
 * U+0000 stands in no text that a person wrote; mails and programs bring it all the same. PostgreSQL refuses it and SQLite
 * keeps it: whatever the way in, it is left out here.
 */
function withoutNul(client: Client): Client {
  return class extends (client as unknown as Made) {
    override prepBindings(bindings: unknown): unknown {
      return Array.isArray(bindings) ? bindings.map(leaveNulOut) : bindings;
    }
  } as unknown as Client;
}

/** A server that is away is Trouble for whoever only reads, too: a page says that it may pass, and a pipe is told to try again. */
function troubled(client: Client): Client {
  return class extends (client as unknown as Asking) {
    override acquireConnection(): Promise<unknown> {
      return asTrouble(() => super.acquireConnection());
    }
    override query(connection: unknown, sql: unknown): Promise<unknown> {
      return asTrouble(() => super.query(connection, sql));
    }
  } as unknown as Client;
}

const leaveNulOut = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;

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
  if (error instanceof Trouble) return error;
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
