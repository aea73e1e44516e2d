/**
 * A forwarded mail, with its parts. Information only: whoever forwarded stays the author, a page may offer «from X: use as requester?».
 * Recognised by the line a program puts above, else by a header block or an attribution line under a subject that says «Fwd».
 */
import { readFrom, readPeople, readPerson } from './forward-people.ts';
import { readSubject, type SubjectKind } from './forward-subjects.ts';
import type { HeaderMailbox } from './message.ts';
import { announcedBlock } from './quote-announced.ts';
import { attributionEnding } from './quote-attribution.ts';
import {
  type HeaderBlock,
  headerBlock,
  isBareAnnouncement,
  isRule,
  labelOf,
  type SeparatorKind,
  separatorOf,
  shapedBlock,
} from './quote-headers.ts';
import { inlineHeaders } from './quote-inline.ts';
import type { HeaderField } from './quote-lookups.ts';
import type { Work } from './reply.ts';
import { type Line, splitLines } from './reply-lines.ts';

export interface Forward {
  /** The forwarder's own words, above. */
  readonly text: string;
  readonly from: HeaderMailbox | null;
  readonly to: readonly HeaderMailbox[];
  readonly cc: readonly HeaderMailbox[];
  /** As it stands in the mail: each program writes it its own way. */
  readonly date: string | null;
  readonly subject: string;
  readonly body: string;
}

/** How far down a forward is looked for; above it only the forwarder's words can stand. */
const MAX_LINES = 3000;

/** The mail that this text forwards, or null. `subject` is that of the mail itself, '' when it is not known. */
export function readForward(
  text: string,
  subject: string,
  _html?: string | null,
  work: Work = { steps: 0 },
): Forward | null {
  const lines = splitLines(text, work);
  const said = readSubject(subject);
  for (let at = 0; at < Math.min(lines.length, MAX_LINES); at += 1) {
    const line = lines[at]!;
    if (line.blank) continue;
    const head = headAt(text, lines, at, work) ?? shapedAt(lines, at, said.kind, work);
    if (head === null) continue;
    const kind = readSubject(subject, head.finnish).kind;
    return isForward(head, kind) ? partsOf(text, lines, head, said.bare) : null;
  }
  return null;
}

interface Head {
  readonly announced: SeparatorKind | 'headers' | 'attribution';
  /** First line that is not the forwarder's. */
  readonly from: number;
  /** First line of the forwarded body. */
  readonly to: number;
  readonly fields: ReadonlyMap<HeaderField, string>;
  readonly finnish: boolean;
}

/** A program's own word for it counts always; a mere header block needs a subject that says so, or no subject at all. */
function isForward(head: Head, subject: SubjectKind): boolean {
  if (head.announced === 'forwarded') return true;
  if (head.announced === 'attribution') return subject === 'forward';
  return head.fields.size > 0 && (subject === 'forward' || subject === 'none');
}

function headAt(text: string, lines: readonly Line[], at: number, work: Work): Head | null {
  const { body } = lines[at]!;
  const separator = separatorOf(body);
  if (separator !== null) return afterSeparator(text, lines, at, separator, work);
  const block = labelOf(body) === null ? null : headerBlock(lines, at, work);
  if (block !== null) return ofBlock('headers', startAt(lines, at), block);
  const found = attributionEnding(text, lines, at, (lines[at + 1]?.depth ?? 0) > 0, work);
  if (found === null) return null;
  return { announced: 'attribution', from: found.from, to: found.to, fields: fieldsOf(found.text), finnish: false };
}

/** Fields in a language that the table does not know, under a subject that says «Fwd». */
function shapedAt(lines: readonly Line[], at: number, subject: SubjectKind, work: Work): Head | null {
  const block = subject === 'forward' ? shapedBlock(lines, at, true, work) : null;
  return block === null ? null : ofBlock('headers', startAt(lines, at), block);
}

