/** Small writes that are gathered: few, none lost, none waiting for nobody, and a bad one alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { together } from '../../src/outbox/together.ts';

const gathering = { coming: () => 100, wait: 10, enough: 8 };

test('those that come shortly after each other are one write, and what comes while it runs is the next', async () => {
  const writes: number[][] = [];
  const write = together(async (all: readonly number[]) => {
    writes.push([...all]);
    await sleep(15);
  }, gathering);
  const first = [1, 2, 3].map(write);
  await sleep(18);
  await Promise.all([...first, write(4), write(5)]);
  expect(writes).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('enough of them do not wait, nor does the last of all that could come', async () => {
  const writes: number[][] = [];
  let coming = 100;
  const write = together(async (all: readonly number[]) => void writes.push([...all]), {
    coming: () => coming,
    wait: 60_000,
    enough: 2,
  });
  await Promise.all([write(1), write(2)]);
  coming = 1;
  await write(3);
  expect(writes).toEqual([[1, 2], [3]]);
});

test('one that cannot be written is told so, the others of its group are written', async () => {
  const wrote: number[] = [];
  const write = together(async (all: readonly number[]) => {
    if (all.includes(2)) throw new Error('not this one');
    wrote.push(...all);
  }, gathering);
  const ends = await Promise.allSettled([1, 2, 3].map(write));
  expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(wrote).toEqual([1, 3]);
  await write(4);
  expect(wrote).toEqual([1, 3, 4]);
});
