/** The database itself: migrations, writes that share a commit, and what the two kinds would do differently by themselves. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Trouble } from '../../src/base/trouble.ts';
import { openDatabase, type Sql } from '../../src/store/database.ts';
import { isEmpty, migrate, pendingMigrations } from '../../src/store/migrations.ts';
import { eachDatabase } from '../support/databases.ts';
import { eachStore, unique } from './each-store.ts';

/** Migrates in a process of its own; answers the names of what it applied. */
async function migrateElsewhere(url: string): Promise<string[]> {
  const from = (file: string) => JSON.stringify(new URL(`../../src/store/${file}`, import.meta.url).href);
  const code = `
    const { openDatabase } = await import(${from('database.ts')});
    const { migrate } = await import(${from('migrations.ts')});
    const db = openDatabase(${JSON.stringify(url)});
    process.stdout.write(JSON.stringify(await migrate(db.migrator)));
    await db.close();`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as string[];
}

const ALL = [
  '0001-domain',
  '0002-mail',
  '0003-doors',
  '0004-hooks',
  '0005-templates',
  '0006-mutes',
  '0007-signs',
  '0008-senders',
  '0009-timing',
  '0010-pixel',
  '0011-delivery',
  '0012-pace',
];

eachDatabase('migrations', (open) => {
  const fresh = async () => {
    const { url } = await open();
    const db = openDatabase(url);
    return { url, db, again: () => openDatabase(url) };
  };

  test('an empty database says what is to be done, and is done once', async () => {
    const { db } = await fresh();
    expect(await isEmpty(db.read)).toBe(true);
    expect(await pendingMigrations(db.read)).toEqual(ALL);
    expect(await migrate(db.migrator)).toEqual(ALL);
    expect(await isEmpty(db.read)).toBe(false);
    expect(await pendingMigrations(db.read)).toEqual([]);
    expect(await migrate(db.migrator)).toEqual([]);
    await db.close();
  });

  test('two processes that start together migrate once', async () => {
    const { db, url } = await fresh();
    // Real processes: within one, SQLite waits for its lock without letting anything else happen.
    const done = await Promise.all([migrateElsewhere(url), migrateElsewhere(url)]);
    expect(done.flat()).toEqual(ALL);
    expect(await db.read('migrations').select('name').orderBy('name')).toEqual(ALL.map((name) => ({ name })));
    await db.close();
  });

  test('a newer database is refused, with what to do, and left alone', async () => {
    const { db } = await fresh();
    await migrate(db.migrator);
    await db.write((tx) => tx('migrations').insert({ name: '9999-later', at: 1 }));
    // One after the other: the second would be refused while nobody looks yet.
    for (const ask of [() => migrate(db.migrator), () => pendingMigrations(db.read)]) {
      const error = await ask().catch((e) => e);
      expect(error).toBeInstanceOf(Trouble);
      expect(error).toMatchObject({ code: 'newer-database', permanent: true });
      expect(error.message).toMatch(/9999-later.*Install that version again/);
    }
    await db.close();
  });
});

