/**
 * How HCL Notes announces the mail that it answers: one line with dashes, or a small table of labels without colons under a name and a
 * time. Both say nothing in words, so the shape is all there is.
 */
import { LABELS, small } from './quote-lookups.ts';
import type { Work } from './reply.ts';
import type { Line } from './reply-lines.ts';

/** `Ann Lee ---03.02.2026 09:05:11---Good morning Bob` */
const INLINE = /^\p{L}[^<>@:]{1,60} ?-{3}\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?-{3}/u;
/** `02/03/2026 09:05 AM`, alone on its line. */
const WHEN = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,5})?$/;
const MAX_LINES = 14;

/** The line after the head that begins at line `from`, or null when none does. */
export function notesHead(lines: readonly Line[], from: number, work: Work): number | null {
  const { body } = lines[from]!;
  if (body.length <= 200 && body.includes('---') && INLINE.test(body)) return from + 1;
  return body.length <= 100 && WHEN.test(lines[from + 1]?.body ?? '') ? tableEnd(lines, from, work) : null;
}

/** Name, time, then «To», «cc», «Subject» on lines of their own, each with its value on the next. */
function tableEnd(lines: readonly Line[], from: number, work: Work): number | null {
  let addressed = false;
  for (let at = from + 2; at < Math.min(lines.length, from + MAX_LINES); at += 1) {
    work.steps += 1;
    const fields = LABELS.get(small(lines[at]!.body));
    addressed ||= fields?.has('to') === true;
    if (!addressed || fields?.has('subject') !== true) continue;
    // The label's value is on one of the two lines below it.
    return at + 2 + lines.slice(at + 1, at + 3).findIndex((line) => !line.blank);
  }
  return null;
}
