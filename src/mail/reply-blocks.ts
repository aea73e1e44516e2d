/**
 * From marks on lines to a decision: which lines stay, which go and as what. Quotes at the end go; an answer under a whole quote leaves the
 * quote behind; answers between quoted lines keep the lines they answer; a quote that somebody made by hand stays.
 */

import type { Alignment } from './align-letter.ts';
import type { RemovedKind, Work } from './reply.ts';
import { bridges, type Class, classesOf, type Evidence } from './reply-classes.ts';
import type { Line } from './reply-lines.ts';
import type { LineMark } from './reply-marks.ts';
import { isMobileLine, type Signature, signatureIn } from './signature.ts';

export interface Decision {
  /** For each line: null when it stays. */
  readonly fate: readonly (RemovedKind | null)[];
  readonly confidence: number;
  readonly signature: boolean;
  readonly interleaved: boolean;
}

interface Block {
  readonly quote: boolean;
  readonly from: number;
  to: number;
  /** A program announced or marked it; otherwise the person may have set the marks by hand. */
  announced: boolean;
  kind: RemovedKind;
}

export function decide(evidence: Evidence, work: Work): Decision {
  const { lines, heads } = evidence;
  work.steps += lines.length;
  const fate: (RemovedKind | null)[] = new Array<RemovedKind | null>(lines.length).fill(null);
  const classes = classesOf(evidence);
  const tail = heads.tail?.from ?? lines.length;
  const blocks = blocksOf(evidence, classes, tail);
  const signature = cutSignature(evidence, blocks, tail, fate, work);
  const live = blocks.filter((block) => !gone(block, fate, lines) || evidence.pictures.size > 0);
  const interleaved = settle(live, evidence, fate);
  for (let at = tail; at < lines.length; at += 1) fate[at] = heads.tail!.kind;
  const confidence = Math.min(heads.confidence, signature?.confidence ?? 1, interleaved ? 0.8 : 1, weakest(live, fate));
  return { fate, confidence, signature: signature !== null, interleaved };
}

function blocksOf(evidence: Evidence, classes: readonly Class[], tail: number): Block[] {
  const { lines, heads, pictures } = evidence;
  const blocks: Block[] = [];
  let lastSaid = -1;
  for (let at = 0; at < tail; at += 1) {
    const current = blocks.at(-1);
    if (classes[at] === 'blank') {
      if (current !== undefined) current.to = at + 1;
      continue;
    }
    const quote = classes[at] === 'quote' || heads.bounded.has(at) || bridges(lines, classes, at, tail);
    // A head begins a quote of its own, and a picture of the person's parts what stands around it.
    const parted = (heads.bounded.has(at) && !heads.bounded.has(lastSaid)) || pictures.has(lastSaid);
    if (current?.quote !== quote || parted)
      blocks.push({ quote, from: at, to: at + 1, announced: false, kind: 'quote' });
    else current.to = at + 1;
    lastSaid = at;
    if (quote) describe(blocks.at(-1)!, evidence, at);
  }
  return blocks;
}

function describe(block: Block, { heads, alignment, marks }: Evidence, at: number): void {
  const mark = marks[at] ?? 'tail';
  if ((heads.bounded.has(at) && !heads.weak.has(at)) || alignment?.sent[at] || mark !== 'tail') block.announced = true;
  if (heads.bounded.get(at) === 'forward' || mark === 'forward') block.kind = 'forward';
}

/** Signatures stand at the end of the person's words: under the last block, and under the one above the quote. */
function cutSignature(
  { lines, marks }: Evidence,
  blocks: readonly Block[],
  tail: number,
  fate: (RemovedKind | null)[],
  work: Work,
): Signature | null {
  const own = blocks.filter((block) => !block.quote);
  let weakest: Signature | null = cutMarked(own, marks, lines, tail, fate);
  const note = (found: Signature): void => {
    if (weakest === null || found.confidence < weakest.confidence) weakest = found;
  };
  const phone = own.filter((block) => isPhoneBlock(block, lines));
  if (phone.length < own.filter((block) => !gone(block, fate, lines)).length) {
    for (const block of phone) for (let at = block.from; at < block.to; at += 1) fate[at] ??= 'signature';
  }
  const said = own.filter((block) => !gone(block, fate, lines));
  for (let index = said.length - 1; index >= 0; index -= 1) {
    const block = said[index]!;
    const found = signatureIn(lines, block.from, block.to, index > 0, work);
    if (found !== null) {
      for (let at = found.from; at < block.to; at += 1) fate[at] ??= found.kind;
      note(found);
    }
    if (!gone(block, fate, lines)) {
      const top = index > 0 ? signatureIn(lines, said[0]!.from, said[0]!.to, false, work) : null;
      if (top === null || top.confidence < 0.9) break;
      for (let at = top.from; at < said[0]!.to; at += 1) fate[at] ??= top.kind;
      note(top);
      break;
    }
  }
  return weakest;
}

