/**
 * The database: SQLite in one file by default, PostgreSQL by URL. The only place that opens a connection.
 *
 * SQLite: one connection writes, in group commits (`write`), another reads; WAL with synchronous=FULL, so that a commit is on
 * disk when it is acknowledged. PostgreSQL: each `write` is its own transaction on the pool.
 */
import pg from 'pg';
import { Trouble } from '../base/trouble.ts';
import { type Client, dialect, knex, type Sql, withoutNul } from './dialect.ts';
import { makeGroupCommit } from './group-commit.ts';
import { openReader, openWriter, rowsAtOnce } from './sqlite.ts';
import type { Row } from './tasks.ts';

export type { Sql };

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

/** The rows of a statement in plain words, with `?` for its values: for the few that are asked all the time. */
export const rowsOf = async (db: Sql, sql: string, values: readonly unknown[]): Promise<Row[]> =>
  (rowsAtOnce(db, sql, values) as Row[] | null) ?? rowsIn(await db.raw(sql, values as never));

/**
 * Marks for the values of a list in a statement in plain words, and the values: as many as the next power of two, the last one
 * again and again, so that lists of every length need few statements.
 */
export function inList(values: readonly string[]): { marks: string; values: readonly string[] } {
  let room = 1;
  while (room < values.length) room *= 2;
  const all = Array.from({ length: room }, (_, at) => values[Math.min(at, values.length - 1)] ?? '');
  return { marks: `(${all.map(() => '?').join(', ')})`, values: all };
}

/** SQLite answers with the rows, PostgreSQL with more around them. */
const rowsIn = (answer: Row[] | { rows: Row[] }): Row[] => (Array.isArray(answer) ? answer : answer.rows);

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
  const [writer, reader] = [openWriter(file), openReader(file)];
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

type Asking = new (
  config: unknown,
) => { acquireConnection(): Promise<unknown>; query(connection: unknown, sql: unknown): Promise<unknown> };

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
