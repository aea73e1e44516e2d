/** The worker over a queue in memory: each claim is sent once, failures go where they belong, closing loses nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { LetterId } from '../../src/base/id.ts';
import { makeLog } from '../../src/base/log.ts';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import { type ClaimedLetter, NotYet } from '../../src/outbox/deliver.ts';
import { type Outbox, type OutboxParts, startOutbox } from '../../src/outbox/worker.ts';
import { filled, rendered } from '../notify/samples.ts';

const letterNumbered = (n: number): ClaimedLetter => ({
  letter: { ...rendered('N2', 'en'), id: `letter-${n}` as LetterId },
  attempts: 1,
  linkGeneration: 1,
  settled: [],
});

let outbox: Outbox | undefined;
afterEach(() => outbox?.close());

interface Desk {
  readonly queue: ClaimedLetter[];
  readonly wrote: string[];
  readonly sends: string[];
  readonly start: (change?: Partial<OutboxParts>) => Outbox;
}

function desk(count: number): Desk {
  const queue = Array.from({ length: count }, (_, i) => letterNumbered(i));
  const wrote: string[] = [];
  const sends: string[] = [];
  const parts: OutboxParts = {
    claim: async (n) => queue.splice(0, n),
    sent: async (letters) => void wrote.push(...letters.map(({ id }) => `${id} sent`)),
    deferred: async (id, due, reason) => void wrote.push(`${id} deferred ${due} ${reason}`),
    waits: async (id, due) => void wrote.push(`${id} waits ${due}`),
    partly: async (id, { reached, back, due }) => void wrote.push(`${id} reached ${reached} not ${back} rest ${due}`),
    failed: async (id, { reason }) => void wrote.push(`${id} failed ${reason}`),
    finish: async (letter) => letter,
    fill: ({ letter }) => ({ ...filled('N2', 'en'), id: letter.id }),
    transport: {
      send: async ({ id }) => {
        sends.push(id);
        await sleep(1);
        return { answer: '250', refused: [] };
      },
      close: () => {},
    },
    clock: () => 1000,
    log: makeLog('silent'),
    concurrency: 3,
    pollEvery: HOUR,
    jitter: () => 0,
  };
  const start = (change: Partial<OutboxParts> = {}) => {
    outbox = startOutbox({ ...parts, ...change });
    return outbox;
  };
  return { queue, wrote, sends, start };
}

const refusing = (error: object): Partial<OutboxParts> => ({
  transport: { send: () => Promise.reject(Object.assign(new Error('no'), error)), close: () => {} },
});

test('everything that is due goes out once, never more at a time than allowed', async () => {
  const { wrote, start } = desk(50);
  let now = 0;
  let most = 0;
  const { idle } = start({
    transport: {
      send: async () => {
        most = Math.max(most, ++now);
        await sleep(1);
        now -= 1;
        return { answer: '250', refused: [] };
      },
      close: () => {},
    },
  });
  await idle();
  expect(wrote).toHaveLength(50);
  expect(new Set(wrote).size).toBe(50);
  expect(most).toBe(3);
});

test('letters are claimed several at a time, not one for each that ends', async () => {
  const { queue, sends, start } = desk(100);
  let claims = 0;
  await start({
    concurrency: 10,
    claim: async (n) => {
      claims += 1;
      return queue.splice(0, n);
    },
  }).idle();
  expect(sends).toHaveLength(100);
  expect(claims).toBeLessThan(30);
});

test('letters that leave together are written down together', async () => {
  const { start } = desk(100);
  const writes: number[] = [];
  await start({ concurrency: 10, sent: async (letters) => void writes.push(letters.length) }).idle();
  expect(writes.reduce((sum, n) => sum + n, 0)).toBe(100);
  expect(writes.length).toBeLessThan(34);
});

test('waking finds what came later, also while it looks', async () => {
  const { queue, sends, start } = desk(0);
  const { wake, idle } = start();
  await idle();
  for (let n = 100; n < 120; n++) {
    queue.push(letterNumbered(n));
    wake();
    await Promise.resolve();
  }
  await idle();
  expect(sends).toHaveLength(20);
});

test('a wake is never lost, at whichever moment of a look it comes', async () => {
  for (let moment = 0; moment < 20; moment++) {
    const { queue, sends, start } = desk(0);
    const box = start();
    for (let i = 0; i < moment; i++) await null;
    queue.push(letterNumbered(moment));
    box.wake();
    await sleep(10);
    await box.close();
    expect(sends, `after ${moment} steps`).toHaveLength(1);
  }
});

test('without waking it looks by itself', async () => {
  const { queue, sends, start } = desk(0);
  const { idle } = start({ pollEvery: 5 });
  await idle();
  queue.push(letterNumbered(1));
  await expect.poll(() => sends.length, { timeout: 5000 }).toBe(1);
});

test('a refusal for now is tried again by the plan, one for good is final', async () => {
  const later = desk(1);
  await later.start(refusing({ command: 'RCPT TO', responseCode: 450 })).idle();
  expect(later.wrote).toEqual([`letter-0 deferred ${1000 + 5 * MINUTE} postponed`]);
  const never = desk(1);
  await never.start(refusing({ command: 'RCPT TO', responseCode: 550 })).idle();
  expect(never.wrote).toEqual(['letter-0 failed refused']);
});

test('what is sent away with a time comes back at that time, and not with the next look', async () => {
  const { wrote, queue, sends, start } = desk(1);
  const away = queue[0]!;
  let room = false;
  start({
    transport: {
      send: async ({ id }) => {
        if (!room) throw new NotYet('full', 1020);
        sends.push(id);
        return { answer: '250', refused: [] };
      },
      close: () => {},
    },
    waits: async (id, due) => {
      wrote.push(`${id} waits ${due}`);
      queue.push(away);
      room = true;
    },
  });
  await expect.poll(() => sends.length, { timeout: 5000 }).toBe(1);
  expect(wrote[0]).toBe('letter-0 waits 1020');
});

test('after the last try of the plan a letter has failed', async () => {
  const { wrote, queue, start } = desk(0);
  queue.push({ ...letterNumbered(0), attempts: 9 });
  await start(refusing({ code: 'ETIMEDOUT' })).idle();
  expect(wrote).toEqual(['letter-0 failed unreachable']);
});

test('a letter that cannot be filled in is put aside, and the others go', async () => {
  const { wrote, start } = desk(2);
  await start({
    fill: ({ letter }) => {
      if (letter.id === 'letter-0') throw new Error('half a slot');
      return { ...filled('N2', 'en'), id: letter.id };
    },
  }).idle();
  expect(wrote.sort()).toEqual(['letter-0 failed bug', 'letter-1 sent']);
});

test('a letter that was sent but could not be written down is not sent again when it is claimed again', async () => {
  const { queue, sends, wrote, start } = desk(1);
  let broken = true;
  const { idle } = start({
    sent: async (letters) => {
      if (broken) throw new Error('database is locked');
      wrote.push(...letters.map(({ id }) => `${id} sent`));
    },
  });
  await idle();
  expect(wrote).toEqual([]);
  broken = false;
  queue.push({ ...letterNumbered(0), attempts: 2 });
  await idle();
  expect(sends).toEqual(['letter-0']);
  expect(wrote).toEqual(['letter-0 sent']);
});

test('a queue that cannot be read is asked again', async () => {
  const { sends, queue, start } = desk(1);
  let broken = true;
  const { idle, wake } = start({
    claim: async (n) => {
      if (broken) throw new Error('database is gone');
      return queue.splice(0, n);
    },
  });
  await idle();
  expect(sends).toEqual([]);
  broken = false;
  wake();
  await idle();
  expect(sends).toEqual(['letter-0']);
});

test('closing waits for what runs and claims nothing more', async () => {
  const { wrote, queue, start } = desk(10);
  const box = start({
    transport: {
      send: async () => {
        await sleep(30);
        return { answer: '250', refused: [] };
      },
      close: () => {},
    },
  });
  await sleep(5);
  await box.close();
  expect(wrote).toHaveLength(3);
  expect(queue).toHaveLength(7);
  box.wake();
  await sleep(5);
  expect(queue).toHaveLength(7);
});
