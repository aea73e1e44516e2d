/**
 * Rate limits of the doors that people knock on. They live in memory: with several processes each counts for itself.
 *
 * Growing delay per address and per source, never a lock-out that a stranger can cause (decisions, last line of "Answers"): a
 * name is counted together with the source of the guess, so guesses from elsewhere do not keep its owner out.
 */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DAY, MINUTE, SECOND } from '../base/time.ts';

export interface Brakes {
  readonly loginBySource: RateLimiterMemory;
  /** By the name as it was typed, and by whose it is; each together with the source. */
  readonly loginByName: Guessing;
  readonly loginByPerson: Guessing;
  /** The present password, asked on one's own page. */
  readonly ownPassword: Guessing;
  readonly freshLink: RateLimiterMemory;
  readonly codeLetters: RateLimiterMemory;
  readonly codeTries: RateLimiterMemory;
  readonly codeTriesInAll: RateLimiterMemory;
  readonly forgotBySource: RateLimiterMemory;
  readonly forgotByPerson: RateLimiterMemory;
  /** Letters that ask whether an address may be written from: by that address, and by who asks. */
  readonly senderLetters: RateLimiterMemory;
  readonly senderAsks: RateLimiterMemory;
  /** Looks at one page of «Was this you?»: each reads mails. */
  readonly question: RateLimiterMemory;
  /** Letters that somebody sends themselves to try a template. */
  readonly testLetters: RateLimiterMemory;
  /** Letters that are opened from one place; a mail program's own proxy opens many. */
  readonly opened: RateLimiterMemory;
}

/** Tries at a secret: some at once, then single ones with a wait between them that doubles, until one is right or a day is over. */
export interface Guessing {
  readonly tries: RateLimiterMemory;
  /** The waits of this day. */
  readonly waits: RateLimiterMemory;
}

const FIRST_WAIT = 30;
/** Never more, and never for good: whoever mistypes much is not locked out. */
const LONGEST_WAIT = (15 * MINUTE) / SECOND;

const guessing = (points: number): Guessing => ({
  tries: new RateLimiterMemory({ points, duration: LONGEST_WAIT }),
  waits: new RateLimiterMemory({ points: 1, duration: DAY / SECOND }),
});

/** Durations are in seconds. */
export const makeBrakes = (): Brakes => ({
  loginBySource: new RateLimiterMemory({ points: 30, duration: 900 }),
  loginByName: guessing(6),
  loginByPerson: guessing(12),
  ownPassword: guessing(6),
  freshLink: new RateLimiterMemory({ points: 1, duration: 3600 }),
  codeLetters: new RateLimiterMemory({ points: 10, duration: 3600 }),
  codeTries: new RateLimiterMemory({ points: 10, duration: 900 }),
  codeTriesInAll: new RateLimiterMemory({ points: 100, duration: 900 }),
  forgotBySource: new RateLimiterMemory({ points: 20, duration: 3600 }),
  forgotByPerson: new RateLimiterMemory({ points: 3, duration: 3600 }),
  senderLetters: new RateLimiterMemory({ points: 3, duration: 3600 }),
  senderAsks: new RateLimiterMemory({ points: 20, duration: 3600 }),
  question: new RateLimiterMemory({ points: 30, duration: 60 }),
  testLetters: new RateLimiterMemory({ points: 20, duration: 3600 }),
  opened: new RateLimiterMemory({ points: 600, duration: 60 }),
});

/** Takes one point; false: none is left. */
export async function within(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => true,
    () => false,
  );
}

/** The same, as seconds to wait: 0 when the point was taken. */
export async function take(limiter: RateLimiterMemory, key: string): Promise<number> {
  return limiter.consume(key).then(
    () => 0,
    (full: { msBeforeNext?: number }) => Math.max(1, Math.ceil((full.msBeforeNext ?? 0) / 1000)),
  );
}

/** A point that was taken for nothing. */
export async function give(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.reward(key);
}

/** Seconds to wait before the next try, 0 when one may be made now. */
export async function delayOf(limiter: RateLimiterMemory, key: string): Promise<number> {
  const used = await limiter.get(key);
  return used && used.consumedPoints >= limiter.points ? Math.max(1, Math.ceil(used.msBeforeNext / 1000)) : 0;
}

/** Seconds to wait before this guess may be made: 0, and it is paid for. */
export async function guess({ tries, waits }: Guessing, key: string): Promise<number> {
  const wait = await delayOf(tries, key);
  if (wait > 0) return wait;
  const single = (await waits.get(key)) !== null;
  const left = await tries.consume(key, single ? tries.points : 1).then(
    (paid) => paid.remainingPoints,
    () => -1,
  );
  if (left > 0) return 0;
  // Of guesses at the same moment one is the last that may be made, and it begins the wait.
  if (left < 0) return Math.max(1, await delayOf(tries, key));
  const { consumedPoints } = await waits.penalty(key);
  await tries.block(key, Math.min(FIRST_WAIT * 2 ** (consumedPoints - 1), LONGEST_WAIT));
  return 0;
}

/** The guess was right. */
export async function forget({ tries, waits }: Guessing, key: string): Promise<void> {
  await Promise.all([tries.delete(key), waits.delete(key)]);
}
