/** What is removed after its time, and what must never be: whatever is still referred to. */
import { beforeEach, expect, test } from 'vitest';
import { claimAnswer, keepAnswer } from '../../src/store/doors.ts';
import { insertFile } from '../../src/store/files.ts';
import type { FinalState } from '../../src/store/inbox.ts';
import { claimMails, finishMail, keepMail } from '../../src/store/inbox.ts';
import { dropAnswers, dropIgnoredRaw, dropUnattached } from '../../src/store/retention.ts';
import { addComment, addTask, eachStore, empty, NOW, openTenant, type Store } from './each-store.ts';

const OLD = NOW - 1000;
/** What each mail is made of, so to say. */
const BYTES = { received: '0', delivered: '1', held: '2', ignored: '3', duplicate: '4', parked: '5' } as const;
const sha = (letter: string) => letter.repeat(64);

eachStore('retention', (store) => {
  const write: Store['db']['write'] = (work) => store().db.write(work);
  beforeEach(() => empty(store().db));

  const upload = async (owner: string, sha256: string, at: number, account: string) =>
    (
      await write((tx) =>
        insertFile(
          tx,
          account as never,
          { owner: owner as never, name: 'x', type: 'x/y', size: 1, sha256, cid: null },
          at,
        ),
      )
    ).id;
  const mail = async (state: FinalState | 'received', sha256: string, at: number, raw: Buffer | null = null) => {
    const arrived = {
      from: '',
      to: [],
      raw,
      size: 1,
      sha256,
      ip: '',
      helo: '',
      tls: false,
      protocol: 'smtp',
      authservId: null,
      receivedAt: at,
    } as const;
    const id = await write((tx) => keepMail(tx, arrived));
    if (state !== 'received') {
      const [claimed] = await write((tx) => claimMails(tx, at, 1));
      await write((tx) => finishMail(tx, claimed!, { state, account: null, outcome: 'x', reason: '' }, at));
    }
    return id;
  };

  test('uploads that no comment named go; their bytes too, unless something else has them', async () => {
    const t = await openTenant(store().db);
    const other = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const up = (letter: string, at = OLD, who = t) => upload(who.ann.id, sha(letter), at, who.account.id);
    const lost = await up('a');
    const twin = await up('b');
    const attached = await up('c');
    const fresh = await up('d', NOW);
    await up('e', NOW, other);
    const shared = await up('e');
    const mailed = await up('f');
    await mail('held', sha('f'), OLD);
    await addComment(store().db, t, task, 'with files', { files: [attached, await up('b')] });
    expect((await write((tx) => dropUnattached(tx, NOW))).sort()).toEqual([sha('a')]);
    const left = (await store().db.read('files').select('id')).map((r) => r.id);
    for (const gone of [lost, twin, shared, mailed]) expect(left).not.toContain(gone);
    for (const kept of [attached, fresh]) expect(left).toContain(kept);
    expect(await write((tx) => dropUnattached(tx, NOW))).toEqual([]);
  });

  test('the bytes of ignored mail go, its line stays; what waits or was accepted keeps its bytes', async () => {
    const ids: Record<string, string> = {};
    for (const state of ['delivered', 'held', 'ignored', 'duplicate', 'parked'] as const)
      ids[state] = await mail(state, sha(BYTES[state]), OLD);
    const fresh = await mail('ignored', sha('7'), NOW);
    // The same bytes came twice: one was a duplicate, the other is the comment.
    await mail('duplicate', sha(BYTES.delivered), OLD);
    ids.received = await mail('received', sha(BYTES.received), OLD);
    expect((await write((tx) => dropIgnoredRaw(tx, NOW))).sort()).toEqual([sha(BYTES.ignored), sha(BYTES.duplicate)]);
    const raws = (await store().db.read('inbox_raw').select('inbox_id')).map((r) => r.inbox_id);
    expect(raws.sort()).toEqual([ids.received, ids.delivered, ids.held, ids.parked, fresh].sort());
    expect(await store().db.read('inbox').select('id')).toHaveLength(8);
    expect(await write((tx) => dropIgnoredRaw(tx, NOW))).toEqual([]);
  });

  test('remembered answers go after their time', async () => {
    const t = await openTenant(store().db);
    for (const [key, now] of [
      ['old', OLD],
      ['fresh', NOW],
    ] as const) {
      await write((tx) => claimAnswer(tx, t.account.id, key, 'r', { now, stale: 0, forget: 0 }));
      await write((tx) => keepAnswer(tx, t.account.id, key, 200, '{}'));
    }
    expect(await write((tx) => dropAnswers(tx, NOW))).toBe(1);
    expect(await store().db.read('idempotency').select('at')).toMatchObject([{ at: NOW }]);
  });
});
