/**
 * Attribution lines: «On Monday, Ann Lee <ann@x.example> wrote:» in any language. Found from their end (a colon or a verb), upward over
 * the lines they were wrapped to. Known verbs come from the table; a date, an address and a colon need no language at all.
 */
import { JOINED_VERBS, ON_WORDS, VERBS } from './quote-lookups.ts';
import type { Work } from './reply.ts';
import type { Line } from './reply-lines.ts';

export interface Attribution {
  /** Lines `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Offset in the text where it begins: inside line `from` when it shares that line with other words. */
  readonly at: number;
  /** The words of the line, joined. */
  readonly text: string;
  readonly confidence: number;
}

const MAX_LINES = 4;
const MAX_LENGTH = 420;
/** «Ann wrote:» above marked lines: a person may have written that, too. */
export const WEAK = 0.8;
/** «On Monday, 3 February 2026, the painter wrote:» above unmarked lines: most likely a person tells it. */
const TOLD = 0.45;
const DATE =
  /\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}|(?<!\d)\d{1,2}\.?(?: de | of |-| |, )\p{L}{2,12}\.?,?(?:-| de | of | )\d{2,4}|\p{L}{3,12}\.?(?:-| )\d{1,2}(?:st|nd|rd|th)?,?(?:-| )\d{2,4}|\d{4}\s?[年년]|\d{1,2} tháng \d/u;
const LOOSE_DATE = /\p{L}{3,12}\.? \d{1,2}\b|\d{1,2}\.? \p{L}{3,12}/u;
const TIME = /\d{1,2}[:.h时時시]\s?\d{2}/u;
const ADDRESS = /[^\s<>()"'[\]:;,@]@[^\s<>()"'[\]:;,@]/u;
/** Any year and time, in the digits of any script: what is left when a language writes its dates in a way of its own. */
const YEAR = /(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})/u;
const ANY_TIME = /\p{Nd}{1,2}[:.٫]\p{Nd}{2}/u;
/** `2026/2/2 Ann Lee <ann@x.example>`: all that Gmail once wrote where it had no words for it. */
const BARE =
  /^\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?: \d{1,2}:\d{2}(?: GMT[+-]\d{2}:\d{2})?)?,? \p{Lu}[^<>@:;!?]{0,60}<[^\s<>@]{1,64}@[^\s<>@]{1,190}>$/u;
const DASHES = /^[-‐‑–—―_=*~|:\s]+|[-‐‑–—―_=*~\s]+$/gu;

/** The attribution that ends on line `last`, or null. `quoteFollows`: is the next line with words marked as a quote? */
export function attributionEnding(
  text: string,
  lines: readonly Line[],
  last: number,
  quoteFollows: boolean,
  work: Work,
): Attribution | null {
  const end = lines[last]!;
  if (!mayEndAttribution(end, quoteFollows)) return null;
  let best: Attribution | null = null;
  let bestScore = 0;
  let joined = '';
  let depth = end.depth;
  for (let at = last, taken = 0; at >= 0 && taken < MAX_LINES; at -= 1) {
    const line = lines[at]!;
    if (line.blank) {
      // Only an address that stands alone («<ann@x.example> wrote:») may be parted by a blank line from what it belongs to.
      if (!joined.startsWith('<') || lines[at - 1]?.blank !== false) break;
      continue;
    }
    if (line.depth !== depth) {
      // `<ann@x.example` wrapped before its `>`, which then looks like a quote mark.
      if (line.depth >= depth || !(opensAddress(line.body) || lines[at - 1]?.body === '<')) break;
      joined = `>${joined}`;
      depth = line.depth;
    }
    // `| On …` and `: On …`: copied with a mark of another kind, which the line above does not have.
    if (taken > 0 && /^[|:] /.test(joined) && !/^[|:]/.test(line.body)) break;
    joined = joined === '' ? line.body : `${line.body} ${joined}`;
    taken += 1;
    if (joined.length > MAX_LENGTH) break;
    work.steps += joined.length;
    const judged = judge(joined, quoteFollows);
    const score = judged.confidence === 0 ? 0 : judged.confidence + completeness(joined, judged.proper);
    if (score > bestScore) {
      best = { from: at, to: last + 1, at: line.start, text: joined, confidence: judged.confidence };
      bestScore = score;
    }
    // It begins as attributions begin and says when: what stands above is somebody's own line.
    if (judged.confidence >= 0.85 && judged.proper && isDated(joined)) break;
  }
  return best === null ? null : cutInside(text, withName(best, lines), lines, quoteFollows);
}

