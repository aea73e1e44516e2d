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
const LETTER = 1;
/** Scripts written without spaces: each character is a word. */
const ALONE = 2;

const kinds = new Uint8Array(0x10000);
const lower = new Uint16Array(0x10000);
for (let code = 0; code < 0x10000; code += 1) {
  // Half of a surrogate pair: an emoji is something that a person said.
  if (code >= 0xd800 && code < 0xe000) kinds[code] = LETTER;
  lower[code] = code;
}
let filled = false;

/** The tables are filled at the first use: a fraction of a second that a start of the program need not pay. */
function fill(): void {
  for (let code = 0; code < 0x10000; code += 1) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const char = String.fromCharCode(code);
    if (
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(char)
    )
      kinds[code] = ALONE;
    else if (/[\p{L}\p{N}\p{M}]/u.test(char)) kinds[code] = LETTER;
    const small = char.toLowerCase();
    if (small.length === 1) lower[code] = small.charCodeAt(0);
  }
  filled = true;
}

export function readWords(text: string, work: Work): Words {
  if (!filled) fill();
  const hash = new Int32Array(text.length);
  const start = new Int32Array(text.length);
  const end = new Int32Array(text.length);
  let count = 0;
  let at = 0;
  work.steps += text.length;
  while (at < text.length) {
    const kind = kinds[text.charCodeAt(at)]!;
    if (kind === NOTHING) {
      at += 1;
      continue;
    }
    const from = at;
    const linkEnd = endOfLink(text, at);
    let value = 0x811c9dc5;
    do {
      value = Math.imul(value ^ lower[text.charCodeAt(at)]!, 0x01000193);
      at += 1;
    } while (
      at < linkEnd ||
      (linkEnd < 0 && kind === LETTER && at < text.length && kinds[text.charCodeAt(at)] === LETTER)
    );
    hash[count] = value;
    start[count] = from;
    end[count] = at;
    count += 1;
  }
  return { count, hash, start, end };
}

/** A link counts as one word, so that one which a program shows beside its words is a small gap. Returns its end, or -1. */
function endOfLink(text: string, at: number): number {
  if (lower[text.charCodeAt(at)] !== 0x68 || !LINK.test(text.slice(at, at + 8))) return -1;
  let end = at + 8;
  while (end < text.length && end - at < MAX_LINK && !ENDS_LINK[text.charCodeAt(end)]) end += 1;
  while (kinds[text.charCodeAt(end - 1)] === NOTHING) end -= 1;
  return end;
}

const LINK = /^https?:\/\//i;
const MAX_LINK = 2100;
const ENDS_LINK = new Uint8Array(0x10000);
for (const sign of ' \t\r\n\f\u00a0<>"()[]{}') ENDS_LINK[sign.charCodeAt(0)] = 1;

/** Does this text say anything: a letter, a digit, an emoji? */
export function hasWords(text: string): boolean {
  if (!filled) fill();
  for (let at = 0; at < text.length; at += 1) if (kinds[text.charCodeAt(at)] !== NOTHING) return true;
  return false;
}
