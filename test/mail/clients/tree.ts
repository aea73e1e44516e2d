/** HTML as a plain tree: what a mail program does to the letter it quotes is written as changes to it. */
import { Parser } from 'htmlparser2';

export interface Tag {
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly kids: readonly Node[];
}
export type Node = Tag | string;

const VOID = new Set(['br', 'hr', 'img', 'meta', 'link', 'input']);
const RAW = new Set(['style', 'script']);
export const isTag = (node: Node): node is Tag => typeof node !== 'string';

/** Comments go: no mail program keeps them in what it quotes. */
export function parseTree(html: string): Node[] {
  const root: { kids: Node[] } = { kids: [] };
  const open: { kids: Node[] }[] = [root];
  const parser = new Parser({
    onopentag(tag, attrs) {
      const made = { tag, attrs, kids: [] as Node[] };
      open.at(-1)!.kids.push(made);
      open.push(made);
    },
    ontext: (text) => void open.at(-1)!.kids.push(text),
    onclosetag: () => void open.pop(),
  });
  parser.end(html);
  return root.kids;
}

export function writeTree(nodes: readonly Node[]): string {
  return nodes.map((node) => (isTag(node) ? writeTag(node) : escapeHtml(node))).join('');
}

function writeTag({ tag, attrs, kids }: Tag): string {
  const listed = Object.entries(attrs).map(
    ([name, value]) => ` ${name}="${escapeHtml(value).replaceAll('"', '&quot;')}"`,
  );
  const start = `<${tag}${listed.join('')}>`;
  if (VOID.has(tag)) return start;
  return `${start}${RAW.has(tag) ? kids.join('') : writeTree(kids)}</${tag}>`;
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\u00a0', '&nbsp;');

export const textOf = (node: Node): string =>
  isTag(node) ? (RAW.has(node.tag) ? '' : node.kids.map(textOf).join('')) : node;

/** What the letter's page shows: the inside of its body, with the body's own attributes. */
export function bodyOf(html: string): Tag {
  const find = (nodes: readonly Node[]): Tag | undefined => {
    for (const node of nodes) {
      if (!isTag(node)) continue;
      const found = node.tag === 'body' ? node : find(node.kids);
      if (found) return found;
    }
    return undefined;
  };
  return find(parseTree(html)) ?? { tag: 'body', attrs: {}, kids: parseTree(html) };
}

/** Each tag from the inside out; `change` gives what stands in its place. */
export function change(nodes: readonly Node[], by: (tag: Tag) => Node | readonly Node[]): Node[] {
  return nodes.flatMap((node) => (isTag(node) ? by({ ...node, kids: change(node.kids, by) }) : node));
}

/** Every attribute of every tag; `undefined` drops it. */
export const changeAttrs = (
  nodes: readonly Node[],
  by: (name: string, value: string, tag: string) => string | undefined,
): Node[] =>
  change(nodes, (tag) => {
    const kept = Object.entries(tag.attrs).flatMap(([name, value]) => {
      const changed = by(name, value, tag.tag);
      return changed === undefined ? [] : [[name, changed] as const];
    });
    return { ...tag, attrs: Object.fromEntries(kept) };
  });

export const rename = (value: string, prefix: string, suffix = ''): string =>
  value.replace(/\S+/g, (name) => `${prefix}${name}${suffix}`);

const LINES = new Set(['p', 'li', 'div']);
const isLine = (tag: Tag, line: string): boolean =>
  LINES.has(tag.tag) &&
  textOf(tag).replace(/\s+/g, ' ').trim() === line &&
  !tag.kids.some((kid) => isTag(kid) && isLine(kid, line));

/** Cuts after the line of that text: both halves keep all that is around it, as an editor does that breaks a quote in two. */
export function splitAfter(nodes: readonly Node[], line: string): [Node[], Node[]] {
  for (const [i, node] of nodes.entries()) {
    if (!isTag(node) || !textOf(node).replace(/\s+/g, ' ').includes(line)) continue;
    const before = nodes.slice(0, i);
    const after = nodes.slice(i + 1);
    if (isLine(node, line)) return [[...before, node], after];
    const [left, right] = splitAfter(node.kids, line);
    return [
      [...before, { ...node, kids: left }],
      [{ ...node, kids: right }, ...after],
    ];
  }
  throw new Error(`the letter has no line ${line}`);
}

/** Puts nodes below the line, inside all that is around it but a list: that is cut and goes on counting. */
export function insertAfter(nodes: readonly Node[], line: string, put: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node | Node[] => {
    if (!isTag(node) || !textOf(node).replace(/\s+/g, ' ').includes(line)) return node;
    if (isLine(node, line)) return [node, ...put];
    const at = node.kids.findIndex((kid) => isTag(kid) && isLine(kid, line));
    if ((node.tag !== 'ol' && node.tag !== 'ul') || at < 0) return { ...node, kids: insertAfter(node.kids, line, put) };
    const rest = node.kids.slice(at + 1);
    const start = Number(node.attrs.start ?? 1) + at + 1;
    const head = { ...node, kids: node.kids.slice(0, at + 1) };
    if (rest.length === 0) return [head, ...put];
    return [head, ...put, { ...node, attrs: { ...node.attrs, start: `${start}` }, kids: rest }];
  });
}
