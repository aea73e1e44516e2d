/**
 * The mail program of Samsung's phones, the Android one that is not Gmail: a footer, «-------- Original message --------» and a
 * header block. In its text part the whole header runs on in one line behind the dashes, and no quoted line is marked.
 */
import { asText, type TextHabits } from './as-text.ts';
import { answerMail } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { bodyOf, escapeHtml, insertAfter, type Node, parseTree, writeTree } from './tree.ts';

interface PhoneWords {
  readonly footer: string;
  readonly original: string;
  readonly from: string;
  readonly date: string;
  readonly to: string;
  readonly subject: string;
  readonly sent: string;
}

const words = (
  footer: string,
  original: string,
  names: readonly [string, string, string, string],
  sent: string,
): PhoneWords => {
  const [from, date, to, subject] = names;
  return { footer, original, from, date, to, subject, sent };
};

const WORDS: Record<Locale, PhoneWords> = {
  en: words(
    'Sent from my Galaxy',
    'Original message',
    ['From:', 'Date:', 'To:', 'Subject:'],
    '11/23/26  6:05 AM  (GMT-05:00)',
  ),
  ru: words(
    'Отправлено с моего Galaxy',
    'Исходное сообщение',
    ['От:', 'Дата:', 'Кому:', 'Тема:'],
    '23.11.2026  14:05  (GMT+03:00)',
  ),
  de: words(
    'Von meinem Galaxy gesendet',
    'Ursprüngliche Nachricht',
    ['Von:', 'Datum:', 'An:', 'Betreff:'],
    '23.11.26  12:05  (GMT+01:00)',
  ),
  fr: words(
    'Envoyé depuis mon appareil Galaxy',
    'Message d’origine',
    ['De :', 'Date :', 'À :', 'Objet :'],
    '23/11/2026  12:05  (GMT+01:00)',
  ),
  es: words(
    'Enviado desde mi Galaxy',
    'Mensaje original',
    ['De:', 'Fecha:', 'Para:', 'Asunto:'],
    '23/11/26  12:05  (GMT+01:00)',
  ),
  it: words(
    'Inviato dal mio Galaxy',
    'Messaggio originale',
    ['Da:', 'Data:', 'A:', 'Oggetto:'],
    '23/11/26  12:05  (GMT+01:00)',
  ),
  pt: words(
    'Enviado do meu Galaxy',
    'Mensagem original',
    ['De:', 'Data:', 'Para:', 'Assunto:'],
    '23/11/2026  08:05  (GMT-03:00)',
  ),
  pl: words(
    'Wysłane z mojego Galaxy',
    'Oryginalna wiadomość',
    ['Od:', 'Data:', 'Do:', 'Temat:'],
    '23.11.2026  12:05  (GMT+01:00)',
  ),
  uk: words(
    'Надіслано з мого Galaxy',
    'Вихідне повідомлення',
    ['Від:', 'Дата:', 'Кому:', 'Тема:'],
    '23.11.26  13:05  (GMT+02:00)',
  ),
  ja: words(
    'Galaxyから送信',
    '元のメッセージ',
    ['差出人:', '日付:', '宛先:', '件名:'],
    '2026/11/23  20:05  (GMT+09:00)',
  ),
  zh: words(
    '从我的 Galaxy 发送',
    '原始邮件',
    ['发件人：', '日期：', '收件人：', '主题：'],
    '2026/11/23  19:05  (GMT+08:00)',
  ),
  tr: words(
    'Galaxy cihazımdan gönderildi',
    'Orijinal mesaj',
    ['Kimden:', 'Tarih:', 'Kime:', 'Konu:'],
    '23.11.2026  14:05  (GMT+03:00)',
  ),
  nl: words(
    'Verzonden vanaf mijn Galaxy',
    'Oorspronkelijk bericht',
    ['Van:', 'Datum:', 'Aan:', 'Onderwerp:'],
    '23-11-2026  12:05  (GMT+01:00)',
  ),
};

const HABITS: TextHabits = {
  item: (n) => (n === null ? '• ' : `${n}. `),
  link: (name) => name,
  rule: '',
  quote: () => '',
  apart: ['p', 'ul', 'ol'],
  hidden: true,
  width: 0,
};

export const android: MailProgram = { name: 'Android', markup: true, answer: (a) => send(a), typed: asTyped };

function send(answering: Answering): Buffer {
  const html = page(answering);
  const text = runOn(asText(parseTree(html), HABITS));
  return answerMail(
    answering.to.letter,
    [],
    [
      { type: 'text/plain', text, charset: 'utf-8', encoding: 'base64' },
      { type: 'text/html', text: html, charset: 'utf-8', encoding: 'base64' },
    ],
  );
}

/** From the dashes to the subject: one line. */
function runOn(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('-------- '));
  const header = lines[at]! + lines.slice(at + 1, at + 5).join(' ');
  return [...lines.slice(0, at), header, ...lines.slice(at + 5)].join('\n');
}

function page(answering: Answering): string {
  const { style, to } = answering;
  const { letter } = to;
  const w = WORDS[answering.locale];
  const body = [{ ...bodyOf(letter.html), tag: 'div' }];
  const put = (nodes: Node[], line: string, i: number) =>
    insertAfter(nodes, line, parseTree(lines([answering.answers[i]!])));
  const cited = style === 'interleaved' ? to.asked.reduce(put, body) : body;
  const header = [
    `-------- ${w.original} --------`,
    `${w.from} ${escapeHtml(`${letter.from.name} <${letter.from.address}>`)} `,
    `${w.date} ${w.sent} `,
    `${w.to} ${escapeHtml(letter.to.map(({ name, address }) => `${name} <${address}>`).join(', '))} `,
    `${w.subject} ${escapeHtml(letter.subject)} `,
  ].map((line) => `<div>${line}</div>`);
  const footer = `<div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">${w.footer}</div></div>`;
  const above = style === 'top' ? lines(answering.words) : '<div dir="auto"><br></div>';
  const below = style === 'bottom' ? `<div dir="auto"><br></div>${lines(answering.words)}` : '';
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body dir="auto">${above}<div dir="auto"><br></div>${footer}<div dir="auto"><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000">${header.join('')}<div><br></div></div>${writeTree(cited)}${below}</body></html>`;
}

const lines = (all: readonly string[]): string =>
  asTyped(all)
    .split('\n')
    .map((line) => `<div dir="auto">${line ? escapeHtml(line) : '<br>'}</div>`)
    .join('');
