/**
 * The lines of a mail beside the letter that it answers: which of them are our own words coming back. A line with one word that we did
 * not send is the person's; only links and addresses that a mail program shows beside their words may differ.
 */
import type { Run } from './align.ts';
import { hide, quotedVersion, quotedWords, unitsOf } from './align-version.ts';
import { readWords, type Words } from './align-words.ts';
import type { SentLetter, Work } from './reply.ts';
import type { Line } from './reply-lines.ts';

export interface Alignment {
  /** For each line: does it consist of what we sent? */
  readonly sent: readonly boolean[];
  /** Lines among those that hold other words, marked as quoted or not: written into the quote by the person. */
  readonly written: readonly boolean[];
  /** For each line: how many of its words we did not send. */
  readonly foreign: Int32Array;
  /** For each line: first and last word of the letter that stands in it, or -1. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** For each word of the letter: the number of the paragraph or list item it belongs to. */
  readonly unit: Int32Array;
  /** Which part of the letter came back, 0…1. */
  readonly share: number;
}

/**
 * `quoted`: lines that the mail program itself marks as a quote, by `>` or by markup. `head`: what announces the quote. Returns null when too little of the letter is there
 * to call it a quote.
 */
export function alignLetter(
  text: string,
  lines: readonly Line[],
  quoted: readonly boolean[],
  sent: SentLetter,
  head: LineRange | null,
  work: Work,
): Alignment | null {
  const mail = readWords(text, work);
  const first = quotedVersion(mail, sent, work);
  if (first === null) return null;
  const before = readLines(text, lines, mail, first.runs, work);
  // A head names the writer and the subject, which may be the letter's first words, too: those of the letter itself count.
  const hides = head !== null && isBorrowed(head, before);
  if (hides) hide(mail, lines[head.from]!.start, lines[head.to - 1]!.end);
  const shown = hides ? quotedVersion(mail, sent, work) : first;
  if (shown === null) return null;
  const { letter, runs } = shown;
  const read = hides ? readLines(text, lines, mail, runs, work) : before;
  shortLines(lines, quoted, mail, shown.text, letter, read);
  const markedWords = sum(read.matched, (at) => quoted[at]!);
  const allWords = sum(read.matched, () => true);
  // Our letter may hold a quote of its own: its marks say nothing about how the program marks the letter.
  const ours = quotedWords(shown.text, letter);
  const plain = (at: number): boolean => read.first[at]! >= 0 && ours[read.first[at]!] === 0;
  const mostlyMarked = sum(read.matched, (at) => quoted[at]! && plain(at)) * 2 > sum(read.matched, plain);
  const sentLines = lines.map((line, at) => isSent(line, at, lines, quoted, read, mostlyMarked));
  const share = allWords / Math.max(1, letter.count);
  const enough = markedWords >= 3 || allWords >= 25 || (share >= 0.5 && allWords >= 6);
  if (!enough || !sentLines.includes(true)) return null;
  return {
    sent: sentLines,
    written: writtenInto(lines, sentLines, quoted, read, letter.count),
    foreign: read.foreign,
    first: read.first,
    last: read.last,
    unit: unitsOf(shown.text, letter),
    share,
  };
}

/** Lines `[from, to)`. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** May the head share words with the letter by chance? One that is a whole line of the letter is the letter's own. */
function isBorrowed({ from, to }: LineRange, read: ReadLines): boolean {
  for (let at = from; at < to; at += 1) if (read.matched[at]! > MAX_SHORT && read.foreign[at] === 0) return false;
  return sumOf(read.foreign, from, to) > 0;
}

function sumOf(counts: Int32Array, from: number, to: number): number {
  return counts.subarray(from, to).reduce((total, count) => total + count, 0);
}

interface ReadLines {
  /** Words of the line that stand in the letter, and words that do not. */
  readonly matched: Int32Array;
  readonly foreign: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function readLines(text: string, lines: readonly Line[], mail: Words, runs: readonly Run[], work: Work): ReadLines {
  const matched = new Int32Array(lines.length);
  const foreign = new Int32Array(lines.length);
  const first = new Int32Array(lines.length).fill(-1);
  const last = new Int32Array(lines.length).fill(-1);
  let word = 0;
  let run = 0;
  lines.forEach((line, at) => {
    let bracket = false;
    let previousEnd = line.start;
    let linkEnd = -1;
    for (; word < mail.count && mail.start[word]! < line.end; word += 1) {
      work.steps += 1;
      while (run < runs.length && runs[run]!.aFrom + runs[run]!.length <= word) run += 1;
      const here = runs[run];
      bracket = inBracket(text, previousEnd, mail.start[word]!, bracket);
      previousEnd = mail.end[word]!;
      if (mail.start[word]! >= linkEnd) linkEnd = wrappedLink(text, mail.start[word]!);
      if (here !== undefined && word >= here.aFrom) {
        const place = here.bFrom + word - here.aFrom;
        if (first[at] === -1) first[at] = place;
        last[at] = place;
        matched[at]! += 1;
      } else if (!bracket && mail.start[word]! >= linkEnd) foreign[at]! += 1;
    }
  });
  return { matched, foreign, first, last };
}

/** Links that a scanner put in the place of ours; returns where such a link ends, or -1. */
const WRAPPERS =
  /^https?:\/\/[^\s/]{0,80}(?:safelinks\.protection\.|urldefense\.|linkprotect\.|protect-[a-z]{2}\.mimecast|mailprotect\.|clicktime\.|secure-web\.|link\.edgepilot|url\.emailprotection)/i;

function wrappedLink(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x68 && text.charCodeAt(at) !== 0x48) return -1;
  const ahead = text.slice(at, at + 2100);
  return WRAPPERS.test(ahead) ? at + (/\s/.exec(ahead)?.index ?? ahead.length) : -1;
}

