/**
 * Finds our tokens in any text by what they are, whatever they are dressed in: base32 of a key's number, an id and a signature
 * (base/token.ts). The id is a UUID of version 7, so its bits and its time are known in advance: of a thousand other runs of 53 or
 * 56 signs less than one passes, onion names and other systems' keys among them. No key is asked. Pure, linear.
 */
import { fromBase32 } from '../base/base32.ts';
import { LETTER_TOKEN_LENGTH } from '../base/token.ts';
import { PERSON_TOKEN_LENGTH } from './token-shape.ts';

export interface Span {
  readonly start: number;
  /** Behind the last sign, in UTF-16 units. */
  readonly end: number;
}

/** A shorter text has none. */
export const SHORTEST = LETTER_TOKEN_LENGTH;

export function findTokens(text: string): Span[] {
  if (text.length < SHORTEST) return [];
  const { signs, pieces } = asSeen(text);
  const found: Span[] = [];
  let behind = 0;
  for (const { index } of signs.matchAll(START)) {
    if (index < behind) continue;
    const length = tokenAt(signs, index);
    if (length === 0) continue;
    behind = index + length;
    found.push({ start: placeOf(pieces, index).start, end: placeOf(pieces, behind - 1).end });
  }
  return found;
}

/**
 * Where a token may begin. The first byte is the number of a key, then come the milliseconds: 0x01 or 0x02 (until 2074), which
 * leaves few signs for the second to the fourth place. What stands before may be the rest of an encoded sign (`%2` here, `F` there).
 */
const START = /(?=[a-z2-7][ \n]?[aeimquy4][ \n]?(?:a[ \n]?[q-z2-7]|b[ \n]?[a-p]))[a-z2-7]/gi;

/** Places where a long word was cut. Words of a sentence have more of them in as many signs, and no digits. */
const MOST_CUTS = 6;

/**
 * The length in `signs`, cuts included; 0: no token begins here. Behind `/d/` stands a person's as a rule: there a cut after 53 of
 * its signs is its end only when no 56 are found.
 */
function tokenAt(signs: string, start: number): number {
  const link = /[/_]d[/_][ \n]?$/i.test(signs.slice(Math.max(0, start - 4), start));
  let count = 0;
  let cuts = 0;
  let shorter = 0;
  for (let at = start; at < signs.length; at += 1) {
    if (signs[at] === ' ' || signs[at] === '\n') {
      cuts += 1;
      if (cuts > MOST_CUTS) break;
      continue;
    }
    if (!isBase32(signs.charCodeAt(at))) break;
    count += 1;
    const whole = count === LETTER_TOKEN_LENGTH || count === PERSON_TOKEN_LENGTH;
    if (whole && !isAlphanumeric(signs.charCodeAt(at + 1)) && isToken(signs.slice(start, at + 1), cuts)) {
      if (!link || count === PERSON_TOKEN_LENGTH) return at + 1 - start;
      shorter = at + 1 - start;
    }
    if (count === PERSON_TOKEN_LENGTH) break;
  }
  return shorter;
}

function isToken(found: string, cuts: number): boolean {
  const token = cuts > 0 ? found.replace(/[ \n]/g, '') : found;
  return isDerived(token) && (cuts === 0 || (token.match(/[2-7]/g)?.length ?? 0) > 1);
}

const isBase32 = (code: number): boolean => isLetter(code) || (code >= 0x32 && code <= 0x37);
const isAlphanumeric = (code: number): boolean => isLetter(code) || (code >= 0x30 && code <= 0x39);
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;

/** Key number · 48 bits of milliseconds · version 7 · variant 2 (RFC 9562 §5.7). */
function isDerived(token: string): boolean {
  const bytes = fromBase32(token);
  if (!bytes || bytes[0] === 0) return false;
  const time = bytes.readUIntBE(1, 6);
  return time > EARLIEST && time < LATEST && bytes[7]! >> 4 === 7 && bytes[9]! >> 6 === 2;
}

const EARLIEST = Date.UTC(2020);
const LATEST = Date.UTC(2074);

interface Seen {
  /** What a reader takes for signs: encodings undone, what has no width left out, every run of white space one sign. */
  readonly signs: string;
  readonly pieces: readonly Piece[];
}

/** A stretch of `signs`: as it stands in the text, or one sign for `width` of the text. */
interface Piece {
  readonly seen: number;
  readonly text: number;
  /** 0: it stands there as it is. */
  readonly width: number;
}

/**
 * Line breaks of wrapping with the marks of a quote, soft breaks, percent and quoted-printable signs, entities, signs without width, and
 * tags that are too short to hold a token themselves.
 */
const DRESS =
  /=\r?\n|[ \t]?\r?\n[> \t|]+|[ \t]\n|\r\n|[ \t\u00a0]{2,}|[\t\u00a0]|[%=](?:25){0,3}[2-7][0-9a-f]|-(?:2f|3d)|&#(?:x[0-9a-f]{1,5}|\d{1,6});|&(?:shy|zwn?j|zerowidthspace|nbsp);|<\/?(?:wbr|br|b|i|u|em|strong|code|span|font|p|div|li|t[dhr])(?: [^<>]{0,30})?>|[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+/gi;

function asSeen(text: string): Seen {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let seen = 0;
  const put = (part: string, at: number, width: number): void => {
    if (part === '') return;
    parts.push(part);
    pieces.push({ seen, text: at, width });
    seen += part.length;
  };
  let from = 0;
  for (const { index, 0: found } of text.matchAll(DRESS)) {
    put(text.slice(from, index), from, 0);
    put(undressed(found), index, found.length);
    from = index + found.length;
  }
  put(text.slice(from), from, 0);
  return { signs: parts.join(''), pieces };
}

/** Where this sign stands in the text. */
function placeOf(pieces: readonly Piece[], sign: number): Span {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.seen <= sign) low = middle;
    else high = middle - 1;
  }
  const { seen, text, width } = pieces[low]!;
  return width > 0 ? { start: text, end: text + width } : { start: text + sign - seen, end: text + sign - seen + 1 };
}

function undressed(found: string): string {
  if (/^(?:=\r?\n|\ufeff)/.test(found)) return '';
  if (/^(?:\s|&nbsp;|<\/?(?:br|p|div|li|t))/i.test(found)) return ' ';
  const hex = /^(?:[%=](?:25){0,3}|-|&#x)([0-9a-f]{1,5});?$/i.exec(found)?.[1];
  const code = hex ? Number.parseInt(hex, 16) : Number(/^&#(\d+);$/.exec(found)?.[1] ?? 0);
  if (code === 0x20 || code === 0x0a || code === 0x0d) return ' ';
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : '';
}
