/**
 * SQLite through knex, without what knex does for databases that are far away. A statement costs the driver 4 µs; knex's own
 * runner adds 20 for a pool, timeouts and events, and its transactions add 80. Here knex makes the words of a statement, and
 * the driver runs them at once.
 */
import type { Knex } from 'knex';
import { type Client, dialect, knex, ofKnex, type Sql, withoutNul } from './dialect.ts';

const PRAGMAS = [
  'journal_mode = WAL',
  // FULL: an acknowledged commit survives a power cut (NORMAL lost rows in a measured one).
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'cache_size = -65536',
  'temp_store = MEMORY',
];

/** The one connection that reads. */
export const openReader = (file: string): Knex => knex(configOf(file, readingClient()));

/** The one connection that writes; transactions on it are made by `transact`. */
export const openWriter = (file: string): Knex => knex(configOf(file, writingClient()));

const configOf = (file: string, client: Client): Knex.Config => ({
  client,
  connection: { filename: file },
  useNullAsDefault: true,
  pool: {
    min: 1,
    max: 1,
    afterCreate: (conn: Connection, done: (e: Error | null) => void) => {
      for (const pragma of PRAGMAS) conn.pragma(pragma);
      rememberStatements(conn);
      done(null);
    },
  },
});

/** What the driver gives, as far as it is used here. */
export interface Connection {
  readonly inTransaction: boolean;
  pragma(words: string): void;
  prepare(sql: string): Statement;
}

interface Statement {
  readonly reader: boolean;
  all(values: unknown): unknown[];
  run(values?: unknown): { changes: number; lastInsertRowid: number | bigint };
}

/** SQLite plans by the value in `limit ?`, and so anew at each call, which costs more than the call. Behind a sign it does not look. */
const LIMIT = /( limit| offset) \?/g;

/** As many as the program has, and room for lists of different length. */
const MAX_STATEMENTS = 500;

/** Each statement of the same words is prepared once. Those that change tables are left alone. */
function rememberStatements(conn: Connection): void {
  const prepare = (sql: string) => unremembered(sql.replace(LIMIT, '$1 +?'));
  const unremembered = conn.prepare.bind(conn);
  const known = new Map<string, Statement>();
  conn.prepare = (sql) => {
    const found = known.get(sql);
    if (found) return found;
    const made = prepare(sql);
    if (!/^\s*(select|insert|update|delete|with|savepoint|release|rollback to|commit)/i.test(sql)) return made;
    if (known.size >= MAX_STATEMENTS) known.clear();
    known.set(sql, made);
    return made;
  };
}

// -- statements ---------------------------------------------------------------------------------------------------

/** A client of knex, as far as it is used here. */
interface QuickClient extends NodeJS.EventEmitter {
  /** Where statements run at once; null until the pool has opened it. */
  kept: Connection | null;
  /** The write that this handle was for is done: what still comes is a bug. */
  over?: boolean;
  prepBindings(bindings: unknown): unknown;
  _formatBindings(bindings: unknown): unknown;
  processResponse(made: Made, runner: unknown): unknown;
  acquireRawConnection(): Promise<Connection>;
  transaction(...args: unknown[]): Begins;
}

interface Made {
  readonly sql: string;
  bindings: unknown;
  response?: unknown;
  context?: unknown;
}

type Begins = { begin(conn: unknown): unknown; query(conn: unknown, sql: string): unknown };

interface KnexRunner {
  readonly client: QuickClient;
  readonly builder: { toSQL(): Made | Made[] };
  run(): Promise<unknown>;
}

const Runner = ofKnex('execution/runner.js') as new (client: unknown, builder: unknown) => KnexRunner;

/** Everything in SQLite happens in the call itself, so a connection need not be asked for and given back. */
class QuickRunner extends Runner {
  override async run(): Promise<unknown> {
    const { client, builder } = this;
    const made = client.kept && builder.toSQL();
    // Lists of statements are those that change tables.
    if (!made || Array.isArray(made)) return super.run();
    return client.processResponse(ask(client, made), this);
  }
}

