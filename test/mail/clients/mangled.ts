/**
 * Random answers: own words, each of them told apart by a number, put between random lines of a copy of the letter that is
 * wrapped, marked, headed and written in HTML anyhow. For properties (fast-check).
 */
import fc from 'fast-check';
import { asText, type TextHabits, wrap } from './as-text.ts';
import { type Answered, answeredLetter, type LetterLanguage } from './letter.ts';
import { OUTLOOK_WORDS } from './outlook-words.ts';
import { LOCALES } from './person.ts';
import { who } from './program.ts';
import { bodyOf, changeAttrs, escapeHtml, insertAfter, type Node, parseTree, rename, writeTree } from './tree.ts';

export interface MangledAnswer {
  readonly language: LetterLanguage;
  readonly text: string | null;
  readonly html: string | null;
  /** Every own word, as it stands in the mail. */
  readonly words: readonly string[];
}

const STEMS =
  'ветер дом straße house ÉTÉ 建物 ありがとう ğüneş żółw naïve שלום 😀ok x² don’t e-mail 50% (так) «да» O’Neill'.split(
    ' ',
  );
const stem = fc.oneof(
  fc.constantFrom(...STEMS),
  fc.string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопäöüßéçñ漢字カナ'),
    minLength: 2,
    maxLength: 9,
  }),
);

/** `~` is the place of the words, and each shape is a line that some people write. */
const SHAPES = [
  '~',
  '~',
  '~.',
  'https://news.example/a/b?q=~&page=2',
  '- ~',
  '* ~',
  '1. ~',
  '• ~',
  '> ~',
  '>~',
  '>> ~',
  '| ~',
  'From: ~',
  'От: ~',
  'Re: ~',
  '--- ~',
  '-- ~',
  '    ~',
  '\t~',
  '~:',
  '*~*',
  'write ~ to anna@client.example, please',
] as const;

const line = fc.tuple(fc.constantFrom(...SHAPES), fc.array(stem, { minLength: 3, maxLength: 12 }));
type Line = readonly [shape: string, stems: readonly string[]];
const chunk = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
  apart: fc.boolean(),
});

/** Numbers the words, so that each is the only one of its kind. */
function numbered(chunks: readonly { readonly lines: readonly Line[] }[]): { lines: string[][]; words: string[] } {
  const words: string[] = [];
  const written = chunks.map(({ lines }) =>
    lines.map(([shape, stems]) => {
      const joint = shape.includes('https:') ? '_' : ' ';
      const own = stems.map((one, i) => (joint === '_' ? `w${words.length + i}z` : `${one}${words.length + i}z`));
      words.push(...own);
      return shape.replace('~', () => own.join(joint));
    }),
  );
  return { lines: written, words };
}

const MARKS = ['> ', '>', '| ', '', '  ', '    ', '\t', '> > ', '>> ', ': '] as const;

const habits: fc.Arbitrary<TextHabits> = fc.record({
  item: fc.constantFrom(
    (n: number | null) => (n === null ? '* ' : `${n}. `),
    (n: number | null) => (n === null ? '   - ' : `   ${n}) `),
    () => '',
  ),
  link: fc.constantFrom(
    (name: string, address: string) => `${name} <${address}>`,
    (name: string, address: string) => `${name}<${address}>`,
    (name: string, address: string) => `${name} [${address}]`,
    (name: string) => name,
  ),
  bold: fc.constantFrom('', '*', '**'),
  rule: fc.constantFrom('', '-----', '________________________________'),
  quote: fc.constantFrom(
    (depth: number) => '> '.repeat(depth),
    (depth: number) => '>'.repeat(depth),
    () => '',
  ),
  apart: fc.constantFrom(['p', 'ul', 'ol', 'blockquote'], ['p', 'li'], []),
  hidden: fc.boolean(),
  width: fc.constant(0),
});

const header = fc.record({
  locale: fc.constantFrom(...LOCALES),
  kind: fc.constantFrom('none', 'wrote', 'block', 'underscores', 'dashes'),
});
type Header = { readonly locale: (typeof LOCALES)[number]; readonly kind: string };