/** Nothing but the line that a phone adds: it stands above the quote even when the answer is below. */
function isPhoneBlock(block: Block, lines: readonly Line[]): boolean {
  const worded = lines.slice(block.from, Math.min(block.to, block.from + 20)).filter((line) => !line.blank);
  return block.to - block.from < 20 && worded.length > 0 && worded.every((line) => isMobileLine(line.body));
}

function cutMarked(
  own: readonly Block[],
  marks: readonly LineMark[],
  lines: readonly Line[],
  tail: number,
  fate: (RemovedKind | null)[],
): Signature | null {
  if (!own.some((block) => hasOther(block, marks, lines))) return null;
  let found: Signature | null = null;
  for (let at = 0; at < tail; at += 1) {
    if (marks[at] !== 'signature') continue;
    fate[at] = 'signature';
    found ??= { from: at, kind: 'signature', confidence: 0.95 };
  }
  return found;
}

function hasOther(block: Block, marks: readonly LineMark[], lines: readonly Line[]): boolean {
  for (let at = block.from; at < block.to; at += 1) if (!lines[at]!.blank && marks[at] !== 'signature') return true;
  return false;
}

function gone(block: Block, fate: readonly (RemovedKind | null)[], lines: readonly Line[]): boolean {
  if (block.quote) return false;
  for (let at = block.from; at < block.to; at += 1) if (!lines[at]!.blank && fate[at] === null) return false;
  return true;
}

/** Decides about each quoted block by what the person wrote around it. Returns whether answers stand between quoted lines. */
function settle(blocks: readonly Block[], evidence: Evidence, fate: (RemovedKind | null)[]): boolean {
  const firstQuote = blocks.findIndex((block) => block.quote);
  if (firstQuote < 0) return false;
  const said = (index: number): boolean => {
    const block = blocks[index]!;
    return block.quote ? hasPicture(block, evidence.pictures) : !gone(block, fate, evidence.lines);
  };
  let last = -1;
  let answers = 0;
  for (let index = firstQuote; index < blocks.length; index += 1) {
    if (!said(index)) continue;
    last = index;
    answers += 1;
  }
  const lastAnnounced = blocks.findLastIndex((block) => block.announced);
  const saidBefore = firstQuote > 0 && said(firstQuote - 1);
  const between =
    answers >= 2 || (answers === 1 && evidence.alignment !== null && sentAfter(blocks, last, evidence.alignment));
  blocks.forEach((block, index) => {
    if (!block.quote) return;
    const answered = index < last || (index === last && hasPicture(block, evidence.pictures));
    if (answered && between) {
      keepAnswered(block, evidence, fate);
      return;
    }
    // Quoted by hand: nobody announced it, the person's words stand above, and below an answer or the real quote.
    const byHand =
      !block.announced && saidBefore && (answered || index < lastAnnounced || evidence.heads.tail !== null);
    if (!byHand) take(block, block.from, block.to, fate);
  });
  return between;
}

function hasPicture(block: Block, pictures: ReadonlySet<number>): boolean {
  for (const line of pictures) if (line >= block.from && line < block.to) return true;
  return false;
}

function sentAfter(blocks: readonly Block[], last: number, alignment: Alignment): boolean {
  return blocks
    .slice(last + 1)
    .some((block) => block.quote && alignment.sent.slice(block.from, block.to).includes(true));
}

function take(block: Block, from: number, to: number, fate: (RemovedKind | null)[]): void {
  for (let at = from; at < to; at += 1) fate[at] ??= block.kind;
}

/** Of a block above an answer, the paragraph answered stays. Without the letter to compare, all of it does. */
function keepAnswered(block: Block, { lines, alignment }: Evidence, fate: (RemovedKind | null)[]): void {
  if (alignment === null) return;
  let lastSent = -1;
  for (let at = block.from; at < block.to; at += 1) if (alignment.sent[at]) lastSent = at;
  if (lastSent < 0) return;
  const unit = alignment.unit[alignment.last[lastSent]!]!;
  let keepFrom = lastSent;
  for (let at = lastSent - 1; at >= block.from; at -= 1) {
    if (lines[at]!.blank) continue;
    if (!alignment.sent[at] || alignment.unit[alignment.last[at]!]! < unit) break;
    keepFrom = at;
  }
  take(block, block.from, keepFrom, fate);
}

/** Quotes that nobody announced are the least sure. */
function weakest(blocks: readonly Block[], fate: readonly (RemovedKind | null)[]): number {
  return blocks.some((block) => block.quote && !block.announced && fate[block.from] !== null) ? 0.8 : 1;
}
