/**
 * What stands below the words of a letter (spec 3.3, item 50): the signature of the address that it comes from, else the writer's
 * own while it is on, else the account's. Each is plain text, or HTML of the small vocabulary; the letter's text is made of it.
 */
import type { Account } from '../people/account.ts';
import { cleanText } from './clean.ts';
import { letterHtml, linesToHtml } from './letter-html.ts';
import type { Author } from './letter-input.ts';
import type { LetterStyles } from './letter-style.ts';
import { linkedText } from './linked-text.ts';

export interface Signature {
  readonly text: string;
  /** Safe, with the styles of a letter. */
  readonly html: string;
}

/** `outside`: the letter goes to somebody outside, so it may come from an address there (`Author.sender`). */
export function signatureFor(
  { settings }: Pick<Account, 'settings'>,
  author: Author | null,
  outside: boolean,
  styles: LetterStyles,
): Signature | null {
  if (author?.person.kind !== 'employee') return null;
  const ofAddress = outside ? (author.sender?.signature ?? '') : '';
  const source = [ofAddress, author.signature, settings.signature].find((one) => one.trim() !== '');
  return source === undefined ? null : signatureWords(source, styles);
}

/** Null: nothing of it can be shown. */
export function signatureWords(source: string, styles: LetterStyles): Signature | null {
  const text = cleanText(isMarkup(source) ? linkedText(source) : source).trim();
  if (text === '') return null;
  // Lines of a signature stand close.
  const close: LetterStyles = { ...styles, paragraph: 'margin:0 0 0' };
  return { text, html: isMarkup(source) ? letterHtml(source, [], close) : linesToHtml(text) };
}

/** «Anna <anna@acme.example>» is no markup. */
export const isMarkup = (source: string): boolean => MARKUP.test(source);

const MARKUP =
  /<\/?(?:p|br|b|i|u|s|a|ul|ol|li|blockquote|pre|code|table|thead|tbody|tr|t[dh]|div|span|font|strong|em|h[1-6]|hr|img)\b[^<>]{0,2000}>/i;
