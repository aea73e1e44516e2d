/**
 * The text of a mail beside its HTML: what was taken from the text is taken from the HTML. Both hold nearly the same words, so the bridge
 * is the same alignment that finds quotes.
 */
import { alignSameWords } from './align.ts';
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
  for (const run of alignSameWords(textWords, html, work)) {
    for (let k = 0; k < run.length; k += 1) toText[run.bFrom + k] = run.aFrom + k;
  }
  return { view, text: textWords, html, toText, paint: paintWords(view.marks, html) };
}

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** The HTML without the ranges of `text` that go. Pieces without words go with their neighbours. */
export function ownHtml(link: Bridge, text: string, ranges: readonly TextRange[]): string {
  return new Cutter(link, text, ranges).cut();
}

class Cutter {
  readonly #link: Bridge;
  readonly #text: string;
  readonly #gone: Uint8Array;
  /** For each range that goes: where it begins; to find the signs that stand between the last kept word and it. */
  readonly #starts: readonly number[];
  readonly #cuts: Cut[] = [];
  #piece: Piece | null = null;
  /** Was the end of the piece before this one cut? */
  #joins = false;
  #end = 0;
  /** Signs after the last kept word that are still to be kept («?», «)», a smiley). */
  #signs = 0;

  constructor(link: Bridge, text: string, ranges: readonly TextRange[]) {
    this.#link = link;
    this.#text = text;
    this.#gone = goneWords(link, ranges);
    this.#starts = ranges.map(({ from }) => from);
  }

  cut(): string {
    const { html, view } = this.#link;
    let first = 0;
    for (const piece of view.pieces) {
      while (first < html.count && html.start[first]! < piece.at) first += 1;
      const before = this.#cuts.length;
      this.#piece = piece;
      this.#end = piece.at;
      this.#cutPiece(piece, first);
      this.#joins = this.#cuts.length > before && this.#end >= piece.at + piece.length;
    }
    return withoutCuts(view, this.#cuts);
  }

  /** This part of the piece's text goes. */
  #cut(from: number, to: number): void {
    const piece = this.#piece!;
    if (to <= from && piece.length > 0) return;
    // Only the first cut of a piece begins where the piece does.
    this.#cuts.push(cutOf(piece, from, to, this.#joins && from === piece.at));
    this.#end = to;
  }

  /** `first` is the first word that begins in the piece or after it. */
  #cutPiece(piece: Piece, first: number): void {
    const { html } = this.#link;
    const gone = this.#gone;
    const stop = piece.at + piece.length;
    const before = first > 0 ? gone[first - 1]! : -1;
    const inWord = first > 0 && html.end[first - 1]! > piece.at;
    if (first >= html.count || html.start[first]! >= stop) {
      // A piece inside a word (an entity for a letter) belongs to that word.
      if (inWord) {
        if (before === 1) this.#cut(piece.at, stop);
      } else this.#wordless(piece, before, first < html.count ? gone[first]! : before);
      return;
    }
    let from = gone[first] === 1 ? this.#afterSigns(first, piece.at, before) : inWord && before === 1 ? piece.at : -1;
    for (let word = first; word < html.count && html.start[word]! < stop; word += 1) {
      if (gone[word] === 0) {
        if (from >= 0) this.#cut(from, html.start[word]!);
        from = -1;
        this.#signs = -1;
      } else if (from < 0) from = this.#afterSigns(word, html.end[word - 1] ?? piece.at, 0);
    }
    if (from >= 0) this.#cut(Math.max(from, piece.at), stop);
  }

  /** Brackets, breaks, rules and pictures between words that stay and words that go. */
  #wordless(piece: Piece, before: number, after: number): void {
    const stop = piece.at + piece.length;
    if (before === 1 && after === 1) this.#cut(piece.at, stop);
    else if (piece.picture) {
      if ((before === 1 || after === 1) && isCovered(this.#link.paint, piece.at)) this.#cut(piece.at, stop);
    } else if (after !== 1 || before === 1) return;
    else if (piece.tag !== '') this.#cut(piece.at, stop);
    else this.#cut(this.#skipSigns(piece.at, stop), stop);
  }

  /** Where the cut before a word that goes begins: behind the signs of the kept word before it. */
  #afterSigns(word: number, at: number, before: number): number {
    return before === 1 ? at : this.#skipSigns(at, this.#link.html.start[word]!);
  }

  #skipSigns(from: number, to: number): number {
    if (this.#signs < 0) this.#signs = this.#signsAfter(from);
    let at = from;
    for (; at < to && this.#signs > 0; at += 1) if (!/\s/.test(this.#link.view.text[at]!)) this.#signs -= 1;
    return at;
  }

  /** How many signs the text keeps between the last kept word before this place of the HTML and the cut that follows it. */
  #signsAfter(at: number): number {
    const { html, toText, text } = this.#link;
    const word = firstAt(html, at) - 1;
    const inText = word < 0 ? -1 : toText[word]!;
    if (inText < 0) return 0;
    const from = text.end[inText]!;
    const start = this.#starts[firstOver(this.#starts, from)] ?? from;
    const kept = signsIn(this.#text.slice(from, Math.min(start, from + MAX_SIGNS)));
    return Math.max(0, kept - signsIn(this.#link.view.text.slice(html.end[word], at)));
  }
}

/** So many characters after a word are looked at: no sign that belongs to it stands further off. */
const MAX_SIGNS = 400;

function signsIn(text: string): number {
  return text.replace(/\s+/g, '').length;
}

function firstOver(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
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

/** What a style hides was said by nobody; our own letters hide a mark at their end. */
function hideWords({ html, view }: Bridge, gone: Uint8Array): void {
  for (let at = 0, word = 0; at < view.hidden.length; at += 2) {
    while (word < html.count && html.start[word]! < view.hidden[at]!) word += 1;
    for (; word < html.count && html.start[word]! < view.hidden[at + 1]!; word += 1) gone[word] = 1;
  }
}

/** 1 for each HTML word that goes. A word that the text does not have goes with the words around it, or as it is marked. */
function goneWords(link: Bridge, ranges: readonly TextRange[]): Uint8Array {
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
  hideWords(link, gone);
  return gone;
}
