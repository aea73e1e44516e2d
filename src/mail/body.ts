/**
 * The leaves of the MIME tree → one text, one HTML, and what is a file. RFC 2046 §5.1, RFC 2387, RFC 3676. Pure.
 *
 * A body is a row of passages: Apple Mail cuts its HTML at each picture, mailing lists add a footer as a part of its own. In an
 * alternative the plain and the HTML passage say the same; everywhere else passages follow each other.
 */
import { charsetOfHtml, decodeText } from './charset.ts';
import { unflow } from './flowed.ts';
import { htmlToText } from './html-text.ts';
import type { Container, Leaf } from './mime-parts.ts';
import { repairNote } from './repairs.ts';

export interface Body {
  readonly text: string;
  readonly textFromHtml: boolean;
  readonly html: string | null;
  /** The leaves that are files, in order. */
  readonly files: readonly Leaf[];
  readonly notes: readonly string[];
}

interface Passage {
  plain: string | null;
  html: string | null;
}

export function readBody(leaves: readonly Leaf[], maxText: number): Body {
  const notes = new Set<string>();
  const files: Leaf[] = [];
  const passages: Passage[] = [];
  const alternatives = new Map<object, Passage>();
  for (const leaf of leaves) {
    if (!isBodyText(leaf, passages.length === 0)) {
      if (leaf.type !== 'text/x-amp-html' && leaf.type !== 'text/watch-html') files.push(leaf);
      continue;
    }
    const text = textOf(leaf, maxText, notes);
    if (leaf.size > maxText || leaf.content === null) files.push(leaf);
    place(text, leaf, passages, alternatives);
  }
  return { ...join(passages, notes), files, notes: [...notes] };
}

/** A named text part is a file, unless it is where the body should be and nothing asks for saving it. */
function isBodyText(leaf: Leaf, first: boolean): boolean {
  if (!isReadable(leaf)) return false;
  if ((leaf.content ?? leaf.start) === null || (leaf.disposition !== null && leaf.disposition !== 'inline'))
    return false;
  return leaf.name === '' || (first && leaf.containers.length === 0);
}

/** RFC 2046 §4.1.4: a text of an unknown kind is a text. Beside other parts it is rather a file of some program. */
const isReadable = ({ type, containers }: Leaf): boolean =>
  /^text\/(?:plain|html|enriched|richtext|markdown)$/.test(type) ||
  (/^text(?:\/|$)/.test(type) && containers.length === 0 && !FILES.test(type));
const FILES =
  /^text\/(?:calendar|vcard|x-vcard|directory|csv|rtf|xml|css|javascript|rfc822-headers|x-amp-html|watch-html)$/;

function textOf(leaf: Leaf, maxText: number, notes: Set<string>): string {
  const whole = leaf.content ?? leaf.start ?? Buffer.alloc(0);
  const bytes = whole.length > maxText ? whole.subarray(0, maxText) : whole;
  if (bytes.length < leaf.size) notes.add(repairNote('text-cut', { shown: bytes.length, whole: leaf.size }));
  const decoded = decodeText(bytes, leaf.charset, leaf.type === 'text/html' ? charsetOfHtml(bytes) : null);
  if (decoded.note) notes.add(decoded.note);
  if (decoded.text.includes('\0')) notes.add(repairNote('nul-removed'));
  const text = decoded.text.replaceAll('\0', '').replace(/\r\n?/g, '\n').replace(LONE, '\ufffd');
  if (/^text\/(?:enriched|richtext)$/.test(leaf.type)) return enrichedToText(text);
  return leaf.flowed ? unflow(text, leaf.delSp) : text;
}

/** Half of a surrogate pair is no character, and a database that wants Unicode refuses it. */
const LONE = /\p{Cs}/gu;

/** RFC 1896: `<bold>`, `<<` for the sign itself, and a line end counts only when it comes twice. */
const enrichedToText = (text: string): string =>
  text
    .replace(/<param>[^<]{0,200}<\/param>/gi, '')
    .replace(/<<|<\/?[a-z-]{1,60}>/gi, (mark) => (mark === '<<' ? '<' : ''))
    .replace(/\n+/g, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)))
    .trim();

function place(text: string, leaf: Leaf, passages: Passage[], alternatives: Map<object, Passage>): void {
  const kind = leaf.type === 'text/html' ? 'html' : 'plain';
  const around = alternativeAround(leaf.containers);
  const passage = around ? alternatives.get(around.node) : undefined;
  if (!passage) {
    const made: Passage = { plain: null, html: null, [kind]: text };
    passages.push(made);
    if (around) alternatives.set(around.node, made);
    return;
  }
  // Text in another notation says what the plain one said.
  if (around && leaf.type !== 'text/plain' && kind === 'plain' && passage.plain) return;
  // A second HTML or text within one alternative is its continuation (HTML, picture, HTML), not another version.
  const joint = kind === 'html' ? '<br>\n' : '\n';
  passage[kind] = passage[kind] === null ? text : `${passage[kind]}${joint}${text}`;
}

/** The outermost one counts: an alternative inside an alternative still says the same thing again. */
const alternativeAround = (containers: readonly Container[]): Container | undefined =>
  containers.find((container) => container.type === 'multipart/alternative');

function join(passages: readonly Passage[], notes: Set<string>): Pick<Body, 'text' | 'textFromHtml' | 'html'> {
  const pixels = passages.reduce((n, { html }) => n + pixelsIn(html ?? ''), 0);
  if (pixels > 0) notes.add(repairNote('pixels-removed', { n: pixels }));
  const hasHtml = passages.some(({ html }) => html !== null && html.trim() !== '');
  let plainUsed = false;
  const texts = passages.map(({ plain, html }) => {
    if (plain !== null && plain.trim() !== '') {
      plainUsed = true;
      return plain;
    }
    if (html === null) return plain ?? '';
    const made = htmlToText(html);
    if (plain !== null && made !== '') notes.add(repairNote('text-from-html'));
    return made;
  });
  const kept = texts.length === 1 ? texts : texts.filter((text) => text.trim() !== '');
  return {
    text: kept.join(plainUsed ? '\n' : '\n\n'),
    textFromHtml: hasHtml && !plainUsed,
    html: hasHtml ? passages.map(({ plain, html }) => html ?? plainToHtml(plain ?? '')).join('<br>\n') : null,
  };
}

/** Pictures from elsewhere of one dot: they tell their sender when and where a mail is opened. We never load them. */
function pixelsIn(html: string): number {
  let found = 0;
  for (const [tag] of html.matchAll(/<img\b[^<>]{1,2000}>/gi)) {
    const small = SIDES.every((side) => side.test(tag));
    if (small && /\bsrc\s{0,3}=\s{0,3}["']?\s{0,3}(?:https?:)?\/\//i.test(tag)) found += 1;
  }
  return found;
}

const SIDES = [
  /\bwidth\s{0,3}[=:]\s{0,3}["']?\s{0,3}[01](?:px)?\b(?!\.\d)/i,
  /\bheight\s{0,3}[=:]\s{0,3}["']?\s{0,3}[01](?:px)?\b(?!\.\d)/i,
] as const;

const plainToHtml = (text: string): string =>
  `<div>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>\n')}</div>`;
