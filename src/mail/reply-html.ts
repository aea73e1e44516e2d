/**
 * The text of a mail beside its HTML: marks found in the HTML are carried to the lines of the text, and what was taken from the text is
 * taken from the HTML. Both hold nearly the same words, so the bridge is the same alignment that finds quotes.
 */
import { alignWords } from './align.ts';
import { readWords, type Words } from './align-words.ts';
import { cutHtml, type HtmlView, type Piece } from './quote-html.ts';
import type { Mark } from './quote-markup.ts';
import type { Work } from './reply.ts';
import type { Line } from './reply-lines.ts';

export type LineMark = Exclude<Mark, 'container'> | null;

export interface Bridge {
  readonly view: HtmlView;
  readonly text: Words;
  readonly html: Words;
  /** For each word of the HTML: the word of the text, or -1. */
  readonly toText: Int32Array;
  /** How much of the HTML's words the text has, 0…1. */
  readonly agreement: number;
}

export function bridge(text: string, view: HtmlView, work: Work): Bridge {
  const textWords = readWords(text, work);
  const html = readWords(view.text, work);
  const toText = new Int32Array(html.count).fill(-1);
  let matched = 0;
  for (const run of alignWords(textWords, html, work)) {
    matched += run.length;
    for (let k = 0; k < run.length; k += 1) toText[run.bFrom + k] = run.aFrom + k;
  }
  return { view, text: textWords, html, toText, agreement: html.count === 0 ? 1 : matched / html.count };
}

/** For each line: the mark that most of its words carry, and whether a picture of the person's stands after it. */
export function marksOfLines(link: Bridge, lines: readonly Line[]): { marks: LineMark[]; pictures: Set<number> } {
  const wordMarks = marksOfWords(link);
  const lineOf = linesOfWords(link.text, lines);
  const counts = new Map<number, Map<LineMark, number>>();
  const lastLine = new Int32Array(link.html.count + 1).fill(-1);
  for (let word = 0; word < link.html.count; word += 1) {
    const inText = link.toText[word]!;
    lastLine[word + 1] = inText < 0 ? lastLine[word]! : lineOf[inText]!;
    if (inText < 0) continue;
    const line = counts.get(lineOf[inText]!) ?? new Map<LineMark, number>();
    counts.set(lineOf[inText]!, line.set(wordMarks[word]!, (line.get(wordMarks[word]!) ?? 0) + 1));
  }
  const marks: LineMark[] = lines.map((_, at) => heaviest(counts.get(at)));
  return { marks, pictures: picturesAfter(link, wordMarks, lastLine) };
}

function heaviest(counts: ReadonlyMap<LineMark, number> | undefined): LineMark {
  let best: LineMark = null;
  let most = 0;
  for (const [mark, count] of counts ?? []) {
    // With as many words said as marked, the line is the person's.
    if (count > most || (count === most && mark === null)) {
      best = mark;
      most = count;
    }
  }
  return best;
}

/** Inner marks beat outer ones; `tail` is the weakest, for a marked element may stand in it. */
function marksOfWords(link: Bridge): LineMark[] {
  const marks: LineMark[] = new Array<LineMark>(link.html.count).fill(null);
  const ordered = [...link.view.marks].sort((a, b) => a.from - b.from || b.to - a.to);
  // Ranges nest, so each is painted once, outermost only: deep nesting must not cost the square of its depth.
  let painted = 0;
  for (const range of ordered.filter(({ mark }) => mark !== 'tail')) {
    if (range.to <= painted) continue;
    for (
      let word = firstAt(link.html, Math.max(range.from, painted));
      word < link.html.count && link.html.start[word]! < range.to;
      word += 1
    )
      marks[word] = range.mark;
    painted = range.to;
  }
  const tail = ordered.find(({ mark }) => mark === 'tail');
  if (tail !== undefined)
    for (let word = firstAt(link.html, tail.from); word < link.html.count; word += 1) marks[word] ??= 'tail';
  return marks;
}

