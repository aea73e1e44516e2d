/** HTML → the text part, as mail programs make it: the same walk, and habits that differ. */
import { isTag, type Node, type Tag, textOf } from './tree.ts';

export interface TextHabits {
  /** Before an item; `n` is its number, or null in a list of dots. */
  readonly item: (n: number | null) => string;
  readonly link: (name: string, address: string) => string;
  /** Around bold words. */
  readonly bold?: string;
  readonly rule: string;
  /** Before each line inside `depth` blockquotes; '' when the program marks no quotes. */
  readonly quote: (depth: number, blank: boolean) => string;
  /** Tags with a blank line before and after. */
  readonly apart: readonly string[];
  /** Does the text show what the page hides? */
  readonly hidden: boolean;
  /** Columns, the quote's mark included; 0 never wraps. */
  readonly width: number;
  /** May a line end after the `<` of an address? */
  readonly breaksAddress?: boolean;
}

const BLOCKS = new Set('p div ul ol li blockquote table tbody tr td h1 h2 h3 center'.split(' '));
const SILENT = new Set(['style', 'script', 'title', 'head']);

interface Line {
  readonly depth: number;
  readonly text: string;
}

/** LF line ends; spaces at the end of lines are left to the caller. */
export function asText(nodes: readonly Node[], habits: TextHabits): string {
  const lines: Line[] = [];
  let current = '';
  let gap = false;
  let depth = 0;
  const put = (text: string) => {
    const last = lines.at(-1);
    if (gap && last && last.text !== '') lines.push({ depth: Math.min(depth, last.depth), text: '' });
    gap = false;
    lines.push({ depth, text });
  };
  const flush = () => {
    // A no-break space alone is a line: it is how editors keep one empty.
    if (/[^ ]/.test(current)) put(current.replace(/ +$/, ''));
    current = '';
  };
  const counters: (number | null)[] = [];
  const walk = (node: Node): void => {
    if (!isTag(node)) {
      const text = node.replace(/[ \t\r\n]+/g, ' ');
      current += current === '' ? text.replace(/^ /, '') : text;
    } else if (node.tag === 'br') {
      put(current.replace(/ +$/, ''));
      current = '';
    } else if (!SILENT.has(node.tag) && (habits.hidden || !/display:\s*none/.test(node.attrs.style ?? ''))) enter(node);
  };
  const enter = (node: Tag): void => {
    const { tag, attrs, kids } = node;
    if (tag === 'a' && !attrs.href?.startsWith('mailto:')) current += habits.link(textOf(node), attrs.href ?? '');
    else if (tag === 'b' && habits.bold) {
      current += habits.bold;
      kids.forEach(walk);
      current += habits.bold;
    } else if (tag === 'hr') {
      flush();
      put(habits.rule);
    } else if (BLOCKS.has(tag)) {
      flush();
      if (habits.apart.includes(tag)) gap = true;
      if (tag === 'blockquote') depth++;
      if (tag === 'ol' || tag === 'ul') counters.push(tag === 'ol' ? Number(attrs.start ?? 1) : null);
      if (tag === 'li') current = item();
      kids.forEach(walk);
      flush();
      if (tag === 'ol' || tag === 'ul') counters.pop();
      if (tag === 'blockquote') depth--;
      if (habits.apart.includes(tag)) gap = true;
    } else kids.forEach(walk);
  };
  const item = (): string => {
    const n = counters.at(-1) ?? null;
    if (n !== null) counters[counters.length - 1] = n + 1;
    return habits.item(n);
  };
  nodes.forEach(walk);
  flush();
  return lines.flatMap(({ depth: d, text }) => marked(d, text, habits)).join('\n');
}

function marked(depth: number, text: string, habits: TextHabits): string[] {
  const mark = depth > 0 ? habits.quote(depth, false) : '';
  if (text === '') return [depth > 0 ? habits.quote(depth, true) : ''];
  return wrap(text, habits.width && habits.width - mark.length, habits.breaksAddress).map((line) => mark + line);
}

/** Greedy, at spaces; a word longer than the line stands alone. */
export function wrap(text: string, width: number, breaksAddress = false): string[] {
  if (width <= 0 || text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '' || line.length + 1 + word.length <= width) line = line === '' ? word : `${line} ${word}`;
    else if (breaksAddress && /^<\S+@/.test(word) && line.length + 2 <= width) {
      lines.push(`${line} <`);
      line = word.slice(1);
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
