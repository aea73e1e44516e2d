/** A program that writes text alone: KMail, as it comes. It quotes our text part, `> ` before each line, wrapped at 78 columns. */
import { wrap } from './as-text.ts';
import { answerMail } from './mime.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';

/** `@` is the name. */
const WROTE: Record<Locale, string> = {
  en: 'On Monday, 23 November 2026 06:05:00 EST @ wrote:',
  ru: 'В письме от понедельник, 23 ноября 2026 г. 14:05:00 MSK пользователь @ написал:',
  de: 'Am Montag, 23. November 2026, 12:05:00 CET schrieb @:',
  fr: 'Le lundi 23 novembre 2026, 12:05:00 CET @ a écrit :',
  es: 'El lunes, 23 de noviembre de 2026 12:05:00 (CET) @ escribió:',
  it: 'In data lunedì 23 novembre 2026 12:05:00 CET, @ ha scritto:',
  pt: 'Em segunda-feira, 23 de novembro de 2026, às 08:05:00 -03, @ escreveu:',
  pl: 'Dnia poniedziałek, 23 listopada 2026 12:05:00 CET @ pisze:',
  uk: 'понеділок, 23 листопада 2026 р. 13:05:00 EET, @ написано:',
  ja: '2026年11月23日月曜日 20:05:00 JST @ wrote:',
  zh: '在 2026年11月23日星期一 CST 19:05:00，@ 写道：',
  tr: '23 Kasım 2026 Pazartesi 14:05:00 +03 tarihinde @ yazdı:',
  nl: 'Op maandag 23 november 2026 12:05:00 CET schreef @:',
};

const CHARSETS: Partial<Record<Locale, string>> = { en: 'us-ascii', ja: 'iso-2022-jp', pl: 'iso-8859-2', ru: 'koi8-r' };
const WIDTH = 78;

export const plain: MailProgram = {
  name: 'plain',
  markup: false,
  answer: (answering) => send(answering),
  typed: (words) => wrapped(asTyped(words)).join('\n'),
};

function send(answering: Answering): Buffer {
  const { style, to, locale } = answering;
  const wrote = WROTE[locale].replace('@', to.letter.from.name);
  const quote = to.letter.text.trimEnd().split('\n');
  const own = plain.typed(answering.words);
  const text = {
    top: () => `${own}\n\n${wrote}\n${quoted(quote)}\n`,
    bottom: () => `${wrote}\n${quoted(quote)}\n\n${own}\n`,
    interleaved: () => `${wrote}\n${between(answering, quote)}\n`,
  }[style]();
  return answerMail(
    to.letter,
    ['User-Agent: KMail/5.24.5'],
    [{ type: 'text/plain', text, charset: CHARSETS[locale] ?? 'utf-8', encoding: 'quoted-printable' }],
  );
}

const wrapped = (text: string, width = WIDTH): string[] => text.split('\n').flatMap((line) => wrap(line, width));

const quoted = (lines: readonly string[]): string =>
  wrapped(lines.join('\n'), WIDTH - 2)
    .map((line) => `> ${line}`)
    .join('\n');

function between({ to, answers }: Answering, lines: readonly string[]): string {
  let from = 0;
  let out = '';
  for (const [i, line] of to.asked.entries()) {
    const upTo = lines.findIndex((one, n) => n >= from && one.endsWith(line)) + 1;
    out += `${quoted(lines.slice(from, upTo))}\n\n${plain.typed([answers[i]!])}\n\n`;
    from = upTo;
  }
  return out + quoted(lines.slice(from));
}
