/** The inbox's state table, by its arrows: claim, lease, the last word, and the way back. Also the ledger that it is. */
import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { type EmployeeId, type InboxId, newId } from '../../src/base/id.ts';
import { MINUTE } from '../../src/base/time.ts';
import {
  type Arrived,
  backlog,
  claimMails,
  discardMail,
  type Finish,
  finishMail,
  type InboxMail,
  keepMail,
  LEASE,
  LeaseLost,
  loadMail,
  postponeMail,
  releaseEffect,
  reopenMail,
  takeEffect,
  taskOfMessageId,
} from '../../src/store/inbox.ts';
import { recoverLeases } from '../../src/store/leases.ts';
import { ledgerLine, pageOfLedger } from '../../src/store/ledger.ts';
import { ledgerSums, ledgerSumsOf } from '../../src/store/ledger-counts.ts';
import { addTask, eachStore, empty, NOW, openTenant, type Store, unique } from './each-store.ts';

const RAW = Buffer.from('From: a@client.example\r\n\r\n\0\xff\x80 Привет\r\n', 'latin1');

/** Who decides. */
const BY = newId<'employee'>() satisfies EmployeeId;

const aMail = (changes: Partial<Arrived> = {}): Arrived => ({
  from: 'a@client.example',
  to: ['reply+token@bakery.example', 'task+1@bakery.example'],
  raw: RAW,
  size: RAW.length,
  sha256: createHash('sha256').update(unique()).digest('hex'),
  ip: '192.0.2.1',
  helo: 'mail.client.example',
  tls: true,
  protocol: 'smtp',
  authservId: null,
  receivedAt: NOW,
  ...changes,
});

const DELIVERED = { state: 'delivered', account: null, outcome: 'comment', reason: '' } as const satisfies Finish;

