/** Yahoo Mail: the quote in its own div with prefixed names; its text part indents the attribution and marks nothing. */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { bodyOf, changeAttrs, escapeHtml, insertAfter, type Node, parseTree, rename, writeTree } from './tree.ts';

/** `@` is the name with the address. Yahoo's page is not offered in Japanese: such people have the English one. */
const WROTE: Record<Locale, string> = {
  en: 'On Monday, November 23, 2026 at 06:05:00 AM EST, @ wrote:',
  ru: 'понедельник, 23 ноября 2026 г. в 14:05:00 GMT+3, @ написал(а):',
  de: 'Am Montag, 23. November 2026 um 12:05:00 MEZ hat @ Folgendes geschrieben:',
  fr: 'Le lundi 23 novembre 2026 à 12:05:00 UTC+1, @ a écrit :',
  es: 'El lunes, 23 de noviembre de 2026, 12:05:00 CET, @ escribió:',
  it: 'Il lunedì 23 novembre 2026 alle ore 12:05:00 CET, @ ha scritto:',
  pt: 'Em segunda-feira, 23 de novembro de 2026 às 08:05:00 BRT, @ escreveu:',
  pl: 'W dniu poniedziałek, 23 listopada 2026 12:05:00 CET użytkownik @ napisał:',
  uk: 'понеділок, 23 листопада 2026 р. о 13:05:00 EET, @ написав(-ла):',
  ja: 'On Monday, November 23, 2026 at 08:05:00 PM GMT+9, @ wrote:',
  zh: '在 2026年11月23日星期一 GMT+8 19:05:00， @ 写道：',
  tr: '23 Kasım 2026 Pazartesi 14:05:00 GMT+3 tarihinde @ şunu yazdı:',
  nl: 'Op maandag 23 november 2026 om 12:05:00 CET schreef @:',
};

const HABITS: TextHabits = {
  item: (n) => (n === null ? '   - ' : `   ${n}. `),
  link: (name) => name,
  rule: '',
  quote: () => '',
  apart: ['p', 'ul', 'ol'],
  hidden: true,
  width: 0,
};

export const yahoo: MailProgram = { name: 'Yahoo', markup: true, answer: (a) => send(a), typed: asTyped };

function send(answering: Answering): Buffer {
  const html = page(answering);
  const text = asText(parseTree(html), HABITS);
  const indented = text.replace(WROTE_LINE, '    $1  ');
  return answerMail(
    answering.to.letter,
    ['X-Mailer: WebService/1.1.22876 YMailNorrin'],
    [
      { type: 'text/plain', text: `${indented}  `, charset: 'UTF-8', encoding: 'quoted-printable' },
      { type: 'text/html', text: html, charset: 'UTF-8', encoding: 'quoted-printable' },
    ],
  );
}

const WROTE_LINE = /^(.*2026.*@mail\.office\.example>.*)$/m;
const ID = 'yiv4820193746';

function page(answering: Answering): string {
  const { style, to, words } = answering;
  const body = changeAttrs([{ ...bodyOf(to.letter.html), tag: 'div' }], (name, value) => {
    if (name === 'class' || name === 'id') return rename(value, ID);
    return name.startsWith('data-') ? undefined : value;
  });
  const own = `<div class="ydp8a1c44fayahoo-style-wrap" style="font-family:Helvetica Neue, Helvetica, Arial, sans-serif;font-size:13px;"><div></div>\n        ${style === 'top' ? lines(words) : '<div dir="ltr" data-setdir="false"><br></div>'}<div><br></div>\n        \n        </div>`;
  const put = (nodes: Node[], line: string, i: number) =>
    insertAfter(nodes, line, parseTree(lines([answering.answers[i]!])));
  const cited = style === 'interleaved' ? to.asked.reduce(put, body) : body;
  const mailbox = escapeHtml(`${to.letter.from.name} <${to.letter.from.address}>`);
  const wrote = WROTE[answering.locale].replace('@', mailbox);
  return `<html><head></head><body>${own}<div id="yahoo_quoted_3381920475" class="yahoo_quoted">
            <div style="font-family:'Helvetica Neue', Helvetica, Arial, sans-serif;font-size:13px;color:#26282a;">
                <div>
                        ${wrote}
                    </div>
                    <div><br></div>
                    <div><br></div>
                <div><div id="${ID}">${writeTree(cited)}</div></div>${style === 'bottom' ? `<div><br></div>${lines(words)}` : ''}
            </div>
        </div></body></html>`;
}

const lines = (words: readonly string[]): string =>
  asTyped(words)
    .split('\n')
    .map((line) => `<div dir="ltr" data-setdir="false">${line ? escapeHtml(line) : '<br>'}</div>`)
    .join('');
