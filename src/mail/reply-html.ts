/**
 * The text of a mail beside its HTML: what was taken from the text is taken from the HTML. Both hold nearly the same words, so the bridge
 * is the same alignment that finds quotes.
 */
import { alignWords } from './align.ts';
import { readWords, type Words } from './align-words.ts';
import { type Cut, cutOf, withoutCuts } from './quote-cut.ts';
import type { HtmlView, Piece } from './quote-html.ts';
import type { Work } from './reply.ts';
import { isCovered, NONE, type Paint, paintWords } from './reply-marks.ts';

export interface Bridge {
  readonly view: HtmlView;
  readonly text: Words;
  readonly html: Words;
  /** For each word of the HTML: the word of the text, or -1. */
  readonly toText: Int32Array;
  readonly paint: Paint;
}

export function bridge(text: string, view: HtmlView, work: Work): Bridge {
  const textWords = readWords(text, work);
  const html = readWords(view.text, work);
  const toText = new Int32Array(html.count).fill(-1);
  for (const run of alignWords(textWords, html, work)) {
    for (let k = 0; k < run.length; k += 1) toText[run.bFrom + k] = run.aFrom + k;
  }
  return { view, text: textWords, html, toText, paint: paintWords(view.marks, html) };
}

/** The HTML without the ranges of the text that go. Pieces without words go with their neighbours. */
export function ownHtml(link: Bridge, ranges: readonly { from: number; to: number }[]): string {
  const gone = goneWords(link, ranges);
  const cuts: Cut[] = [];
  const { html } = link;
  let first = 0;
  // Was the end of the piece before this one cut?
  let joins = false;
  for (const piece of link.view.pieces) {
    while (first < html.count && html.start[first]! < piece.at) first += 1;
    const stop = piece.at + piece.length;
    const before = cuts.length;
    let end = piece.at;
    cutPiece(link, piece, first, gone, (from, to) => {
      if (to <= from && piece.length > 0) return;
      cuts.push(cutOf(piece, from, to, joins && before === cuts.length && from === piece.at));
      end = to;
    });
    joins = cuts.length > before && end >= stop;
  }
  return withoutCuts(link.view, cuts);
}

/** 1 for each HTML word that goes. A word that the text does not have goes with the words around it, or as it is marked. */
function goneWords(link: Bridge, ranges: readonly { from: number; to: number }[]): Uint8Array {
  const { html, toText, text, paint } = link;
  const known = new Int8Array(html.count).fill(-1);
  // Both run on: later in the HTML is later in the text.
  let range = 0;
  for (let word = 0; word < html.count; word += 1) {
    if (toText[word]! < 0) continue;
    const offset = text.start[toText[word]!]!;
    while (range < ranges.length && ranges[range]!.to <= offset) range += 1;
    known[word] = range < ranges.length && ranges[range]!.from <= offset ? 1 : 0;
  }
  const gone = new Uint8Array(html.count);
  let next = 0;
  let before = -1;
  for (let word = 0; word < html.count; word += 1) {
    if (known[word]! >= 0) before = known[word]!;
    else {
      next = Math.max(next, word);
      while (next < html.count && known[next]! < 0) next += 1;
      const after = next < html.count ? known[next]! : before;
      if (paint.words[word] !== NONE ? before === 1 || after === 1 || before < 0 : before === 1 && after === 1)
        gone[word] = 1;
      continue;
    }
    gone[word] = known[word]!;
  }
  return gone;
}

/** Tells `cut` which parts of the piece's text go; `first` is the first word that begins in it or after it. */
function cutPiece(
  link: Bridge,
  piece: Piece,
  first: number,
  gone: Uint8Array,
  cut: (from: number, to: number) => void,
): void {
  const { html } = link;
  const stop = piece.at + piece.length;
  const before = first > 0 ? gone[first - 1]! : -1;
  const inWord = first > 0 && html.end[first - 1]! > piece.at;
  if (first >= html.count || html.start[first]! >= stop) {
    // A piece inside a word (an entity for a letter) belongs to that word.
    const after = first < html.count ? gone[first]! : before;
    if (inWord ? before === 1 : wordlessGoes(link, piece, before, after)) cut(piece.at, stop);
    return;
  }
  let from = gone[first] === 1 || (inWord && before === 1) ? piece.at : -1;
  for (let word = first; word < html.count && html.start[word]! < stop; word += 1) {
    if (gone[word] === 1 && from < 0) from = html.end[word - 1] ?? piece.at;
    if (gone[word] === 0 && from >= 0) {
      cut(from, html.start[word]!);
      from = -1;
    }
  }
  if (from >= 0) cut(Math.max(from, piece.at), stop);
}

/** Brackets, breaks, rules and pictures between words that stay and words that go. */
function wordlessGoes(link: Bridge, piece: Piece, before: number, after: number): boolean {
  if (before === 1 && after === 1) return true;
  if (before !== 1 && after !== 1) return false;
  if (piece.picture) return isCovered(link.paint, piece.at);
  const text = link.view.text.slice(piece.at, piece.at + piece.length);
  return after === 1 && (piece.tag !== '' || !/[:;8=]['-]?[()DPp]/.test(text));
}