function headerOf({ locale, kind }: Header, to: Answered): string[] {
  const words = OUTLOOK_WORDS[locale];
  const { letter } = to;
  const block = [
    `${words.from} ${who(to)}`,
    `${words.sent} ${words.date}`,
    `${words.to} ${letter.to[0]!.address}`,
    `${words.subject} ${letter.subject}`,
    '',
  ];
  if (kind === 'none') return [];
  if (kind === 'wrote') return [`${words.date}, ${who(to)}:`];
  if (kind === 'block') return block;
  return [kind === 'dashes' ? '-----Original Message-----' : '________________________________', ...block];
}

interface Draft {
  readonly language: LetterLanguage;
  readonly chunks: readonly { readonly at: number; readonly lines: readonly Line[]; readonly apart: boolean }[];
  readonly mark: string;
  readonly width: number;
  readonly header: Header;
  readonly habits: TextHabits;
  readonly form: 'our text' | 'text of our HTML' | 'HTML' | 'both';
  readonly prefix: string;
  readonly box: string;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  language: fc.constantFrom('en', 'ru'),
  chunks: fc.array(chunk, { minLength: 1, maxLength: 4 }),
  mark: fc.constantFrom(...MARKS),
  width: fc.integer({ min: 40, max: 120 }),
  header,
  habits,
  form: fc.constantFrom('our text', 'text of our HTML', 'HTML', 'both'),
  prefix: fc.constantFrom('', 'x_', 'm_-42', 'yiv7'),
  box: fc.constantFrom(
    '<blockquote>',
    '<blockquote type="cite">',
    '<div>',
    '<div class="gmail_quote">',
    '<div class="yahoo_quoted">',
  ),
});

export const anyAnswer: fc.Arbitrary<MangledAnswer> = draft.map((one) =>
  /HTML$|both/.test(one.form) && !one.form.startsWith('text') ? inHtml(one) : inText(one),
);

function inText(one: Draft): MangledAnswer {
  const to = answeredLetter(one.language);
  const source = one.form === 'our text' ? to.letter.text : asText(bodyOf(to.letter.html).kids, one.habits);
  const marked = (lines: readonly string[]) =>
    lines.flatMap((text) => wrap(text, one.width)).map((text) => one.mark + text);
  const header = marked(headerOf(one.header, to));
  const copy = [...header, ...marked(source.trimEnd().split('\n'))];
  // Nobody types into the header block: that is above it or below.
  const place = (at: number) => (at > 0 && at < header.length ? 0 : at);
  const { lines, words } = numbered(one.chunks);
  const puts = one.chunks.map(({ at, apart }, i) => ({
    at: place(Math.round(at * copy.length)),
    apart,
    lines: lines[i]!,
  }));
  const out: string[] = [];
  for (let i = 0; i <= copy.length; i++) {
    for (const put of puts.filter(({ at }) => at === i)) out.push(...(put.apart ? ['', ...put.lines, ''] : put.lines));
    if (i < copy.length) out.push(copy[i]!);
  }
  return { language: one.language, text: `${out.join('\n')}\n`, html: null, words };
}

/** In HTML own words stand as divs: above, below, or after a line of the letter, inside whatever is around it. */
function inHtml(one: Draft): MangledAnswer {
  const to = answeredLetter(one.language);
  const { lines, words } = numbered(one.chunks);
  const body = changeAttrs([{ ...bodyOf(to.letter.html), tag: 'div' }], (name, value) =>
    name === 'class' ? rename(value, one.prefix) : name.startsWith('data-') ? undefined : value,
  );
  const places = [null, ...to.body.filter((text) => text !== to.body[6]), undefined];
  const own = (i: number) => lines[i]!.map((text) => `<div>${escapeHtml(text)}</div>`).join('');
  let above = '';
  let below = '';
  let cited: Node[] = body;
  for (const [i, { at }] of one.chunks.entries()) {
    const place = places[Math.min(places.length - 1, Math.floor(at * places.length))];
    if (place === null) above += own(i);
    else if (place === undefined) below += own(i);
    else cited = insertAfter(cited, place, parseTree(own(i)));
  }
  const head = headerOf(one.header, to)
    .map((text) => `<div>${escapeHtml(text)}</div>`)
    .join('');
  const tag = /^<(\w+)/.exec(one.box)![1]!;
  const html = `<html><body>${above}${head}${one.box}${writeTree(cited)}</${tag}>${below}</body></html>`;
  const text = one.form === 'both' ? asText(parseTree(html), { ...one.habits, width: one.width }) : null;
  return { language: one.language, text, html, words };
}
