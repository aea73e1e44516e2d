/** Apple Mail on a Mac. */
import { between, CITE, letterBody, lines, mailbox, sendApple } from './apple.ts';
import type { Locale } from './person.ts';
import { type Answering, asTyped, type MailProgram } from './program.ts';
import { writeTree } from './tree.ts';

/** `@` is the name with the address. */
export const APPLE_WROTE: Record<Locale, string> = {
  en: 'On Nov 23, 2026, at 6:05\u202fAM, @ wrote:',
  ru: '23 нояб. 2026\u202fг., в 14:05, @ написал(а):',
  de: 'Am 23.11.2026 um 12:05 schrieb @:',
  fr: 'Le 23 nov. 2026 à 12:05, @ a écrit\u00a0:',
  es: 'El 23 nov 2026, a las 12:05, @ escribió:',
  it: 'Il giorno 23 nov 2026, alle ore 12:05, @ ha scritto:',
  pt: 'Em 23 de nov. de 2026, à(s) 08:05, @ escreveu:',
  pl: 'Wiadomość napisana przez @ w dniu 23 lis 2026, o godz. 12:05:',
  uk: '23 лист. 2026\u202fр. о 13:05 @ пише:',
  ja: '2026/11/23 20:05、@のメール:',
  zh: '2026年11月23日 19:05，@ 写道：',
  tr: '@ şunları yazdı (23 Kas 2026 14:05):',
  nl: 'Op 23 nov 2026, om 12:05 heeft @ het volgende geschreven:',
};

export const appleMail: MailProgram = {
  name: 'Apple Mail',
  markup: true,
  answer: (answering) => sendApple(answering, page(answering), ['X-Mailer: Apple Mail (2.3826.400.131)']),
  typed: asTyped,
};

function page(answering: Answering): string {
  const { style, words } = answering;
  const wrote = `<div>${APPLE_WROTE[answering.locale].replace('@', mailbox(answering))}</div><br class="Apple-interchange-newline">`;
  const body = letterBody(answering);
  const whole = `${CITE}${wrote}<div>${writeTree([body])}</div></blockquote>`;
  const inner = {
    top: () => `${lines(words)}<div><br>${whole}</div><br>`,
    bottom: () => `<br><div>${whole}<div><br></div>${lines(words)}</div><br>`,
    interleaved: () => {
      const open = (cited: string, first: boolean) => `${CITE}${first ? wrote : ''}<div>${cited}</div></blockquote>`;
      return `<br><div>${between(answering, [body], open)}</div><br>`;
    },
  }[style]();
  return `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">${inner}</body></html>`;
}
