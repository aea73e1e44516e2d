/**
 * Outlook on the web behind Exchange: classes and ids get an x_, links came through the link scanner, and Exchange makes the
 * text part: a line of underscores, a header block, no mark on any quoted line.
 */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail } from './mime.ts';
import { OUTLOOK_WORDS } from './outlook-words.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { bodyOf, changeAttrs, escapeHtml, insertAfter, type Node, parseTree, rename, writeTree } from './tree.ts';

const HABITS: TextHabits = {
  item: (n) => (n === null ? '  *   ' : `  ${n}.  `),
  link: (name, address) => `${name}<${address}>`,
  rule: '________________________________',
  quote: () => '',
  apart: ['p', 'ul', 'ol', 'blockquote'],
  hidden: true,
  width: 0,
};

/** The charsets that Exchange takes for a language; Outlook on the web knows no others. */
const CHARSETS: Partial<Record<string, string>> = {
  ru: 'koi8-r',
  uk: 'koi8-u',
  pl: 'iso-8859-2',
  ja: 'iso-2022-jp',
  zh: 'gb2312',
};

export const outlookWeb: MailProgram = {
  name: 'Outlook web',
  markup: true,
  answer: (answering) => send(answering),
  typed: asTyped,
};

function send(answering: Answering): Buffer {
  const html = page(answering);
  const text = asText(parseTree(html), HABITS).replaceAll('\u00a0', ' ');
  const charset = CHARSETS[answering.locale] ?? 'iso-8859-1';
  return answerMail(
    answering.to.letter,
    ['Thread-Index: AQHbPYd9nV0=', 'X-MS-Has-Attach:'],
    [
      { type: 'text/plain', text: `${text}\n`, charset, encoding: 'quoted-printable' },
      { type: 'text/html', text: html, charset, encoding: 'quoted-printable' },
    ],
  );
}

const FONT =
  'font-family: Aptos, Aptos_EmbeddedFont, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);';
const HEAD =
  '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head>';

function page(answering: Answering): string {
  const { style, to, words, answers } = answering;
  const body = bodyOf(to.letter.html);
  const letter = xNames([{ ...body, tag: 'div' }]);
  const own = lines(words, FONT);
  const quote = (nodes: readonly Node[]) =>
    `<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">${header(answering)}<div>${writeTree(nodes)}</div>`;
  const put = (nodes: Node[], line: string, i: number) =>
    insertAfter(nodes, line, parseTree(lines([answers[i]!], `${FONT} color: rgb(200, 38, 19);`)));
  const inner = {
    top: () => own + quote(letter),
    bottom: () => EMPTY + quote(letter) + EMPTY + own,
    interleaved: () => EMPTY + quote(to.asked.reduce(put, letter)),
  }[style]();
  return `${HEAD}\n<body dir="ltr">\n${inner}\n</body></html>\n`;
}

const EMPTY = `<div class="elementToProof" style="${FONT}"><br></div>`;

const lines = (words: readonly string[], style: string): string =>
  asTyped(words)
    .split('\n')
    .map((line) => (line ? `<div class="elementToProof" style="${style}">${escapeHtml(line)}</div>` : EMPTY))
    .join('');

function header({ to: { letter }, locale }: Answering): string {
  const words = OUTLOOK_WORDS[locale];
  const to = letter.to.map(({ name, address }) => `${name} <${address}>`).join('; ');
  const block = [
    `<b>${words.from}</b> ${escapeHtml(`${letter.from.name} <${letter.from.address}>`)}`,
    `<b>${words.sent}</b> ${words.date}`,
    `<b>${words.to}</b> ${escapeHtml(to)}`,
    `<b>${words.subject}</b> ${escapeHtml(letter.subject)}`,
  ].join('<br>\n');
  return `<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${block}</font><div>&nbsp;</div>\n</div>\n`;
}

const xNames = (nodes: readonly Node[]): Node[] =>
  changeAttrs(nodes, (name, value) => {
    if (name === 'class' || name === 'id') return rename(value, 'x_');
    if (name === 'href') return scanned(value);
    return name.startsWith('data-') ? undefined : value;
  });

const scanned = (address: string): string =>
  `https://eur03.safelinks.protection.outlook.com/?url=${encodeURIComponent(address)}&data=05%7C02%7Canna%40client.example%7C7c1e9&sdata=Qm9f%2Bw%3D&reserved=0`;
