/**
 * What the person wrote. Evidence in order of trust: the letter that this mail answers (we know what we sent), the markup of known mail
 * programs, lines that announce a quote, quote marks. Everything decides about lines of the text; the HTML is cut to the same words.
 */
import { type Alignment, alignLetter } from './align-letter.ts';
import { hasWords } from './align-words.ts';
import { closesAddress } from './quote-attribution.ts';
import { viewHtml } from './quote-html.ts';
import { FOLD_BELOW, type RemovedKind, type Reply, type SentLetter, type Work } from './reply.ts';
import { type Decision, decide } from './reply-blocks.ts';
import type { Evidence } from './reply-classes.ts';
import { findHeads, firstHead, type Heads } from './reply-heads.ts';
import { type Bridge, bridge, ownHtml } from './reply-html.ts';
import { type Line, splitLines } from './reply-lines.ts';
import { type LineMark, marksOfLines } from './reply-marks.ts';
import { cleanHtml, textToHtml } from './sanitize.ts';

export interface ReplyInput {
  /** The whole body as text, LF line ends. */
  readonly text: string;
  /** The HTML as it came, or null. */
  readonly html: string | null;
  /** Was `text` made from `html`? */
  readonly textFromHtml: boolean;
  /** The letter that this mail answers, when a carrier told which. */
  readonly sent?: SentLetter;
}

/** Never throws, never loses a character: `reassemble` gives `input.text` back. `work` counts the steps. */
export function readReply(input: ReplyInput, work: Work = { steps: 0 }): Reply {
  const lines = splitLines(input.text, work);
  const link = input.html === null ? null : bridge(input.text, viewHtml(input.html, work), work);
  const evidence = gather(input, lines, link, work);
  const decision = decide(evidence, work);
  const ranges = rangesOf(input.text, lines, decision, evidence);
  const visible = without(input.text, ranges);
  if (ranges.length === 0 || (!hasWords(visible) && hasWords(input.text))) return whole(input, ranges.length > 0);
  const confidence = round(confidenceOf(evidence, decision));
  const folded = confidence < FOLD_BELOW;
  return {
    text: folded ? input.text : visible,
    html: link === null ? null : folded ? cleanHtml(input.html!).html : htmlOf(input.text, link, ranges, visible),
    method: methodOf(evidence, decision),
    confidence,
    removed: ranges.map(({ from, to, kind }) => ({ kind, text: input.text.slice(from, to), at: from })),
  };
}

function gather(input: ReplyInput, lines: readonly Line[], link: Bridge | null, work: Work): Evidence {
  const found = link === null ? null : marksOfLines(link, lines);
  const marks: readonly LineMark[] = found?.marks ?? lines.map(() => null);
  const quoted = lines.map(
    ({ depth, blank }, at) =>
      (depth > 0 && !blank && !closesAddress(lines, at)) ||
      marks[at] === 'quote' ||
      marks[at] === 'attribution' ||
      marks[at] === 'forward',
  );
  const alignment =
    input.sent === undefined
      ? null
      : alignLetter(input.text, lines, quoted, input.sent, firstHead(input.text, lines, quoted, work), work);
  const heads = findHeads(input.text, lines, quoted, alignment?.sent ?? null, marks.indexOf('tail'), work);
  const written = alignment === null ? null : handMarked(alignment, lines, marks, heads);
  return {
    lines,
    marks,
    pictures: found?.pictures ?? new Set(),
    heads,
    alignment: alignment === null ? null : { ...alignment, written: written! },
    inQuote: alignment === null ? [] : likeSent(alignment, lines),
  };
}

/** Lines written into the quote that carry the marks of the quote, no others. */
function likeSent({ written, sent }: Alignment, lines: readonly Line[]): readonly boolean[] {
  const depth = lines[sent.indexOf(true)]?.depth ?? 0;
  return written.map((is, at) => is && lines[at]!.depth === depth);
}

/**
 * With our letter found, a marked line outside of it is nobody's quote: the person set the mark. Unless two heads say that one mail quotes
 * another, for then it may be the other's.
 */
function handMarked(
  { written, sent, foreign }: Alignment,
  lines: readonly Line[],
  marks: readonly LineMark[],
  heads: Heads,
): readonly boolean[] {
  const chain = heads.count > 1 ? heads.first : lines.length;
  return lines.map(
    (line, at) =>
      written[at]! ||
      (at < chain &&
        line.depth > 0 &&
        !line.blank &&
        !sent[at] &&
        foreign[at]! > 0 &&
        marks[at] === null &&
        !heads.bounded.has(at)),
  );
}

/** Nothing was cut, or nothing would have been left: then the mail is shown as it is. */
function whole(input: ReplyInput, unsure: boolean): Reply {
  const html = input.html === null ? null : cleanHtml(input.html).html;
  return { text: input.text, html, method: 'whole', confidence: unsure ? 0.3 : 0.9, removed: [] };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly kind: RemovedKind;
  /** Marks alone: the white space around them stays. */
  readonly exact?: true;
}

