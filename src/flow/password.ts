/**
 * Password hashing: scrypt N=2^17, r=8, p=1 (OWASP Password Storage), with a bound on how many run at once: each takes
 * 128 MiB, and twenty in parallel were measured at 554 MiB (threat T30).
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Trouble } from '../base/trouble.ts';

const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const AT_ONCE = 2;
const MAX_WAITING = 32;
/** Longer input is refused before it is hashed. */
export const PASSWORD_MAX = 1024;
export const PASSWORD_MIN = 8;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return `$scrypt$ln=17,r=8,p=1$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** False also for a person without a password; the same work is done for both, so the answer's time tells nothing (threat T33). */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const [, , , salt, key] = (stored ?? NOBODY).split('$');
  if (password.length > PASSWORD_MAX || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), COST);
  return stored !== null && expected.length === given.length && timingSafeEqual(expected, given);
}

const NOBODY = `$scrypt$ln=17,r=8,p=1$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(KEY_BYTES).toString('base64url')}`;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  await enter();
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * 1024 * 1024 }, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function enter(): Promise<void> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new Trouble('busy', 'Too many people are signing in at this moment');
    await new Promise<void>((turn) => waiting.push(turn));
  }
  running += 1;
}