eachStore('writes', (store, kind) => {
  const note = (name: string) =>
    store().db.write((tx) =>
      tx('migrations')
        .insert({ name, at: 1 })
        .then(() => name),
    );
  const notes = async (names: string[]) =>
    (await store().db.read('migrations').whereIn('name', names).select('name')).map((r) => r.name).sort();
  const some = (count: number) => {
    const prefix = unique();
    return Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(3, '0')}`);
  };

  test('is seen by every reader when it resolves', async () => {
    const [name] = some(1) as [string];
    expect(await note(name)).toBe(name);
    expect(await notes([name])).toEqual([name]);
  });

  test('many at once share commits on SQLite', async () => {
    const names = some(100);
    const before = { ...store().db.stats };
    await Promise.all(names.map(note));
    const { commits, writes } = store().db.stats;
    expect(await notes(names)).toEqual(names);
    expect(writes - before.writes).toBe(100);
    // Groups of 64, the first of them all that was asked for in one turn.
    expect(commits - before.commits).toBe(kind === 'sqlite' ? 2 : 100);
  });

  test('one that fails takes back only itself', async () => {
    const names = some(5);
    const bad = store().db.write(async (tx) => {
      await tx('migrations').insert({ name: `${names[0]}-half`, at: 1 });
      throw new Error('changed my mind');
    });
    const results = await Promise.allSettled([...names.slice(0, 2).map(note), bad, ...names.slice(2).map(note)]);
    expect(results.map((r) => r.status === 'fulfilled')).toEqual([true, true, false, true, true, true]);
    await expect(bad).rejects.toThrow('changed my mind');
    expect(await notes([...names, `${names[0]}-half`])).toEqual(names);
  });

  test('one that the database refuses takes back only itself too', async () => {
    const names = some(3) as [string, string, string];
    const results = await Promise.allSettled([note(names[0]), note(names[0]), note(names[1])]);
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(await notes(names)).toEqual(names.slice(0, 2));
  });

  test('alone, one that fails leaves nothing and the next goes on', async () => {
    const [name, next] = some(2) as [string, string];
    const failing = store().db.write(async (tx) => {
      await tx('migrations').insert({ name, at: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await note(next);
    expect(await notes([name, next])).toEqual([next]);
  });

  test('what is asked of a write that is over is refused: it would land in somebody else’s', async () => {
    const [name, other] = some(2) as [string, string];
    let kept: Sql | undefined;
    await store().db.write(async (tx) => {
      kept = tx;
      await tx('migrations').insert({ name, at: 1 });
    });
    const late = () => kept!('migrations').insert({ name: other, at: 1 });
    await expect(late()).rejects.toThrow(/over|complete/);
    await store().db.write(() => expect(late()).rejects.toThrow(/over|complete/));
    expect(await notes([name, other])).toEqual([name]);
  });

  test('a write has all that a handle has: lists of statements, and pieces that take themselves back', async () => {
    const [name, list, half] = some(3) as [string, string, string];
    await store().db.write(async (tx) => {
      await tx('migrations').insert({ name, at: 1 });
      await tx.batchInsert('migrations', [{ name: list, at: 1 }], 1);
      const piece = tx.transaction(async (inner) => {
        await inner('migrations').insert({ name: half, at: 1 });
        throw new Error('changed my mind');
      });
      await expect(piece).rejects.toThrow('changed my mind');
    });
    expect(await notes([name, list, half])).toEqual([name, list]);
  });

  test('nothing is seen, and nothing resolves, before it is committed', async () => {
    const names = some(2) as [string, string];
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let resolved = false;
    const first = note(names[0]).then(() => {
      resolved = true;
    });
    const slow = store().db.write(async (tx) => {
      await tx('migrations').insert({ name: names[1], at: 1 });
      await held;
    });
    await sleep(50);
    // On SQLite both are in one group; on PostgreSQL the first is on its own.
    if (kind === 'sqlite') expect([resolved, await notes(names)]).toEqual([false, []]);
    else expect(await notes([names[1]])).toEqual([]);
    release();
    await Promise.all([first, slow]);
    expect(await notes(names)).toEqual(names);
  });

  test('SQLite writes in the order in which it was asked', async () => {
    if (kind === 'postgres') return expect(store().db.stats.commits).toBe(store().db.stats.writes);
    const done: number[] = [];
    await Promise.all(some(70).map((name, i) => note(name).then(() => done.push(i))));
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  test('closing waits for what was asked before', async () => {
    const other = openDatabase(store().url);
    const [name] = some(1) as [string];
    const written = other.write((tx) => tx('migrations').insert({ name, at: 1 }));
    if (kind === 'postgres') await written;
    await other.close();
    await written;
    expect(await notes([name])).toEqual([name]);
  });

  test('U+0000 is left out of every text, whatever the way in', async () => {
    const [name] = some(1) as [string];
    await store().db.write((tx) => tx('migrations').insert({ name: `\0${name}\0`, at: 1 }));
    expect(await notes([name])).toEqual([name]);
    expect(
      await store()
        .db.read('migrations')
        .where({ name: `${name}\0` })
        .first('at'),
    ).toEqual({ at: 1 });
    expect(await store().db.read.raw('select ? as word', ['a\0b'])).toMatchObject(
      kind === 'sqlite' ? [{ word: 'ab' }] : { rows: [{ word: 'ab' }] },
    );
  });

  test('half a character comes back as the replacement character', async () => {
    const prefix = unique();
    await note(`${prefix} \ud83c!`);
    const [row] = await store().db.read('migrations').where('name', 'like', `${prefix}%`).select('name');
    expect(row.name.replace(/\ufffd+/, '\ufffd')).toBe(`${prefix} \ufffd!`);
  });
});

eachDatabase('a database that is not there', (open, kind) => {
  test('is Trouble, and not for ever', async () => {
    const { url } = await open();
    const away = new URL(kind === 'postgres' ? url : 'file:///');
    away.port = '1';
    const db = openDatabase(kind === 'postgres' ? away.href : '/nowhere/at/all.db');
    const error = await db.write((tx) => tx('migrations').select()).catch((e) => e);
    expect(error).toBeInstanceOf(Error);
    if (kind === 'postgres') expect(error).toMatchObject({ name: 'Trouble', code: 'database-away', permanent: false });
    await db.close().catch(() => {});
  });
});
