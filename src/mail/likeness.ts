/**
 * Is this nearly the same text as that one? A machine that answers a machine says the same again and again, with another number,
 * date or byte in it; exact comparison is fooled by that. A similarity hash (Charikar 2002) is not: texts with most of their
 * three-letter runs in common have most of their 64 bits in common, and a hash gives no word of the mail away. Pure.
 */

export interface Likeness {
  /** 64 bits as 16 hexadecimal digits. */
  readonly bits: string;
  /** How many bits may differ in a text that is nearly the same. */
  readonly tolerance: number;
}

/** What comes later in a long text adds time and no certainty. */
const LOOK = 2_000;
/** «Yes», «ok», «thank you»: many people say these, and no program leaves it at that. */
const TINY = 12;
/** Of a short text one byte more or less moves many bits; of a long one few, and there two different texts come closer. */
const SHORT = 70;

/**
 * `text`: what the sender wrote, without quotes. `files`: hashes of what is attached; the same words with another file (a scanner, photos
 * one by one) are another mail. Null: too little to compare.
 */
export function likenessOf(text: string, files: readonly string[] = []): Likeness | null {
  const letters = normalised(text);
  if (letters.length < TINY && files.length === 0) return null;
  const bits = letters.length < TINY ? spread(letters) : similarityHash(letters);
  const [a, b] = files.length === 0 ? [0, 0] : spread([...files].sort().join());
  return { bits: hex(bits[0] ^ a) + hex(bits[1] ^ b), tolerance: toleranceOf(letters.length) };
}

/** Measured over texts with a byte changed in each: nine of ten stay below. Texts that have nothing in common differ in 19 bits and more. */
const toleranceOf = (letters: number): number => (letters < TINY ? 0 : letters < SHORT ? 15 : 10);

/** `bits` is of an earlier text. */
export const isAlike = (one: Likeness, bits: string): boolean => distance(one.bits, bits) <= one.tolerance;

/** How many of the 64 bits differ. */
function distance(one: string, other: string): number {
  return (
    ones(Number.parseInt(one.slice(0, 8), 16) ^ Number.parseInt(other.slice(0, 8), 16)) +
    ones(Number.parseInt(one.slice(8), 16) ^ Number.parseInt(other.slice(8), 16))
  );
}

/** Lower-case letters with single spaces. What holds a digit (a number, a date, a key, an address with one) says nothing. */
function normalised(text: string): string {
  return text
    .slice(0, 2 * LOOK)
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !/\d/.test(word) && word.length < 40)
    .join(' ')
    .replace(/[^\p{L} ]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, LOOK);
}

/** Every run of three letters votes for the bits of its own hash; the majority of each bit stays. */
function similarityHash(letters: string): [number, number] {
  const votes = new Int32Array(64);
  const seen = new Set<number>();
  for (let at = 0; at + 3 <= letters.length; at++) {
    const run =
      letters.charCodeAt(at) * 0x100000000 + letters.charCodeAt(at + 1) * 0x10000 + letters.charCodeAt(at + 2);
    if (seen.has(run)) continue;
    seen.add(run);
    const [low, high] = spread(letters.slice(at, at + 3));
    for (let bit = 0; bit < 32; bit++) {
      votes[bit]! += ((low >>> bit) & 1) * 2 - 1;
      votes[bit + 32]! += ((high >>> bit) & 1) * 2 - 1;
    }
  }
  let low = 0;
  let high = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (votes[bit]! > 0) low |= 1 << bit;
    if (votes[bit + 32]! > 0) high |= 1 << bit;
  }
  return [low, high];
}

/** Two independent 32-bit hashes (FNV-1a, its last bits mixed further). */
const spread = (text: string): [number, number] => [mix(fnv(text, 0x811c9dc5)), mix(fnv(text, 0x2f0b4a6d))];

function fnv(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

const hex = (bits: number): string => (bits >>> 0).toString(16).padStart(8, '0');

function ones(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; count++) left &= left - 1;
  return count;
}
