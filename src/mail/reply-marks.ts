/** Marks found in the HTML of a mail, carried over the bridge to the lines of its text. */
import type { Words } from './align-words.ts';
import type { Marked } from './quote-html.ts';
import type { Mark } from './quote-markup.ts';
import type { Bridge } from './reply-html.ts';
import type { Line } from './reply-lines.ts';

export type LineMark = Exclude<Mark, 'container' | 'hidden'> | null;

/** Marks as numbers; 0 is none. */
const MARKS: readonly LineMark[] = [null, 'quote', 'attribution', 'signature', 'forward', 'tail'];
export const NONE = 0;

export interface Paint {
  /** For each word of the HTML: its mark as a number. */
  readonly words: Uint8Array;
  /** What is marked, as ranges of the HTML's text in order, without overlap: `[from, to, from, to …]`. */
  readonly covered: readonly number[];
}

/** Ranges nest, so each word is painted once, by the outermost: deep nesting must not cost the square of its depth. `tail` is weakest. */
export function paintWords(marks: readonly Marked[], html: Words): Paint {
  const words = new Uint8Array(html.count);
  const covered: number[] = [];
  const ordered = marks.filter(({ mark }) => mark !== 'tail').sort((a, b) => a.from - b.from || b.to - a.to);
  const tail = marks.find(({ mark }) => mark === 'tail')?.from ?? Number.POSITIVE_INFINITY;
  let painted = 0;
  let word = 0;
  for (const range of ordered) {
    if (range.to <= painted) continue;
    const from = Math.max(range.from, painted);
    while (word < html.count && html.start[word]! < from) word += 1;
    for (; word < html.count && html.start[word]! < range.to; word += 1) words[word] = MARKS.indexOf(range.mark);
    if (from < tail) covered.push(from, Math.min(range.to, tail));
    painted = range.to;
  }
  if (tail < Number.POSITIVE_INFINITY) {
    covered.push(tail, Number.POSITIVE_INFINITY);
    for (let at = html.count - 1; at >= 0 && html.start[at]! >= tail; at -= 1) words[at] ||= MARKS.indexOf('tail');
  }
  return { words, covered };
}

/** Does this place in the HTML's text stand in something marked? */
export function isCovered({ covered }: Pick<Paint, 'covered'>, at: number): boolean {
  let low = 0;
  let high = covered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (covered[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

/** For each line: the mark that most of its words carry, and whether a picture of the person's stands after it. */
export function marksOfLines(link: Bridge, lines: readonly Line[]): { marks: LineMark[]; pictures: Set<number> } {
  const { toText, html, paint } = link;
  const lineOf = linesOfWords(link.text, lines);
  const counts = new Int32Array(lines.length * MARKS.length);
  const lastLine = new Int32Array(html.count + 1).fill(-1);
  for (let word = 0; word < html.count; word += 1) {
    const inText = toText[word]!;
    lastLine[word + 1] = inText < 0 ? lastLine[word]! : lineOf[inText]!;
    if (inText >= 0) counts[lineOf[inText]! * MARKS.length + paint.words[word]!]! += 1;
  }
  return { marks: lines.map((_, at) => heaviest(counts, at)), pictures: picturesAfter(link, lastLine) };
}

/** With as many words said as marked, the line is the person's. */
function heaviest(counts: Int32Array, line: number): LineMark {
  const first = line * MARKS.length;
  let best = NONE;
  for (let mark = 1; mark < MARKS.length; mark += 1) if (counts[first + mark]! > counts[first + best]!) best = mark;
  return MARKS[best]!;
}

function linesOfWords(words: Words, lines: readonly Line[]): Int32Array {
  const lineOf = new Int32Array(words.count);
  let at = 0;
  for (let word = 0; word < words.count; word += 1) {
    while (at < lines.length - 1 && words.start[word]! >= lines[at]!.end) at += 1;
    lineOf[word] = at;
  }
  return lineOf;
}

function picturesAfter({ view, html, paint }: Bridge, lastLine: Int32Array): Set<number> {
  const lines = new Set<number>();
  let next = 0;
  for (const piece of view.pieces) {
    if (!piece.picture) continue;
    while (next < html.count && html.start[next]! < piece.at) next += 1;
    if (isCovered(paint, piece.at) || isCovered({ covered: view.boxes }, piece.at)) continue;
    if (lastLine[next]! >= 0) lines.add(lastLine[next]!);
  }
  return lines;
}
