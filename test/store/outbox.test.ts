/** The outbox's state table, by its arrows, and what is remembered beside it: who was mailed, which addresses are shut. */
import { beforeEach, expect, test } from 'vitest';
import { type LetterId, newId } from '../../src/base/id.ts';
import { MINUTE } from '../../src/base/time.ts';
import type { Letter } from '../../src/notify/letter.ts';
import {
  letterBounced,
  letterDelayed,
  letterPartlySent,
  lettersBefore,
  stateFor,
  wordsFor,
} from '../../src/store/came-back.ts';
import { recentLetters, wasWritten } from '../../src/store/letter-counts.ts';
import { letterById, letterOf, letterSums, lettersOfTask } from '../../src/store/letter-lines.ts';
import { searchLetters } from '../../src/store/letter-search.ts';
import {
  claimLetters,
  LETTER_LEASE,
  letterDeferred,
  letterFailed,
  lettersSent,
  letterWaits,
  queueLetter,
  retryLetter,
} from '../../src/store/outbox.ts';
import { updateContact } from '../../src/store/people.ts';
import { mailStatus } from '../../src/store/status.ts';
import { liftSuppression, pageOfSuppressions, suppress, suppression } from '../../src/store/suppressions.ts';
import { loadWorld, NO_COMMENTS } from '../../src/store/tasks.ts';
import {
  addTask,
  contactIds,
  eachStore,
  empty,
  NOW,
  openTenant,
  type Store,
  type Tenant,
  unique,
} from './each-store.ts';

const aLetter = (t: Tenant, changes: Partial<Letter> = {}): Letter => ({
  id: newId<'letter'>(),
  account: t.account.id,
  kind: 'N2',
  cause: `comment:${unique()}`,
  task: null,
  taskNumber: 1,
  comment: null,
  commentNumber: null,
  recipient: t.anna.id,
  recipientKind: 'contact',
  recipients: [{ name: 'Анна', address: 'anna@client.example' }],
  language: 'ru',
  from: { name: 'Ann · Bakery', local: 'ann', domain: t.account.mailDomain },
  subject: 'Свадебный торт 🎂',
  text: 'Ваниль?',
  html: '<p>Ваниль?</p>',
  automatic: false,
  attachments: [],
  createdAt: NOW,
  ...changes,
});

