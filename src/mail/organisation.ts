/** Whose are two domains? By the list of public suffixes, as mailauth has it; what is believed because of it, is believed for DKIM too. */
import { getAlignment } from 'mailauth/lib/tools.js';

/**
 * Relaxed alignment (RFC 9989 §3.2.10.1). That one name ends with the other is not enough: anybody may have a domain below `eu.org`,
 * and a few people have an address at it.
 */
export function sameOrganisation(one: string, other: string): boolean {
  return one !== '' && other !== '' && Boolean(getAlignment(one, [other]));
}
