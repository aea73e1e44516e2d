/** Yandex in a browser: HTML alone, the same attribution in every language, an answer between the lines stays in the blockquote. */
import { answerMail } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { bodyOf, changeAttrs, escapeHtml, insertAfter, type Node, parseTree, rename, writeTree } from './tree.ts';

const TIME: Record<Locale, string> = {
  en: '06:05',
  ru: '14:05',
  de: '12:05',
  fr: '12:05',
  es: '12:05',
  it: '12:05',
  pt: '08:05',
  pl: '12:05',
  uk: '13:05',
  ja: '20:05',
  zh: '19:05',
  tr: '14:05',
  nl: '12:05',
};

export const yandex: MailProgram = { name: 'Yandex', markup: true, answer: (a) => send(a), typed: asTyped };

const send = (answering: Answering): Buffer =>
  answerMail(
    answering.to.letter,
    ['X-Mailer: Yamail [ http://yandex.ru ] 5.0'],
    [{ type: 'text/html', text: page(answering), charset: 'utf-8', encoding: 'base64' }],
  );

function page(answering: Answering): string {
  const { style, to, words } = answering;
  const { from } = to.letter;
  const body = changeAttrs([{ ...bodyOf(to.letter.html), tag: 'div' }], (name, value) => {
    if (name === 'class' || name === 'id') return rename(value, 'c2a1b7d0f9e3');
    return name.startsWith('data-') ? undefined : value;
  });
  const put = (nodes: Node[], line: string, i: number) =>
    insertAfter(nodes, line, parseTree(lines([answering.answers[i]!])));
  const cited = style === 'interleaved' ? to.asked.reduce(put, body) : body;
  const wrote = `<div>23.11.2026, ${TIME[answering.locale]}, "${from.name}" &lt;${from.address}&gt;:</div>`;
  const quote = `${wrote}<blockquote>${writeTree(cited)}</blockquote>`;
  return {
    top: `${lines(words)}<div>&nbsp;</div>${quote}`,
    bottom: `<div>&nbsp;</div>${quote}<div>&nbsp;</div>${lines(words)}`,
    interleaved: `<div>&nbsp;</div>${quote}`,
  }[style];
}

const lines = (words: readonly string[]): string =>
  asTyped(words)
    .split('\n')
    .map((line) => `<div>${line ? escapeHtml(line) : '&nbsp;'}</div>`)
    .join('');