eachStore('the inbox', (opened, kind) => {
  // The queue belongs to no account: each test begins with an empty one.
  let store: Store;
  beforeEach(async () => {
    store = opened();
    await empty(store.db);
  });
  const write: Store['db']['write'] = (work) => store.db.write(work);
  const keep = (changes: Partial<Arrived> = {}) => write((tx) => keepMail(tx, aMail(changes)));
  const keepMany = async (count: number) => {
    const ids: InboxId[] = [];
    for (let i = 0; i < count; i++) ids.push(await keep({ receivedAt: NOW + i }));
    return ids;
  };
  const claim = (now = NOW + 1000, limit = 100) => write((tx) => claimMails(tx, now, limit));
  const claimOne = async (now = NOW + 1000): Promise<InboxMail> => (await claim(now, 1))[0]!;
  const finish = (mail: Pick<InboxMail, 'id' | 'attempts'>, word: Finish = DELIVERED, now = NOW + 5) =>
    write((tx) => finishMail(tx, mail, word, now));
  const state = async (id: InboxId) => (await store.db.read('inbox').where({ id }).first()).state as string;

  test('a mail comes back byte for byte, and counts its attempt', async () => {
    const arrived = aMail({ authservId: 'relay.example', tls: false, protocol: 'lmtp' });
    const id = await write((tx) => keepMail(tx, arrived));
    expect(await loadMail(store.db.read, id)).toEqual({ ...arrived, id, attempts: 0, override: null, decidedBy: null });
    expect(await claim()).toEqual([{ ...arrived, id, attempts: 1, override: null, decidedBy: null }]);
    const large = await keep({ raw: null, size: 30_000_000_000 });
    expect(await loadMail(store.db.read, large)).toMatchObject({ raw: null, size: 30_000_000_000 });
    expect(await loadMail(store.db.read, newId<'inbox'>())).toBeNull();
  });

  test('claimed is leased: due again when the lease ends and not before', async () => {
    const id = await keep();
    expect((await claim(NOW - 1)).length).toBe(0);
    expect((await claim(NOW)).map((m) => m.id)).toEqual([id]);
    expect(await claim(NOW + LEASE - 1)).toEqual([]);
    expect(await claim(NOW + LEASE)).toMatchObject([{ id, attempts: 2 }]);
  });

  test('oldest due first, as many as asked', async () => {
    const ids = await keepMany(10);
    expect((await claim(NOW + 1000, 4)).map((m) => m.id)).toEqual(ids.slice(0, 4));
    expect((await claim(NOW + 1000, 4)).map((m) => m.id)).toEqual(ids.slice(4, 8));
    expect((await claim(NOW + 1000, 4)).map((m) => m.id)).toEqual(ids.slice(8));
  });

  test('fresh mails and tried ones are claimed apart', async () => {
    const [first, second] = (await keepMany(2)) as [InboxId, InboxId];
    await claim(NOW, 1);
    const due = (tried: boolean) => write((tx) => claimMails(tx, NOW + LEASE, 10, tried));
    expect((await due(false)).map((m) => m.id)).toEqual([second]);
    expect(await due(true)).toMatchObject([{ id: first, attempts: 2 }]);
    expect(await due(false)).toEqual([]);
  });

  test('a mark that is taken back can be taken again, and only by whose it is', async () => {
    const t = await openTenant(store.db);
    const [one, two] = (await keepMany(2)) as [InboxId, InboxId];
    await write((tx) => takeEffect(tx, t.account.id, 'k', one));
    await write((tx) => releaseEffect(tx, t.account.id, 'k', two));
    expect(await write((tx) => takeEffect(tx, t.account.id, 'k', two))).toBe(one);
    await write((tx) => releaseEffect(tx, t.account.id, 'k', one));
    expect(await write((tx) => takeEffect(tx, t.account.id, 'k', two))).toBeNull();
  });

  test('two claimers never share a mail, and none is left', async () => {
    const ids = await keepMany(60);
    const shares = await Promise.all(Array.from({ length: 12 }, () => claim(NOW + 1000, 7)));
    for (const share of shares) expect(share.length).toBeLessThanOrEqual(7);
    const rest = await claim();
    const claimed = [...shares.flat(), ...rest].map((m) => m.id);
    expect(claimed.sort()).toEqual(ids);
  });

  test('the last word is final: nothing is due, and a second word is refused with all that came with it', async () => {
    const t = await openTenant(store.db);
    const task = await addTask(store.db, t);
    const id = await keep();
    const mail = await claimOne();
    await finish(mail, {
      ...DELIVERED,
      account: t.account.id,
      task,
      messageId: '<1@client.example>',
      fromAddress: 'a@client.example',
      fromName: 'Аня',
      subject: 'Торт',
      trace: { kind: 'person' },
    });
    expect(await claim(NOW + 10 * LEASE)).toEqual([]);
    const again = write(async (tx) => {
      await tx('counters').insert({ account_id: t.account.id, kind: 'half', value: 1 });
      await finishMail(tx, mail, { ...DELIVERED, state: 'ignored' }, NOW);
    });
    await expect(again).rejects.toThrow(LeaseLost);
    expect(await store.db.read('counters').where({ kind: 'half' })).toEqual([]);
    expect(await ledgerLine(store.db.read, t.account.id, id, false)).toMatchObject({
      state: 'delivered',
      outcome: 'comment',
      task,
      from: { name: 'Аня', address: 'a@client.example' },
      subject: 'Торт',
      envelopeTo: ['reply+token@bakery.example', 'task+1@bakery.example'],
      trace: { kind: 'person' },
    });
  });

  test('who lost the lease may not say the last word', async () => {
    const id = await keep();
    const slow = await claimOne(NOW);
    const quick = await claimOne(NOW + LEASE);
    await expect(finish(slow)).rejects.toThrow(LeaseLost);
    expect(await state(id)).toBe('received');
    await finish(quick);
    expect(await state(id)).toBe('delivered');
  });

  test('postponed: back when it is said; the attempt counts unless the trouble was ours', async () => {
    await keep();
    const first = await claimOne();
    await write((tx) => postponeMail(tx, first, NOW + MINUTE));
    expect(await claim(NOW + MINUTE - 1)).toEqual([]);
    const second = await claimOne(NOW + MINUTE);
    expect(second.attempts).toBe(2);
    await write((tx) => postponeMail(tx, second, NOW + 2 * MINUTE, true));
    expect((await claimOne(NOW + 2 * MINUTE)).attempts).toBe(2);
    // The claim before last has nothing to say any more.
    await write((tx) => postponeMail(tx, first, NOW));
    expect(await claim(NOW + 3 * MINUTE)).toEqual([]);
  });

  test('an effect happens once: the first takes it, however many come at once', async () => {
    const t = await openTenant(store.db);
    const other = await openTenant(store.db);
    const ids = await keepMany(8);
    const before = await Promise.all(ids.map((id) => write((tx) => takeEffect(tx, t.account.id, 'k', id))));
    const first = ids[before.indexOf(null)]!;
    expect(before.filter((b) => b === null)).toHaveLength(1);
    expect(before.filter((b) => b !== null)).toEqual(Array(7).fill(first));
    // The same mail again, after a crash; another key; another account.
    expect(await write((tx) => takeEffect(tx, t.account.id, 'k', first))).toBeNull();
    expect(await write((tx) => takeEffect(tx, t.account.id, 'k2', ids[7]!))).toBeNull();
    expect(await write((tx) => takeEffect(tx, other.account.id, 'k', ids[7]!))).toBeNull();
  });

  test('an effect of a write that was taken back was not taken', async () => {
    const t = await openTenant(store.db);
    const [one, two] = (await keepMany(2)) as [InboxId, InboxId];
    const failed = write(async (tx) => {
      await takeEffect(tx, t.account.id, 'k', one);
      throw new Error('full');
    });
    await expect(failed).rejects.toThrow('full');
    expect(await write((tx) => takeEffect(tx, t.account.id, 'k', two))).toBeNull();
  });

  test.each([
    ['held', 'accept', true],
    ['held', 'trust', true],
    ['held', null, true],
    ['ignored', null, true],
    ['parked', null, true],
    ['ignored', 'accept', false],
    ['parked', 'trust', false],
    ['delivered', null, false],
    ['duplicate', null, false],
  ] as const)('%s, with the decision %s: back in the queue %s', async (from, override, back) => {
    const t = await openTenant(store.db);
    const other = await openTenant(store.db);
    const id = await keep();
    await finish(await claimOne(), { ...DELIVERED, state: from, account: t.account.id });
    expect(await write((tx) => reopenMail(tx, other.account.id, id, { by: BY, override }, NOW))).toBe(false);
    expect(await write((tx) => reopenMail(tx, t.account.id, id, { by: BY, override }, NOW))).toBe(back);
    expect(await claim()).toMatchObject(back ? [{ id, attempts: 1, override }] : []);
    expect(await write((tx) => reopenMail(tx, t.account.id, id, { by: BY, override }, NOW))).toBe(false);
  });

  test('a mail whose bytes were removed is not processed again', async () => {
    const t = await openTenant(store.db);
    const id = await keep();
    await finish(await claimOne(), { ...DELIVERED, state: 'ignored', account: t.account.id });
    await write((tx) => tx('inbox_raw').where({ inbox_id: id }).delete());
    expect(await write((tx) => reopenMail(tx, t.account.id, id, { by: BY, override: null }, NOW))).toBe(false);
  });

  test('discarding is for held mail of this account', async () => {
    const t = await openTenant(store.db);
    const other = await openTenant(store.db);
    const id = await keep();
    expect(await write((tx) => discardMail(tx, t.account.id, id, BY, NOW))).toBe(false);
    await finish(await claimOne(), { ...DELIVERED, state: 'held', account: t.account.id });
    expect(await write((tx) => discardMail(tx, other.account.id, id, BY, NOW))).toBe(false);
    expect(await write((tx) => discardMail(tx, t.account.id, id, BY, NOW))).toBe(true);
    expect(await ledgerLine(store.db.read, t.account.id, id, false)).toMatchObject({
      state: 'ignored',
      outcome: 'discarded',
    });
  });

  test('the task of a Message-ID: the newest that was delivered, of this account', async () => {
    const t = await openTenant(store.db);
    const other = await openTenant(store.db);
    const [first, second] = [await addTask(store.db, t), await addTask(store.db, t)];
    for (const [messageId, task, to] of [
      ['<a@x>', first, 'delivered'],
      ['<b@x>', second, 'delivered'],
      ['<c@x>', second, 'held'],
    ] as const) {
      await keep();
      await finish(await claimOne(), { ...DELIVERED, state: to, account: t.account.id, task, messageId });
    }
    const find = (account: typeof t.account.id, ...ids: string[]) => taskOfMessageId(store.db.read, account, ids);
    expect(await find(t.account.id, '<a@x>')).toBe(first);
    expect(await find(t.account.id, '<x@x>', '<a@x>', '<b@x>')).toBe(second);
    expect(await find(t.account.id, '<c@x>')).toBeNull();
    expect(await find(t.account.id)).toBeNull();
    expect(await find(other.account.id, '<a@x>')).toBeNull();
  });

  test('headers as long as a mail can bring them', async () => {
    const t = await openTenant(store.db);
    const long = 'ы'.repeat(20_000);
    const id = await keep({
      helo: `\0${long}`,
      from: long,
      ip: `${'f'.repeat(40)}%${'e'.repeat(60)}`,
      authservId: long,
    });
    await finish(await claimOne(), {
      ...DELIVERED,
      account: t.account.id,
      subject: `a\0${long}`,
      fromName: long,
      fromAddress: long,
      messageId: `<${long}>`,
      reason: long,
    });
    const line = await ledgerLine(store.db.read, t.account.id, id, false);
    expect(line).toMatchObject({ subject: `a${long}`, messageId: null, reason: long, envelopeFrom: long });
  });

  test('the ledger adds up, and pages without repeats; unread mail belongs to nobody yet', async () => {
    const t = await openTenant(store.db);
    const other = await openTenant(store.db);
    const ids = await keepMany(7);
    for (const to of ['delivered', 'held', 'ignored', 'duplicate', 'parked'] as const)
      await finish(await claimOne(), {
        ...DELIVERED,
        state: to,
        account: to === 'parked' ? other.account.id : t.account.id,
      });
    expect(await ledgerSums(store.db.read)).toEqual({
      received: 2,
      delivered: 1,
      held: 1,
      ignored: 1,
      duplicate: 1,
      parked: 1,
    });
    expect(await ledgerSumsOf(store.db.read, t.account.id, false)).toEqual({
      received: 0,
      delivered: 1,
      held: 1,
      ignored: 1,
      duplicate: 1,
      parked: 0,
    });
    expect(await ledgerSumsOf(store.db.read, t.account.id, true)).toMatchObject({ received: 2, parked: 0 });
    const pages: InboxId[] = [];
    for (let after: InboxId | null = null; ; ) {
      const page: { id: InboxId }[] = await pageOfLedger(store.db.read, t.account.id, {
        after,
        limit: 2,
        unread: true,
      });
      if (page.length === 0) break;
      pages.push(...page.map((l) => l.id));
      if (pages.length > 100) throw new Error('The pages repeat themselves');
      after = page.at(-1)!.id;
    }
    expect(pages).toEqual([ids[6], ids[5], ids[3], ids[2], ids[1], ids[0]]);
    const held = await pageOfLedger(store.db.read, t.account.id, {
      after: null,
      limit: 9,
      state: 'held',
      unread: false,
    });
    expect(held.map((l) => l.id)).toEqual([ids[1]]);
    expect(await ledgerLine(store.db.read, t.account.id, ids[6]!, false)).toBeNull();
    expect(await ledgerLine(store.db.read, t.account.id, ids[4]!, true)).toBeNull();
    expect([await backlog(store.db.read, 10), await backlog(store.db.read, 1)]).toEqual([2, 1]);
  });

  test('starting gives back what a dead process had, and only when nobody else is at work', async () => {
    const id = await keep();
    await claimOne(NOW);
    const first = await recoverLeases(store.db, NOW + 1);
    expect(first.given).toBe(1);
    expect(await claim(NOW + 1)).toMatchObject([{ id, attempts: 2 }]);
    // SQLite belongs to one process; on PostgreSQL the first one lives and may be at it.
    if (kind === 'sqlite')
      await expect(recoverLeases(store.db, NOW + 2)).rejects.toMatchObject({ code: 'already-served' });
    else {
      const second = await recoverLeases(store.db, NOW + 2);
      expect(second.given).toBe(0);
      await second.close();
    }
    await first.close();
    await write((tx) => tx('inbox').update({ due_at: NOW + LEASE }));
    const third = await recoverLeases(store.db, NOW + 3);
    expect(third.given).toBe(1);
    await third.close();
  });
});
