/**
 * Where the mail of a domain goes (RFC 5321 §5.1): its mail servers in the order of their preference, as addresses. Names are asked
 * through what is handed in.
 */
import { Trouble } from '../base/trouble.ts';
import type { Lookup } from '../mail/proof-resolver.ts';
import { isPrivate } from './webhook.ts';

export interface Stop {
  /** The server's name, for TLS. */
  readonly host: string;
  readonly address: string;
}

export interface RouteOptions {
  readonly lookup: Lookup;
  /** Names under which this machine takes mail, in lower case. */
  readonly ours: readonly string[];
  /** Also servers in private networks and on this machine. */
  readonly allowPrivate: boolean;
  /** 0…1: which of those with the same preference comes first. */
  readonly chance: () => number;
}

/** More than these are not tried for one letter; there is its next try. */
const MOST_STOPS = 4;
/** Nor is anybody asked for the addresses of more: DNS that is silent costs half a minute each. */
const MOST_HOSTS = 4;

/** `domain` in ASCII. Throws Trouble that says whether trying again can help. */
export async function routeTo(domain: string, options: RouteOptions): Promise<readonly Stop[]> {
  const hosts = withoutOurselves(await mailHosts(domain, options), domain, options);
  const found: Stop[] = [];
  let refused = false;
  let trouble: unknown = null;
  for (const host of hosts.slice(0, MOST_HOSTS)) {
    if (found.length >= MOST_STOPS) break;
    // RFC 5321 §5.1: a server that cannot be found is no reason not to ask the next one.
    const addresses = await addressesOf(host, options.lookup).catch((error: unknown): string[] => {
      trouble = error;
      return [];
    });
    const open = options.allowPrivate ? addresses : addresses.filter((address) => !isPrivate(address));
    refused ||= open.length < addresses.length;
    found.push(...open.map((address) => ({ host, address })));
  }
  if (found.length > 0) return found.slice(0, MOST_STOPS);
  if (trouble) throw trouble;
  if (refused) throw loop(`The mail servers of ${domain} are in a private network`);
  throw new Trouble('hostunknown', `No mail server of ${domain} has an address`, { permanent: hosts[0] === domain });
}

interface Exchange {
  readonly exchange: string;
  readonly priority: number;
}

async function mailHosts(domain: string, { lookup, chance }: RouteOptions): Promise<readonly Exchange[]> {
  const found = (await ask(lookup, domain, 'MX')) as Exchange[] | null;
  // RFC 5321 §5.1: without one the domain is its own mail server.
  if (found === null || found.length === 0) return [{ exchange: domain, priority: 0 }];
  const named = found.map(({ exchange, priority }) => ({ exchange: plain(exchange), priority, place: chance() }));
  // RFC 7505 §3
  if (named.every(({ exchange }) => exchange === ''))
    throw new Trouble('notaccept', `${domain} takes no mail (RFC 7505)`, { permanent: true });
  return named.filter(({ exchange }) => exchange !== '').sort((a, b) => a.priority - b.priority || a.place - b.place);
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** RFC 5321 §5.1: ourselves and whoever is asked after us are left out, or a letter would go round. */
function withoutOurselves(hosts: readonly Exchange[], domain: string, { ours }: RouteOptions): readonly string[] {
  const own = hosts.find(({ exchange }) => ours.includes(exchange));
  const before = own ? hosts.filter(({ priority }) => priority < own.priority) : hosts;
  if (before.length === 0) throw loop(`The mail server of ${domain} is this one`);
  return before.map(({ exchange }) => exchange);
}

const loop = (words: string): Trouble => new Trouble('loop', words, { permanent: true });

/** IPv4 first: more mail servers can be reached by it, and fewer refuse it. */
async function addressesOf(host: string, lookup: Lookup): Promise<string[]> {
  const asked = await Promise.all(
    ['A', 'AAAA'].map((type) => ask(lookup, host, type).catch((error: Trouble) => error)),
  );
  const found = asked.flatMap((one) => (Array.isArray(one) ? (one as string[]) : []));
  const trouble = asked.find((one): one is Trouble => one instanceof Trouble && one.code === 'dns');
  if (found.length === 0 && trouble) throw trouble;
  return found;
}

/** Null: the name is there and has no such record. */
async function ask(lookup: Lookup, name: string, type: string): Promise<unknown[] | null> {
  try {
    return await lookup(name, type);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENODATA') return null;
    if (code === 'ENOTFOUND') throw new Trouble('hostunknown', `There is no domain ${name}`, { permanent: true });
    throw new Trouble('dns', `DNS did not say where the mail of ${name} goes (${code || error})`, { cause: error });
  }
}
