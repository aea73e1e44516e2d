/** The letter as its reader saw it: which of its versions came back, what in it was a quote, and what an answer can answer. */
import { alignWords, type Run } from './align.ts';
import { readWords, type Words } from './align-words.ts';
import { htmlToText } from './html-text.ts';
import type { SentLetter, Work } from './reply.ts';

export interface Version {
  readonly text: string;
  readonly letter: Words;
  readonly runs: readonly Run[];
  readonly matched: number;
}

/** A program quotes what it showed: the text part of our letter or its HTML, whichever more of the mail agrees with. */
export function quotedVersion(mail: Words, sent: SentLetter, work: Work): Version | null {
  let best: Version | null = null;
  for (const text of sent.html === null ? [sent.text] : [sent.text, htmlToText(sent.html)]) {
    const letter = readWords(text, work);
    const runs = alignWords(mail, letter, work);
    const matched = runs.reduce((total, run) => total + run.length, 0);
    if (matched > (best?.matched ?? 0)) best = { text, letter, runs, matched };
  }
  return best;
}

/** 1 for each word of the letter that stands on a line with a quote mark. */
export function quotedWords(text: string, letter: Words): Uint8Array {
  const quoted = new Uint8Array(letter.count);
  let lineEnd = -1;
  let marked = 0;
  for (let word = 0; word < letter.count; word += 1) {
    if (letter.start[word]! > lineEnd) {
      const lineStart = text.lastIndexOf('\n', letter.start[word]!) + 1;
      marked = text.charCodeAt(lineStart) === 0x3e ? 1 : 0;
      lineEnd = text.indexOf('\n', letter.start[word]!);
      if (lineEnd < 0) lineEnd = text.length;
    }
    quoted[word] = marked;
  }
  return quoted;
}

/** Paragraphs, list items and lines that end a sentence: what an answer written under them answers. */
export function unitsOf(text: string, letter: Words): Int32Array {
  const units = new Int32Array(letter.count);
  let unit = 0;
  for (let word = 1; word < letter.count; word += 1) {
    const between = text.slice(letter.end[word - 1], letter.start[word]);
    if (between.includes('\n') && endsUnit(between, text.slice(letter.start[word], letter.start[word]! + 4))) unit += 1;
    units[word] = unit;
  }
  return units;
}

/** What stands between two words, with a line break in it: a blank line, the end of a sentence, a bullet, or a number after it. */
function endsUnit(between: string, next: string): boolean {
  if (/\n[ \t>]*\n|[.?!:;…]["»”)]*[ \t]*\n|\n\s*[-*•–]/.test(between)) return true;
  return /^\d{1,2}[.)]/.test(next);
}

/** Words that equal no word of the letter. */
export function hide(mail: Words, from: number, to: number): void {
  for (let word = firstWord(mail, from); word < mail.count && mail.start[word]! < to; word += 1)
    mail.hash[word] = word ^ 0x5bd1e995;
}

function firstWord(mail: Words, offset: number): number {
  let low = 0;
  let high = mail.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mail.start[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
