/**
 * A text as lines that know where they stand and how deep they are quoted. Everything in `reply*` decides about lines and
 * gives back offsets, so that the original text can always be put together again.
 */
import type { Work } from './reply.ts';

export interface Line {
  /** Offsets in the whole text; `end` is after the line break. */
  readonly start: number;
  readonly end: number;
  /** Without quote marks, outer white space, zero-width characters and the line break; at most `MAX_BODY` characters. */
  readonly body: string;
  /** How many `>` stand before it. */
  readonly depth: number;
  readonly blank: boolean;
  /** Length of the line as it stands, without the line break. */
  readonly length: number;
  readonly indent: number;
}

/** No header, attribution or signature line is longer; what follows is read only by its offset. */
const MAX_BODY = 600;
const MAX_DEPTH = 50;
const FACE = /^[ \t]{0,4}>(?:[._]{1,3}<|[:;]['-]?[()|/DOo](?:\s|$)|=)/;

export function splitLines(text: string, work: Work): Line[] {
  const lines: Line[] = [];
  let start = 0;
  work.steps += text.length;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found + 1;
    lines.push(readLine(text, start, found < 0 ? end : found, end));
    start = end;
  }
  return lines;
}

/** `>` marks with at most a space between, as RFC 3676 §4.5 and every mail program since write them. */
function readLine(text: string, start: number, stop: number, end: number): Line {
  let at = start;
  let depth = 0;
  let indent = 0;
  for (; at < stop && depth < MAX_DEPTH; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3e) depth += 1;
    else if (code === 0x20 || code === 0x09 || code === 0xfeff || code === 0xa0) indent += depth === 0 ? 1 : 0;
    else break;
  }
  // Indented by more than four, `>` is part of a text (a listing, a prompt), and `>_<` is a face.
  if (depth > 0 && (indent > 4 || FACE.test(text.slice(start, Math.min(stop, start + indent + 8))))) {
    depth = 0;
    at = start;
  }
  const body = tidy(text.slice(at, Math.min(stop, at + MAX_BODY)));
  const blank = body === '' && onlySpace(text, at, stop);
  return { start, end, body, depth, blank, length: stop - start, indent };
}

function tidy(text: string): string {
  if (!ODD_SPACE.test(text)) return text.trim();
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/[\u00a0\u2007\u202f\t]/g, ' ')
    .trim();
}

const ODD_SPACE = /[\t\u00a0\u2007\u200b-\u200f\u202a-\u202f\u2060\u2066-\u2069\ufeff]/;

function onlySpace(text: string, from: number, to: number): boolean {
  return to - from <= MAX_BODY || text.slice(from, to).trim() === '';
}
