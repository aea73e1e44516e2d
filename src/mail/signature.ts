/**
 * Where the signature under somebody's words begins: after `-- ` (RFC 3676 §4.3) and its cousins, at the line a phone adds, at a closing
 * phrase with a name under it. Never at the first line with words, so that a mail never becomes empty.
 */
import { isRule } from './quote-headers.ts';
import type { RemovedKind, Work } from './reply.ts';
import type { Line } from './reply-lines.ts';
import { SIGNATURE_LOCALES, type SignatureLocale } from './signature-locales.ts';

export interface Signature {
  /** Index of its first line. */
  readonly from: number;
  readonly kind: Extract<RemovedKind, 'signature' | 'footer'>;
  readonly confidence: number;
  readonly closing?: true;
}

const rows: readonly SignatureLocale[] = Object.values(SIGNATURE_LOCALES);
const cells = (pick: (row: SignatureLocale) => string | undefined): string[] =>
  rows.flatMap((row) => (pick(row) ?? '').split(' | ')).filter((cell) => cell !== '');
const SENT_FROM = cells((row) => row.sentFrom);
const SENT_BY = cells((row) => row.sentBy);
const GET = cells((row) => row.get);
const SENT_END = cells((row) => row.sentEnd);
const CLOSING: ReadonlySet<string> = new Set(cells((row) => row.closing));
const THANKS: ReadonlySet<string> = new Set(cells((row) => row.thanks));

/** How far up from the end a signature is looked for. */
const MAX_LINES = 40;

/**
 * The signature at the end of the lines `[from, to)`, or null. `all`: may it be all of them, because the person's words stand further up?
 */
export function signatureIn(
  lines: readonly Line[],
  from: number,
  to: number,
  all: boolean,
  work: Work,
): Signature | null {
  const first = all ? from - 1 : firstWith(lines, from, to);
  let found: Signature | null = null;
  // A letter closes once: «Thanks,» further up is part of what was said.
  let closed = false;
  // From the end upward, each find may uncover another above it: a list's footer, the phone's line, the dashes, the closing phrase.
  for (let rounds = 0; rounds < 6; rounds += 1) {
    const searches = closed ? SEARCHES : [...SEARCHES, closing];
    const next = look(searches, lines, first, found?.from ?? to, work);
    if (next === null) break;
    closed ||= next.closing === true;
    found = found === null ? next : merge(found, next);
  }
  return found;
}

function look(
  searches: readonly Search[],
  lines: readonly Line[],
  first: number,
  to: number,
  work: Work,
): Signature | null {
  for (const search of searches) {
    const found = search(lines, first, to, work);
    if (found !== null && found.from < to) return found;
  }
  return null;
}

function merge(lower: Signature, upper: Signature): Signature {
  const kind = lower.kind === upper.kind ? upper.kind : 'signature';
  return { from: upper.from, kind, confidence: Math.min(lower.confidence, upper.confidence) };
}

/** Is this line one that a phone or a mail program adds? */
export function isMobileLine(body: string): boolean {
  const bare = body
    .replace(/<[^<>]{0,300}>|\(https?:[^()]{0,300}\)|\[https?:[^[\]]{0,300}\]|https?:\S{1,300}/g, ' ')
    .replace(/[*_]/g, '')
    .replace(EXCUSE, '')
    .trim();
  if (bare.length > 110 || bare.split(/\s+/).length > 14 || /[,;?:] \p{Ll}/u.test(bare)) return false;
  const small = bare.toLowerCase().replace(/^[-–—•]+\s*/, '');
  if (SENT_FROM.some((start) => startsWithWords(small, start))) return true;
  const tail = small.replace(/[.!]+$/, '');
  const said = (start: readonly string[], end: readonly string[]): boolean =>
    start.some((words) => startsWithWords(small, words)) || end.some((words) => tail.endsWith(words));
  if (bare.length > 80 || bare.split(/\s+/).length > 9) return false;
  return (
    (DEVICE.test(small) && said(SENT_BY, SENT_END)) || (PROGRAM.test(small) && SYSTEM.test(small) && said(GET, GET))
  );
}

