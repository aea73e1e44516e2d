/**
 * What our tokens look like in the wild: base32 in any case, cut by soft line breaks, behind percent or quoted-printable
 * encoding. Shape only: whether one is ours, the keys decide (base/token.ts). All patterns here are linear.
 */
import { LETTER_TOKEN_LENGTH } from '../base/token.ts';

/** 1 + 18 + 16 bytes in base32: a person and a generation. */
export const PERSON_TOKEN_LENGTH = 56;

/** A line break in the middle: wrapped text, quoted-printable's `=`, the `>` of a quote. */
const GAP = String.raw`(?:=?\r?\n[> \t]{0,40})?`;
const letters = (count: number): string => `[a-z2-7](?:${GAP}[a-z2-7]){${count - 1}}`;

/** Nothing of the same run stands before: neither a letter, nor (unless it is `%2F` or `=3D`) two hex digits. */
export const RUN_STARTS = '(?:(?<![a-z0-9])|(?<=[%=](?:25){0,3}[0-9a-f]{2}))';
export const RUN_ENDS = '(?![a-z0-9])';
export const LETTER_TOKEN = letters(LETTER_TOKEN_LENGTH);
export const PERSON_TOKEN = letters(PERSON_TOKEN_LENGTH);

/** The token in one piece and in lower case. */
export const healToken = (found: string): string => found.replace(/[^a-z2-7]/gi, '').toLowerCase();

/** A sign as itself, percent-encoded (any number of times), quoted-printable or as an entity. */
export function encodings(sign: string): string {
  const code = sign.charCodeAt(0);
  const hex = code.toString(16).padStart(2, '0');
  return String.raw`(?:\x${hex}|[%=](?:25){0,3}${hex}|&\x23${code};|&\x23x${hex};)`;
}

export const escaped = (text: string): string =>
  text.replace(/[^\w]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Signs without a width, which mail programs put into long words so that lines can break there. */
export const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
