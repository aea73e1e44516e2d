/**
 * The HTML of a mail as its visible text with the places where each piece stands, and the ranges that a mail program marked. One pass over
 * tokens, no tree: depth costs nothing. `quote-cut.ts` then takes out what was decided.
 */
import { Tokenizer } from 'htmlparser2';
import { type Mark, markOf } from './quote-markup.ts';
import type { Work } from './reply.ts';

export interface Marked {
  /** Offsets in `text`. */
  readonly from: number;
  readonly to: number;
  readonly mark: Exclude<Mark, 'container' | 'hidden'>;
}

/** A piece of the source: shown text, or a tag that shows something by itself. */
export interface Piece {
  /** Offset in `text`; a tag has no length there. */
  readonly at: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  readonly tag: '' | 'img' | 'br' | 'hr';
  /** An image that a person would see. */
  readonly picture: boolean;
}

export interface HtmlView {
  readonly source: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly marks: readonly Marked[];
  readonly tags: Tags;
  /** Ranges of `text` that a style hides, as `[from, to, from, to …]`, in order. */
  readonly hidden: readonly number[];
  /** Ranges of `text` in block quotes of any program, in the same form. */
  readonly boxes: readonly number[];
}

/** Every tag in the order of the source, so that what is cut can go with the tags that only held it. */
export interface Tags {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Index of the tag that closes or opened it; `ALONE` without one, `EMPTY` for a tag that needs none. */
  readonly pair: readonly number[];
}
export const ALONE = -1;
export const EMPTY = -2;

/** Beyond this, HTML is not looked at for marks: no person writes so much, and the text still is read. */
const MAX_SOURCE = 4 << 20;
const MAX_DEPTH = 400;
/** Tags longer than this, and the kinds after so many, are looked at one by one. */
const MAX_TAG = 300;
const MAX_KNOWN = 500;
const SILENT = new Set(['style', 'script', 'title', 'head', 'template', 'noscript', 'object', 'svg', 'math', 'xml']);
const INLINE = new Set(
  'a abbr b bdi bdo big code em font i ins mark s small span strike strong sub sup tt u wbr o:p'.split(' '),
);
const BODY = new Set(['html', 'body']);
/** Most tags of a long mail have no attributes. */
const NO_ATTRIBUTES = new Map<string, string>();
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

export function viewHtml(source: string, work: Work): HtmlView {
  const reader = new Reader(source.length > MAX_SOURCE ? source.slice(0, MAX_SOURCE) : source);
  work.steps += Math.min(source.length, MAX_SOURCE);
  return reader.read();
}

interface Open {
  readonly tag: string;
  readonly at: number;
  readonly mark: Mark | null;
  /** Count of blockquotes seen before it opened. */
  readonly quotes: number;
  /** Its number among the tags. */
  readonly number: number;
}