const PROGRAM = /outlook|mail|gmail|yahoo|spark|почт|邮件|郵件|メール|메일/;
const SYSTEM = /android|ios|windows/;
const DEVICE =
  /iphone|ipad|android|mobil|handy|samsung|outlook|gmail|galaxy|huawei|xiaomi|redmi|yahoo|windows|smart-?phone|blackberry|droid|айфон|смартфон|телефон|אייפון|آیفون|アプリ|スマ|手机|手機|메일앱|휴대/;

/** What people put behind such a line themselves. */
const EXCUSE =
  /(?:^|[,.;–-] ?)(?:please |and |so )?(?:excuse|pardon|forgive|apologies for|sorry for) [^.,;?]{3,60}[.!]?$/i;

/** The phrase as whole words; phrases that end in an apostrophe or in a script without spaces go on at once. */
function startsWithWords(text: string, start: string): boolean {
  if (!text.startsWith(start)) return false;
  return !ENDS_SPACED.test(start) || !/^\p{L}/u.test(text.slice(start.length));
}

const ENDS_SPACED =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}]$/u;

function firstWith(lines: readonly Line[], from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (!lines[at]!.blank) return at;
  return to;
}

function lastWith(lines: readonly Line[], first: number, to: number): number {
  for (let at = to - 1; at > first; at -= 1) if (!lines[at]!.blank) return at;
  return -1;
}

type Search = (lines: readonly Line[], first: number, to: number, work: Work) => Signature | null;

/** `-- `, `--`, `—` alone on a line; longer rules only above something that looks like a card. The topmost of neighbours counts. */
const dashes: Search = (lines, first, to, work) => {
  let found: Signature | null = null;
  for (let at = to - 1, seen = 0; at > first && seen < MAX_LINES; at -= 1, seen += 1) {
    const { body, length } = lines[at]!;
    work.steps += 1;
    if (body === '--' && (length === 3 ? fewBelow(lines, at + 1, to) : cardBelow(lines, at + 1, to))) {
      found = { from: at, kind: 'signature', confidence: 0.95 };
    } else if (/^[—–]{1,2}$/.test(body) && cardBelow(lines, at + 1, to)) {
      found = { from: at, kind: 'signature', confidence: 0.8 };
    } else if (
      isRule(body) &&
      (/^[-‐‑–—―_ ]+$/.test(body) && nameBelow(lines, at + 1, to)
        ? cardBelow(lines, at + 1, to)
        : contactBelow(lines, at + 1, to))
    ) {
      found = { from: at, kind: 'signature', confidence: 0.75 };
    } else if (found !== null && !lines[at]!.blank) break;
  }
  return found;
};

/** Under the real delimiter anything may stand, disclaimers too; but not another letter. */
function fewBelow(lines: readonly Line[], from: number, to: number): boolean {
  return lines.slice(from, to).filter((line) => !line.blank).length <= 25;
}

/** A card: a few short lines, and no sentence among them. */
function cardBelow(lines: readonly Line[], from: number, to: number): boolean {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const line = lines[at]!;
    if (line.blank || isRule(line.body)) continue;
    count += 1;
    if (count > 12 || line.length > 90 || isSentence(line.body) || /^(?:\d{1,2}[.)]|[-–*•]) /.test(line.body))
      return false;
  }
  return count > 0;
}

function isSentence(body: string): boolean {
  const words = body.split(/\s+/).length;
  return words >= 3 && /[.?!:]$/.test(body) && !/(?:^|\s)\p{Lu}[\p{L}.]{0,5}\.$/u.test(body)
    ? true
    : words > 8 && /[.?!]$/.test(body);
}

/** The first line of a card is a name or a firm. */
function nameBelow(lines: readonly Line[], from: number, to: number): boolean {
  return (lines[firstWith(lines, from, to)]?.body.split(/\s+/).length ?? 9) <= 5;
}

