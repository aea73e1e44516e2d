/** The ledger: counts that follow every mail on its way, and a search that costs what it shows. */
import { beforeEach, expect, test } from 'vitest';
import { type InboxId, newId } from '../../src/base/id.ts';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import {
  claimMails,
  discardMail,
  type FinalState,
  type Finish,
  finishMail,
  keepMails,
  reopenMail,
} from '../../src/store/inbox.ts';
import { LOOKED_AT, searchLedger } from '../../src/store/ledger.ts';
import { ledgerSums, ledgerSumsOf, oldestHeld } from '../../src/store/ledger-counts.ts';
import { eachStore, empty, NOW, openTenant, type Store, type Tenant } from './each-store.ts';

const BY = newId<'employee'>();
const NONE = { received: 0, delivered: 0, held: 0, ignored: 0, duplicate: 0, parked: 0 };

eachStore('the ledger', (opened) => {
  let store: Store;
  let t: Tenant;
  beforeEach(async () => {
    store = opened();
    await empty(store.db);
    t = await openTenant(store.db);
  });

  /** Mails that came in one a minute and ended so. Resolves to their ids. */
  async function ended(count: number, finish: Partial<Finish>, since = NOW): Promise<InboxId[]> {
    const arrived = Array.from({ length: count }, (_, n) => ({
      from: 'a@client.example',
      to: ['ann@bakery.example'],
      raw: Buffer.from('x'),
      size: 1,
      sha256: 'a'.repeat(64),
      ip: '',
      helo: '',
      tls: false,
      protocol: 'smtp' as const,
      authservId: null,
      receivedAt: since + n * MINUTE,
    }));
    const ids = await store.db.write((tx) => keepMails(tx, arrived));
    const claimed = await store.db.write((tx) => claimMails(tx, since + count * MINUTE, count));
    const word: Finish = { state: 'delivered', account: t.account.id, outcome: 'comment', reason: '', ...finish };
    await Promise.all(claimed.map((mail) => store.db.write((tx) => finishMail(tx, mail, word, NOW))));
    return ids;
  }

  const reopen = (id: string) =>
    store.db.write((tx) => reopenMail(tx, t.account.id, id, { by: BY, override: null }, NOW));
  const sums = () => ledgerSumsOf(store.db.read, t.account.id, false);

  test('a count follows each arrow: ended, discarded, opened again, ended otherwise', async () => {
    const [one, two] = await ended(2, { state: 'held' });
    expect(await sums()).toEqual({ ...NONE, held: 2 });
    expect(await store.db.write((tx) => discardMail(tx, t.account.id, one!, BY, NOW))).toBe(true);
    expect(await sums()).toEqual({ ...NONE, held: 1, ignored: 1 });
    expect(await reopen(one!)).toBe(true);
    expect(await reopen(one!)).toBe(false);
    expect(await sums()).toEqual({ ...NONE, held: 1, received: 1 });
    const [mail] = await store.db.write((tx) => claimMails(tx, NOW, 1));
    const word: Finish = { state: 'delivered', account: t.account.id, outcome: 'comment', reason: '' };
    await store.db.write((tx) => finishMail(tx, mail!, word, NOW));
    expect(await sums()).toEqual({ ...NONE, held: 1, delivered: 1 });
    expect(await ledgerSums(store.db.read)).toEqual(await sums());
    expect(await oldestHeld(store.db.read)).toBe(NOW + MINUTE);
    await store.db.write((tx) => discardMail(tx, t.account.id, two!, BY, NOW));
    expect(await oldestHeld(store.db.read)).toBeNull();
  });

  test('a write that is taken back counts nothing', async () => {
    const [id] = await ended(1, { state: 'held' });
    const taken = store.db.write(async (tx) => {
      await discardMail(tx, t.account.id, id!, BY, NOW);
      throw new Error('no');
    });
    await expect(taken).rejects.toThrow('no');
    expect(await sums()).toEqual({ ...NONE, held: 1 });
  });

  test('many that end at once, while others are discarded and opened again, are all counted', async () => {
    const held = await ended(40, { state: 'held' });
    await Promise.all([
      ended(40, { state: 'delivered' }),
      ...held.slice(0, 20).map((id) => store.db.write((tx) => discardMail(tx, t.account.id, id, BY, NOW))),
    ]);
    expect(await sums()).toEqual({ ...NONE, held: 20, ignored: 20, delivered: 40 });
    const opened = await Promise.all(held.map(reopen));
    expect(opened.every(Boolean)).toBe(true);
    expect(await sums()).toEqual({ ...NONE, received: 40, delivered: 40 });
  });

  test('the sums of a period are those of the mails that came in then; what is for nobody is the only account’s', async () => {
    for (const [at, state] of [
      [0, 'delivered'],
      [1, 'held'],
      [2, 'parked'],
    ] as [number, FinalState][])
      await ended(2, { state, ...(state === 'parked' ? { account: null } : {}) }, NOW + at * HOUR);
    const of = (since: number, until: number, unread = true) =>
      ledgerSumsOf(store.db.read, t.account.id, unread, { since: NOW + since * HOUR, until: NOW + until * HOUR });
    expect(await of(0, 1)).toEqual({ ...NONE, delivered: 2 });
    expect(await of(1, 3)).toEqual({ ...NONE, held: 2, parked: 2 });
    expect(await of(1, 3, false)).toEqual({ ...NONE, held: 2 });
    expect(await of(3, 9)).toEqual(NONE);
  });

  test('what no index knows is found in bounded steps, and none is passed over', async () => {
    const other = await openTenant(store.db);
    const [oldest] = await ended(1, { subject: 'Торт на СВАДЬБУ', fromAddress: 'pia@client.example', fromName: 'Пия' });
    await ended(1, { account: other.account.id, subject: 'Торт на свадьбу' }, NOW + HOUR);
    const row = await store.db.read('inbox').where({ id: oldest }).first();
    const filler = Array.from({ length: LOOKED_AT }, (_, n) => ({
      ...row,
      id: newId(NOW + 2 * HOUR + n),
      received_at: NOW + 2 * HOUR + n,
      subject: 'x',
      from_name: 'y',
    }));
    await store.db.write((tx) => tx.batchInsert('inbox', filler, 30));
    const search = { limit: 2, unread: true, subject: 'свадьбу' };
    const first = await searchLedger(store.db.read, t.account.id, { ...search, after: null });
    expect([first.lines, first.next]).toEqual([[], filler[0]!.id]);
    const second = await searchLedger(store.db.read, t.account.id, { ...search, after: first.next });
    expect([second.lines.map((line) => line.id), second.next]).toEqual([[oldest], null]);
    const bySender = await searchLedger(store.db.read, t.account.id, {
      ...search,
      after: first.next,
      sender: 'пия',
      outcome: 'comment',
    });
    expect(bySender.lines).toHaveLength(1);
    expect(
      (await searchLedger(store.db.read, t.account.id, { ...search, after: first.next, outcome: 'task' })).lines,
    ).toEqual([]);
  });

  test('pages of a search follow one another without a gap or a repeat', async () => {
    const ids = await ended(7, { subject: 'Cake' });
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await searchLedger(store.db.read, t.account.id, { after, limit: 3, unread: false, subject: 'CAKE' });
      seen.push(...page.lines.map((line) => line.id));
      if (!page.next) break;
      after = page.next;
    }
    expect(seen).toEqual([...ids].reverse());
  });
});
