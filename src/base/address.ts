/**
 * E-mail addresses as values. RFC 5321 §4.1.2 and §4.5.3.1 for the limits; the local part may be UTF-8 (RFC 6531).
 */
import { domainToASCII } from 'node:url';

declare const address: unique symbol;
/** An address that has been checked and normalised: trimmed, domain and local part in lower case. */
export type Address = string & { readonly [address]: true };

export interface Mailbox {
  /** The display name as it was written, or ''. */
  readonly name: string;
  readonly address: Address;
}

const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
const LOCAL = /^[^\s@<>"(),:;\\[\]\u0000-\u001f\u007f-\u009f]+$/u;
const DOMAIN =
  /^(?=.{1,253}$)([\p{L}\p{N}_]([\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?\.)*[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

/** Text → address, or null when it is not one. Quoted local parts ("a b"@c) are not accepted: no mailbox of ours has one. */
export function parseAddress(text: unknown): Address | null {
  if (typeof text !== 'string') return null;
  const trimmed = text.trim().replace(/^<|>$/g, '').normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || trimmed.length > MAX_ADDRESS) return null;
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1);
  if (Buffer.byteLength(local) > MAX_LOCAL || !LOCAL.test(local) || local.includes('..')) return null;
  return DOMAIN.test(domain) ? (trimmed as Address) : null;
}

export const localPart = (a: Address): string => a.slice(0, a.lastIndexOf('@'));
export const domainPart = (a: string): string => a.slice(a.lastIndexOf('@') + 1);

/** A domain in the form of DNS (RFC 5890 §2.3.2.1); what has no such form stays as it is. */
export const asciiDomain = (domain: string): string => domainToASCII(domain) || domain;

/** `anna@client.ru` → `a…@client.ru`: enough to recognise one's own address, too little to learn another's. */
export const maskAddress = (a: string): string => {
  const at = a.lastIndexOf('@');
  return at < 1 ? '…' : `${[...a.slice(0, at)][0]}…${a.slice(at)}`;
};
