/**
 * Whether a letter that leaves here in the name of another domain will be believed. The envelope stays ours, so SPF never speaks
 * for that domain (RFC 9989 §5.1 asks for alignment): a signature in its name does, with our key in its DNS.
 */
import { asciiDomain } from '../base/address.ts';
import { checkRecord, type DnsFound, type DnsRecord, type DnsWanted, dkimRecord } from './dns-check.ts';
import { sameOrganisation } from './organisation.ts';
import type { Lookup } from './proof-resolver.ts';

/**
 * Whether receivers that ask DMARC (RFC 9989) will believe that a letter of ours is from this domain. `aligned`: our signature
 * speaks for it. `relay`: the relay signs, and we cannot know for whom. `unsigned`: our key is not there, and the domain asks for
 * nothing. `refused`: our key is not there, and the domain asks to turn away what is not signed. `unknown`: DNS said nothing yet.
 */
export const ALIGNMENTS = ['aligned', 'relay', 'unsigned', 'refused', 'unknown'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

export interface SenderCheck {
  readonly alignment: Alignment;
  /** The record that its domain needs, as it is found; null: none, for we sign in its name anyway, or do not sign at all. */
  readonly record: DnsFound | null;
}

/** The TXT record with which the owner of a domain lets us sign for it; null: there is nothing to sign with. */
export const recordFor = (domain: string, dkim: DnsWanted['dkim']): DnsRecord | null =>
  dkim && !sameOrganisation(asciiDomain(domain), dkim.domain)
    ? dkimRecord({ ...dkim, domain: asciiDomain(domain) })
    : null;

/** DNS and signatures know a name in its ASCII form alone (RFC 5890). */

export async function checkSender(lookup: Lookup, domain: string, dkim: DnsWanted['dkim']): Promise<SenderCheck> {
  if (!dkim || dkim.publicKey === null) return { alignment: 'relay', record: null };
  const wanted = recordFor(domain, dkim);
  if (!wanted) return { alignment: 'aligned', record: null };
  const record = await checkRecord(lookup, wanted);
  if (record.verdict === 'right') return { alignment: 'aligned', record };
  if (record.verdict === 'unknown') return { alignment: 'unknown', record };
  return { alignment: await withoutKey(lookup, asciiDomain(domain)), record };
}

/** RFC 9989 §4.10: the nearest policy upwards holds; of a parent domain its `sp` does. */
async function withoutKey(lookup: Lookup, domain: string): Promise<Alignment> {
  for (let name = domain; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    if (name !== domain && !sameOrganisation(name, domain)) break;
    const found = await checkRecord(lookup, { kind: 'dmarc', name: `_dmarc.${name}`, type: 'TXT', value: '' });
    if (found.verdict === 'unknown') return 'unknown';
    if (found.found.length > 0) return asks(found.found[0]!, name !== domain) ? 'refused' : 'unsigned';
  }
  return 'unsigned';
}

function asks(record: string, isParent: boolean): boolean {
  const tag = (name: string) => new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*(\\w+)`, 'i').exec(record)?.[1]?.toLowerCase();
  const policy = (isParent ? tag('sp') : undefined) ?? tag('p');
  return policy === 'reject' || policy === 'quarantine';
}