eachStore('the outbox', (opened) => {
  let store: Store;
  let t: Tenant;
  beforeEach(async () => {
    store = opened();
    await empty(store.db);
    t = await openTenant(store.db);
  });
  const write: Store['db']['write'] = (work) => store.db.write(work);
  const queue = async (changes: Partial<Letter> = {}, skipped: string | null = null, now = NOW) => {
    const letter = aLetter(t, changes);
    await write((tx) => queueLetter(tx, letter, contactIds(t.anna), now, skipped));
    return letter;
  };
  const claim = (now = NOW + 1000, limit = 100) => write((tx) => claimLetters(tx, now, limit));
  const line = async (id: LetterId) => (await letterById(store.db.read, id))!.line;

  test('a letter comes back as it was rendered', async () => {
    const letter = await queue();
    expect(await claim()).toEqual([{ letter, attempts: 1, linkGeneration: 1, settled: [], held: false }]);
    expect(await letterById(store.db.read, letter.id)).toMatchObject({
      letter,
      line: {
        id: letter.id,
        account: t.account.id,
        kind: 'N2',
        state: 'queued',
        recipient: t.anna.id,
        recipients: letter.recipients,
        subject: letter.subject,
        createdAt: NOW,
        sentAt: null,
      },
    });
    expect(await letterById(store.db.read, newId<'letter'>())).toBeNull();
  });

  test('one letter for one cause, however often it is told and by how many at once', async () => {
    const letters = Array.from({ length: 6 }, () => aLetter(t, { cause: 'comment:1:anna' }));
    const made = await Promise.all(letters.map((l) => write((tx) => queueLetter(tx, l, [], NOW, null))));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await claim()).toHaveLength(1);
    const other = await openTenant(store.db);
    expect(await write((tx) => queueLetter(tx, aLetter(other, { cause: 'comment:1:anna' }), [], NOW, null))).toBe(true);
  });

  test('leased: due again when the lease ends, and never with two workers', async () => {
    for (let i = 0; i < 40; i++) await queue();
    const shares = await Promise.all(Array.from({ length: 8 }, () => claim(NOW, 5)));
    for (const share of shares) expect(share.length).toBeLessThanOrEqual(5);
    const all = [...shares.flat(), ...(await claim(NOW))].map((q) => q.letter.id);
    expect([all.length, new Set(all).size]).toEqual([40, 40]);
    expect(await claim(NOW + LETTER_LEASE - 1)).toEqual([]);
    expect((await claim(NOW + LETTER_LEASE)).map((q) => q.attempts)).toEqual(Array(40).fill(2));
  });

  test('sent is final; a bounce may come', async () => {
    const { id } = await queue();
    await claim();
    await write((tx) => lettersSent(tx, [{ id, answer: '250 ok' }], NOW + 7));
    expect(await line(id)).toMatchObject({ state: 'sent', sentAt: NOW + 7, dueAt: null, diagnostic: '250 ok' });
    await write((tx) => letterFailed(tx, id, 'gone', 'too late'));
    await write((tx) => letterDeferred(tx, id, NOW, 'busy', 'too late'));
    expect(await line(id)).toMatchObject({ state: 'sent', dueAt: null });
    expect(await write((tx) => retryLetter(tx, t.account.id, id, NOW))).toBe(false);
    await write((tx) => letterBounced(tx, t.account.id, id, 'userunknown', '550 5.1.1'));
    expect(await line(id)).toMatchObject({ state: 'bounced', reason: 'userunknown', diagnostic: '550 5.1.1' });
    expect(await claim(NOW + 10 * LETTER_LEASE)).toEqual([]);
  });

  test('those that left together are written down together, each with its own answer; no other is', async () => {
    const ids: LetterId[] = [];
    for (const cause of ['a', 'b', 'c', 'd']) ids.push((await queue({ cause })).id);
    await write((tx) => claimLetters(tx, NOW, 10));
    await write((tx) => letterFailed(tx, ids[1]!, 'refused', '550 no'));
    await write((tx) =>
      lettersSent(
        tx,
        ids.slice(0, 3).map((id, n) => ({ id, answer: `250 as ${n}` })),
        NOW + 7,
      ),
    );
    const rows = await store.db.read('letters').whereIn('id', ids).orderBy('cause');
    expect(rows.map((r) => [r.state, r.diagnostic])).toEqual([
      ['sent', '250 as 0'],
      ['failed', '550 no'],
      ['sent', '250 as 2'],
      ['queued', null],
    ]);
  });

  test('of a letter that several share only those are tried again who have no answer yet', async () => {
    const [a, b, c] = ['a@client.example', 'b@client.example', 'c@client.example'] as const;
    const recipients = [a, b, c].map((address) => ({ name: '', address }));
    const { id } = await queue({ recipients, recipient: null, recipientKind: null });
    await claim();
    const words = { reason: 'postponed', answer: '450' };
    await write((tx) => letterPartlySent(tx, id, NOW, { reached: [a], back: [b], due: NOW + MINUTE, ...words }));
    const partly = await line(id);
    expect([a, b, c].map((one) => stateFor(partly, one))).toEqual(['sent', 'bounced', 'deferred']);
    expect((await claim(NOW + MINUTE))[0]).toMatchObject({ attempts: 2, settled: [b, a] });
    await write((tx) => letterPartlySent(tx, id, NOW, { reached: [c], back: [], due: null, ...words }));
    expect(await line(id)).toMatchObject({ state: 'sent', cameBack: [b], reached: [a, c], dueAt: null });
  });

  test('of a letter that several share each has the words of their own server, whichever came last', async () => {
    const [a, b, c] = ['a@client.example', 'b@client.example', 'c@client.example'] as const;
    const recipients = [a, b, c].map((address) => ({ name: '', address }));
    const { id } = await queue({ recipients, recipient: null, recipientKind: null });
    await claim();
    const part = { reached: [a, c], back: [b], due: null, reason: 'refused', answer: `${b}: 550 5.1.1 nobody` };
    await write((tx) => letterPartlySent(tx, id, NOW, part));
    await write((tx) => letterBounced(tx, t.account.id, id, 'mailboxfull', '552 5.2.2\nover quota', [c]));
    const now = await line(id);
    expect([a, b, c].map((one) => [stateFor(now, one), wordsFor(now, one)])).toEqual([
      ['sent', null],
      ['bounced', '550 5.1.1 nobody'],
      ['bounced', '552 5.2.2 over quota'],
    ]);
    // What is said of all of them is said once.
    await write((tx) => letterBounced(tx, t.account.id, id, 'userunknown', '550 gone'));
    expect(wordsFor(await line(id), a)).toBe('550 gone');
  });

  test('what was not tried is no try', async () => {
    const { id } = await queue();
    await claim();
    await write((tx) => letterWaits(tx, id, NOW + MINUTE));
    expect(await line(id)).toMatchObject({ state: 'queued', attempts: 0, dueAt: NOW + MINUTE });
    expect(stateFor(await line(id), null)).toBe('queued');
  });

  test('deferred comes again; failed waits for a person, who sends it again', async () => {
    const { id } = await queue();
    await claim();
    await write((tx) => letterDeferred(tx, id, NOW + 5 * MINUTE, 'greylisted', '450 4.2.0'));
    expect(await claim(NOW + 5 * MINUTE - 1)).toEqual([]);
    expect(await claim(NOW + 5 * MINUTE)).toMatchObject([{ attempts: 2 }]);
    await write((tx) => letterFailed(tx, id, 'refused', '554 5.7.1'));
    expect(await line(id)).toMatchObject({ state: 'failed', dueAt: null, reason: 'refused' });
    expect(await claim(NOW + 10 * LETTER_LEASE)).toEqual([]);
    const other = await openTenant(store.db);
    expect(await write((tx) => retryLetter(tx, other.account.id, id, NOW))).toBe(false);
    expect(await write((tx) => retryLetter(tx, t.account.id, id, NOW))).toBe(true);
    expect(await claim()).toMatchObject([{ attempts: 1, letter: { id } }]);
  });

  test('skipped: kept with its reason, never sent, and tells the cause', async () => {
    const letter = await queue({ task: await addTask(store.db, t) }, 'suppressed');
    expect(await line(letter.id)).toMatchObject({ state: 'skipped', reason: 'suppressed', dueAt: null });
    expect(await claim(NOW + LETTER_LEASE)).toEqual([]);
    expect(await write((tx) => queueLetter(tx, { ...letter, id: newId() }, [], NOW, null))).toBe(false);
    expect(await write((tx) => retryLetter(tx, t.account.id, letter.id, NOW))).toBe(false);
  });

  test('who was mailed from a task: queued counts, suppressed does not (Q5); a shared letter counts for each', async () => {
    const [one, two, three] = [await addTask(store.db, t), await addTask(store.db, t), await addTask(store.db, t)];
    const mailed = async (task: typeof one) =>
      [...(await loadWorld(store.db.read, t.account.id, task, NO_COMMENTS, 'ALL_NOT_HIDDEN'))!.mailed].sort();
    await queue({ task: one });
    await queue({ task: one });
    await queue({ task: two }, 'suppressed');
    const shared = aLetter(t, { task: three, recipient: null, recipientKind: null });
    await write((tx) => queueLetter(tx, shared, contactIds(t.anna, t.boris), NOW, null));
    expect([await mailed(one), await mailed(two), await mailed(three)]).toEqual([
      [t.anna.id],
      [],
      [t.anna.id, t.boris.id].sort(),
    ]);
    expect((await claim()).find((q) => q.letter.id === shared.id)?.linkGeneration).toBe(0);
  });

  test('a letter that waited through a renewal carries the new link', async () => {
    await queue();
    await write((tx) => updateContact(tx, t.anna, { linkGeneration: 7 }));
    expect(await claim()).toMatchObject([{ linkGeneration: 7 }]);
  });

  test('pages, sums, and the letters of a task', async () => {
    const task = await addTask(store.db, t);
    const made: LetterId[] = [];
    for (let i = 0; i < 5; i++) made.push((await queue({ task: i < 2 ? task : null })).id);
    const pages: LetterId[] = [];
    for (let after: LetterId | null = null; ; ) {
      const { lines: page }: { lines: readonly { id: LetterId }[] } = await searchLetters(store.db.read, t.account.id, {
        after,
        limit: 2,
      });
      if (page.length === 0) break;
      pages.push(...page.map((l) => l.id));
      if (pages.length > 100) throw new Error('The pages repeat themselves');
      after = page.at(-1)!.id;
    }
    expect(pages).toEqual([...made].reverse());
    expect((await lettersOfTask(store.db.read, t.account.id, task)).map((l) => l.id)).toEqual(made.slice(0, 2));
    expect(await letterSums(store.db.read)).toEqual({ queued: 5, sent: 0, failed: 0, bounced: 0, skipped: 0 });
  });

  test('how many went to somebody lately: without those that were not sent, and no further than asked', async () => {
    for (const at of [NOW - 100, NOW, NOW + 1, NOW + 2]) await queue({}, null, at);
    await queue({}, 'suppressed', NOW + 3);
    const recent = (since: number, limit = 50) => recentLetters(store.db.read, t.account.id, t.anna.id, since, limit);
    expect([await recent(NOW - 1), await recent(NOW), await recent(0, 2)]).toEqual([3, 2, 2]);
  });

  test('what waits for its hour is no queue that stands, until the hour is long over', async () => {
    const held = { until: NOW + 60 * MINUTE, reason: 'bundle' } as const;
    await write((tx) => queueLetter(tx, aLetter(t), [], NOW, null, [], held));
    const counted = async (after: number) =>
      (await mailStatus(store.db.read, t.account.id, NOW + after * MINUTE, false)).letters;
    expect([(await counted(0)).count, (await counted(61)).count]).toEqual([0, 0]);
    expect(await counted(75)).toEqual({ count: 1, since: NOW });
  });

  test('a letter that several share counts for each of them, and a receipt is remembered', async () => {
    const shared = aLetter(t, { recipient: null, recipientKind: null });
    await write((tx) => queueLetter(tx, shared, contactIds(t.anna, t.boris), NOW, null, contactIds(t.anna, t.boris)));
    await write((tx) => queueLetter(tx, aLetter(t, { recipient: null }), [], NOW, 'suppressed', contactIds(t.anna)));
    const db = store.db.read;
    for (const { id } of [t.anna, t.boris]) expect(await recentLetters(db, t.account.id, id, NOW - 1, 50)).toBe(1);
    const aDayLater = async () => {
      const later = aLetter(t, { recipient: null, recipientKind: null });
      await write((tx) => queueLetter(tx, later, [], NOW + 25 * 60 * MINUTE, null, contactIds(t.anna)));
      return later;
    };
    const kept = async () =>
      (await db('shared_readers').where({ person_id: t.anna.id }).orderBy('created_at').select('letter_id')).map(
        (r) => r.letter_id,
      );
    // Whoever shares one that waits is remembered until it goes.
    await write((tx) =>
      tx('letters').where({ account_id: t.account.id }).whereNot({ id: shared.id }).update({ state: 'sent' }),
    );
    const first = await aDayLater();
    expect(await kept()).toEqual([shared.id, first.id]);
    await write((tx) => tx('letters').where({ account_id: t.account.id }).update({ state: 'sent' }));
    await write((tx) => tx('shared_readers').where({ letter_id: first.id }).delete());
    const later = await aDayLater();
    expect(await kept()).toEqual([later.id]);
    await write((tx) => tx('shared_readers').where({ letter_id: later.id }).update({ created_at: NOW }));
    await queue({ kind: 'N3' }, null, NOW + 5);
    await queue({ kind: 'N3' }, 'suppressed', NOW + 50);
    expect(await recentLetters(db, t.account.id, t.anna.id, NOW - 1, 50)).toBe(2);
    const receipt = (since: number) => wasWritten(db, t.account.id, t.anna.id, 'N3', since);
    expect([await receipt(NOW + 4), await receipt(NOW + 5)]).toEqual([true, false]);
    expect(await wasWritten(db, t.account.id, t.anna.id, 'N4', 0)).toBe(false);
  });

  test('one of several gone is no letter that came back; a notice of delay is known better later', async () => {
    const recipients = ['a', 'b'].map((name) => ({ name, address: `${name}@client.example` }));
    const { id } = await queue({ recipients });
    const states = async () => {
      const now = await line(id);
      return [now.state, ...recipients.map((r) => stateFor(now, r.address))];
    };
    await write((tx) => letterDelayed(tx, t.account.id, id, 'too early'));
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    await claim();
    await write((tx) => letterDeferred(tx, id, NOW, 'postponed', '450 later'));
    expect(await states()).toEqual(['queued', 'deferred', 'deferred']);
    await write((tx) => lettersSent(tx, [{ id, answer: '250' }], NOW));
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
    await write((tx) => letterDelayed(tx, t.account.id, id, '421 trying'));
    expect(await states()).toEqual(['sent', 'deferred', 'deferred']);
    const back = (address: string) =>
      write((tx) => letterBounced(tx, t.account.id, id, 'userunknown', '550', [address, 'x@other.example']));
    await back('a@client.example');
    expect(await states()).toEqual(['sent', 'bounced', 'sent']);
    await write((tx) => letterDelayed(tx, t.account.id, id, '421 trying'));
    expect(await line(id)).toMatchObject({ reason: 'userunknown', cameBack: ['a@client.example'] });
    await back('b@client.example');
    expect(await states()).toEqual(['bounced', 'bounced', 'bounced']);
    expect(await write((tx) => retryLetter(tx, t.account.id, id, NOW))).toBe(true);
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
  });

  test('the letters before one, that have left', async () => {
    const sent = async (at: number) => {
      const { id } = await queue({}, null, at);
      await claim(at);
      await write((tx) => lettersSent(tx, [{ id, answer: '250' }], at));
      return id;
    };
    const ids = [await sent(NOW), await sent(NOW + 1), await sent(NOW + 2)];
    await queue({}, null, NOW + 1);
    await queue({}, 'suppressed', NOW + 1);
    const before = await lettersBefore(store.db.read, t.account.id, t.anna.id, NOW + 1, 3);
    expect(before.map((l) => l.id)).toEqual([ids[1], ids[0]]);
  });

  test('addresses that are shut: once, with the first reason, until their own next mail', async () => {
    const shut = (address: string, reason: string) =>
      write((tx) => suppress(tx, t.account.id, address, reason, '550', NOW));
    await shut('b@client.example', 'complaint');
    await shut('b@client.example', 'bounce');
    await shut('a@client.example', 'bounce');
    expect(await suppression(store.db.read, t.account.id, 'b@client.example')).toBe('complaint');
    const page = (after: string | null) => pageOfSuppressions(store.db.read, t.account.id, { after, limit: 1 });
    expect((await page(null)).map((s) => s.address)).toEqual(['a@client.example']);
    expect(await page('a@client.example')).toEqual([
      { address: 'b@client.example', reason: 'complaint', evidence: '550', since: NOW },
    ]);
    expect(await write((tx) => liftSuppression(tx, t.account.id, 'b@client.example'))).toBe(true);
    expect(await write((tx) => liftSuppression(tx, t.account.id, 'b@client.example'))).toBe(false);
    expect(await suppression(store.db.read, t.account.id, 'b@client.example')).toBeNull();
  });

  test('a letter of another account is not there', async () => {
    const other = await openTenant(store.db);
    const { id } = await queue();
    expect(await letterOf(store.db.read, other.account.id, id)).toBeNull();
    await write((tx) => letterBounced(tx, other.account.id, id, 'x', 'x'));
    expect(await letterOf(store.db.read, t.account.id, id)).toMatchObject({ line: { state: 'queued' } });
  });

  test('another server’s words are as long as it likes, with U+0000 in them', async () => {
    const { id } = await queue();
    const words = '550 ж\0'.repeat(3000);
    await write((tx) => letterFailed(tx, id, 'refused', words));
    expect((await line(id)).diagnostic).toBe(words.replaceAll('\0', ''));
  });
});