function firstAt(words: Words, offset: number): number {
  let low = 0;
  let high = words.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words.start[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
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

function picturesAfter(link: Bridge, marks: readonly LineMark[], lastLine: Int32Array): Set<number> {
  const lines = new Set<number>();
  for (const piece of link.view.pieces) {
    if (!piece.picture) continue;
    const next = firstAt(link.html, piece.at);
    if (insideMark(link, piece)) continue;
    if (lastLine[next]! >= 0 && marks[next] !== 'tail') lines.add(lastLine[next]!);
  }
  return lines;
}

function insideMark(link: Bridge, piece: Piece): boolean {
  return link.view.marks.some((range) => piece.at >= range.from && piece.at < range.to);
}

/** The HTML without what `removed` says of offsets in the text. Pieces without words go with their neighbours. */
export function ownHtml(link: Bridge, removed: (offset: number) => boolean): string {
  const gone = goneWords(link, removed);
  return cutHtml(link.view, (piece) => rangesOf(link, piece, gone));
}

/** 1 for each HTML word that goes. A word that the text does not have goes with the words around it, or as it is marked. */
function goneWords(link: Bridge, removed: (offset: number) => boolean): Uint8Array {
  const { html, toText, text } = link;
  const marks = marksOfWords(link);
  const known = new Int8Array(html.count).fill(-1);
  for (let word = 0; word < html.count; word += 1)
    if (toText[word]! >= 0) known[word] = removed(text.start[toText[word]!]!) ? 1 : 0;
  const gone = new Uint8Array(html.count);
  let next = 0;
  let before = -1;
  for (let word = 0; word < html.count; word += 1) {
    if (known[word]! >= 0) before = known[word]!;
    else {
      next = Math.max(next, word);
      while (next < html.count && known[next]! < 0) next += 1;
      const after = next < html.count ? known[next]! : before;
      if (marks[word] !== null ? before === 1 || after === 1 || before < 0 : before === 1 && after === 1)
        gone[word] = 1;
      continue;
    }
    gone[word] = known[word]!;
  }
  return gone;
}

function rangesOf(link: Bridge, piece: Piece, gone: Uint8Array): (readonly [number, number])[] {
  const { html } = link;
  const first = firstAt(html, piece.at);
  const before = first > 0 ? gone[first - 1]! : -1;
  const whole: readonly [number, number] = [piece.at, piece.at + piece.length];
  const last = firstAt(html, piece.at + piece.length);
  if (first === last) {
    // A piece inside a word (an entity for a letter) belongs to that word.
    const inWord = first > 0 && html.end[first - 1]! > piece.at;
    const after = first < html.count ? gone[first]! : before;
    const goes = inWord ? before === 1 : wordlessGoes(link, piece, before, after);
    return goes ? [whole] : [];
  }
  const ranges: (readonly [number, number])[] = [];
  let from = first > 0 && html.end[first - 1]! > piece.at && before === 1 ? piece.at : -1;
  if (gone[first] === 1) from = piece.at;
  for (let word = first; word < last; word += 1) {
    if (gone[word] === 1 && from < 0) from = html.end[word - 1] ?? piece.at;
    if (gone[word] === 0 && from >= 0) {
      ranges.push([from, html.start[word]!]);
      from = -1;
    }
  }
  if (from >= 0) ranges.push([Math.max(from, piece.at), whole[1]]);
  return ranges;
}

/** Brackets, breaks, rules and pictures between words that stay and words that go. */
function wordlessGoes(link: Bridge, piece: Piece, before: number, after: number): boolean {
  if (before === 1 && after === 1) return true;
  if (before !== 1 && after !== 1) return false;
  if (piece.picture) return insideMark(link, piece);
  const text = link.view.text.slice(piece.at, piece.at + piece.length);
  return after === 1 && (piece.tag !== '' || !/[:;8=]['-]?[()DPp]/.test(text));
}
