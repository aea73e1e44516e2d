/**
 * Which words of one text stand in another, in order: runs of equal words, found by seeds of a few words and grown while the texts
 * agree. Linear: each word is looked up once, and a seed has a bounded number of places to try.
 */
import type { Words } from './align-words.ts';
import type { Work } from './reply.ts';

/** Words `a[aFrom … aFrom+length)` equal `b[bFrom … bFrom+length)`. */
export interface Run {
  readonly aFrom: number;
  readonly bFrom: number;
  readonly length: number;
}

const SEED = 4;
/** A seed that stands in more places than this says nothing about where we are. */
const MAX_PLACES = 8;
/** How many words a mail program may have put in or left out inside a run. */
const MAX_GAP = 8;

/** Runs in the order of `a`, forming one pass through `b`: later in `a` is later in `b`. */
export function alignWords(a: Words, b: Words, work: Work): Run[] {
  const seed = Math.min(SEED, b.count);
  if (seed === 0 || a.count === 0) return [];
  return onePass(findRuns(a, b, seed, work), b.count, work);
}

/** The same for two forms of one text: nearly everything is equal, and what is equal from the begin on needs no search. */
export function alignSameWords(a: Words, b: Words, work: Work): Run[] {
  let same = 0;
  const most = Math.min(a.count, b.count);
  while (same < most && a.hash[same] === b.hash[same]) same += 1;
  work.steps += same;
  if (same < SEED && same < most) return alignWords(a, b, work);
  const rest = alignWords(after(a, same), after(b, same), work);
  return [
    ...(same > 0 ? [{ aFrom: 0, bFrom: 0, length: same }] : []),
    ...rest.map((run) => ({ aFrom: run.aFrom + same, bFrom: run.bFrom + same, length: run.length })),
  ];
}

function after(words: Words, from: number): Words {
  const { count, hash, start, end } = words;
  return { count: count - from, hash: hash.subarray(from), start: start.subarray(from), end: end.subarray(from) };
}

interface Seeds {
  readonly size: number;
  readonly first: Map<number, number>;
  readonly next: Int32Array;
}

function seedsOf(b: Words, size: number, work: Work): Seeds {
  const first = new Map<number, number>();
  const next = new Int32Array(b.count).fill(-1);
  for (let at = b.count - size; at >= 0; at -= 1) {
    const key = seedAt(b, at, size);
    next[at] = first.get(key) ?? -1;
    first.set(key, at);
  }
  work.steps += b.count;
  return { size, first, next };
}

function seedAt(words: Words, at: number, size: number): number {
  let value = 17;
  for (let k = 0; k < size; k += 1) value = Math.imul(value ^ words.hash[at + k]!, 0x01000193) ^ (value >>> 15);
  return value;
}

function findRuns(a: Words, b: Words, size: number, work: Work): Run[] {
  const seeds = seedsOf(b, size, work);
  const runs: Run[] = [];
  let at = 0;
  let expected = 0;
  let floor = 0;
  while (at < a.count) {
    work.steps += 1;
    const place = at + size <= a.count ? bestPlace(a, b, at, expected, seeds, work) : -1;
    if (place < 0) {
      at += 1;
      continue;
    }
    const back = growBack(a, b, at, place, floor);
    const grown = growOn(a, b, at - back, place - back, runs, work);
    at = grown.a;
    floor = grown.a;
    expected = grown.b;
  }
  return runs;
}

/** Where in `b` the seed at `a[at]` continues best: the place after the last run if there is one, else the longest match. */
function bestPlace(a: Words, b: Words, at: number, expected: number, seeds: Seeds, work: Work): number {
  let best = -1;
  let bestLength = 0;
  let place = seeds.first.get(seedAt(a, at, seeds.size)) ?? -1;
  for (let tries = 0; place >= 0 && tries < MAX_PLACES; tries += 1, place = seeds.next[place]!) {
    const length = commonLength(a, b, at, place, 24);
    work.steps += 1 + length;
    if (length < seeds.size) continue;
    const ahead = place >= expected && place - expected <= MAX_GAP ? 1 : 0;
    if (length + ahead > bestLength) {
      best = place;
      bestLength = length + ahead;
    }
  }
  return best;
}

function commonLength(a: Words, b: Words, i: number, j: number, most: number): number {
  let length = 0;
  while (length < most && i + length < a.count && j + length < b.count && a.hash[i + length] === b.hash[j + length])
    length += 1;
  return length;
}

function growBack(a: Words, b: Words, i: number, j: number, floor: number): number {
  let back = 0;
  while (i - back > floor && j - back > 0 && back < 64 && a.hash[i - back - 1] === b.hash[j - back - 1]) back += 1;
  return back;
}

/** Follows both texts from a common place, over small differences, and notes each stretch that is equal. */
function growOn(a: Words, b: Words, i: number, j: number, runs: Run[], work: Work): { a: number; b: number } {
  for (;;) {
    let length = 0;
    while (i + length < a.count && j + length < b.count && a.hash[i + length] === b.hash[j + length]) length += 1;
    work.steps += length + 1;
    if (length > 0) runs.push({ aFrom: i, bFrom: j, length });
    i += length;
    j += length;
    const gap = smallGap(a, b, i, j, work);
    if (gap === null) return { a: i, b: j };
    i += gap.a;
    j += gap.b;
  }
}

/**
 * The smallest step over a difference after which the texts agree for longest. Words put in (the person's own, a link shown beside its
 * words) are tried before words left out: taking an own word for a sent one would lose it.
 */
function smallGap(a: Words, b: Words, i: number, j: number, work: Work): { a: number; b: number } | null {
  let best: { a: number; b: number } | null = null;
  let bestLength = 2;
  const weigh = (da: number, db: number): void => {
    const length = commonLength(a, b, i + da, j + db, 6);
    work.steps += 1 + length;
    if (length > bestLength) {
      best = { a: da, b: db };
      bestLength = length;
    }
  };
  for (let step = 1; step <= MAX_GAP; step += 1) weigh(step, 0);
  for (let step = 1; step <= MAX_GAP; step += 1) weigh(0, step);
  for (let step = 1; step <= 3; step += 1) weigh(step, step);
  return best;
}

/** The heaviest chain of runs that go forward in both texts (weighted longest increasing subsequence over a Fenwick tree). */
function onePass(runs: readonly Run[], size: number, work: Work): Run[] {
  const best = new Float64Array(size + 2);
  const who = new Int32Array(size + 2).fill(-1);
  const previous = new Int32Array(runs.length).fill(-1);
  let heaviest = -1;
  let most = 0;
  runs.forEach((run, index) => {
    let weight = 0;
    for (let at = run.bFrom; at > 0; at -= at & -at) {
      work.steps += 1;
      if (best[at]! > weight) {
        weight = best[at]!;
        previous[index] = who[at]!;
      }
    }
    weight += run.length;
    for (let at = run.bFrom + run.length; at <= size + 1; at += at & -at) {
      work.steps += 1;
      if (best[at]! < weight) {
        best[at] = weight;
        who[at] = index;
      }
    }
    if (weight > most) {
      most = weight;
      heaviest = index;
    }
  });
  const chain: Run[] = [];
  for (let at = heaviest; at >= 0; at = previous[at]!) chain.push(runs[at]!);
  return chain.reverse();
}
