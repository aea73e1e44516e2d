/** Servers in front of us whose word about the client we take: XCLIENT, XFORWARD, PROXY, Authentication-Results. */
import { BlockList, isIP, isIPv6 } from 'node:net';

export interface TrustedRelay {
  /** `10.0.0.0/8`, `2001:db8::/32` or a single address. */
  readonly cidr: string;
  /** The name under which it writes Authentication-Results (RFC 8601 §2.5). */
  readonly authservId?: string | undefined;
  /** Every connection from it begins with a PROXY header, version 1; without this none does. */
  readonly proxy?: boolean | undefined;
}

/** The first entry that covers an address, or null. Nobody is trusted without an entry, loopback neither. */
export function makeRelays(list: readonly TrustedRelay[]): (ip: string | undefined) => TrustedRelay | null {
  const entries = list.map((relay) => ({ relay, covers: network(relay.cidr) }));
  return (ip) => {
    const plain = (ip ?? '').replace(/^::ffff:/i, '');
    if (isIP(plain) === 0) return null;
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
    return entries.find((entry) => entry.covers.check(plain, family))?.relay ?? null;
  };
}

function network(cidr: string): BlockList {
  const [address = '', bits] = cidr.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const covers = new BlockList();
  if (bits === undefined) covers.addAddress(address, family);
  else covers.addSubnet(address, Number(bits), family);
  return covers;
}
