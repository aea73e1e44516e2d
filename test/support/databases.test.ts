import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { eachDatabase, KINDS, makeDatabase, stories } from './databases.ts';

const given: string[] = [];

eachDatabase('a database for a test', (open, kind) => {
  test('is of the kind that was asked for, fresh, and able to keep a row', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.url).not.toBe(other.url);
    expect([one.kind, other.kind]).toEqual([kind, kind]);
    expect(await tables(one.url)).toEqual([]);
    await ask(one.url, 'CREATE TABLE note (words TEXT)');
    await ask(one.url, "INSERT INTO note VALUES ('Привет')");
    expect(await tables(one.url)).toEqual(['note']);
    expect(await ask(one.url, 'SELECT words FROM note')).toEqual([{ words: 'Привет' }]);
    expect(await tables(other.url)).toEqual([]);
    given.push(one.url);
  });

  test('is gone when the test that opened it has ended', async () => {
    const left = given.find((url) => url.startsWith('postgres:') === (kind === 'postgres'))!;
    if (kind === 'sqlite') expect(existsSync(left)).toBe(false);
    else await expect(ask(left, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  test('is dropped even while somebody is connected, and twice', async () => {
    const made = await makeDatabase(kind);
    await ask(made.url, 'CREATE TABLE note (words TEXT)');
    await made.drop();
    await made.drop();
    if (kind === 'sqlite') expect(existsSync(made.url)).toBe(false);
  });
});

test('PostgreSQL knows upper and lower case beyond ASCII', async () => {
  const { url, drop } = await makeDatabase('postgres');
  afterAll(drop);
  expect(await ask(url, "SELECT lower('ПРИВЕТ') AS words, 'ё' > 'я' AS by_code_point")).toEqual([
    { words: 'привет', by_code_point: true },
  ]);
});

test('eachDatabase registers a story on every kind', () => {
  expect([...stories.get('a database for a test')!]).toEqual(KINDS);
});

test('no story and no storage test opens a database by another way than eachDatabase', () => {
  expect(oneDatabaseOnly(filesOf(['store', 'stories', 'crashes', 'flow']))).toEqual([]);
});

test('a story on one database is found', () => {
  const planted = new Map([
    ['stories/one.test.ts', "const made = await makeDatabase('sqlite');"],
    ['stories/other.test.ts', "import { openDatabase } from '../../src/store/database.ts';"],
    ['stories/both.test.ts', "eachDatabase('x', (open) => { openDatabase({ database: (await open()).url }) });"],
  ]);
  expect(oneDatabaseOnly(planted)).toEqual(['stories/one.test.ts', 'stories/other.test.ts']);
});

/** The files that open a database, but never through `eachDatabase`: what they prove, they prove on one kind only. */
function oneDatabaseOnly(files: ReadonlyMap<string, string>): string[] {
  const opens = /\b(openDatabase|makeDatabase|openStore|startPostern)\b/;
  return [...files].filter(([, text]) => opens.test(text) && !text.includes('eachDatabase(')).map(([name]) => name);
}

function filesOf(folders: string[]): Map<string, string> {
  const root = join(import.meta.dirname, '..');
  const names = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))),
    );
  return new Map(
    names.filter((name) => /\.test\.tsx?$/.test(name)).map((name) => [name, readFileSync(join(root, name), 'utf8')]),
  );
}

const tables = async (url: string): Promise<string[]> => {
  const sql = url.startsWith('postgres:')
    ? "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
    : "SELECT name FROM sqlite_master WHERE type = 'table'";
  return (await ask(url, sql)).map((row) => (row as { name: string }).name);
};

async function ask(url: string, sql: string): Promise<unknown[]> {
  if (!url.startsWith('postgres:')) {
    const file = new Database(url);
    try {
      const statement = file.prepare(sql);
      return statement.reader ? statement.all() : [statement.run()];
    } finally {
      file.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
