/** What Apple Mail and the iPhone have in common: WebKit's editor, blockquote type=cite, the attribution inside the quote. */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail } from './mime.ts';
import { type Answering, asTyped } from './program.ts';
import { bodyOf, escapeHtml, type Node, parseTree, splitAfter, type Tag, writeTree } from './tree.ts';

const HABITS: TextHabits = {
  item: (n) => (n === null ? '• ' : `${n}. `),
  link: (name, address) => `${name} <${address}>`,
  rule: '',
  quote: (depth) => '> '.repeat(depth),
  apart: ['p', 'ul', 'ol'],
  hidden: false,
  width: 0,
};

export const CITE = '<blockquote type="cite">';

export function sendApple(answering: Answering, html: string, header: readonly string[]): Buffer {
  const text = asText(parseTree(html), HABITS).replaceAll('\u00a0', ' ');
  return answerMail(answering.to.letter, header, [
    { type: 'text/plain', text: `${text}\n`, charset: 'utf-8', encoding: 'quoted-printable' },
    { type: 'text/html', text: html, charset: 'utf-8', encoding: 'quoted-printable' },
  ]);
}

export const lines = (words: readonly string[]): string =>
  asTyped(words)
    .split('\n')
    .map((line) => `<div>${line ? escapeHtml(line) : '<br>'}</div>`)
    .join('');

export const mailbox = ({ to: { letter } }: Answering): string =>
  `${letter.from.name} &lt;<a href="mailto:${letter.from.address}">${letter.from.address}</a>&gt;`;

/** The body as WebKit shows it, names and styles untouched. */
export function letterBody(answering: Answering): Tag {
  const body = bodyOf(answering.to.letter.html);
  return { ...body, tag: 'div' };
}

/** The quote cut after each line that is answered, the answers between. `open` wraps what stands in one blockquote. */
export function between(
  answering: Answering,
  quoted: readonly Node[],
  open: (inner: string, first: boolean) => string,
): string {
  let rest: readonly Node[] = quoted;
  let out = '';
  for (const [i, line] of answering.to.asked.entries()) {
    const [before, after] = splitAfter(rest, line);
    out += `${open(writeTree(before), i === 0)}<div><br></div>${lines([answering.answers[i]!])}<div><br></div>`;
    rest = after;
  }
  return out + open(writeTree(rest), false);
}
