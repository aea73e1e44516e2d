/** The table of `quote-locales.ts` turned round: from a word of a mail to what it may mean. */
import { QUOTE_LOCALES, type QuoteLocale } from './quote-locales.ts';

export type HeaderField = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'replyTo';
const HEADER_FIELDS = ['from', 'date', 'to', 'cc', 'subject', 'replyTo'] as const satisfies readonly HeaderField[];

/** Lower case without the dot that a Turkish «İ» leaves behind. */
export function small(text: string): string {
  return text.toLowerCase().replace(/\u0307/g, '');
}

const rows: readonly QuoteLocale[] = Object.values(QUOTE_LOCALES);
const cells = (pick: (row: QuoteLocale) => string): readonly string[] => [
  ...new Set(rows.flatMap((row) => small(pick(row)).split(' | ')).filter((cell) => cell !== '')),
];

/** Which fields a label may name: one label can name two («a» is To in Italian, «de» From in French, Spanish, Portuguese). */
export const LABELS: ReadonlyMap<string, ReadonlySet<HeaderField>> = labels();
export const ORIGINAL: ReadonlySet<string> = new Set(cells((row) => row.original));
export const FORWARDED: ReadonlySet<string> = new Set(cells((row) => row.forwarded));
export const BEGINS: ReadonlySet<string> = new Set(cells((row) => row.begins));
export const ABOVE: readonly string[] = cells((row) => row.above);
/** Verbs of languages that part their words: each by its longest word, which carries the meaning («a écrit» → «écrit»). */
export const VERBS: ReadonlySet<string> = new Set(
  cells((row) => row.wrote)
    .filter((verb) => !joined(verb))
    .map((verb) => verb.split(/[^\p{L}\p{M}]+/u).reduce((a, b) => (b.length > a.length ? b : a))),
);
/** Verbs of languages that write words together. */
export const JOINED_VERBS: readonly string[] = cells((row) => row.wrote).filter(joined);
export const ON_WORDS: ReadonlySet<string> = new Set(cells((row) => row.on).map((on) => on.replace(/\.$/, '')));

function joined(word: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word);
}

function labels(): Map<string, Set<HeaderField>> {
  const found = new Map<string, Set<HeaderField>>();
  for (const row of rows) {
    for (const field of HEADER_FIELDS) {
      for (const label of row[field].split(' | ')) found.set(label, (found.get(label) ?? new Set()).add(field));
    }
  }
  return found;
}
