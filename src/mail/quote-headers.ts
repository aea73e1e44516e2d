/**
 * Header blocks («From: … Sent: … To: … Subject: …») and the lines between dashes above them («-----Original Message-----»), in the
 * languages of the table. The same reading serves replies (where does the quote begin) and forwards (what do the fields say).
 */
import { ABOVE, BEGINS, FORWARDED, type HeaderField, LABELS, ORIGINAL, small } from './quote-lookups.ts';
import type { Work } from './reply.ts';
import type { Line } from './reply-lines.ts';

export interface HeaderBlock {
  /** Lines `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Field → its value as it stands, continuation lines joined. */
  readonly fields: ReadonlyMap<HeaderField, string>;
  readonly confidence: number;
  /** Finnish labels: there «VS:» before a subject is a reply, elsewhere in the North a forward. */
  readonly finnish: boolean;
}

const ABOVE_WHOLE: ReadonlySet<string> = new Set(ABOVE);
/** The longest of them with «please» in front and signs around. */
const MAX_ABOVE = Math.max(...ABOVE.map((words) => words.length)) + 14;
const DRAWN_ENDS = /^[-‐‑–—―_=*~#>]{2}|[-‐‑–—―_=*~#<]{2}$/;
/** Could be a copy of anything: folded, not cut. */
const UNSURE = 0.45;
const MAX_LABEL = 30;
const MAX_LINES = 40;

export interface Labelled {
  readonly field: ReadonlySet<HeaderField>;
  readonly value: string;
}

/** `*From:* Ann` → the fields that «From» may name, and «Ann»; null when the line begins with no label of the table. */
export function labelOf(body: string): Labelled | null {
  if (body.startsWith('|')) return labelOfRow(body);
  const colon = /[:：]/.exec(body.slice(0, MAX_LABEL + 6))?.index ?? -1;
  if (colon < 1) return null;
  const label = small(body.slice(0, colon)).replace(/[*_]/g, '').trim();
  const field = LABELS.get(label);
  if (field === undefined) return null;
  return {
    field,
    value: body
      .slice(colon + 1)
      .replace(/^[*_]{1,2}(?=\s|$)/, '')
      .trim(),
  };
}

/** `| From | Ann |`: NetEase draws the fields as a table. */
function labelOfRow(body: string): Labelled | null {
  const [, label = '', value = ''] = /^\| ?([^|:：]{1,30}?) ?\|([^|]*)/.exec(body) ?? [];
  const field = LABELS.get(small(label));
  return field === undefined ? null : { field, value: value.trim() };
}

/** A line between dashes whose words the table does not know: above a header block it announces what the block begins. */
export function isDrawn(body: string): boolean {
  return body.length <= 80 && /^[-‐‑–—―_=*]{4,20} ?[^\s\-_=*][^\n]{0,60}[-‐‑–—―_=*]{4,20}$/.test(body);
}

/**
 * A header block in a language that the table does not know: fields on lines of their own, first the writer with an address, a time, and
 * a subject that says it is an answer; or something above announces it. A form that somebody filled in has neither.
 */
export function shapedBlock(lines: readonly Line[], from: number, announced: boolean, work: Work): HeaderBlock | null {
  if (!isWriterField(lines[from]!.body)) return null;
  const fields = new Map<HeaderField, string>();
  let at = from;
  let answers = announced || isDrawn(lines[from - 1]?.body ?? '');
  for (; at < lines.length && at - from < 7; at += 1) {
    const { body, blank } = lines[at]!;
    work.steps += body.length + 1;
    if (blank || !FIELD.test(body)) break;
    const value = body.slice(body.search(/[:：]/) + 1).replace(/^[*_\s]+/, '');
    const field = fieldByShape(value, fields);
    if (field !== null) fields.set(field, value);
    answers ||= isAnswer(value);
  }
  if (at - from < 3 || !fields.has('date') || !answers || lines[at]?.blank === false) return null;
  return { from, to: at, fields, confidence: 0.8, finnish: false };
}

/** The writer comes first, people have addresses, a date has its hour; what else there is, is the subject. */
function fieldByShape(value: string, seen: ReadonlyMap<HeaderField, string>): HeaderField | null {
  if (seen.size === 0) return 'from';
  const dated = /\p{Nd}{2,4}/u.test(value) && /\p{Nd}{1,2}[:.]\p{Nd}{2}/u.test(value);
  const order: readonly HeaderField[] = /\S@\S/.test(value) ? ['to', 'cc'] : dated ? ['date', 'subject'] : ['subject'];
  return order.find((field) => !seen.has(field)) ?? null;
}

/** `Label: Ann Lee <ann@x.example>` */
export function isWriterField(body: string): boolean {
  return FIRST_FIELD.test(body);
}

const FIELD = /^[*_]{0,2}\p{L}[\p{L}\p{M} .'’-]{0,24}[*_]{0,2} ?[:：]/u;
const FIRST_FIELD =
  /^[*_]{0,2}\p{L}[\p{L}\p{M} .'’-]{0,24}[*_]{0,2} ?[:：][*_]{0,2}\s{0,3}[^<>@:]{2,60}[<[(](?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,190}[>\])]\*?$/u;

/** The header block that begins at line `from`, or null when the lines there are something else. */
export function headerBlock(lines: readonly Line[], from: number, work: Work): HeaderBlock | null {
  const first = labelOf(lines[from]!.body);
  if (first === null) return null;
  const fields = new Map<HeaderField, string>();
  let open: HeaderField | null = null;
  let at = from;
  let end = from;
  for (; at < lines.length && at - from < MAX_LINES; at += 1) {
    const line = lines[at]!;
    work.steps += line.body.length + 1;
    if (line.blank) {
      if (lines[at + 1] === undefined || nextField(fields, labelOf(lines[at + 1]!.body)) === null) break;
      continue;
    }
    const found = labelOf(line.body);
    const field = nextField(fields, found);
    if (found !== null && field !== null) {
      fields.set(field, found.value);
      open = field;
    } else if (
      open !== null &&
      found === null &&
      separatorOf(line.body) === null &&
      continues(fields.get(open)!, lines, at)
    ) {
      fields.set(open, `${fields.get(open)!} ${line.body}`.trim());
    } else break;
    end = at + 1;
  }
  const confidence = trust(fields);
  return confidence === 0
    ? null
    : { from, to: end, fields, confidence, finnish: /^\W*lähettäjä/i.test(lines[from]!.body) };
}

/** A label of two meanings is taken for the field that is still missing; one that was all seen ends the block. */
function nextField(seen: ReadonlyMap<HeaderField, string>, found: Labelled | null): HeaderField | null {
  if (found === null) return null;
  for (const field of found.field) if (field !== 'replyTo' && !seen.has(field)) return field;
  return found.field.has('replyTo') || (found.field.has('cc') && seen.has('cc')) ? 'replyTo' : null;
}

/** Long values are wrapped: the next line goes on when the value is open, or when a label follows it at once. */
function continues(value: string, lines: readonly Line[], at: number): boolean {
  const body = lines[at]!.body;
  if (
    /[,;]$/.test(value) ||
    value.lastIndexOf('<') > value.lastIndexOf('>') ||
    value.lastIndexOf('[') > value.lastIndexOf(']')
  )
    return true;
  if (/^<[^<>]{3,300}>[,;]?$/.test(body) && (lines[at - 1]?.blank === false || value === '')) return true;
  if (value === '' && lines[at - 1]?.blank === false) return true;
  // A wrapped line was long, and nothing is wrapped behind an address that is complete.
  if (/[>\]]$/.test(value) || (lines[at - 1]?.length ?? 0) < 40) return false;
  for (let next = at + 1; next < lines.length && next <= at + 2; next += 1) {
    if (lines[next]!.blank) return false;
    if (labelOf(lines[next]!.body) !== null) return true;
  }
  return false;
}

function trust(fields: ReadonlyMap<HeaderField, string>): number {
  const said = [...fields].filter(([field, value]) => field !== 'replyTo' && (value !== '' || field === 'subject'));
  const has = (field: HeaderField): boolean => fields.has(field);
  const address = said.some(([, value]) => /\S@\S/.test(value));
  const date = fields.get('date') ?? '';
  const dated = /\p{Nd}/u.test(date);
  // A copied block without a date, or with neither subject nor address, could be a form, a flight, an example.
  if (has('from') && said.length >= 3 && dated && (address || (has('subject') && TIMED.test(date)))) return 0.95;
  if (has('from') && said.length >= 3 && address) return isAnswer(fields.get('subject') ?? '') ? 0.9 : UNSURE;
  if (has('from') && dated && (address || (has('subject') && TIMED.test(date)))) return 0.9;
  if (has('from') && address && (has('subject') || has('to'))) return UNSURE;
  if (has('date') && has('to') && dated && address) return 0.85;
  return 0;
}

/** A program writes the hour, too: «03.02.2026» alone stands in forms. */
const TIMED = /\p{Nd}{1,2}\s?[:.٫h時时시點点]\s?\p{Nd}{2}(?![./-]?\p{Nd})/u;

/** «Re: …», «AW: …», «[list] Ответ: …»: a program wrote this subject. */
function isAnswer(subject: string): boolean {
  return /^(?:\[[^[\]]{1,40}\] ?)?\p{L}{1,10}(?:\[\d{1,2}\])?[:：] ?\S/u.test(subject);
}

export type SeparatorKind = 'original' | 'forwarded';

/** Hyphens of every kind (Proton writes U+2010), underscores and what else programs draw lines with. */
const RULE_START = /^[-‐‑–—―_=*~#]{2,}/;

/** A line that announces a mail: its kind, and what follows on the same line (Yahoo puts the headers there). */
export function separatorOf(body: string): { kind: SeparatorKind; rest: string } | null {
  if (body.length > 600) return null;
  if (asksAbove(body)) return { kind: 'original', rest: '' };
  const dashes = RULE_START.exec(body)?.[0].length ?? 0;
  // Orange: «> Message du 03/02/26 09:05», then the fields.
  if (dashes === 0 && /^Message du \d{1,2}\/\d{1,2}\/\d{2,4} \d{1,2}:\d{2}$/.test(body))
    return { kind: 'original', rest: '' };
  if (dashes === 0) {
    if (!/[:：]\*?$/.test(body)) return null;
    const words = small(body)
      .replace(/[*_]/g, '')
      .replace(/\s?[:：.]?$/, '');
    return BEGINS.has(words.trim()) ? { kind: 'forwarded', rest: '' } : null;
  }
  const after = body.slice(dashes);
  const close = after.search(/[-‐‑–—―_=*~#]{2,}/);
  if (close < 0) return null;
  const words = small(after.slice(0, close)).replace(/[:：]/g, '').trim();
  const kind = ORIGINAL.has(words) ? 'original' : FORWARDED.has(words) || forwardedBy(words) ? 'forwarded' : null;
  if (kind === null) return null;
  return {
    kind,
    rest: after
      .slice(close)
      .replace(/^[-‐‑–—―_=*~#]+/, '')
      .replace(/[-‐‑–—―_=*~#\s]+$/, '')
      .trim(),
  };
}

/** «##- Please type your reply above this line -##»: drawn as a line by help desks, or all there is on its line. */
function asksAbove(body: string): boolean {
  if (body.length > 160 || body.length < 6) return false;
  // Most lines are none of these: a look at their ends is enough.
  if (body.length > MAX_ABOVE && !DRAWN_ENDS.test(body)) return false;
  const drawn = /^[-‐‑–—―_=*~#>]{2}/.test(body) || /[-‐‑–—―_=*~#<]{2}$/.test(body);
  const bare = small(body).replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (bare.length < 5) return false;
  return drawn ? ABOVE.some((words) => bare.includes(words)) : ABOVE_WHOLE.has(bare.replace(/^(?:please|bitte) /, ''));
}

/** «Forwarded by Ann Lee on 12/03/2024» and «Forwarded message from Ann Lee» (Notes, KMail). */
function forwardedBy(words: string): boolean {
  return /^forwarded (?:by|message from) \S/.test(words) || /^forwarded by \S/.test(words);
}

/** «Original Message» alone on its line, as BlackBerry wrote it: it counts above a header block only. */
export function isBareAnnouncement(body: string): boolean {
  const words = small(body)
    .replace(/\s?[:：]$/, '')
    .trim();
  return ORIGINAL.has(words) || FORWARDED.has(words) || BEGINS.has(words);
}

/** A line of nothing but `-`, `_`, `=`: what programs draw above a quote and below a signature. */
export function isRule(body: string): boolean {
  return body.length >= 3 && /^[-‐‑–—―_=*~#. ]+$/.test(body) && /[-‐‑–—―_=*~#]{3}/.test(body);
}
