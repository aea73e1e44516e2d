/**
 * Rate limits of the doors that people knock on. They live in memory: with several processes each counts for itself.
 *
 * Growing delay per address and per source, never a lock-out that a stranger can cause (decisions, last line of "Answers"): a
 * name is counted together with the source of the guess, so guesses from elsewhere do not keep its owner out.
 */
import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface Brakes {
  readonly loginBySource: RateLimiterMemory;
  readonly loginByNameAndSource: RateLimiterMemory;
  readonly freshLink: RateLimiterMemory;
  readonly codeLetters: RateLimiterMemory;
  readonly codeTries: RateLimiterMemory;
  readonly codeTriesInAll: RateLimiterMemory;
  readonly forgotBySource: RateLimiterMemory;
  readonly forgotByPerson: RateLimiterMemory;
  /** Looks at one page of «Was this you?»: each reads mails. */
  readonly question: RateLimiterMemory;
}

/** Durations are in seconds. */
export const makeBrakes = (): Brakes => ({
  loginBySource: new RateLimiterMemory({ points: 30, duration: 900 }),
  loginByNameAndSource: new RateLimiterMemory({ points: 6, duration: 60, blockDuration: 30 }),
  freshLink: new RateLimiterMemory({ points: 1, duration: 3600 }),
  codeLetters: new RateLimiterMemory({ points: 10, duration: 3600 }),
  codeTries: new RateLimiterMemory({ points: 10, duration: 900 }),
  codeTriesInAll: new RateLimiterMemory({ points: 100, duration: 900 }),
  forgotBySource: new RateLimiterMemory({ points: 20, duration: 3600 }),
  forgotByPerson: new RateLimiterMemory({ points: 3, duration: 3600 }),
  question: new RateLimiterMemory({ points: 30, duration: 60 }),
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
