/**
 * HTML made shallow before any parser with a stack sees it: parsers pay for depth with the square of it. Tags beyond the depth, tags that
 * close nothing, everything inside styles and scripts, attributes that no cleaner would keep and tags that only carry looks are left out;
 * all other bytes pass as they are. One pass, bounded look-back.
 */
import { Tokenizer } from 'htmlparser2';

export const MAX_DEPTH = 100;
/** Nothing in them is words. */
const SILENT = new Set(['style', 'script', 'title', 'template', 'noscript', 'svg', 'math', 'object', 'xml', 'head']);
/** The same where looks are kept. */
export const SILENT_BUT_STYLES: ReadonlySet<string> = new Set([...SILENT].filter((n) => n !== 'style' && n !== 'head'));
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);
/** Opened again without being closed, these close themselves: old mail is written so. */
const REOPENED = new Set(['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option']);

/** Of these some attribute is kept; the cleaner decides which. */
const WITH_ATTRIBUTES = new Set(['a', 'img', 'td', 'th', 'ol']);
/** Looks only, inside of lines: the words stay. */
const LOOKS = new Set('span font u o:p small big strike s del ins sub sup mark abbr bdo bdi var wbr'.split(' '));
/** May stand in a paragraph; anything else ends it. */
const INLINE = new Set('a b i code strong em cite tt kbd samp br img'.split(' '));
const LISTS = new Set(['ul', 'ol']);
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

export interface Shallow {
  readonly html: string;
  /** Every tag is closed, in order, and nothing stands where a browser would close something by itself; no deeper than `MAX_PLAIN`. */
  readonly orderly: boolean;
}

const MAX_PLAIN = 50;

/** `looks`: attributes and tags that say only how words look stay. */
export function shallow(html: string, silentTags: ReadonlySet<string> = SILENT, looks = false): Shallow {
  const out: string[] = [];
  const stack: string[] = [];
  let used = 0;
  let silent: string | null = null;
  let name = '';
  let from = 0;
  let nameEnd = 0;
  let orderly = true;
  let paragraphs = 0;
  const leaveOut = (start: number, end: number): void => {
    if (start > used) out.push(html.slice(used, start));
    used = Math.max(used, end);
  };
  const open = (end: number): void => {
    if (silent !== null) {
      if (!(silent === 'head' && name === 'body')) return;
      leaveOut(used, from);
      silent = null;
    }
    if (silentTags.has(name)) {
      silent = name;
      leaveOut(from, end);
      return;
    }
    if (!looks && LOOKS.has(name)) {
      leaveOut(from, end);
      return;
    }
    if (!looks && !WITH_ATTRIBUTES.has(name) && end - nameEnd > 1) leaveOut(nameEnd, end - 1);
    if (paragraphs > 0 && !INLINE.has(name)) orderly = false;
    if (VOID.has(name)) return;
    // A heading ends the one that it opens in.
    if (HEADINGS.has(name) && HEADINGS.has(stack.at(-1) ?? '')) orderly = false;
    if ((name === 'li') !== LISTS.has(stack.at(-1) ?? '')) orderly = false;
    if (stack.at(-1) === name && REOPENED.has(name)) return;
    if (stack.length >= MAX_PLAIN) orderly = false;
    if (stack.length < MAX_DEPTH) {
      stack.push(name);
      if (name === 'p') paragraphs += 1;
    } else leaveOut(from, end);
  };
  const close = (start: number, end: number, closed: string): void => {
    if (silent !== null) {
      if (closed !== silent) return;
      silent = null;
      leaveOut(used, end);
      return;
    }
    if (!looks && LOOKS.has(closed)) {
      leaveOut(start, end);
      return;
    }
    const at = stack.lastIndexOf(closed);
    if (at !== stack.length - 1) orderly = false;
    if (at >= 0) {
      for (let top = stack.length - 1; top >= at; top -= 1) if (stack[top] === 'p') paragraphs -= 1;
      stack.length = at;
    }
    // `</p>` and `</br>` alone stand for an empty paragraph and a break.
    else if (closed === 'p' || closed === 'br') orderly = false;
    else leaveOut(start, end);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (start, end) => {
        name = html.slice(start, Math.min(end, start + 40)).toLowerCase();
        from = start - 1;
        nameEnd = end;
      },
      onopentagend: (end) => open(end + 1),
      onselfclosingtag: (end) => {
        // HTML has no such thing outside of drawings: `<div/>` opens, `<script/>` we take at its word.
        if (silent === null && silentTags.has(name)) leaveOut(from, end + 1);
        else open(end + 1);
      },
      onclosetag: (start, end) => {
        const stop = html.indexOf('>', end);
        close(start - 2, stop < 0 ? html.length : stop + 1, html.slice(start, Math.min(end, start + 40)).toLowerCase());
      },
      ontext: () => undefined,
      ontextentity: () => undefined,
      onattribname: () => undefined,
      onattribdata: () => undefined,
      onattribentity: () => undefined,
      onattribend: () => undefined,
      oncdata: () => undefined,
      oncomment: (start, end) => {
        // What browsers read as a comment (`</ =>`) begins elsewhere; the cleaner knows those.
        if (silent === null && html.startsWith('<!--', start - 4)) leaveOut(start - 4, end + 1);
      },
      ondeclaration: () => undefined,
      onprocessinginstruction: () => undefined,
      onend: () => undefined,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  if (silent === null) out.push(html.slice(used));
  return { html: out.join(''), orderly: orderly && stack.length === 0 };
}
