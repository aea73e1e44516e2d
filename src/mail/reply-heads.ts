/**
 * What announces a quote, found in the lines of a mail: attribution lines, header blocks, lines between dashes, the line a phone adds. A
 * head above marked lines is bounded by them; above unmarked text it opens a tail, which goes on to the end of the mail.
 */
import { attributionEnding, mayEndAttribution, WEAK } from './quote-attribution.ts';
import {
  headerBlock,
  isBareAnnouncement,
  isDrawn,
  isRule,
  labelOf,
  separatorOf,
  shapedBlock,
} from './quote-headers.ts';
import { inlineHeaders } from './quote-inline.ts';
import { notesHead } from './quote-notes.ts';
import { FOLD_BELOW, type RemovedKind, type Work } from './reply.ts';
import type { Line } from './reply-lines.ts';
import { isMobileLine } from './signature.ts';

export interface Heads {
  /** Lines of heads above marked quotes, with the kind of what they announce. */
  readonly bounded: ReadonlyMap<number, RemovedKind>;
  /** Those of them that a person may have written as well as a program. */
  readonly weak: ReadonlySet<number>;
  /** From this line to the end everything is quoted. */
  readonly tail: { readonly from: number; readonly kind: RemovedKind } | null;
  /** Lines that begin with words of the person: from which offset they belong to the head. */
  readonly shared: ReadonlyMap<number, number>;
  readonly confidence: number;
  /** Was a head found at all (rather than marks only)? */
  readonly found: boolean;
  /** How many: two announce that one mail quotes another. */
  readonly count: number;
  /** Where the first one begins, or -1. */
  readonly first: number;
}

/** Lines that are looked at closely; a mail with more places that could announce a quote is not written by a person. */
const MAX_TRIES = 1500;

interface Head {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly kind: RemovedKind;
  readonly confidence: number;
}

/**
 * `quoted`: lines that the mail program itself marked. `sent`: lines known to be ours, or null. `tailMark`: the first line that markup calls
 * the begin of a tail, or -1.
 */
export function findHeads(
  text: string,
  lines: readonly Line[],
  quoted: readonly boolean[],
  sent: readonly boolean[] | null,
  tailMark: number,
  work: Work,
): Heads {
  const scan = scanOf(text, lines, quoted, work);
  const lastSent = sent?.lastIndexOf(true) ?? -1;
  const bounded = new Map<number, RemovedKind>();
  const shared = new Map<number, number>();
  const weak = new Set<number>();
  let confidence = 1;
  let phone: Head | null = null;
  let unsure: Head | null = null;
  let said = false;
  for (let at = 0; at < lines.length && scan.tries < MAX_TRIES; at += 1) {
    if (at === tailMark && at > lastSent && said)
      return tailFrom(scan, markHead(lines, at), { bounded, weak, shared, confidence });
    if (lines[at]!.blank || sent?.[at]) continue;
    const head = headAt(scan, at);
    if (head === null) {
      // A footer says nothing: with it alone above a quote without marks, the answer stands below, nobody knows where.
      said ||= !quoted[at] && !isRule(lines[at]!.body) && !isMobileLine(lines[at]!.body);
      if (phone === null && isPhoneHead(scan, at)) phone = { ...lineHead(lines, at), confidence: 0.65 };
      continue;
    }
    if (scan.first < 0) scan.first = above(scan, head.from);
    // «-----Original Message-----» and the fields under it are one head.
    if (scan.next[scan.end] !== head.from) scan.found += 1;
    scan.end = head.to;
    const follows = scan.next[head.to]!;
    const free = !quoted[head.from] || closesItself(lines[head.from]!);
    if (free && !quoted[follows] && follows > lastSent) {
      // It may be the person's own line. Something surer below says where the quote begins; alone it can only fold.
      if (head.confidence < FOLD_BELOW) unsure ??= head;
      else if (said || head.at > lines[head.from]!.start)
        return tailFrom(scan, head, { bounded, weak, shared, confidence });
      // Nothing of the person's stands above: this head is that of the mail itself, copied into it, or all is quoted.
      at = head.to - 1;
      continue;
    }
    confidence = Math.min(confidence, head.confidence);
    if (head.at > lines[head.from]!.start) shared.set(head.from, head.at);
    for (let k = above(scan, head.from); k < head.to; k += 1) {
      bounded.set(k, head.kind);
      if (head.confidence <= WEAK) weak.add(k);
    }
    at = head.to - 1;
  }
  const guess = phone ?? unsure;
  if (guess !== null && bounded.size === 0 && scan.lastQuoted < 0)
    return tailFrom(scan, guess, { bounded, weak, shared, confidence });
  return {
    bounded,
    weak,
    shared,
    tail: null,
    confidence,
    found: bounded.size > 0,
    count: scan.found,
    first: scan.first,
  };
}

/** The lines of the first head that cannot be anything else, or null. */
export function firstHead(
  text: string,
  lines: readonly Line[],
  quoted: readonly boolean[],
  work: Work,
): { from: number; to: number } | null {
  const scan = { ...scanOf(text, lines, quoted, work), first: ANY };
  for (let at = 0; at < lines.length && scan.tries < MAX_TRIES; at += 1) {
    if (lines[at]!.blank) continue;
    const head = headAt(scan, at);
    if (head === null || head.confidence < SURE) continue;
    const next = scan.next[head.to]!;
    const fields = next < lines.length && head.to - head.from === 1 ? headerBlock(lines, next, work) : null;
    return { from: head.from, to: fields?.to ?? head.to };
  }
  return null;
}

const SURE = 0.85;
/** Lines that only markup calls quoted may announce, too: an attribution is marked, and broken over lines. */
const ANY = -2;