/** Inside `<https://…>`, `( https://… )`, `<ann@x.example>`, `[cid:…]`: shown by the program, typed by nobody. */
function inBracket(text: string, from: number, to: number, before: boolean): boolean {
  let inside = before;
  for (let at = from; at < to; at += 1) {
    const char = text[at];
    if (char === '<' || char === '[' || char === '(') inside = SHOWN.test(text.slice(at, at + 70));
    else if (char === '>' || char === ']' || char === ')' || char === '\n') inside = false;
  }
  return inside;
}

const SHOWN = /^(?:[<[](?:https?:|mailto:|cid:|image:|[\w.+-]{1,64}@)|\( (?:https?:|mailto:))/i;

function isSent(
  line: Line,
  at: number,
  lines: readonly Line[],
  quoted: readonly boolean[],
  read: ReadLines,
  mostlyMarked: boolean,
): boolean {
  if (line.blank || read.matched[at] === 0 || read.foreign[at]! > 0) return false;
  if (!mostlyMarked || quoted[at]) return true;
  // The quote is marked, this line is not: only the rest of a line that was wrapped without its mark belongs to it.
  const above = lines[at - 1];
  return (
    above !== undefined &&
    !above.blank &&
    quoted[at - 1]! &&
    read.last[at - 1]! + 1 === read.first[at] &&
    above.length >= 40 &&
    !/[.!?:;…]$/.test(above.body)
  );
}

/**
 * From the first line of ours to the last, and on lines that begin or end there: whatever else is said was said by the person. So is what
 * stands in the marked quote above our first words or below our last ones, for a quote begins and ends with the letter.
 */
function writtenInto(
  lines: readonly Line[],
  sent: readonly boolean[],
  quoted: readonly boolean[],
  read: ReadLines,
  letterEnd: number,
): boolean[] {
  const mixed = (at: number): boolean => (read.matched[at] ?? 0) >= 2 && read.foreign[at]! > 0;
  let from = sent.indexOf(true);
  let to = sent.lastIndexOf(true);
  const depth = lines[from]!.depth;
  while (
    from > 0 &&
    (lines[from - 1]!.blank || mixed(from - 1) || (quoted[from - 1] && lines[from - 1]!.depth === depth))
  )
    from -= 1;
  for (let at = to + 1; at < Math.min(lines.length, to + NEAR); at += 1) if (mixed(at)) to = at;
  const below = lines[to]!.depth;
  if (read.last[to]! + END >= letterEnd)
    while (
      to + 1 < lines.length &&
      (lines[to + 1]!.blank ? lines[to + 1]!.depth === below : quoted[to + 1]! && lines[to + 1]!.depth >= below)
    )
      to += 1;
  return lines.map((line, at) => at >= from && at <= to && !line.blank && !sent[at] && read.foreign[at]! > 0);
}

/** Greetings and names are too short for a run; in a marked quote a line that equals one of the letter's is that line. */
function shortLines(
  lines: readonly Line[],
  quoted: readonly boolean[],
  mail: Words,
  sentText: string,
  letter: Words,
  read: ReadLines,
): void {
  const places = new Map<string, number>();
  for (let word = 0, from = 0; word < letter.count; word += 1) {
    if (word > 0 && sentText.slice(letter.end[word - 1], letter.start[word]).includes('\n')) from = word;
    const ends = word + 1 === letter.count || sentText.slice(letter.end[word], letter.start[word + 1]).includes('\n');
    if (ends && word - from < MAX_SHORT) places.set(key(letter, from, word + 1), from);
  }
  let word = 0;
  let reached = -1;
  lines.forEach((line, at) => {
    const from = word;
    reached = Math.max(reached, read.last[at - 1] ?? -1);
    while (word < mail.count && mail.start[word]! < line.end) word += 1;
    if (!quoted[at] || read.matched[at]! > 0 || word === from || word - from > MAX_SHORT) return;
    const place = places.get(key(mail, from, word));
    if (place === undefined || place <= reached) return;
    read.matched[at] = word - from;
    read.foreign[at] = 0;
    read.first[at] = place;
    read.last[at] = place + word - from - 1;
  });
}

const MAX_SHORT = 4;
/** So many of the letter's last words may be missing from its quote. */
const END = 6;
/** How many lines of the person's may stand between our last whole line and one that we share. */
const NEAR = 12;

function key(words: Words, from: number, to: number): string {
  return words.hash.subarray(from, to).join(' ');
}

function sum(counts: Int32Array, take: (at: number) => boolean): number {
  let total = 0;
  for (let at = 0; at < counts.length; at += 1) if (take(at)) total += counts[at]!;
  return total;
}
