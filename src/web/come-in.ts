/** A browser comes in: always by a new session, and the one that it had before is over (threat T32). */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Door } from './door.ts';
import { cookieOf } from './staff.tsx';

export async function comeIn(c: Context, { ports, options }: Door, session: string): Promise<void> {
  const cookie = cookieOf(options.publicUrl);
  const before = getCookie(c, cookie.name);
  if (before) await ports.logout(before);
  setCookie(c, cookie.name, session, cookie.options);
}
