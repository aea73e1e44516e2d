/**
 * Whether DNS says what letters and answers need: MX, SPF, DKIM, DMARC of a mail domain, as they should be and as they are found.
 */
import type { Lookup } from './proof-resolver.ts';

export interface DnsWanted {
  readonly mailDomain: string;
  /** The name that mail servers see. */
  readonly host: string;
  /** Host and port; null: no letter leaves. */
  readonly relay: string | null;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly publicKey: string | null } | null;
}

export interface DnsRecord {
  readonly kind: 'mx' | 'spf' | 'dkim' | 'dmarc';
  readonly name: string;
  readonly type: 'MX' | 'TXT';
  readonly value: string;
}

/** `other`: there is one, and it says something else; it may be right all the same. `unknown`: DNS did not answer. */
export type DnsVerdict = 'right' | 'missing' | 'other' | 'unknown';

export interface DnsFound extends DnsRecord {
  readonly verdict: DnsVerdict;
  /** As they stand there now. */
  readonly found: readonly string[];
}

/** Where our public key is to stand, so that our signature speaks for this domain (RFC 6376 §3.6.1). Null: the key cannot be read. */
export const dkimRecord = ({ domain, selector, publicKey }: NonNullable<DnsWanted['dkim']>): DnsRecord | null =>
  publicKey === null
    ? null
    : {
        kind: 'dkim',
        name: `${selector}._domainkey.${domain}`,
        type: 'TXT',
        value: `v=DKIM1; k=rsa; p=${publicKey}`,
      };

/** The key of a signature that the relay makes is the relay's to tell. */
export function dnsRecords({ mailDomain, host, relay, dkim }: DnsWanted): DnsRecord[] {
  const key = dkim && dkimRecord(dkim);
  const txt = (kind: DnsRecord['kind'], name: string, value: string) => ({ kind, name, type: 'TXT', value }) as const;
  return [
    { kind: 'mx', name: mailDomain, type: 'MX', value: `10 ${host}.` },
    txt('spf', mailDomain, `v=spf1 ${sendersOf(relay)} -all`),
    ...(key ? [key] : []),
    txt('dmarc', `_dmarc.${mailDomain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${mailDomain}`),
  ];
}

/** In the way of a zone file. */
export const zoneLine = ({ name, type, value }: DnsRecord): string =>
  `${name}.  ${type}  ${type === 'TXT' ? `"${value}"` : value}`;

/** RFC 7208 §5: a relay in the house is told by its address, or is the machine of the MX itself. */
function sendersOf(relay: string | null): string {
  const name = relay === null ? '' : relayName(relay);
  if (name.includes(':')) return `ip6:${name}`;
  if (/^\d+(\.\d+){3}$/.test(name)) return `ip4:${name}`;
  return name.includes('.') ? `include:${name}` : 'mx';
}

/** Without its port. */
export const relayName = (relay: string): string => relay.slice(0, relay.lastIndexOf(':'));

export const checkDns = (lookup: Lookup, wanted: DnsWanted): Promise<DnsFound[]> =>
  Promise.all(dnsRecords(wanted).map((record) => checkRecord(lookup, record)));

/** One record, as it should be and as it is. */
export async function checkRecord(lookup: Lookup, record: DnsRecord): Promise<DnsFound> {
  try {
    const found = (await lookup(record.name, record.type)).map(asText).filter(ABOUT[record.kind]);
    return { ...record, found, verdict: verdictOf(record, found) };
  } catch (error) {
    const { code } = error as { code?: string };
    return { ...record, found: [], verdict: code === 'ENOTFOUND' || code === 'ENODATA' ? 'missing' : 'unknown' };
  }
}

/** A TXT comes in strings of up to 255 bytes, an MX as an object. */
function asText(answer: unknown): string {
  if (Array.isArray(answer)) return answer.join('');
  const { priority, exchange } = answer as { priority?: number; exchange?: string };
  return exchange === undefined ? String(answer) : `${priority} ${exchange.toLowerCase().replace(/\.$/, '')}.`;
}

const ABOUT = {
  mx: () => true,
  spf: (text: string) => /^v=spf1(\s|$)/i.test(text),
  dkim: (text: string) => /\bp=/.test(text),
  dmarc: (text: string) => /^v=DMARC1\b/i.test(text),
} as const satisfies Record<DnsRecord['kind'], (text: string) => boolean>;

function verdictOf(record: DnsRecord, found: readonly string[]): DnsVerdict {
  const [first] = found;
  if (first === undefined) return 'missing';
  switch (record.kind) {
    case 'mx':
      return found.some((one) => one.split(' ')[1] === record.value.split(' ')[1]!.toLowerCase()) ? 'right' : 'other';
    case 'spf':
      // RFC 7208 §3.2: two of them are as good as none.
      return found.length === 1 && first.split(/\s+/).includes(record.value.split(' ')[1]!) ? 'right' : 'other';
    case 'dkim':
      return found.some((one) => keyIn(one) === keyIn(record.value)) ? 'right' : 'other';
    case 'dmarc':
      return found.length === 1 ? 'right' : 'other';
  }
}

const keyIn = (text: string): string => (/\bp=([^;]*)/.exec(text)?.[1] ?? '').replace(/\s/g, '');
