/**
 * Each storage test runs on every database. `eachDatabase` is `describe` once a kind; `open` gives a fresh, empty database,
 * as an address that the store understands, and takes it away after the test.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, onTestFinished } from 'vitest';
import { service } from './services.ts';

export type Kind = 'sqlite' | 'postgres';
export const KINDS: readonly Kind[] = ['sqlite', 'postgres'];

export interface TestDatabase {
  readonly kind: Kind;
  /** For `database` of the configuration: a file or a `postgres://` URL. */
  readonly url: string;
  /** Removes it. `open` calls this by itself when the test ends; twice does no harm. */
  readonly drop: () => Promise<void>;
}

export type Open = () => Promise<TestDatabase>;

/** The stories of this process, by name: on which databases they were registered. */
export const stories = new Map<string, Set<Kind>>();

/**
 * Registers `body` once for each kind. `open` is for use inside a test. In a hook, where nothing knows when the test ends,
 * use `makeDatabase(kind)` and drop it yourself.
 */
export function eachDatabase(
  name: string,
  body: (open: Open, kind: Kind) => void,
  kinds: readonly Kind[] = KINDS,
): void {
  describe.each(kinds)(`${name} (%s)`, (kind) => {
    stories.set(name, (stories.get(name) ?? new Set()).add(kind));
    body(async () => {
      const made = await makeDatabase(kind);
      onTestFinished(made.drop);
      return made;
    }, kind);
  });
}

export async function makeDatabase(kind: Kind): Promise<TestDatabase> {
  return kind === 'sqlite' ? makeFile() : await makePostgres();
}

function makeFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'postern-sqlite-'));
  const drop = async () => rmSync(folder, { recursive: true, force: true });
  return { kind: 'sqlite', url: join(folder, 'postern.db'), drop };
}

async function makePostgres(): Promise<TestDatabase> {
  const server = await service('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(server, `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  // FORCE: a test that failed may have left its connections open.
  return { kind: 'postgres', url: url.href, drop: () => ask(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function ask(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
