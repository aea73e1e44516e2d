/** What the brakes count: of one account and one place, in a window of time, and one mail after the other. */
import { beforeEach, expect, test } from 'vitest';
import { type Echo, echoesOf } from '../../src/store/echoes.ts';
import { type Arrived, finishMail, keepMail, reopenMail } from '../../src/store/inbox.ts';
import { eachStore, empty, NOW, openTenant, type Store, type Tenant } from './each-store.ts';

const arrived = (receivedAt: number): Arrived => ({
  from: 'anna@client.example',
  to: ['ann@mail.acme.example'],
  raw: Buffer.from('x'),
  size: 1,
  sha256: 'x',
  ip: '192.0.2.1',
  helo: 'mx.client.example',
  tls: true,
  protocol: 'smtp',
  authservId: null,
  receivedAt,
});

eachStore('echoes', (opened) => {
  let store: Store;
  let t: Tenant;
  beforeEach(async () => {
    store = opened();
    await empty(store.db);
    t = await openTenant(store.db);
  });

  const leave = (echo: Echo | undefined, at = NOW, whose = t) =>
    store.db.write(async (tx) => {
      const id = await keepMail(tx, arrived(at));
      const finish = { state: 'held', account: whose.account.id, outcome: 'x', reason: '' } as const;
      await finishMail(tx, { id, attempts: 0 }, echo ? { ...finish, echo } : finish, at);
      return id;
    });
  const window = { since: NOW - 10, until: NOW + 10, limit: 3 };
  const found = (scope: string, more: Partial<typeof window> = {}) =>
    store.db.write((tx) => echoesOf(tx, t.account.id, scope, { ...window, ...more }));
  const echo = (likeness: string | null, scope = '@client.example'): Echo => ({
    scope,
    domain: 'client.example',
    likeness,
  });

  test('the latest of this place and time, no more than asked', async () => {
    await leave(undefined);
    await leave(echo('a'), NOW - 10);
    await leave(echo('b'), NOW - 9);
    await leave(echo(null), NOW);
    await leave(echo('c'), NOW + 10);
    await leave(echo('d'), NOW + 11);
    await leave(echo('e', 'another'));
    await leave(echo('f'), NOW, await openTenant(store.db));
    expect(await found('@client.example')).toEqual([
      { domain: 'client.example', likeness: 'c' },
      { domain: 'client.example', likeness: null },
      { domain: 'client.example', likeness: 'b' },
    ]);
    expect(await found('@client.example', { limit: 1 })).toHaveLength(1);
    expect(await found('@other.example')).toEqual([]);
  });

  test('what is decided anew counts anew', async () => {
    const id = await leave(echo('a'));
    await store.db.write((tx) => reopenMail(tx, t.account.id, id, { by: t.ann.id, override: 'accept' }, NOW));
    await store.db.write((tx) =>
      finishMail(tx, { id, attempts: 0 }, { state: 'delivered', account: t.account.id, outcome: 'x', reason: '' }, NOW),
    );
    expect(await found('@client.example')).toEqual([]);
  });

  test('two that come together are counted one after the other', async () => {
    const counts = await Promise.all(
      [1, 2, 3].map(() =>
        store.db.write(async (tx) => {
          const before = await echoesOf(tx, t.account.id, '@client.example', window);
          const id = await keepMail(tx, arrived(NOW));
          const finish = { state: 'held', account: t.account.id, outcome: 'x', reason: '' } as const;
          await finishMail(tx, { id, attempts: 0 }, { ...finish, echo: echo('a') }, NOW);
          return before.length;
        }),
      ),
    );
    expect(counts.sort()).toEqual([0, 1, 2]);
  });
});
