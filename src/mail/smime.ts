/**
 * The words of a mail that S/MIME signed without enclosing them as text (Outlook's «opaque» signature): CMS SignedData, RFC 8551
 * §3.5.2, RFC 5652 §5.1. Nothing is verified here; the words are taken out so that they can be read. Pure, linear, bounded.
 */

/** One element of BER (X.690 §8.1): where its content begins and ends. */
interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
  /** Where the next element begins. */
  readonly next: number;
}

const EXPLICIT = 0xa0;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
const DATA = Buffer.from('2a864886f70d010701', 'hex');
/** Nobody wraps deeper; a hostile mail would. */
const DEEPEST = 12;
const MOST_PIECES = 100_000;

/** The MIME entity that was signed, or null: encrypted, compressed, or no CMS. */
export function signedContent(der: Buffer): Buffer | null {
  const [oid, wrapped] = children(der, elementAt(der, 0, der.length));
  if (!isOid(der, oid, SIGNED_DATA) || wrapped?.tag !== EXPLICIT) return null;
  const [data] = children(der, wrapped);
  // version, digestAlgorithms, encapContentInfo
  const [, , info] = children(der, data ?? null);
  const [inner, content] = children(der, info ?? null);
  if (!isOid(der, inner, DATA) || content?.tag !== EXPLICIT) return null;
  const pieces: Buffer[] = [];
  for (const one of children(der, content)) collect(der, one, pieces, 0);
  return pieces.length > 0 ? Buffer.concat(pieces) : null;
}

const isOid = (der: Buffer, one: Element | undefined, oid: Buffer): boolean =>
  one?.tag === 0x06 && der.subarray(one.from, one.to).equals(oid);

function collect(der: Buffer, one: Element, pieces: Buffer[], depth: number): void {
  if (one.tag === OCTETS) pieces.push(der.subarray(one.from, one.to));
  else if (one.tag === OCTETS_IN_PIECES && depth < DEEPEST)
    for (const piece of children(der, one)) collect(der, piece, pieces, depth + 1);
}

function children(der: Buffer, parent: Element | null): Element[] {
  const found: Element[] = [];
  if (!parent || (parent.tag & 0x20) === 0) return found;
  for (let at = parent.from; at < parent.to && found.length < MOST_PIECES; ) {
    const one = elementAt(der, at, parent.to);
    if (!one || one.next <= at) break;
    found.push(one);
    at = one.next;
  }
  return found;
}

function elementAt(der: Buffer, at: number, end: number, depth = 0): Element | null {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined || at + 2 > end) return null;
  if (first === 0x80) return depth < DEEPEST && tag & 0x20 ? openEnded(der, tag, at + 2, end, depth) : null;
  const bytes = first > 0x80 ? first & 0x7f : 0;
  if (bytes > 4 || at + 2 + bytes > end) return null;
  const length = bytes === 0 ? first : der.readUIntBE(at + 2, bytes);
  const from = at + 2 + bytes;
  // A mail that was cut off still has its beginning.
  const to = Math.min(from + length, end);
  return { tag, from, to, next: to };
}

/** Indefinite length (X.690 §8.1.3.6): it ends with two zeros on its own level. */
function openEnded(der: Buffer, tag: number, from: number, end: number, depth: number): Element {
  let at = from;
  while (at < end && !(der[at] === 0 && der[at + 1] === 0)) {
    const one = elementAt(der, at, end, depth + 1);
    if (!one || one.next <= at) break;
    at = one.next;
  }
  return { tag, from, to: at, next: Math.min(at + 2, end) };
}
