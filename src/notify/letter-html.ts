/**
 * The words of a comment as they stand in a letter: the small vocabulary of decisions "Reply text", each tag with its style,
 * always balanced. The store holds clean HTML; it is read again here, so that nothing but this vocabulary can leave by mail.
 */
import { Parser } from 'htmlparser2';
import { safeLink } from '../mail/safe-link.ts';
import { cleanText } from './clean.ts';
import type { LetterStyles } from './letter-style.ts';

export interface InlineFile {
  readonly cid: string | null;
  readonly name: string;
  /** Null: nothing that this reader could open. */
  readonly url: string | null;
}

type StyleName = Exclude<keyof LetterStyles, 'dark' | 'width'>;

/** Tag → its style and class for dark mode. What is not here is left out, its words stay. */
const TAGS: Readonly<Record<string, { style?: StyleName; class?: string; empty?: true }>> = {
  p: { style: 'paragraph' },
  br: { empty: true },
  b: {},
  strong: {},
  i: {},
  em: {},
  u: {},
  s: {},
  a: { style: 'link', class: 'p-link' },
  ul: { style: 'list' },
  ol: { style: 'list' },
  li: {},
  blockquote: { style: 'quote', class: 'p-second p-line' },
  pre: { style: 'pre' },
  code: { style: 'code' },
  table: { style: 'table' },
  thead: {},
  tbody: {},
  tr: {},
  td: { style: 'tableCell', class: 'p-line' },
  th: { style: 'tableCell', class: 'p-line' },
};
/** Their text is nobody's words. */
const SILENT = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'template', 'iframe', 'svg', 'math']);
const MAX_DEPTH = 40;
const MAX_LINK = 2000;

export function letterHtml(html: string, files: readonly InlineFile[], styles: LetterStyles): string {
  let out = '';
  let silent = 0;
  const open: { name: string; shown: boolean }[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (SILENT.has(name)) silent += 1;
        const tag = Object.hasOwn(TAGS, name) ? TAGS[name]! : null;
        const shown = tag !== null && silent === 0 && open.length < MAX_DEPTH;
        if (name === 'img' && silent === 0) out += imageLink(attributes, files, styles);
        else if (shown) out += openTag(name, nested(tag, open), attributes, styles);
        open.push({ name, shown: shown && !tag.empty });
      },
      ontext(text) {
        if (silent === 0) out += escapeHtml(cleanText(text));
      },
      onclosetag(name) {
        if (SILENT.has(name)) silent = Math.max(0, silent - 1);
        if (open.pop()?.shown) out += `</${name}>`;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(html);
  return out;
}

const linkOf = (href = ''): string | null => (href.length > MAX_LINK ? null : safeLink(cleanText(href)));

/** A list inside a list needs no space of its own below. */
const nested = (tag: { style?: StyleName; class?: string }, open: readonly { name: string }[]) =>
  tag.style === 'list' && open.some(({ name }) => name === 'li') ? ({ style: 'innerList' } as const) : tag;

function openTag(
  name: string,
  tag: { style?: StyleName; class?: string },
  attributes: Record<string, string>,
  styles: LetterStyles,
): string {
  const parts = [name];
  const href = name === 'a' ? linkOf(attributes.href) : null;
  if (href !== null) parts.push(`href="${escapeHtml(href)}"`);
  for (const span of ['colspan', 'rowspan']) {
    const value = attributes[span];
    if ((name === 'td' || name === 'th') && value && /^[1-9][0-9]?$/.test(value)) parts.push(`${span}="${value}"`);
  }
  if (tag.class && (name !== 'a' || href !== null)) parts.push(`class="${tag.class}"`);
  if (tag.style && (name !== 'a' || href !== null)) parts.push(`style="${styles[tag.style]}"`);
  return `<${parts.join(' ')}>`;
}

/** Pictures are files of the comment: here a link by their name, so that a letter is whole with images off. */
function imageLink(attributes: Record<string, string>, files: readonly InlineFile[], styles: LetterStyles): string {
  const cid = (attributes.src ?? '').replace(/^cid:/i, '') || attributes.cid;
  const file = files.find((f) => f.cid !== null && f.cid === cid);
  if (!file) return '';
  const name = escapeHtml(file.name);
  if (file.url === null) return `[${name}]`;
  return `<a href="${escapeHtml(file.url)}" class="p-link" style="${styles.link}">${name}</a>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

/** Plain text (a signature) as HTML: only its line ends become markup. */
export const linesToHtml = (text: string): string => escapeHtml(cleanText(text)).replaceAll('\n', '<br>');
