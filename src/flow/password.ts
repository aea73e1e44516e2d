/**
 * Password hashing: scrypt N=2^17, r=8, p=1 (OWASP Password Storage), with a bound on how many run at once: each takes
 * 128 MiB, and twenty in parallel were measured at 554 MiB (threat T30).
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Trouble } from '../base/trouble.ts';
import { type Turnstile, turnstile } from '../base/turnstile.ts';
import { PASSWORD_MAX } from '../people/password-rules.ts';

export interface Passwords {
  /** A PHC string: `$scrypt$ln=17,r=8,p=1$salt$key`. */
  hash(password: string): Promise<string>;
  /** False also for a person without a password; the same work is done for both, so the answer's time tells nothing (threat T33). */
  check(password: string, stored: string | null): Promise<boolean>;
  /** Made when other work was thought enough: made anew when its owner signs in (threat T31). */
  isOutdated(stored: string): boolean;
  /** What each of them goes through, the work for nobody too. */
  readonly door: Turnstile;
}

/** How much work one hash is. */
export interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const COST: Cost = { N: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;
/** What is answered to whoever finds the queue full. */
export const BUSY_SECONDS = 5;

/** `cost`: for tests that look at other things than this one. */
export function makePasswords(cost: Cost = COST): Passwords {
  const door = turnstile(2, 32);
  const nobody = written({ cost, salt: Buffer.alloc(16), key: Buffer.alloc(KEY_BYTES) });
  return {
    door,
    hash: async (password) => {
      const salt = randomBytes(16);
      return written({ cost, salt, key: await door.through(() => derive(password, salt, cost)) });
    },
    check: async (password, stored) => {
      const hash = read(stored ?? nobody);
      if (Buffer.byteLength(password) > PASSWORD_MAX || !hash) return false;
      const given = await door.through(() => derive(password, hash.salt, hash.cost));
      return stored !== null && hash.key.length === given.length && timingSafeEqual(hash.key, given);
    },
    isOutdated: (stored) => {
      const was = read(stored)?.cost;
      return !was || was.N !== cost.N || was.r !== cost.r || was.p !== cost.p;
    },
  };
}

interface Hash {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const written = ({ cost: { N, r, p }, salt, key }: Hash): string =>
  `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;

function read(stored: string): Hash | null {
  const found = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!found) return null;
  const [, ln, r, p, salt, key] = found;
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt!, 'base64url'), key: Buffer.from(key!, 'base64url') };
}

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

/** What `work` answers, or `busy` when it finds too many passwords being hashed before its own. */
export async function unlessBusy<T>(work: () => Promise<T>, busy: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Trouble && error.code === 'turned-away') return busy;
    throw error;
  }
}