/** `>>> Ann Lee <ann@x.example> 02.02.2026 09:05 >>>`: GroupWise, whose quote has no marks. */
function closesItself({ depth, body }: Line): boolean {
  return depth === 3 && /(?:>{3}|[:：])$/.test(body);
}

function scanOf(text: string, lines: readonly Line[], quoted: readonly boolean[], work: Work): Scan {
  return {
    text,
    lines,
    quoted,
    next: nextWithWords(lines),
    lastQuoted: quoted.lastIndexOf(true),
    tries: 0,
    found: 0,
    first: -1,
    end: lines.length + 1,
    work,
  };
}

interface Scan {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly quoted: readonly boolean[];
  /** For each line, the first line at or after it that is not blank. */
  readonly next: Int32Array;
  readonly lastQuoted: number;
  tries: number;
  found: number;
  first: number;
  end: number;
  readonly work: Work;
}

interface Found {
  readonly bounded: ReadonlyMap<number, RemovedKind>;
  readonly weak: ReadonlySet<number>;
  readonly shared: Map<number, number>;
  readonly confidence: number;
}

function tailFrom(scan: Scan, head: Head, { bounded, weak, shared, confidence }: Found): Heads {
  const shares = head.at > scan.lines[head.from]!.start;
  if (shares) shared.set(head.from, head.at);
  const tail = { from: shares ? head.from : above(scan, head.from), kind: head.kind };
  return {
    bounded,
    weak,
    shared,
    tail,
    confidence: Math.min(confidence, head.confidence),
    found: true,
    count: scan.found,
    first: scan.first,
  };
}

function lineHead(lines: readonly Line[], at: number): Head {
  return { from: at, to: at + 1, at: lines[at]!.start, kind: 'quote', confidence: 0.95 };
}

function markHead(lines: readonly Line[], at: number): Head {
  const near = lines.slice(Math.max(0, at - 2), at + 2);
  const forwarded = near.some((line) => separatorOf(line.body)?.kind === 'forwarded');
  return { ...lineHead(lines, at), kind: forwarded ? 'forward' : 'quote' };
}

/** The head that begins at this line, or that ends there if it is an attribution. */
function headAt(scan: Scan, at: number): Head | null {
  const { text, lines, quoted, next, work } = scan;
  const line = lines[at]!;
  work.steps += 1;
  // Inside a marked quote only its first line can announce it: «> On …, Ann wrote:».
  if (
    quoted[at] &&
    !(scan.first === ANY && line.depth === 0) &&
    at > 0 &&
    (quoted[at - 1] || (lines[at - 1]!.blank && quoted[at - 2]))
  )
    return null;
  const separator = separatorOf(line.body);
  if (separator !== null) {
    return { ...lineHead(lines, at), kind: separator.kind === 'forwarded' ? 'forward' : 'quote', confidence: 0.9 };
  }
  const notes = notesHead(lines, at, work);
  if (notes !== null) return { ...lineHead(lines, at), to: notes, confidence: 0.9 };
  const labelled = labelOf(line.body) !== null;
  const marked = quoted[at]! || quoted[next[at + 1]!] === true;
  const shaped = labelled ? null : shapedBlock(lines, at, false, work);
  if (shaped !== null) return { ...lineHead(lines, at), to: shaped.to, confidence: shaped.confidence };
  if (!labelled && !mayEndAttribution(line, marked)) return null;
  scan.tries += 1;
  const block = labelled ? headerBlock(lines, at, work) : null;
  if (block !== null) return { ...lineHead(lines, at), to: block.to, confidence: block.confidence };
  if (labelled && runTogether(line.body, work)) return { ...lineHead(lines, at), confidence: 0.85 };
  const found = attributionEnding(text, lines, at, marked, work);
  return found === null ? null : { ...found, kind: 'quote' };
}

/** Header fields on one line, where a program lost the line breaks: a writer with an address and a date at least. */
function runTogether(body: string, work: Work): boolean {
  if (body.length < 40 || !/@[^:：]{3,200}[:：]/.test(body)) return false;
  work.steps += body.length;
  const fields = inlineHeaders(body);
  return fields !== null && /\S@\S/.test(fields.get('from') ?? '') && /\d/.test(fields.get('date') ?? '');
}

/** Phones put the quote under their line without announcing it: text after a blank line, and no mark anywhere. */
function isPhoneHead({ lines, next, lastQuoted }: Scan, at: number): boolean {
  if (at === 0 || lastQuoted >= 0 || !lines[at - 1]!.blank || lines[at + 1]?.blank !== true) return false;
  return next[at + 1]! < lines.length && isMobileLine(lines[at]!.body);
}

/** Rules and «-----Original Message-----» above a head belong to it. */
function above({ lines, quoted }: Scan, at: number): number {
  let from = at;
  for (let up = at - 1; up >= 0 && at - up <= 4; up -= 1) {
    const line = lines[up]!;
    if (!quoted[up] && (announces(line.body) || isListedField(line.body))) from = up;
    else if (!line.blank) break;
  }
  return from;
}

/** `Кому: Bob (bob@x.example);`, `Тема: Roof;`: Yandex lists them above its attribution line. */
function isListedField(body: string): boolean {
  return body.endsWith(';') && labelOf(body) !== null;
}

function announces(body: string): boolean {
  return isRule(body) || isDrawn(body) || isBareAnnouncement(body) || separatorOf(body) !== null;
}

function nextWithWords(lines: readonly Line[]): Int32Array {
  const next = new Int32Array(lines.length + 2).fill(lines.length);
  for (let at = lines.length - 1; at >= 0; at -= 1) next[at] = lines[at]!.blank ? next[at + 1]! : at;
  return next;
}
