/**
 * Names → records, for the checks of proof.ts. A lookup is handed in, so that a test, a trace and the gateway ask differently.
 * The zones asked are those of strangers: every lookup counts, has a time limit, and is asked once a mail.
 */
import type { promises as dns } from 'node:dns';

/** As node:dns' `resolve(name, type)`: TXT gives string[][], MX objects, the others string[]. Rejects with ENOTFOUND, ENODATA, ETIMEOUT … */
export type Lookup = (name: string, type: string) => Promise<unknown[]>;

export const dnsLookup =
  (resolver: dns.Resolver): Lookup =>
  async (name, type) =>
    (await resolver.resolve(name, type)) as unknown[];

export interface LookupLimits {
  /** Questions a mail; SPF alone allows itself 10 and some. */
  readonly most: number;
  /** Milliseconds a question. */
  readonly each: number;
}

/** The same lookup, remembered for one mail and bounded. Past the bound every answer is ETIMEOUT: "ask later", never "no record". */
export function boundedLookup(lookup: Lookup, limits: LookupLimits = { most: 80, each: 5000 }): Lookup {
  const asked = new Map<string, Promise<unknown[]>>();
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = asked.get(key);
    if (known) return known;
    const answer =
      asked.size >= limits.most
        ? Promise.reject(dnsError('ETIMEOUT', name))
        : withLimit(lookup(name, type), limits.each, name);
    // Two checks may ask the same; a rejection nobody waits for yet is not a crash.
    answer.catch(() => undefined);
    asked.set(key, answer);
    return answer;
  };
}

function withLimit<T>(answer: Promise<T>, each: number, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(dnsError('ETIMEOUT', name)), each);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** One name's records; `TIMEOUT` plays a server that does not answer. */
export type ZoneEntry = Readonly<Record<string, readonly unknown[]>> | 'TIMEOUT';

/** A zone in memory. Names in lower case without the last dot; follows CNAME, as a resolver does. */
export function zoneLookup(zone: ReadonlyMap<string, ZoneEntry>): Lookup {
  const answer = (name: string, type: string, depth: number): unknown[] => {
    const entry = zone.get(name.toLowerCase().replace(/\.$/, ''));
    if (entry === undefined) throw dnsError('ENOTFOUND', name);
    if (entry === 'TIMEOUT') throw dnsError('ETIMEOUT', name);
    const records = entry[type];
    if (records && records.length > 0) return [...records];
    const alias = entry['CNAME']?.[0];
    if (typeof alias === 'string' && depth < 8) return answer(alias, type, depth + 1);
    throw dnsError(type in entry || Object.keys(entry).length > 0 ? 'ENODATA' : 'ENOTFOUND', name);
  };
  return async (name, type) => answer(name, type, 0);
}

export function dnsError(code: string, name: string): Error & { code: string } {
  return Object.assign(new Error(`query${code} ${name}`), { code });
}
