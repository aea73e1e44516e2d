/**
 * An answer to a letter of ours with all three carriers (the reply address, References, the quoted body) or with fewer. What
 * happens to it on its way are the habits of mangle-habits.ts; here it is made and written as bytes.
 */
import { html, type Multipart, mail, type Part, text } from './mime.ts';

export const CARRIERS = ['address', 'references', 'body'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** The letter that is answered, as its reader has it. */
export interface Answered {
  readonly replyTo: string;
  /** With angle brackets, as in the letter. */
  readonly messageId: string;
  readonly references: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly raw: Buffer;
}

export interface Answer {
  /** RCPT TO. */
  readonly rcpt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly words: string;
  /** The quoted letter below the words; '' when nothing is quoted. */
  readonly quote: string;
  readonly htmlQuote: string | null;
  readonly withText: boolean;
  readonly withHtml: boolean;
  readonly encoding: 'as it is' | 'soft breaks' | 'base64';
  readonly files: readonly Part[];
}

/** Somebody presses «Reply»; the carriers that are not kept are gone without a trace. `elsewhere`: an address that names no task. */
export function answer(letter: Answered, kept: readonly Carrier[], words: string, elsewhere: string): Answer {
  const to = kept.includes('address') ? letter.replyTo : elsewhere;
  const refs = kept.includes('references');
  const quoting = kept.includes('body');
  return {
    rcpt: to,
    headers: {
      To: to,
      Subject: 'As we said',
      ...(refs && { 'In-Reply-To': letter.messageId, References: chain(letter).join('\r\n ') }),
    },
    words,
    quote: quoting ? letter.text : '',
    htmlQuote: quoting ? letter.html : null,
    withText: true,
    withHtml: true,
    encoding: 'as it is',
    files: [],
  };
}

const chain = (letter: Answered): string[] => [...letter.references, letter.messageId];

/** The bytes, not signed yet. */
export function written(a: Answer, from: string, messageId: string): Buffer {
  const plain = `${a.words}\r\n\r\n${a.quote === '' ? '' : quoted(a.quote)}\r\n`;
  const rich = `<html><body><p>${a.words}</p>${a.htmlQuote === null ? '' : `<blockquote type="cite">${a.htmlQuote}</blockquote>`}</body></html>`;
  const bodies = [
    ...(a.withText ? [encoded(text(plain), a.encoding)] : []),
    ...(a.withHtml ? [encoded(html(rich), a.encoding)] : []),
  ];
  const body: Part | Multipart = bodies.length === 1 ? bodies[0]! : { multipart: 'alternative', parts: bodies };
  const whole: Part | Multipart = a.files.length > 0 ? { multipart: 'mixed', parts: [body, ...a.files] } : body;
  return mail(
    {
      From: from,
      'Message-ID': messageId,
      Date: 'Mon, 23 Nov 2026 11:00:00 +0000',
      'MIME-Version': '1.0',
      ...a.headers,
    },
    whole,
  );
}

const quoted = (letter: string): string =>
  letter
    .trimEnd()
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'))
    .join('\n');

function encoded(given: Part, how: Answer['encoding']): Part {
  const part = { ...given, body: (given.body as string).replace(/\r?\n/g, '\r\n') };
  if (how === 'as it is') return part;
  if (how === 'base64') return { ...part, encoding: 'base64' };
  return { ...part, encoding: 'quoted-printable', body: softBreaks(part.body, 61) };
}

/** RFC 2045 §6.7, with a soft line break after every `width` signs, wherever that is. */
export function softBreaks(body: string, width: number): string {
  const lines = Buffer.from(body, 'utf8').toString('latin1').split(/\r?\n/);
  return lines
    .map((line) => {
      const signs = [...line].map((c) =>
        /[!-<>-~ \t]/.test(c) ? c : `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      );
      const rows: string[] = [];
      for (let at = 0; at < signs.length; at += width) rows.push(signs.slice(at, at + width).join(''));
      return rows.join('=\r\n').replace(/[ \t]$/, '=20');
    })
    .join('\r\n');
}