/** Rules part chapters too: without a name under it, or drawn with stars, a card needs a number, a link or an address. */
function contactBelow(lines: readonly Line[], from: number, to: number): boolean {
  return (
    cardBelow(lines, from, to) &&
    lines.slice(from, to).some(({ body }) => /\+?\d[\d ()/-]{6,}|@|www\.|https?:/.test(body))
  );
}

const mobile: Search = (lines, first, to, work) => {
  const at = lastWith(lines, first, to);
  if (at < 0) return null;
  const { body } = lines[at]!;
  work.steps += body.length;
  // A sentence that was wrapped goes on in lower case.
  if (/^\p{Ll}/u.test(body) && lines[at - 1]?.blank === false && !isRule(lines[at - 1]!.body)) return null;
  return isMobileLine(body) ? { from: at, kind: 'signature', confidence: 0.9 } : null;
};

/** `-ann`, `- Ann Lee` as the last line: a name after a dash, and not the last item of a list. */
const dashedName: Search = (lines, first, to, work) => {
  const at = lastWith(lines, first, to);
  if (at < 0) return null;
  const { body } = lines[at]!;
  work.steps += body.length;
  const match = /^[-–—~]{1,2}( ?)(\p{L}[\p{L}'’.]{0,19}(?: \p{L}[\p{L}'’.]{0,19}){0,2})\.?$/u.exec(body);
  if (match === null) return null;
  const above = lines[at - 1]!;
  const listed = lines
    .slice(Math.max(first, at - 3), at)
    .some((line) => /^[-–—*•~]/.test(line.body) && !isRule(line.body));
  if (
    listed ||
    (match[1] === ' ' && (!above.blank || (match[2]!.includes(' ') && match[2] === match[2]!.toLowerCase())))
  )
    return null;
  return { from: at, kind: 'signature', confidence: 0.8 };
};

/** «Best regards,» with a name under it. Thanks need the name at once, for «Thanks!» alone is an answer. */
const closing: Search = (lines, first, to, work) => {
  let below = 0;
  for (let at = to - 1, seen = 0; at > first && seen < 16 && below <= 6; at -= 1, seen += 1) {
    const { body, blank } = lines[at]!;
    work.steps += 1;
    if (blank) continue;
    const phrase = body
      .replace(/[*_]/g, '')
      .replace(/[\s,.!…~:)،，。！;-]+$/, '')
      .toLowerCase();
    if (CLOSING.has(phrase) && (below > 0 || phrase.includes(' ')))
      return { from: at, kind: 'signature', confidence: 0.75, closing: true };
    if (THANKS.has(phrase) && below > 0 && below <= 4)
      return { from: at, kind: 'signature', confidence: 0.7, closing: true };
    if (!nameLike(body)) return null;
    below += 1;
  }
  return null;
};

/** A line of a card: a name, a firm, a telephone number, a link; no sentence. */
function nameLike(body: string): boolean {
  const words = body.split(/\s+/);
  if (/[?]$/.test(body) || body.length > 70) return false;
  if (/\d{3}|@|www\.|https?:/.test(body)) return words.length <= 8;
  return words.length <= 5 && !/[.,!:;]$/.test(body.replace(/\b\p{L}{1,4}\.$/u, ''));
}

/** Under a long rule, to the end: where to write to the list, how to leave it. */
const footer: Search = (lines, first, to, work) => {
  for (let at = to - 1, seen = 0; at > first && seen < 12; at -= 1, seen += 1) {
    const { body } = lines[at]!;
    work.steps += body.length;
    if (body.length < 10 || !isRule(body)) continue;
    const below = lines
      .slice(at + 1, to)
      .map((line) => line.body)
      .join('\n')
      .toLowerCase();
    if (
      /mailing list|unsubscribe|listinfo|lists?\.|groups\.|you received this|antivirus|avast|confidential|рассылк|отписаться/.test(
        below,
      )
    ) {
      return { from: at, kind: 'footer', confidence: 0.9 };
    }
  }
  return null;
};

const SEARCHES: readonly Search[] = [footer, dashes, mobile, dashedName];
