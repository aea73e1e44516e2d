/** Sessions, keys, one-time pages, answers already given: only hashes of what opens a door are kept. */
import { expect, test } from 'vitest';
import {
  claimAnswer,
  closeSession,
  closeSessionsOf,
  dropExpiredSessions,
  insertKey,
  keepAnswer,
  keyBySecret,
  keysOf,
  openSession,
  releaseAnswer,
  revokeKey,
  sessionOf,
  sha256,
  touchKey,
  touchSession,
} from '../../src/store/doors.ts';
import { nextOneTime, oneTimeOf, useOneTime } from '../../src/store/one-time.ts';
import { eachStore, NOW, openTenant, type Store, type Tenant } from './each-store.ts';

eachStore('doors', (store) => {
  const read = () => store().db.read;
  const write: Store['db']['write'] = (work) => store().db.write(work);
  const dump = async (table: string) => JSON.stringify(await read()(table).select());

  test('a session: found by its secret, of which only the hash is kept', async () => {
    const t = await openTenant(store().db);
    const secret = await write((tx) => openSession(tx, t.account.id, t.ann, NOW, NOW + 1000));
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(await sessionOf(read(), secret)).toEqual({
      hash: sha256(secret),
      account: t.account.id,
      person: t.ann.id,
      createdAt: NOW,
      seenAt: NOW,
      expiresAt: NOW + 1000,
    });
    expect(await dump('sessions')).not.toContain(secret);
    expect(await sessionOf(read(), sha256(secret))).toBeNull();
    await write((tx) => touchSession(tx, sha256(secret), NOW + 5));
    expect((await sessionOf(read(), secret))?.seenAt).toBe(NOW + 5);
    await write((tx) => closeSession(tx, secret));
    expect(await sessionOf(read(), secret)).toBeNull();
  });

  test('sessions end: all of a person, and those past their time', async () => {
    const t = await openTenant(store().db);
    const open = (who: Tenant['ann'] | Tenant['anna'], until: number) =>
      write((tx) => openSession(tx, t.account.id, who, NOW, until));
    const [a1, a2, i1, old] = [
      await open(t.ann, NOW + 9),
      await open(t.ann, NOW + 9),
      await open(t.ivan, NOW + 9),
      await open(t.anna, NOW - 1),
    ];
    expect(await write((tx) => closeSessionsOf(tx, t.account.id, t.ann.id))).toBe(2);
    expect(await write((tx) => dropExpiredSessions(tx, NOW))).toBe(1);
    expect(await Promise.all([a1, a2, i1, old].map(async (s) => (await sessionOf(read(), s)) !== null))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  test('a key: shown once, kept as a hash, recognised by a hint, revoked for good', async () => {
    const t = await openTenant(store().db);
    const other = await openTenant(store().db);
    const { secret, ...line } = await write((tx) => insertKey(tx, t.account.id, `Сайт ${'x'.repeat(400)}`, NOW));
    expect(await keysOf(read(), t.account.id)).toEqual([line]);
    expect(await keysOf(read(), other.account.id)).toEqual([]);
    expect(line.hint).toBe(secret.slice(0, 8));
    expect(await dump('api_keys')).not.toContain(secret.slice(8));
    expect(await keyBySecret(read(), secret)).toEqual({ account: t.account.id, id: line.id, usedAt: null });
    expect(await keyBySecret(read(), `${secret}x`)).toBeNull();
    await write((tx) => touchKey(tx, t.account.id, line.id, NOW + 3));
    expect((await keyBySecret(read(), secret))?.usedAt).toBe(NOW + 3);
    expect(await write((tx) => revokeKey(tx, other.account.id, line.id, NOW))).toBe(false);
    expect(await write((tx) => revokeKey(tx, t.account.id, line.id, NOW + 4))).toBe(true);
    expect(await write((tx) => revokeKey(tx, t.account.id, line.id, NOW + 5))).toBe(false);
    expect(await keyBySecret(read(), secret)).toBeNull();
    expect(await keysOf(read(), t.account.id)).toMatchObject([{ revokedAt: NOW + 4 }]);
  });

  test('one-time pages: a new generation ends the earlier ones and can be used again, once', async () => {
    const t = await openTenant(store().db);
    const next = (expires: number) => write((tx) => nextOneTime(tx, t.account.id, t.anna.id, 'activation', expires));
    const use = (generation = 1) =>
      write((tx) => useOneTime(tx, t.account.id, t.anna.id, 'activation', generation, NOW + 1));
    const state = () => oneTimeOf(read(), t.account.id, t.anna.id, 'activation');
    expect(await state()).toBeNull();
    expect(await use()).toBe(false);
    expect(await next(NOW + 10)).toBe(1);
    expect(await state()).toEqual({ generation: 1, letter: null, expiresAt: NOW + 10, usedAt: null });
    expect((await Promise.all([use(), use(), use()])).filter(Boolean)).toHaveLength(1);
    expect(await state()).toEqual({ generation: 1, letter: null, expiresAt: NOW + 10, usedAt: NOW + 1 });
    expect(await next(NOW + 20)).toBe(2);
    expect(await state()).toEqual({ generation: 2, letter: null, expiresAt: NOW + 20, usedAt: null });
    // The earlier one does not use up the later.
    expect(await use(1)).toBe(false);
    expect(await use(2)).toBe(true);
  });

  test('an answer already given: claimed once, kept, given again', async () => {
    const t = await openTenant(store().db);
    const other = await openTenant(store().db);
    const times = (now: number) => ({ now, stale: now - 100, forget: now - 1000 });
    const claim = (now = NOW, account = t.account.id) =>
      write((tx) => claimAnswer(tx, account, 'key', 'post /tasks', times(now)));
    const claims = await Promise.all([claim(), claim(), claim()]);
    expect(claims.map((c) => c.kind).sort()).toEqual(['claimed', 'running', 'running']);
    expect(await claim(NOW, other.account.id)).toEqual({ kind: 'claimed' });
    await write((tx) => keepAnswer(tx, t.account.id, 'key', 201, '{"id":"1"}'));
    expect(await claim()).toEqual({ kind: 'answered', request: 'post /tasks', status: 201, answer: '{"id":"1"}' });
    // What was answered is not released; after its time it is forgotten.
    await write((tx) => releaseAnswer(tx, t.account.id, 'key'));
    expect((await claim(NOW + 1000)).kind).toBe('answered');
    expect((await claim(NOW + 1001)).kind).toBe('claimed');
    // The process that claimed it died: another takes over.
    expect((await claim(NOW + 1101)).kind).toBe('running');
    expect((await claim(NOW + 1102)).kind).toBe('claimed');
    await write((tx) => releaseAnswer(tx, t.account.id, 'key'));
    expect((await claim(NOW + 1103)).kind).toBe('claimed');
  });
});
