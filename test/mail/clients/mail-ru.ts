/**
 * mail.ru in a browser: a blue blockquote with the attribution inside, names suffixed, and a text part where every quoted line,
 * the attribution too, has a `>` without a space. Its editor does not break the quote: an answer between the lines stays inside.
 */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram, who } from './program.ts';
import { bodyOf, changeAttrs, escapeHtml, insertAfter, type Node, parseTree, rename, writeTree } from './tree.ts';

const ENGLISH = (time: string) => `Monday, November 23, 2026 ${time} from @:`;
/** `@` is the name with the address. Who has no edition in their language reads the English one. */
const WROTE: Record<Locale, string> = {
  en: ENGLISH('6:05 AM -05:00'),
  ru: 'Понедельник, 23 ноября 2026, 14:05 +03:00 от @:',
  de: ENGLISH('12:05 PM +01:00'),
  fr: ENGLISH('12:05 PM +01:00'),
  es: 'Lunes, 23 de noviembre de 2026, 12:05 +01:00 de @:',
  it: ENGLISH('12:05 PM +01:00'),
  pt: 'Segunda-feira, 23 de novembro de 2026, 08:05 -03:00 de @:',
  pl: ENGLISH('12:05 PM +01:00'),
  uk: 'Понеділок, 23 листопада 2026, 13:05 +02:00 від @:',
  ja: ENGLISH('8:05 PM +09:00'),
  zh: ENGLISH('7:05 PM +08:00'),
  tr: ENGLISH('2:05 PM +03:00'),
  nl: ENGLISH('12:05 PM +01:00'),
};

const HABITS: TextHabits = {
  item: (n) => (n === null ? '* ' : `${n}. `),
  link: (name, address) => `${name} ( ${address} )`,
  rule: '----------------------------------------------------------------------',
  quote: (depth) => '>'.repeat(depth),
  apart: ['p', 'ul', 'ol'],
  hidden: true,
  width: 0,
};

export const mailRu: MailProgram = { name: 'mail.ru', markup: true, answer: (a) => send(a), typed: asTyped };

function send(answering: Answering): Buffer {
  const html = page(answering);
  const text = asText(parseTree(html), HABITS).replaceAll('\u00a0', ' ');
  return answerMail(
    answering.to.letter,
    ['X-Mailer: Mail.Ru Mailer 1.0'],
    [
      { type: 'text/plain', text: `${text}\n `, charset: 'utf-8', encoding: 'base64' },
      { type: 'text/html', text: html, charset: 'utf-8', encoding: 'base64' },
    ],
  );
}

function page(answering: Answering): string {
  const { style, to, words } = answering;
  const body = changeAttrs([{ ...bodyOf(to.letter.html), tag: 'div' }], (name, value) => {
    if (name === 'class') return rename(value, '', '_mr_css_attr');
    return name.startsWith('data-') || name === 'id' ? undefined : value;
  });
  const put = (nodes: Node[], line: string, i: number) =>
    insertAfter(nodes, line, parseTree(lines([answering.answers[i]!])));
  const cited = style === 'interleaved' ? to.asked.reduce(put, body) : body;
  const wrote = `${escapeHtml(WROTE[answering.locale].replace('@', who(to)))}<br>&nbsp;`;
  const quote = `<blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">${wrote}<div id=""><div class="js-helper js-readmsg-msg"><div><div id="style_17639027051048213310_BODY"><div class="cl_812205">${writeTree(cited)}</div></div></div></div></div></blockquote>`;
  const inner = {
    top: `${lines(words)}<div>&nbsp;</div>${quote}<div>&nbsp;</div>`,
    bottom: `<div>&nbsp;</div>${quote}<div>&nbsp;</div>${lines(words)}`,
    interleaved: `<div>&nbsp;</div>${quote}<div>&nbsp;</div>`,
  }[style];
  return `\n<HTML><BODY>${inner}</BODY></HTML>\n`;
}

const lines = (words: readonly string[]): string =>
  asTyped(words)
    .split('\n')
    .map((line) => `<div>${line ? escapeHtml(line) : '&nbsp;'}</div>`)
    .join('');
