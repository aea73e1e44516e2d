/**
 * The header fields under a line that announces a mail, where they are not as the table knows them: labels without colons (eM Client), a
 * label in a language of which the table knows the others only (Gmail translates «From» alone), or none that it knows. The announcement
 * says that they are fields, so that their shape is enough.
 */
import { type HeaderBlock, headerBlock, isWriterField, labelOf, shapedBlock } from './quote-headers.ts';
import { type HeaderField, LABELS, small } from './quote-lookups.ts';
import type { Work } from './reply.ts';
import type { Line } from './reply-lines.ts';

const MAX_LINES = 8;

/** The block that begins at line `from`, directly under an announcement, or null. */
export function announcedBlock(lines: readonly Line[], from: number, work: Work): HeaderBlock | null {
  const first = lines[from];
  if (first === undefined || first.blank) return null;
  const known = labelOf(first.body) === null ? null : headerBlock(lines, from, work);
  return (
    known ??
    underUnknownWriter(lines, from, work) ??
    withoutColons(lines, from, work) ??
    shapedBlock(lines, from, true, work)
  );
}

/** `Илгээгч: Ann Lee <ann@x.example>`, then `Date: …`: the first line of such a block is the writer. */
function underUnknownWriter(lines: readonly Line[], from: number, work: Work): HeaderBlock | null {
  const { body } = lines[from]!;
  const next = lines[from + 1];
  if (!isWriterField(body) || next === undefined || labelOf(next.body) === null) return null;
  const rest = headerBlock(lines, from + 1, work);
  if (rest === null || rest.fields.has('from')) return null;
  return { ...rest, from, fields: new Map([['from', body.slice(body.search(/[:：]/) + 1).trim()], ...rest.fields]) };
}

/** `From "Ann Lee" <ann@x.example>`, `To …`, `Date …`, `Subject …`: each line begins with a label, two words at most. */
function withoutColons(lines: readonly Line[], from: number, work: Work): HeaderBlock | null {
  const fields = new Map<HeaderField, string>();
  let at = from;
  for (; at < Math.min(lines.length, from + MAX_LINES); at += 1) {
    const { body } = lines[at]!;
    work.steps += body.length;
    const words = /^(\S+(?: \S+)?) (.+)$/.exec(body) ?? /^(\S+) (.+)$/.exec(body);
    const found = wordField(words, fields) ?? wordField(/^(\S+) (.+)$/.exec(body), fields);
    if (found === null) break;
    fields.set(found.field, found.value);
  }
  return fields.size >= 3 && fields.has('from') && /@/.test(fields.get('from')!)
    ? { from, to: at, fields, confidence: 0.9, finnish: false }
    : null;
}

function wordField(
  words: RegExpExecArray | null,
  seen: ReadonlyMap<HeaderField, string>,
): { field: HeaderField; value: string } | null {
  if (words === null) return null;
  const field = [...(LABELS.get(small(words[1]!)) ?? [])].find((one) => one !== 'replyTo' && !seen.has(one));
  return field === undefined ? null : { field, value: words[2]!.trim() };
}
