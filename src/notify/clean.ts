/**
 * Values that people wrote, made fit for a letter: no slot can be forged, no header line started, no letter turned around.
 */
import { SLOT_MARK } from './letter.ts';

/** One line: names, titles, file names, subjects. C0, C1, line and paragraph separators become spaces; bidi controls go. */
export const cleanLine = (text: string): string =>
  cleanText(text)
    .replace(/[\n\t\u2028\u2029]/g, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Several lines: `\n` and tabs stay. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(SLOT_MARK, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ')
    // Half a surrogate pair cannot be written as UTF-8.
    .replace(/[\ud800-\udfff]/gu, '\ufffd');

/** At most `max` characters, cut at a word where there is one, with `…`. */
export function shorten(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const cut = characters.slice(0, max).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > max / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