/** Neighbouring lines of one fate as ranges; white space beside what is cut goes with it. */
function rangesOf(text: string, lines: readonly Line[], { fate }: Decision, { heads, inQuote }: Evidence): Range[] {
  const ranges: Range[] = [];
  const answers = answersInQuotes(lines, fate, inQuote);
  withBlanks(lines, fate).forEach((kind, at) => {
    const line = lines[at]!;
    if (kind === null) {
      if (answers.has(at))
        ranges.push({ from: line.start, to: line.start + marksOf(text, line), kind: 'quote', exact: true });
      return;
    }
    const from = heads.shared.get(at) ?? line.start;
    const last = ranges.at(-1);
    if (last !== undefined && last.kind === kind && last.to === from)
      ranges[ranges.length - 1] = { ...last, to: line.end };
    else ranges.push({ from, to: line.end, kind });
  });
  return atEdges(text, ranges);
}

/** Answers that a program left inside the quote, marked like it (mail.ru, Yandex): their marks go, so that they can be told from it. */
function answersInQuotes(
  lines: readonly Line[],
  fate: readonly (RemovedKind | null)[],
  inQuote: readonly boolean[],
): ReadonlySet<number> {
  const found = new Set<number>();
  let blanks: number[] = [];
  let above = false;
  lines.forEach((line, at) => {
    if (line.blank) {
      if (above && line.depth > 0) blanks.push(at);
      return;
    }
    const answer = line.depth > 0 && fate[at] === null && inQuote[at] === true;
    if (answer) for (const one of [...blanks, at]) found.add(one);
    blanks = [];
    above = answer;
  });
  return found;
}

function marksOf(text: string, line: Line): number {
  return /^[ \t\ufeff\u00a0]{0,8}(?:>[ \t]?){1,50}/.exec(text.slice(line.start, line.end))?.[0].length ?? 0;
}

/** A blank line goes with what is cut above it, else with what is cut below. */
function withBlanks(lines: readonly Line[], fate: readonly (RemovedKind | null)[]): (RemovedKind | null)[] {
  const kinds = [...fate];
  for (let at = 1; at < kinds.length; at += 1) if (lines[at]!.blank) kinds[at] ??= kinds[at - 1]!;
  for (let at = kinds.length - 2; at >= 0; at -= 1) if (lines[at]!.blank) kinds[at] ??= kinds[at + 1]!;
  return kinds;
}

function atEdges(text: string, ranges: readonly Range[]): Range[] {
  return ranges.map((range, index) => {
    if (range.exact) return range;
    const floor = ranges[index - 1]?.to ?? 0;
    let from = range.from;
    while (from > floor && isSpace(text, from - 1)) from -= 1;
    const reachesEnd = index === ranges.length - 1 && text.slice(range.to).trim() === '';
    const ceiling = ranges[index + 1]?.from ?? text.length;
    let to = reachesEnd ? text.length : range.to;
    if (from === 0) while (to < ceiling && isSpace(text, to)) to += 1;
    // Words of the person on both sides: a line break stays between them.
    if (from > floor && from > 0 && to < text.length && !/^[^\S\n]*(?:\n|$)/.test(text.slice(to, to + 80)))
      from = range.from;
    return { from, to, kind: range.kind };
  });
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text[at]!);
}

function without(text: string, ranges: readonly Range[]): string {
  let visible = '';
  let used = 0;
  for (const { from, to } of ranges) {
    visible += text.slice(used, from);
    used = to;
  }
  return visible + text.slice(used);
}

function htmlOf(text: string, link: Bridge, ranges: readonly Range[], visible: string): string {
  const { html } = cleanHtml(ownHtml(link, text, ranges));
  // Text and HTML that say different things: the text was decided about, so it is what is shown.
  return hasWords(html.replace(/<[^>]*>/g, '')) || !hasWords(visible) ? html : textToHtml(visible);
}

function methodOf({ alignment, marks, heads }: Evidence, { fate, signature }: Decision): string {
  const quotes = fate.some((kind) => kind === 'quote' || kind === 'forward');
  const marked = fate.some((kind, at) => kind !== null && marks[at] !== null && marks[at] !== 'signature');
  const method = !quotes
    ? 'whole'
    : alignment !== null
      ? 'alignment'
      : marked
        ? 'markup'
        : heads.found
          ? 'headers'
          : 'quotes';
  return signature ? `${method}+signature` : method;
}

function confidenceOf(evidence: Evidence, decision: Decision): number {
  const method = methodOf(evidence, decision);
  if (method.startsWith('alignment')) return 0.97;
  return Math.min(decision.confidence, method.startsWith('whole') ? 0.9 : 0.95);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
