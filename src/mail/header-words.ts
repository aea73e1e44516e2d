/**
 * One header field as it stood on the wire → text. RFC 2047 encoded words, and what senders put there instead: raw 8-bit bytes,
 * characters cut in two by the end of a word, spaces inside Q words. Pure and linear.
 */
import { decodeText } from './charset.ts';
import { inHeader } from './repairs.ts';

export interface HeaderText {
  readonly text: string;
  readonly note: string | null;
}

/** `raw`: the field body as latin1 (one character per byte), folding included. `hint`: the charset of the mail's text. */
export function decodeHeaderText(raw: string, hint: string | null): HeaderText {
  const unfolded = unfoldHeader(raw, hint);
  return { text: decodeWords(unfolded.text), note: unfolded.note };
}

/** Unfolded and 8-bit bytes decoded, but encoded words left in place: what an address parser wants. */
export function unfoldHeader(raw: string, hint: string | null = null): HeaderText {
  const line = raw
    .replace(/\r?\n(?=[ \t])/g, '')
    .replace(/[\r\n\0]+/g, ' ')
    .trim();
  if (!/[\u0080-\u00ff]|\x1b/.test(line)) return { text: line, note: null };
  // Programs that forget to encode a header write it in the charset of the text. Latin-1 is what they claim by default.
  const likely = hint === null || /^(?:iso-8859-1|windows-1252|us-ascii)$/i.test(hint) ? 'utf-8' : hint;
  const decoded = decodeText(Buffer.from(line, 'latin1'), likely);
  return { text: decoded.text, note: decoded.note && inHeader(decoded.note) };
}

const WORD = /=\?([\w.:*-]{1,60})\?([bq])\?([^?\r\n]*)\?=/gi;

export const decodeWords = (text: string): string => replaceWords(text, (decoded) => decoded);

/** The same words, all in UTF-8: for a parser that must see words as words, but reads charsets less well than we do. */
export const unifyWords = (text: string): string =>
  replaceWords(text, (decoded) => `=?utf-8?B?${Buffer.from(decoded).toString('base64')}?=`);

function replaceWords(text: string, show: (decoded: string) => string): string {
  let out = '';
  let last = 0;
  let held: { charset: string; bytes: Buffer } | null = null;
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(last, match.index);
    // RFC 2047 §6.2: white space between two encoded words is not shown.
    const joins = held !== null && between.trim() === '';
    const word = { charset: charsetOf(match[1]!), bytes: wordBytes(match[2]!, match[3]!) };
    if (held && joins && held.charset === word.charset) {
      held = { charset: held.charset, bytes: Buffer.concat([held.bytes, word.bytes]) };
    } else {
      if (held) out += show(textOf(held));
      if (!joins) out += between;
      held = word;
    }
    last = match.index + match[0].length;
  }
  if (held) out += show(textOf(held));
  return (out + text.slice(last)).replace(/\0/g, '');
}

/** RFC 2231 §5 allows a language after the charset: `utf-8*en`. */
const charsetOf = (name: string): string => name.toLowerCase().replace(/\*.*$/, '');

const wordBytes = (encoding: string, body: string): Buffer =>
  encoding.toLowerCase() === 'b'
    ? Buffer.from(body, 'base64')
    : Buffer.from(
        body
          .replace(/_/g, ' ')
          .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
          .replace(/[\u0100-\uffff]/g, '?'),
        'latin1',
      );

const textOf = ({ charset, bytes }: { charset: string; bytes: Buffer }): string => decodeText(bytes, charset).text;
