/** Thunderbird: blockquote type=cite with the Message-ID, a text part that flows (RFC 3676), the attribution without an address. */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail, flowed } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { bodyOf, escapeHtml, type Node, parseTree, splitAfter, writeTree } from './tree.ts';

/** `@` is the name. Its Japanese edition keeps the English line. */
const WROTE: Record<Locale, string> = {
  en: 'On 11/23/2026 6:05 AM, @ wrote:',
  ru: '23.11.2026 14:05, @ пишет:',
  de: 'Am 23.11.26 um 12:05 schrieb @:',
  fr: 'Le 23/11/2026 à 12:05, @ a écrit\u00a0:',
  es: 'El 23/11/26 a las 12:05, @ escribió:',
  it: 'Il 23/11/26 12:05, @ ha scritto:',
  pt: 'Em 23/11/2026 08:05, @ escreveu:',
  pl: 'W dniu 23.11.2026 o 12:05, @ pisze:',
  uk: '23.11.26 13:05, @ пише:',
  ja: 'On 2026/11/23 20:05, @ wrote:',
  zh: '在 2026/11/23 19:05, @ 写道:',
  tr: '23.11.2026 14:05 tarihinde @ yazdı:',
  nl: 'Op 23-11-2026 om 12:05 schreef @:',
};

const HABITS: TextHabits = {
  item: (n) => (n === null ? ' * ' : ` ${n}. `),
  link: (name, address) => `${name} <${address}>`,
  bold: '*',
  rule: '------------------------------------------------------------------------',
  quote: (depth, blank) => '>'.repeat(depth) + (blank ? '' : ' '),
  apart: ['p', 'ul', 'ol', 'blockquote'],
  hidden: true,
  width: 0,
};

export const thunderbird: MailProgram = {
  name: 'Thunderbird',
  markup: true,
  answer: (answering) => send(answering),
  typed: asTyped,
};

function send(answering: Answering): Buffer {
  const html = page(answering);
  const text = flowed(asText(parseTree(html), HABITS));
  return answerMail(
    answering.to.letter,
    ['User-Agent: Mozilla Thunderbird', 'Content-Language: en-US'],
    [
      { type: 'text/plain', text: `${text}\n`, charset: 'UTF-8', encoding: '8bit', more: '; format=flowed' },
      { type: 'text/html', text: html, charset: 'UTF-8', encoding: '8bit' },
    ],
  );
}

const HEAD = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">';

function page(answering: Answering): string {
  const { style, to, words } = answering;
  const { letter } = to;
  const body = { ...bodyOf(letter.html), tag: 'div' };
  const wrote = `<div class="moz-cite-prefix">${WROTE[answering.locale].replace('@', letter.from.name)}<br></div>`;
  const cite = (nodes: readonly Node[]) =>
    `<blockquote type="cite" cite="mid:${letter.messageId.slice(1, -1)}">${writeTree(nodes)}</blockquote>`;
  const whole = `${wrote}${cite([parseTree(HEAD)[0]!, body])}`;
  const inner = {
    top: () => `${paragraphs(words)}<p></p>${whole}`,
    bottom: () => `${whole}<p><br></p>${paragraphs(words)}`,
    interleaved: () => {
      let rest: readonly Node[] = [body];
      let out = wrote;
      for (const [i, line] of to.asked.entries()) {
        const [before, after] = splitAfter(rest, line);
        out += `${cite(before)}${paragraphs([answering.answers[i]!])}`;
        rest = after;
      }
      return out + cite(rest);
    },
  }[style]();
  return `<!DOCTYPE html>\n<html>\n  <head>\n    ${HEAD}\n  </head>\n  <body>\n    ${inner}\n  </body>\n</html>\n`;
}

const paragraphs = (words: readonly string[]): string =>
  words.map((paragraph) => `<p>${paragraph.split('\n').map(escapeHtml).join('<br>\n    ')}</p>`).join('\n    ');
