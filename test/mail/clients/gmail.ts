/** Gmail in a browser. It keeps inline style, drops <style>, prefixes classes, and breaks its text part at 78 columns. */
import { asText, type TextHabits, wrap } from './as-text.ts';
import { answerMail } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { bodyOf, changeAttrs, escapeHtml, type Node, parseTree, rename, splitAfter, writeTree } from './tree.ts';

/** `@` is the name with the address. */
const WROTE: Record<Locale, string> = {
  en: 'On Mon, Nov 23, 2026 at 6:05\u202fAM @ wrote:',
  ru: 'пн, 23 нояб. 2026\u202fг. в 14:05, @:',
  de: 'Am Mo., 23. Nov. 2026 um 12:05\u202fUhr schrieb @:',
  fr: 'Le\u00a0lun. 23 nov. 2026 à\u00a012:05, @ a écrit\u00a0:',
  es: 'El lun, 23 nov 2026 a las 12:05, @ escribió:',
  it: 'Il giorno lun 23 nov 2026 alle ore 12:05 @ ha scritto:',
  pt: 'Em seg., 23 de nov. de 2026 às 08:05, @ escreveu:',
  pl: 'pon., 23 lis 2026 o 12:05 @ napisał(a):',
  uk: 'пн, 23 лист. 2026\u202fр. о 13:05 @ пише:',
  ja: '2026年11月23日(月) 20:05 @:',
  zh: '@ 于2026年11月23日周一 19:05写道：',
  tr: '@, 23 Kas 2026 Pzt, 14:05 tarihinde şunu yazdı:',
  nl: 'Op ma 23 nov 2026 om 12:05 schreef @:',
};

const WIDTH = 78;
const HABITS: TextHabits = {
  item: (n) => (n === null ? '   - ' : `   ${n}. `),
  link: (name, address) => `${name} <${address}>`,
  bold: '*',
  rule: '------------------------------',
  quote: (depth, blank) => '>'.repeat(depth) + (blank ? '' : ' '),
  apart: ['p', 'ul', 'ol', 'blockquote'],
  hidden: true,
  width: WIDTH,
  breaksAddress: true,
};
const QUOTE = 'margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex';

export const gmail: MailProgram = { name: 'Gmail', markup: true, answer: (a) => send(a), typed: gmailTyped };

export function gmailTyped(words: readonly string[]): string {
  const lines = asTyped(words).split('\n');
  return lines.flatMap((line) => wrap(line, WIDTH)).join('\n');
}

function send(answering: Answering): Buffer {
  const html = page(answering);
  const text = `${asText(parseTree(html), HABITS)}\n`;
  return answerMail(
    answering.to.letter,
    [],
    [
      { type: 'text/plain', text, charset: 'UTF-8', encoding: /[^\0-\x7f]/.test(text) ? 'base64' : 'quoted-printable' },
      { type: 'text/html', text: html, charset: 'UTF-8', encoding: 'quoted-printable' },
    ],
  );
}

function page(answering: Answering): string {
  const { style, words, answers, to } = answering;
  const quoted = letterBody(to.letter.html);
  const mailbox = `${to.letter.from.name} &lt;<a href="mailto:${to.letter.from.address}">${to.letter.from.address}</a>&gt;`;
  const attribution = `<div dir="ltr" class="gmail_attr">${WROTE[answering.locale].replace('@', mailbox)}<br></div>`;
  const box = (inner: string) => `<br><div class="gmail_quote gmail_quote_container">${attribution}${inner}</div>\n`;
  if (style === 'top') return `<div dir="ltr">${lines(words)}</div>${box(cite(quoted))}`;
  const above = '<div dir="ltr"><div dir="ltr"><br></div>';
  if (style === 'bottom') return `${above}${box(`${cite(quoted)}<div><br></div>${lines(words)}`)}</div>`;
  let rest = quoted;
  let inner = '';
  for (const [i, line] of to.asked.entries()) {
    const [before, after] = splitAfter(rest, line);
    inner += `${cite(before)}<div><br></div>${lines([answers[i]!])}<div>&nbsp;</div>`;
    rest = after;
  }
  return `${above}${box(inner + cite(rest))}</div>`;
}

/** The first line stands bare, the others in divs: Chrome's way to edit. */
function lines(words: readonly string[]): string {
  const all = asTyped(words).split('\n').map(escapeHtml);
  return all.map((line) => `<div>${line || '<br>'}</div>`).join('');
}

const cite = (nodes: readonly Node[]): string =>
  `<blockquote class="gmail_quote" style="${QUOTE}">${writeTree(nodes)}</blockquote>`;

function letterBody(html: string): Node[] {
  const body = bodyOf(html);
  const inside = changeAttrs([{ ...body, tag: 'div' }], (name, value) => {
    if (name === 'class' || name === 'id') return rename(value, 'm_-7291834650128834617');
    return name.startsWith('data-') || name === 'aria-hidden' ? undefined : value;
  });
  return ['\n', { tag: 'u', attrs: {}, kids: [] }, ...inside];
}
