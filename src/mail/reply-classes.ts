/** Whose line is it: each line of a mail as said by the person, quoted, or blank, by all evidence together. */
import type { Alignment } from './align-letter.ts';
import { hasWords } from './align-words.ts';
import type { Heads } from './reply-heads.ts';
import type { Line } from './reply-lines.ts';
import type { LineMark } from './reply-marks.ts';

export interface Evidence {
  readonly lines: readonly Line[];
  readonly marks: readonly LineMark[];
  /** Lines after which a picture of the person's stands. */
  readonly pictures: ReadonlySet<number>;
  readonly heads: Heads;
  readonly alignment: Alignment | null;
  /** Lines that the person wrote into the quote itself. */
  readonly inQuote: readonly boolean[];
}

export type Class = 'own' | 'quote' | 'blank';

export function classesOf(evidence: Evidence): Class[] {
  const { lines } = evidence;
  return withWordless(
    lines,
    lines.map((line, at) => classOf(evidence, line, at)),
  );
}

function classOf({ marks, alignment }: Evidence, line: Line, at: number): Class {
  if (line.blank) return line.depth > 0 ? 'quote' : 'blank';
  if (alignment?.sent[at]) return 'quote';
  if (alignment?.written[at]) return 'own';
  const mark = marks[at];
  return line.depth > 0 || mark === 'quote' || mark === 'attribution' || mark === 'forward' ? 'quote' : 'own';
}

/** Bullets and rules say nothing by themselves: with quoted lines on both sides they are quoted. */
function withWordless(lines: readonly Line[], classes: Class[]): Class[] {
  let above: Class = 'own';
  let waiting: number[] = [];
  classes.forEach((found, at) => {
    if (found === 'blank') return;
    if (found === 'own' && !hasWords(lines[at]!.body)) {
      if (above === 'quote') waiting.push(at);
      return;
    }
    if (found === 'quote') for (const between of waiting) classes[between] = 'quote';
    waiting = [];
    above = found;
  });
  return classes;
}

/** A link that a program wrapped out of its quoted line: alone between two quoted lines, or closing what the one above opened. */
export function bridges(lines: readonly Line[], classes: readonly Class[], at: number, tail: number): boolean {
  if (classes[at] !== 'own' || at === 0 || at + 1 >= tail || classes[at - 1] !== 'quote' || classes[at + 1] !== 'quote')
    return false;
  const { body } = lines[at]!;
  const above = lines[at - 1]!.body;
  if (/^[(<[]?https?:\S{1,400}[)>\]]?(?: ?>)?$/.test(body) || /^\(https?:[^()]{1,400}\)(?: ?>)?$/.test(body))
    return true;
  const openLink = /[(<[]https?:[^\s()<>[\]]{0,400}$/.test(above);
  return openLink && /^\S{1,400}[)>\]]$/.test(body);
}
