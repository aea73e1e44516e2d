/**
 * The iPhone's Mail. Its footer stands where the new text begins, so above the quote even when the person writes below; the
 * attribution has a blockquote to itself, and the quoted letter begins with a byte order mark.
 */
import { between, CITE, letterBody, lines, mailbox, sendApple } from './apple.ts';
import { APPLE_WROTE } from './apple-mail.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { writeTree } from './tree.ts';

const FOOTER: Record<Locale, string> = {
  en: 'Sent from my iPhone',
  ru: 'Отправлено с iPhone',
  de: 'Von meinem iPhone gesendet',
  fr: 'Envoyé de mon iPhone',
  es: 'Enviado desde mi iPhone',
  it: 'Inviato da iPhone',
  pt: 'Enviado do meu iPhone',
  pl: 'Wysłane z iPhone’a',
  uk: 'Надіслано з iPhone',
  ja: 'iPhoneから送信',
  zh: '发自我的 iPhone',
  tr: 'iPhone’umdan gönderildi',
  nl: 'Verstuurd vanaf mijn iPhone',
};

export const iphone: MailProgram = {
  name: 'iPhone',
  markup: true,
  answer: (answering) => sendApple(answering, page(answering), ['X-Mailer: iPhone Mail (22B91)']),
  typed: asTyped,
};

function page(answering: Answering): string {
  const { style, words, locale } = answering;
  const footer = `<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">${FOOTER[locale]}</div>`;
  const wrote = `<div dir="ltr"><br>${CITE}${APPLE_WROTE[locale].replace('@', mailbox(answering))}<br><br></blockquote></div>`;
  const body = letterBody(answering);
  const open = (inner: string, first: boolean) =>
    `${CITE}<div dir="ltr">${first ? '\ufeff' : ''}${inner}</div></blockquote>`;
  const whole = open(writeTree([body]), true);
  const inner = {
    top: () => `<div dir="ltr">${lines(words)}${footer}</div>${wrote}${whole}`,
    bottom: () => `<div dir="ltr"><br>${footer}</div>${wrote}${whole}<div dir="ltr"><br></div>${lines(words)}`,
    interleaved: () => `<div dir="ltr"><br>${footer}</div>${wrote}${between(answering, [body], open)}`,
  }[style]();
  return `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">${inner}</body></html>`;
}