/** Asks, and puts the answer beside the question, as knex has it. */
function ask(client: QuickClient, made: Made): Made {
  if (client.over) throw new Error(`The write is over: ${made.sql}`);
  made.bindings = client.prepBindings(made.bindings);
  client.emit('query', made);
  const values = client._formatBindings(made.bindings);
  try {
    const statement = client.kept!.prepare(made.sql);
    if (statement.reader) made.response = statement.all(values);
    else {
      const done = statement.run(values);
      made.response = done;
      made.context = { lastID: done.lastInsertRowid, changes: done.changes };
    }
  } catch (error) {
    // As knex says it, without the values: they are what people wrote.
    if (error instanceof Error) error.message = `${made.sql} - ${error.message}`;
    throw error;
  }
  return made;
}

/** The rows of a statement whose words are known, without knex; null where there is no open SQLite behind this handle. */
export function rowsAtOnce(db: Sql, sql: string, values: readonly unknown[]): unknown[] | null {
  const client = db.client as QuickClient;
  return client.kept ? (ask(client, { sql, bindings: values }).response as unknown[]) : null;
}

type Making = new (config: unknown) => QuickClient;

const quick = (): Making =>
  class extends (withoutNul(dialect('better-sqlite3')) as unknown as Making) {
    override kept: Connection | null = null;
    runner(builder: unknown): KnexRunner {
      return new QuickRunner(this, builder);
    }
  };

/** Nobody holds this connection over more than one call: nothing has to be waited for. */
function readingClient(): Client {
  return class extends quick() {
    override async acquireRawConnection(): Promise<Connection> {
      this.kept = await super.acquireRawConnection();
      return this.kept;
    }
  } as unknown as Client;
}

/**
 * Write transactions begin IMMEDIATE: a deferred one that reads and then writes fails at once with SQLITE_BUSY_SNAPSHOT when
 * another process (`postern account`) wrote in between.
 */
function writingClient(): Client {
  return class extends quick() {
    override transaction(...args: unknown[]): Begins {
      const transaction = super.transaction(...args);
      transaction.begin = (conn) => transaction.query(conn, 'BEGIN IMMEDIATE;');
      return transaction;
    }
  } as unknown as Client;
}

// -- transactions -------------------------------------------------------------------------------------------------

/** Inside a transaction: `run` for its own words, `handle` for one piece of work in it. */
export interface Transaction {
  readonly inTransaction: boolean;
  run(words: string): void;
  /** What is asked through the handle after the work is done is refused: it would land in somebody else's write. */
  within<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}

/** Runs `work` between BEGIN and COMMIT on the connection that writes; rolls back and throws what it throws. */
export async function transact(writer: Knex, work: (transaction: Transaction) => Promise<void>): Promise<void> {
  const { client } = writer;
  const connection = (await client.acquireConnection()) as Connection;
  const run = (words: string) => void connection.prepare(words).run();
  try {
    run('BEGIN IMMEDIATE');
    await work({
      get inTransaction() {
        return connection.inTransaction;
      },
      run,
      within: (one) => within(writer, connection, one),
    });
    run('COMMIT');
  } catch (error) {
    // After a full or failing disk SQLite has taken everything back by itself.
    if (connection.inTransaction) run('ROLLBACK');
    throw error;
  } finally {
    await client.releaseConnection(connection);
  }
}

async function within<T>(writer: Knex, kept: Connection, work: (tx: Sql) => Promise<T>): Promise<T> {
  const acquireConnection = async () => kept;
  const own = { kept, over: false, transacting: true, acquireConnection, releaseConnection: async () => {} };
  const client: QuickClient = Object.assign(Object.create(writer.client), own);
  try {
    return await work(handleOf(writer, client));
  } finally {
    client.over = true;
  }
}

/** Another front for the same knex, with a client of its own; made anew by knex it would cost as much as the work. */
function handleOf(writer: Knex, client: QuickClient): Sql {
  const context = Object.assign(Object.create((writer as unknown as { context: object }).context), { client });
  const handle = (table: string) => context.queryBuilder().table(table);
  return Object.assign(Object.setPrototypeOf(handle, writer), { context }) as Sql;
}
