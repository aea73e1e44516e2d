/**
 * What stands before every page: the headers, the refusal of cross-site writes, and who is calling.
 */
import { BlockList, isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { neighbourhood } from '../base/neighbourhood.ts';

/** A page loads nothing but its own style, script and pictures, and nobody may frame it. */
export const CSP = policy({});

export function policy(more: Readonly<Record<string, string>>): string {
  const rules: Record<string, string> = {
    'default-src': "'none'",
    'style-src': "'self'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'img-src': "'self' data:",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    ...more,
  };
  return Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

const HEADERS = {
  'Content-Security-Policy': CSP,
  // T5: a link in a mail is a secret, and no page that we link to may learn it.
  'Referrer-Policy': 'no-referrer',
  // T13: the name behind a link in a mail, looked up before anybody follows it, tells its owner that somebody reads.
  'X-DNS-Prefetch-Control': 'off',
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
} as const;

/** Of every answer to this address. */
const headersFor = (publicUrl: string): Record<string, string> => ({
  ...HEADERS,
  ...(publicUrl.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
});

/** Sets every header that the handler did not set itself. */
export function headers(publicUrl: string): MiddlewareHandler {
  const all = Object.entries(headersFor(publicUrl));
  return async (c, next) => {
    await next();
    if (whole.has(c.res)) return;
    for (const [name, value] of all) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  };
}

/** Answers that have their headers: to look at them once more would cost as much again as the answer. */
const whole = new WeakSet<Response>();

/** For pages that are asked for all the time: bytes that lie ready, with every header. */
export function wholeAnswer(publicUrl: string): (body: Buffer | null, status: 200 | 304, tag: string) => Response {
  const all = headersFor(publicUrl);
  return (body, status, tag) => {
    const type = body && { 'Content-Type': 'text/html; charset=UTF-8' };
    // Buffers of Node stand on memory that may be shared; these do not.
    const bytes = body as Uint8Array<ArrayBuffer> | null;
    const answer = new Response(bytes, { status, headers: { ...all, ...type, ETag: tag } });
    whole.add(answer);
    return answer;
  };
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * T10. True when a browser says that another site made it send this. Browsers that do not send Sec-Fetch-Site send Origin;
 * under `Referrer-Policy: no-referrer` that is `null` for our own forms, which proves nothing either way: the link's token or
 * the session's own token decides then. Programs send neither.
 */
export function isCrossSite(c: Context, publicUrl: string): boolean {
  if (SAFE.has(c.req.method)) return false;
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  if (origin === undefined || origin === 'null') return false;
  return origin !== publicUrl && hostOf(origin) !== c.req.header('host');
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/** Path and query as they were sent, still encoded: what fits into a header again. The caller's own Host need not make a URL that parses. */
export const asSent = (c: Context): string => c.req.url.replace(/^https?:\/\/[^/]*/, '');

/**
 * From where somebody calls, as far as brakes count it: their address, or the /64 that IPv6 gives to a household. X-Forwarded-For
 * is believed only from a listed proxy, and only up to the first address that is none.
 */
export function sourceAddress(trusted: readonly string[]): (c: Context) => string {
  const proxies = listOf(trusted);
  const isProxy = (address: string) =>
    isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (c) => {
    const peer = plain((c.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? '');
    if (!isProxy(peer)) return neighbourhood(peer);
    const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map((a) => plain(a.trim()));
    return neighbourhood(chain.reverse().find((a) => a !== '' && !isProxy(a)) ?? peer);
  };
}

/** `::ffff:192.0.2.1` is 192.0.2.1. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

function listOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address, bits] = cidr.split('/') as [string, string | undefined];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
