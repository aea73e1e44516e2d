/**
 * Is a published SPF record well formed? RFC 7208 §4.6: an error anywhere in it ends the check with permerror. mailauth stops at
 * the first mechanism that matches and never reads what stands behind it, so it passes records that must not pass.
 */
import type { Lookup } from './proof-resolver.ts';

/** The same lookup, which leaves the TXT records that were asked for in `seen`: a sender's own, and those it includes or redirects to. */
export const rememberSpf =
  (lookup: Lookup, seen: string[]): Lookup =>
  async (name, type) => {
    const found = await lookup(name, type);
    if (type === 'TXT') seen.push(...(found as string[][]).map((strings) => [strings].flat().join('')));
    return found;
  };

/** What the check found, or permerror when one of the records that it read is none. */
export const soundResult = (result: string, records: readonly string[]): string =>
  JUDGED.has(result) && !records.every(isSoundSpf) ? 'permerror' : result;

const JUDGED: ReadonlySet<string> = new Set(['pass', 'fail', 'softfail', 'neutral']);

/** `text`: the strings of one TXT record, joined. True as well for what is no SPF record at all. */
export function isSoundSpf(text: string): boolean {
  // §4.5: a record begins with the version and a space, exactly; with a space before it there is none.
  if (!/^v=spf1(?: |$)/i.test(text)) return !/^\s+v=spf1(?: |$)/i.test(text);
  const terms = text.slice(6).split(' ').filter(Boolean);
  const modifiers = terms.flatMap((term) => /^(redirect|exp)=/i.exec(term)?.[1]?.toLowerCase() ?? []);
  return new Set(modifiers).size === modifiers.length && terms.every(isTerm);
}

/** §5, §6, §12. A row: the mechanism or modifier, and what may stand behind its name. */
function isTerm(term: string): boolean {
  const [, name = '', rest = ''] = /^[-+?~]?([a-z][a-z0-9_.-]{0,62})([:/=].*)?$/i.exec(term) ?? [];
  const check = MECHANISMS[name.toLowerCase()];
  if (check && !rest.startsWith('=')) return check(rest);
  if (!rest.startsWith('=') || /^[-+?~]/.test(term)) return false;
  const value = rest.slice(1);
  return /^(?:redirect|exp)$/i.test(name) ? isDomain(value) : macrosOf(value) !== null;
}

const MECHANISMS: Readonly<Record<string, (rest: string) => boolean>> = {
  all: (rest) => rest === '',
  include: (rest) => rest.startsWith(':') && isDomain(rest.slice(1)),
  exists: (rest) => rest.startsWith(':') && isDomain(rest.slice(1)),
  ptr: (rest) => rest === '' || (rest.startsWith(':') && isDomain(rest.slice(1))),
  a: isHost,
  mx: isHost,
  ip4: (rest) => {
    const [address = '', ...bits] = rest.slice(1).split('/');
    return rest.startsWith(':') && isIp4(address) && bits.length < 2 && bits.every((n) => isBits(n, 32));
  },
  ip6: (rest) => {
    const [address = '', ...bits] = rest.slice(1).split('/');
    return rest.startsWith(':') && isIp6(address) && bits.length < 2 && bits.every((n) => isBits(n, 128));
  },
};

/** §5.3, §5.4: `a`, `a:host`, `a/24`, `a:host/24//64`. */
function isHost(rest: string): boolean {
  const [, host = '', four, six] = /^(.*?)(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/s.exec(rest) ?? [];
  const bits = (four === undefined || isBits(four, 32)) && (six === undefined || isBits(six, 128));
  return bits && (host === '' || (host.startsWith(':') && isDomain(host.slice(1))));
}

const isBits = (text: string, most: number): boolean => /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;

const isIp4 = (text: string): boolean =>
  text.split('.').length === 4 && text.split('.').every((part) => isBits(part, 255));

/** RFC 4291 §2.2: eight groups, one run of which may be `::`, the last two perhaps an IPv4 address. */
function isIp6(text: string): boolean {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const plain = last.includes('.') ? (isIp4(last) ? `${text.slice(0, -last.length)}0:0` : '') : text;
  const halves = plain.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : halves.length === 1 && groups.length === 8;
}

/** §7.1: domain-spec ends in a macro or in a top label that is not all digits. */
function isDomain(text: string): boolean {
  const literal = macrosOf(text);
  if (literal === null || text === '') return false;
  if (/%\{[^}]*\}$/.test(text)) return true;
  const labels = literal.replace(/\.$/, '').split('.');
  const top = labels.at(-1) ?? '';
  return labels.length > 1 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(top) && /[a-z-]/i.test(top);
}

const MACRO = /%(?:[%_-]|\{[slodiphv](?:[1-9]\d{0,2})?r?[-.+,/_=]{0,20}\})/gi;

/** The text with its macros as `x`, or null when one is malformed or a sign is none of §7.1's. */
function macrosOf(text: string): string | null {
  const literal = text.replace(MACRO, 'x');
  return /^[!-$&-~]*$/.test(literal) ? literal : null;
}