/** The name stands before the address: one that was wrapped off it is on the line above. */
function withName(found: Attribution, lines: readonly Line[]): Attribution {
  const above = lines[found.from - 1];
  if (!/^[(<]/.test(found.text) || above === undefined || above.blank || above.depth !== lines[found.from]!.depth)
    return found;
  if (above.length > 80 || /[.!?:;]$/.test(above.body) || above.body.split(/\s+/).length > 7) return found;
  return { ...found, from: found.from - 1, at: above.start, text: `${above.body} ${found.text}` };
}

/** Wrapped lines: the more of name, date and address a head has, the better; but it goes up no further than its own begin. */
function completeness(joined: string, proper: boolean): number {
  return (proper ? 0.15 : 0) + (ADDRESS.test(joined) ? 0.1 : 0) + (isDated(joined) ? 0.1 : 0);
}

function isDated(text: string): boolean {
  return DATE.test(text) || (YEAR.test(text) && ANY_TIME.test(text));
}

/** `> wrote:` whose `>` closes the address that the lines above opened: no quote mark, though it looks like one. */
export function closesAddress(lines: readonly Line[], at: number): boolean {
  const line = lines[at]!;
  if (line.depth !== 1 || line.body.length > 40 || !/^[^.!?]{0,38}[:：]$/.test(line.body)) return false;
  const above = lines[at - 1];
  return above !== undefined && above.depth === 0 && (opensAddress(above.body) || lines[at - 2]?.body === '<');
}

/** A cheap look at one line: could an attribution end here? */
export function mayEndAttribution({ blank, length, body }: Line, quoteFollows: boolean): boolean {
  if (blank || length > MAX_LENGTH) return false;
  if (/[:：]["*_\s]*$/.test(body)) return true;
  if (body.includes('@') && (quoteFollows || BARE.test(body) || /@.*-{3}$/.test(body))) return true;
  return hasVerb(body.slice(-40).replace(DASHES, ''), true);
}

function opensAddress(body: string): boolean {
  return body.lastIndexOf('<') > body.lastIndexOf('>');
}

function judge(joined: string, quoteFollows: boolean): { confidence: number; proper: boolean } {
  const bare = joined.replace(DASHES, '');
  const colon = /[:：]["*_\s]*$/.test(bare);
  const text = bare.replace(/[:：]["*_\s]*$/, '');
  const proper = startsProperly(text);
  return { confidence: weigh(text, { colon, quoteFollows, proper, dashed: bare.length + 5 < joined.length }), proper };
}

interface Signs {
  readonly colon: boolean;
  readonly quoteFollows: boolean;
  readonly proper: boolean;
  readonly dashed: boolean;
}

/** The rules, surest first. Each names what it needs; 0 is «not an attribution». */
function weigh(text: string, signs: Signs): number {
  const verb = hasVerb(text, false);
  const date = DATE.test(text);
  const address = ADDRESS.test(text);
  // Without its colon an attribution is known by its address, by dashes or by the marks that follow it.
  const closed =
    signs.colon ||
    (verb && signs.dashed && addressAtEnd(text)) ||
    (verb && (address || signs.quoteFollows || signs.dashed) && hasVerb(text.slice(-30), true));
  const named = wordsOfName(text) <= (address || signs.quoteFollows ? 14 : 6);
  if (verb && date && closed && named) return address || signs.quoteFollows || !isTold(text) ? 0.95 : TOLD;
  if (verb && address && closed && named) return 0.9;
  if (!verb && date && address && signs.colon && addressAtEnd(text)) return 0.9;
  if (!verb && address && signs.colon && named && isDated(text)) return 0.85;
  if (date && address && signs.quoteFollows && named) return 0.85;
  if (BARE.test(text)) return 0.8;
  if (verb && signs.dashed && named && text.length < 80) return 0.85;
  if (verb && closed && named && signs.proper && (TIME.test(text) || LOOSE_DATE.test(text))) return 0.85;
  if (verb && closed && signs.quoteFollows && wordsOfName(text) <= 8 && !/^\p{Ll}/u.test(text)) return WEAK;
  if (date && TIME.test(text) && signs.colon && signs.quoteFollows && named) return 0.75;
  return 0;
}

/** A sentence about somebody: it begins in lower case, or whoever wrote is «the painter» and not a name. Programs know names only. */
function isTold(text: string): boolean {
  const first = /^\p{Ll}+/u.exec(text)?.[0] ?? '';
  if (ON_WORDS.has(first)) return true;
  const words = text.split(/\s+/);
  const verb = words.findLastIndex((word) => hasVerb(word, false));
  const start = words.findLastIndex((word, at) => at < verb && /\p{Nd}|,$/u.test(word)) + 1;
  const who = [...words.slice(start, verb), ...words.slice(verb + 1)].filter((word) => /^\p{L}{2,}[,.]?$/u.test(word));
  return who.length > 1 && who.every((word) => /^\p{Ll}/u.test(word));
}

/** Is there a verb of the table; with `atEnd`, as the last or last but one word? */
function hasVerb(text: string, atEnd: boolean): boolean {
  const small = text.toLowerCase();
  if (JOINED.test(small))
    for (const verb of JOINED_VERBS)
      if (small.includes(verb) && (!atEnd || small.trimEnd().endsWith(verb))) return true;
  if (atEnd) return endsWithVerb(small);
  const words = small.split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => VERBS.has(word));
}

const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Of its last two words; those of a line that is no attribution are seldom worth to be taken apart. */
function endsWithVerb(small: string): boolean {
  let end = small.length;
  for (let words = 0; words < 2 && end > 0; ) {
    const from = small.lastIndexOf(' ', end - 1) + 1;
    const word = small.slice(from, end);
    end = from - 1;
    if (VERBS.has(word)) return true;
    if (LETTERS.test(word)) words += 1;
    if (SIGNS.test(word) && word.split(/[^\p{L}\p{M}]+/u).some((part) => VERBS.has(part))) return true;
  }
  return false;
}

const LETTERS = /[\p{L}]/u;
const SIGNS = /[^\p{L}\p{M}]/u;

function startsProperly(text: string): boolean {
  const small = text.toLowerCase();
  const first = /^\p{L}+/u.exec(small)?.[0] ?? '';
  if (first === '') return /^["'„«]?\d/.test(small) && !/^(?:\d{1,2}[:.]\d{2}(?![.\d])|\d{4}[ ,])/.test(small);
  if (/^in (?:article|message) </.test(small)) return true;
  if (
    /^[\p{L}-]{1,16}[.,]{0,2}\s{0,2}\d{1,2}(?!\d)/u.test(small) ||
    /^\p{L}{2,12}[.,]{0,2} \p{L}{2,12}\.? \d{1,2}\b/u.test(small)
  )
    return true;
  return (
    (ON_WORDS.has(first) || ON_WORDS.has(small.slice(0, first.length + 4).trim())) && /\d/.test(small.slice(0, 40))
  );
}

/**
 * How many words could be a name when dates, times, numbers and addresses are taken away: a name has few, a sentence many.
 * Three words are the verb, the weekday and the month; a date in digits has neither of the last two.
 */
function wordsOfName(text: string): number {
  const bare = text.replace(/[<([][^<>()[\]]{0,200}[>)\]]/g, ' ').replace(/\S{0,60}[@\d]\S{0,60}/g, ' ');
  const words = bare.split(/\s+/).filter((word) => /\p{L}{2}|\p{Lu}/u.test(word) && !ON_WORDS.has(word.toLowerCase()));
  return words.length - (/\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/.test(text) ? 1 : 3);
}

function addressAtEnd(text: string): boolean {
  return text.length - text.lastIndexOf('@') <= 80 && /[@>)\]"'\p{L}\p{N}]\s*$/u.test(text);
}

/** «Yes, do that. On Wed, Apr 4, 2012, Bob wrote:» on one line: the attribution begins at its «On». */
function cutInside(text: string, found: Attribution, lines: readonly Line[], quoteFollows: boolean): Attribution {
  if (found.to - found.from > 2 || startsProperly(found.text.replace(DASHES, ''))) return found;
  const line = lines[found.from]!;
  for (const match of line.body.matchAll(/(?:\s|-{2,4} ?)(\p{Lu}\p{L}{0,12}) /gu)) {
    const rest = found.text.slice(match.index).replace(DASHES, '');
    if (!ON_WORDS.has(match[1]!.toLowerCase()) || !startsProperly(rest)) continue;
    const { confidence } = judge(rest, quoteFollows);
    const at = text.indexOf(line.body.slice(match.index, match.index + 14), line.start);
    if (confidence > 0 && at >= 0 && at < line.end) return { ...found, at, text: rest, confidence };
  }
  return found;
}