class Reader {
  readonly #source: string;
  readonly #texts: string[] = [];
  readonly #pieces: Piece[] = [];
  readonly #marks: Marked[] = [];
  readonly #stack: Open[] = [];
  readonly #tags = { from: [] as number[], to: [] as number[], pair: [] as number[] };
  #length = 0;
  #spaced = false;
  readonly #known = new Map<string, Mark | null>();
  #quotes = 0;
  #tail = -1;
  /** Where the first and the last thing stand that is more than white space. */
  #firstShown = -1;
  #lastShown = -1;
  /** The last blockquote that no program marked, and the element it stood in. */
  #bare: { readonly from: number; readonly to: number; readonly inside: number } | null = null;
  readonly #hidden: number[] = [];
  readonly #boxes: number[] = [];
  #silent: string | null = null;
  #tag = '';
  #tagFrom = 0;
  #attributes = NO_ATTRIBUTES;
  #name = '';
  #value = '';
  #last = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): HtmlView {
    const slice = (from: number, to: number): string => this.#source.slice(from, to);
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ontext: (from, to) => this.#text(slice(from, to), from, to),
        ontextentity: (code, to) => this.#text(String.fromCodePoint(code), this.#entityFrom(to), to),
        onopentagname: (from, to) => {
          this.#tag = slice(from, Math.min(to, from + 40)).toLowerCase();
          this.#tagFrom = from - 1;
          this.#attributes = NO_ATTRIBUTES;
        },
        onattribname: (from, to) => {
          this.#name = slice(from, Math.min(to, from + 40)).toLowerCase();
          this.#value = '';
        },
        onattribdata: (from, to) => {
          if (this.#value.length < 400) this.#value += slice(from, Math.min(to, from + 400));
        },
        onattribentity: (code) => {
          if (this.#value.length < 400) this.#value += String.fromCodePoint(code);
        },
        onattribend: () => {
          if (this.#attributes === NO_ATTRIBUTES) this.#attributes = new Map();
          if (this.#attributes.size < 30 && !this.#attributes.has(this.#name))
            this.#attributes.set(this.#name, this.#value);
        },
        onopentagend: (end) => this.#open(end + 1),
        onselfclosingtag: (end) => {
          this.#open(end + 1);
          if (this.#silent === this.#tag) this.#silent = null;
        },
        onclosetag: (from, to) => {
          const end = this.#source.indexOf('>', to);
          const number = this.#note(from - 2, end < 0 ? this.#source.length : end + 1);
          this.#close(slice(from, Math.min(to, from + 40)).toLowerCase(), number);
        },
        oncdata: () => undefined,
        oncomment: () => undefined,
        ondeclaration: () => undefined,
        onprocessinginstruction: () => undefined,
        onend: () => undefined,
      },
    );
    tokenizer.write(this.#source);
    tokenizer.end();
    while (this.#stack.length > 0) this.#leave(this.#stack.pop()!);
    if (this.#tail >= 0) this.#marks.push({ from: this.#tail, to: this.#length, mark: 'tail' });
    const text = this.#texts.join('');
    return {
      source: this.#source,
      text,
      pieces: this.#pieces,
      marks: this.#marks,
      tags: this.#tags,
      hidden: this.#hidden,
      boxes: this.#boxes,
    };
  }

  #note(from: number, to: number): number {
    this.#tags.to.push(to);
    this.#tags.pair.push(ALONE);
    return this.#tags.from.push(from) - 1;
  }

  #text(text: string, from: number, to: number): void {
    this.#last = to;
    if (this.#silent !== null) return;
    const end = text.trimEnd().length;
    // Line breaks between tags are nothing that is shown.
    if (end === 0 && text.length <= 2) {
      this.#space();
      return;
    }
    this.#pieces.push({ at: this.#length, length: text.length, from, to, tag: '', picture: false });
    if (end > 0) {
      if (this.#firstShown < 0) this.#firstShown = this.#length + text.length - text.trimStart().length;
      this.#lastShown = this.#length + end;
    }
    this.#texts.push(text);
    this.#length += text.length;
    this.#spaced = false;
  }

  /** What stands before and behind it are two words. */
  #space(): void {
    if (this.#spaced) return;
    this.#spaced = true;
    this.#texts.push(' ');
    this.#length += 1;
  }

  /** The tokenizer tells where an entity ends; two characters may come from one. */
  #entityFrom(to: number): number {
    return Math.max(this.#last, this.#source.lastIndexOf('&', to - 1));
  }

  #open(end: number): void {
    const tag = this.#tag;
    const number = this.#note(this.#tagFrom, end);
    if (this.#silent !== null) {
      if (this.#silent === 'head' && tag === 'body') this.#silent = null;
      else this.#tags.pair[number] = EMPTY;
      return;
    }
    if (SILENT.has(tag)) {
      this.#silent = tag;
      this.#tags.pair[number] = EMPTY;
      return;
    }
    if (!INLINE.has(tag)) this.#space();
    if (tag === 'blockquote') this.#quotes += 1;
    if (tag === 'img' || tag === 'br' || tag === 'hr') {
      const picture = tag === 'img' && !isTiny(this.#attributes);
      this.#pieces.push({ at: this.#length, length: 0, from: this.#tagFrom, to: end, tag, picture });
      // It has a place of its own, not that of what comes next.
      this.#spaced = false;
    }
    const mark = this.#attributes.size === 0 ? markOf(tag, this.#attributes) : this.#markOf(tag, end);
    if (mark === 'tail' && this.#tail < 0) this.#tail = this.#length;
    if (VOID.has(tag)) this.#tags.pair[number] = EMPTY;
    else if (this.#stack.length < MAX_DEPTH) {
      this.#stack.push({ tag, at: this.#length, mark, number, quotes: this.#quotes - (tag === 'blockquote' ? 1 : 0) });
    }
  }

  /** A mail has thousands of tags and a dozen kinds of them; those of one kind are written alike. */
  #markOf(tag: string, end: number): Mark | null {
    const written = this.#source.slice(this.#tagFrom, Math.min(end, this.#tagFrom + MAX_TAG));
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const mark = markOf(tag, this.#attributes);
    if (end - this.#tagFrom <= MAX_TAG && this.#known.size < MAX_KNOWN) this.#known.set(written, mark);
    return mark;
  }

  #close(tag: string, number: number): void {
    if (this.#silent !== null) {
      this.#tags.pair[number] = EMPTY;
      if (tag === this.#silent) this.#silent = null;
      return;
    }
    if (!INLINE.has(tag)) this.#space();
    for (let at = this.#stack.length - 1, seen = 0; at >= 0 && seen < 40; at -= 1, seen += 1) {
      if (this.#stack[at]!.tag !== tag) continue;
      this.#tags.pair[number] = this.#stack[at]!.number;
      this.#tags.pair[this.#stack[at]!.number] = number;
      while (this.#stack.length > at) this.#leave(this.#stack.pop()!);
      return;
    }
  }

  /** Inner ranges were closed first: an outer one takes their place. */
  #cover(ranges: number[], from: number): void {
    while (ranges.length > 0 && ranges.at(-2)! >= from) ranges.length -= 2;
    ranges.push(from, this.#length);
  }

  /**
   * A message and under it a blockquote, in one box from the mail's first word on: it is the quote, also when a gateway has put its
   * own lines below that box.
   */
  #endBox(open: Open): void {
    const bare = this.#bare;
    if (bare === null || bare.inside !== open.number || BODY.has(open.tag)) return;
    this.#bare = null;
    const wholeMessage = this.#firstShown >= open.at && this.#firstShown < bare.from;
    if (!wholeMessage || this.#lastShown > bare.to) return;
    this.#marks.push({ from: bare.from, to: bare.to, mark: 'quote' });
  }

  #leave(open: Open): void {
    if (open.tag === 'blockquote') this.#cover(this.#boxes, open.at);
    if (open.tag === 'blockquote' && open.mark === null)
      this.#bare = { from: open.at, to: this.#length, inside: this.#stack.at(-1)?.number ?? ALONE };
    else this.#endBox(open);
    if (open.mark === null || open.mark === 'tail') return;
    if (open.mark === 'hidden') {
      this.#cover(this.#hidden, open.at);
      return;
    }
    const mark = open.mark === 'container' ? (this.#quotes > open.quotes ? null : 'quote') : open.mark;
    if (mark !== null && this.#length > open.at) this.#marks.push({ from: open.at, to: this.#length, mark });
  }
}

/** Counting pixels and lines drawn with pictures are nothing that a person said. */
function isTiny(attributes: ReadonlyMap<string, string>): boolean {
  const side = (name: string): number => Number.parseInt(attributes.get(name) ?? '99', 10);
  return side('width') <= 3 || side('height') <= 3 || /display:\s?none/i.test(attributes.get('style') ?? '');
}
