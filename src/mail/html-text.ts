/**
 * HTML → text, for mails that have no usable text part, and for showing. One pass over the tokens of htmlparser2, no tree:
 * depth costs nothing, so a mail of two hundred thousand nested tags takes as long as any other of its size.
 *
 * Paragraphs become blank lines, list items `- ` or `1. `, quotes `> ` (what a text reply looks like), table cells a space.
 */
import { Tokenizer } from 'htmlparser2';
import { TextFlow } from './html-flow.ts';

/** Blocks that stand on lines of their own; `true` asks for a blank line around. */
const BLOCKS: Readonly<Record<string, boolean>> = {
  address: false,
  article: false,
  aside: false,
  body: false,
  center: false,
  dd: false,
  details: false,
  dir: true,
  div: false,
  dl: true,
  dt: false,
  fieldset: false,
  figure: false,
  footer: false,
  form: false,
  h1: true,
  h2: true,
  h3: true,
  h4: true,
  h5: true,
  h6: true,
  header: false,
  hr: false,
  li: false,
  main: false,
  menu: true,
  nav: false,
  ol: true,
  p: true,
  pre: true,
  section: false,
  summary: false,
  table: false,
  tbody: false,
  tfoot: false,
  thead: false,
  tr: false,
  ul: true,
};
const SILENT = new Set(['style', 'script', 'title', 'head', 'template', 'noscript', 'object', 'svg', 'math', 'xml']);

export function htmlToText(html: string): string {
  const flow = new TextFlow();
  let name = '';
  let attribute = '';
  let alt = '';
  let silent: string | null = null;
  const data = (text: string): void => {
    if (silent === null) flow.write(text);
  };
  const open = (): void => {
    if (silent !== null) {
      // A body inside an unclosed head: browsers end the head there.
      if (silent === 'head' && name === 'body') silent = null;
      return;
    }
    if (SILENT.has(name)) silent = name;
    else openTag(flow, name, alt);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => data(html.slice(start, end)),
      ontextentity: (code) => data(String.fromCodePoint(code)),
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
        alt = '';
      },
      onattribname: (start, end) => {
        attribute = html.slice(start, end).toLowerCase();
      },
      onattribdata: (start, end) => {
        if (attribute === 'alt' && name === 'img') alt += html.slice(start, Math.min(end, start + 40));
      },
      onattribentity: (code) => {
        if (attribute === 'alt' && name === 'img' && alt.length < 40) alt += String.fromCodePoint(code);
      },
      onattribend: () => undefined,
      onopentagend: open,
      onselfclosingtag: () => {
        open();
        if (silent === name) silent = null;
      },
      onclosetag: (start, end) => {
        const closed = html.slice(start, end).toLowerCase();
        if (silent !== null) {
          if (closed === silent) silent = null;
        } else closeTag(flow, closed);
      },
      oncdata: (start, end) => data(html.slice(start, end)),
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onprocessinginstruction: () => undefined,
      onend: () => undefined,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return flow.end();
}

function openTag(flow: TextFlow, name: string, alt: string): void {
  if (name === 'br') flow.lineBreak();
  else if (name === 'blockquote') flow.openQuote();
  else if (name === 'ul' || name === 'ol') flow.openList(name === 'ol');
  else if (name === 'li') flow.openItem();
  else if (name === 'td' || name === 'th') flow.cell();
  else if (name === 'img') {
    // Mail programs send emoji as pictures; the alt text is what the person typed.
    if (alt.length <= 16 && /\p{Extended_Pictographic}/u.test(alt)) flow.write(alt);
  } else if (Object.hasOwn(BLOCKS, name)) {
    flow.block(BLOCKS[name]!);
    if (name === 'pre') flow.openPre();
  }
}

function closeTag(flow: TextFlow, name: string): void {
  if (name === 'blockquote') flow.closeQuote();
  else if (name === 'ul' || name === 'ol') flow.closeList();
  else if (name === 'pre') flow.closePre();
  else if (name === 'p' || (name !== 'hr' && Object.hasOwn(BLOCKS, name))) flow.block(BLOCKS[name]!);
  else if (name === 'br') flow.lineBreak();
}