function afterSeparator(
  text: string,
  lines: readonly Line[],
  at: number,
  { kind, rest }: { kind: SeparatorKind; rest: string },
  work: Work,
): Head {
  const inline = rest === '' ? null : inlineHeaders(rest);
  if (inline !== null) return { announced: kind, from: at, to: at + 1, fields: inline, finnish: false };
  let next = at + 1;
  while (next < lines.length && (lines[next]!.blank || isRule(lines[next]!.body))) next += 1;
  const block = announcedBlock(lines, next, work);
  if (block !== null) return ofBlock(kind, startAt(lines, at), withEnd(lines, block));
  // Yandex lists people and subject above its attribution line.
  const listed = listedFields(lines, next);
  next += listed.size;
  for (let end = next; end < Math.min(lines.length, next + 3); end += 1) {
    const found = attributionEnding(text, lines, end, true, work);
    if (found !== null && found.from >= next)
      return {
        announced: kind,
        from: at,
        to: found.to,
        fields: new Map([...listed, ...fieldsOf(found.text)]),
        finnish: false,
      };
  }
  return { announced: kind, from: at, to: at + 1, fields: new Map(), finnish: false };
}

function listedFields(lines: readonly Line[], from: number): Map<HeaderField, string> {
  const fields = new Map<HeaderField, string>();
  for (let at = from; at < Math.min(lines.length, from + 4); at += 1) {
    const { body } = lines[at]!;
    const label = body.endsWith(';') ? labelOf(body) : null;
    if (label === null) break;
    fields.set([...label.field][0]!, label.value.replace(/;$/, ''));
  }
  return fields;
}

/** Zoho closes the fields with the line that announces them. */
function withEnd(lines: readonly Line[], block: HeaderBlock): HeaderBlock {
  const { body } = lines[block.to] ?? { body: '' };
  return separatorOf(body)?.rest === '' ? { ...block, to: block.to + 1 } : block;
}

function ofBlock(announced: Head['announced'], from: number, block: HeaderBlock): Head {
  return { announced, from, to: block.to, fields: block.fields, finnish: block.finnish };
}

function startAt(lines: readonly Line[], at: number): number {
  let from = at;
  while (
    from > 0 &&
    (opens(lines[from - 1]!.body) || (lines[from - 1]!.blank && from > 1 && opens(lines[from - 2]!.body)))
  )
    from -= 1;
  return from;
}

function opens(body: string): boolean {
  return isRule(body) || isBareAnnouncement(body);
}

/** Writer and date of an attribution line. */
function fieldsOf(text: string): ReadonlyMap<HeaderField, string> {
  const person = readPerson(text);
  // The name is what stands between the address and the last number or known word before it.
  const name =
    /(?:^|[\d:,.]|\p{Ll}\s)\s*["'«„]?\s*((?:\p{Lu}[\p{L}'’.-]*\s?){1,4})\s*["'»”“]?\s*[<(]{0,2}\s*$/u.exec(
      text.slice(0, addressStart(text)),
    )?.[1] ?? '';
  return new Map<HeaderField, string>([['from', `${name.trim().replace(/^[AP]M /, '')} <${person.address}>`]]);
}

function addressStart(text: string): number {
  const found = /[^\s<>()]{1,64}@/.exec(text);
  return found === null ? text.length : found.index;
}

function partsOf(text: string, lines: readonly Line[], head: Head, subject: string): Forward {
  const field = (name: HeaderField): string => head.fields.get(name) ?? '';
  const own = text.slice(0, lines[head.from]!.start).trim();
  return {
    text: own,
    from: field('from') === '' ? null : readFrom(field('from')),
    to: readPeople(field('to')),
    cc: readPeople(field('cc')),
    date: field('date') === '' ? null : field('date'),
    subject: field('subject') === '' ? subject : field('subject'),
    body: bodyOf(text, lines, head),
  };
}

/** The forwarded words, without the quote mark that some programs put before each line. */
function bodyOf(text: string, lines: readonly Line[], head: Head): string {
  const first = lines.slice(head.to).find((line) => !line.blank);
  const marked = (first?.depth ?? 0) > 0;
  const body: string[] = [];
  for (const line of lines.slice(head.to)) {
    if (isEnd(line.body)) break;
    const raw = text.slice(line.start, line.end).replace(/[\r\n]+$/, '');
    body.push(marked && line.depth > 0 ? raw.replace(/^[ \t\ufeff]{0,4}> ?/, '') : raw);
  }
  return body.join('\n').trim();
}

/** «-------- Конец пересылаемого сообщения --------». */
function isEnd(body: string): boolean {
  return /^-{2,}\s*(?:конец|end of)\s/i.test(body);
}
