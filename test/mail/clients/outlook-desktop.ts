/**
 * Outlook for Windows with a mailbox of its own (SMTP): Word writes the HTML, and the text part comes out of Word with each
 * paragraph apart. No line is marked as a quote; people answer between the lines in blue.
 */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail } from './mime.ts';
import { type HeaderWords, OUTLOOK_WORDS } from './outlook-words.ts';
import type { Answering, MailProgram } from './program.ts';
import { bodyOf, change, escapeHtml, insertAfter, type Node, parseTree, type Tag, writeTree } from './tree.ts';

const HABITS: TextHabits = {
  item: (n) => (n === null ? '*\t' : `${n}.\t`),
  link: (name, address) => `${name} <${address}> `,
  rule: '  _____  ',
  quote: () => '',
  apart: ['p', 'li', 'h1', 'h2'],
  hidden: false,
  width: 0,
};

export const outlookDesktop: MailProgram = {
  name: 'Outlook desktop',
  markup: true,
  answer: (answering) => send(answering),
  typed: (words) => words.flatMap((paragraph) => paragraph.split('\n')).join('\n\n'),
};

function send(answering: Answering): Buffer {
  const words = OUTLOOK_WORDS[answering.locale];
  const html = page(answering, words);
  // Word's empty paragraph is a no-break space, and that is a space in its text.
  const text = asText(parseTree(html), HABITS).replaceAll('\u00a0', ' ');
  const { charset } = words;
  return answerMail(
    answering.to.letter,
    ['X-Mailer: Microsoft Outlook 16.0', 'Content-Language: en-us'],
    [
      { type: 'text/plain', text: `${text}\n\n`, charset, encoding: 'quoted-printable' },
      { type: 'text/html', text: html, charset, encoding: 'quoted-printable' },
    ],
  );
}

function page(answering: Answering, words: HeaderWords): string {
  const { style, to } = answering;
  const quoted = wordHtml(bodyOf(to.letter.html).kids);
  const own = typed(answering.words);
  const header = headerBlock(answering, words);
  const inner = {
    top: () => `${own}${EMPTY}${header}${EMPTY}${writeTree(quoted)}`,
    bottom: () => `${EMPTY}${header}${EMPTY}${writeTree(quoted)}${EMPTY}${own}`,
    interleaved: () => {
      const put = (nodes: Node[], line: string, i: number) =>
        insertAfter(nodes, line, parseTree(typed([answering.answers[i]!], 'color:#1F497D')));
      return `${EMPTY}${header}${EMPTY}${writeTree(to.asked.reduce(put, quoted))}`;
    },
  }[style]();
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta name=Generator content="Microsoft Word 15 (filtered medium)"><style><!--
p.MsoNormal, li.MsoNormal, div.MsoNormal
	{margin:0in;
	font-size:11.0pt;
	font-family:"Calibri",sans-serif;}
@page WordSection1
	{size:8.5in 11.0in;}
--></style></head><body lang=EN-US link=blue vlink=purple style='word-wrap:break-word'><div class=WordSection1>${inner}</div></body></html>`;
}

const EMPTY = '<p class=MsoNormal><o:p>&nbsp;</o:p></p>';

const typed = (words: readonly string[], style = ''): string =>
  words
    .map((paragraph) =>
      paragraph
        .split('\n')
        .map((line) => paragraphOf(line, style))
        .join(''),
    )
    .join(EMPTY);

const paragraphOf = (line: string, style: string): string =>
  `<p class=MsoNormal><span style='${style}'>${escapeHtml(line)}<o:p></o:p></span></p>`;

function headerBlock({ to: { letter } }: Answering, words: HeaderWords): string {
  const { from, sent, to, subject } = words;
  const run = (label: string, value: string) => `<b>${label}</b> ${escapeHtml(value)}`;
  const lines = [
    run(from, `${letter.from.name} <${letter.from.address}>`),
    run(sent, words.date),
    run(to, letter.to.map(({ name, address }) => `${name} <${address}>`).join('; ')),
    run(subject, letter.subject),
  ].join(' <br>');
  return `<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal>${lines}<o:p></o:p></p></div></div>`;
}

/** Word's own tags and styles instead of ours; what stood bare in a block becomes a paragraph. */
function wordHtml(nodes: readonly Node[]): Node[] {
  return change(nodes, (tag) => {
    const { tag: name, attrs, kids } = tag;
    const hidden = /display:\s*none/.test(attrs.style ?? '');
    const p = (inner: readonly Node[]): Tag => paragraph(inner, hidden);
    if (name === 'p') return p(kids);
    if (name === 'li')
      return { ...tag, attrs: { class: 'MsoNormal', style: 'mso-list:l0 level1 lfo1' }, kids: [...kids, OP] };
    if (name === 'ol') return { ...tag, attrs: { style: 'margin-top:0in', start: '1', type: '1' } };
    if (name === 'ul') return { ...tag, attrs: { style: 'margin-top:0in', type: 'disc' } };
    if (name === 'table')
      return {
        ...tag,
        attrs: { class: 'MsoNormalTable', border: '0', cellspacing: '0', cellpadding: '0', width: '100%' },
      };
    if (name === 'td') return { ...tag, attrs: { style: 'padding:18.0pt 12.0pt 18.0pt 12.0pt' } };
    if (name === 'hr')
      return {
        tag: 'div',
        attrs: { class: 'MsoNormal', align: 'center' },
        kids: [{ tag: 'hr', attrs: { size: '2', width: '100%' }, kids: [] }],
      };
    if (name === 'div' || name === 'blockquote')
      return { ...tag, attrs: { style: 'margin-bottom:12.0pt' }, kids: inParagraphs(kids, p) };
    if (name === 'span' && 'data-postern' in attrs) return p(kids);
    if (name === 'time') return kids;
    return { ...tag, attrs: attrs.href ? { href: attrs.href } : {} };
  });
}

const OP: Tag = { tag: 'o:p', attrs: {}, kids: [] };
const paragraph = (inner: readonly Node[], hidden: boolean): Tag => ({
  tag: 'p',
  attrs: { class: 'MsoNormal', style: 'margin-bottom:9.0pt' },
  kids: [
    {
      tag: 'span',
      attrs: { style: hidden ? 'font-size:1.0pt;display:none' : 'font-size:12.0pt;color:#16191D' },
      kids: [...inner, OP],
    },
  ],
});

const INLINE = new Set(['a', 'b', 'i', 'span', 'br', 'time']);
function inParagraphs(kids: readonly Node[], p: (inner: readonly Node[]) => Tag): Node[] {
  const bare = kids.every((kid) => typeof kid === 'string' || INLINE.has(kid.tag));
  return bare && kids.length > 0 ? [p(kids)] : [...kids];
}
