/**
 * A text as words, kept as numbers: a hash and two offsets a word. Case, marks, spaces and line breaks do not count, so the same
 * words are equal however a mail program re-wrapped or re-indented them. Scripts without spaces give a word per character, a link is one.
 */
import type { Work } from './reply.ts';

export interface Words {
  readonly count: number;
  /** Hash of the lower-cased word. */
  readonly hash: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

const NOTHING = 0;
const LETTER = 1 << 16;
/** Scripts written without spaces: each character is a word. */
const ALONE = 2 << 16;
const LOWER = 0xffff;

/** For each character its kind, and below that its lower case: one look a character. */
const table = new Uint32Array(0x10000);
let filled = false;

/** The table is filled at the first use: a fraction of a second that a start of the program need not pay. */
function fill(): void {
  for (let code = 0; code < 0x10000; code += 1) table[code] = entryOf(code);
  filled = true;
}

function entryOf(code: number): number {
  // Half of a surrogate pair: an emoji is something that a person said.
  if (code >= 0xd800 && code < 0xe000) return LETTER | code;
  const char = String.fromCharCode(code);
  const kind = SPACELESS.test(char) ? ALONE : /[\p{L}\p{N}\p{M}]/u.test(char) ? LETTER : NOTHING;
  const small = char.toLowerCase();
  return kind | (small.length === 1 ? small.charCodeAt(0) : code);
}

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

export function readWords(text: string, work: Work): Words {
  if (!filled) fill();
  let size = Math.min(text.length, (text.length >> 2) + 64);
  let hash = new Int32Array(size);
  let start = new Int32Array(size);
  let end = new Int32Array(size);
  let count = 0;
  let at = 0;
  work.steps += text.length;
  while (at < text.length) {
    let entry = table[text.charCodeAt(at)]!;
    if (entry <= LOWER) {
      at += 1;
      continue;
    }
    const from = at;
    const linkEnd = (entry & LOWER) === SMALL_H ? endOfLink(text, at) : -1;
    const goesOn = entry < ALONE;
    let value = 0x811c9dc5;
    do {
      value = Math.imul(value ^ (entry & LOWER), 0x01000193);
      at += 1;
      // Behind the end there is NaN, and no entry.
      entry = table[text.charCodeAt(at)] ?? NOTHING;
    } while (at < linkEnd || (linkEnd < 0 && goesOn && entry > LOWER && entry < ALONE));
    if (count === size) {
      size = Math.min(text.length, size * 2);
      [hash, start, end] = [grown(hash, size), grown(start, size), grown(end, size)];
    }
    hash[count] = value;
    start[count] = from;
    end[count] = at;
    count += 1;
  }
  return { count, hash, start, end };
}

/** Most texts have a word for five characters; zeros for each character would cost more than to copy now and then. */
function grown(values: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(values);
  return larger;
}

/** A link counts as one word, so that one which a program shows beside its words is a small gap. Returns its end, or -1. */
function endOfLink(text: string, at: number): number {
  if (!LINK.test(text.slice(at, at + 8))) return -1;
  let end = at + 8;
  while (end < text.length && end - at < MAX_LINK && !ENDS_LINK[text.charCodeAt(end)]) end += 1;
  while (table[text.charCodeAt(end - 1)]! <= LOWER) end -= 1;
  return end;
}

const SMALL_H = 0x68;
const LINK = /^https?:\/\//i;
const MAX_LINK = 2100;
const ENDS_LINK = new Uint8Array(0x10000);
for (const sign of ' \t\r\n\f\u00a0<>"()[]{}') ENDS_LINK[sign.charCodeAt(0)] = 1;

/** Does this text say anything: a letter, a digit, an emoji? */
export function hasWords(text: string): boolean {
  if (!filled) fill();
  for (let at = 0; at < text.length; at += 1) if (table[text.charCodeAt(at)]! > LOWER) return true;
  return false;
}
