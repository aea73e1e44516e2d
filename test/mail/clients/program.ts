/** What every mail program of the matrix is: a letter, a person's words and a way of answering → the bytes that leave it. */
import type { Answered } from './letter.ts';
import type { Locale } from './person.ts';

export const STYLES = ['top', 'bottom', 'interleaved'] as const;
export type Style = (typeof STYLES)[number];

export interface Answering {
  readonly to: Answered;
  /** Paragraphs; used above and below. */
  readonly words: readonly string[];
  /** One for each line of `to.asked`; used between the lines. */
  readonly answers: readonly string[];
  readonly style: Style;
  readonly locale: Locale;
}

export interface MailProgram {
  readonly name: string;
  /** Does its HTML say where the quote is? */
  readonly markup: boolean;
  /** The whole mail, CRLF line ends. */
  answer(answering: Answering): Buffer;
  /** The words as its text part has them: some break lines, some set lines apart. */
  typed(words: readonly string[]): string;
}

/** `Name <address>` of the letter that is answered, for text. */
export const who = ({ letter }: Answered): string => `${letter.from.name} <${letter.from.address}>`;

export const asTyped = (words: readonly string[]): string => words.join('\n\n');
