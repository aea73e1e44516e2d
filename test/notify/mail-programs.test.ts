/** Our letters hold nothing that a mail program would spoil them by: each element and property is one whose absence was thought of. */
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { fillLetter } from '../../src/notify/fill.ts';
import { STANDARD_KINDS } from '../../src/notify/letter.ts';
import { letterHtml } from '../../src/notify/letter-html.ts';
import { renderLetter } from '../../src/notify/render.ts';
import { ELEMENTS, PROPERTIES } from './mail-programs.ts';
import { context, filled, inputOf, templates } from './samples.ts';

/** Everything that a person's words may be made of. */
const WORDS = letterHtml(
  '<p>a<br><b>b</b><strong>s</strong><i>i</i><em>e</em><u>u</u><s>s</s><a href="https://x.example/">l</a></p><ul><li>x<ul><li>y</li></ul></li></ul><ol><li>o</li></ol><blockquote>q</blockquote><pre>p</pre><code>c</code><table><thead><tr><th>h</th></tr></thead><tbody><tr><td>t</td></tr></tbody></table>',
  [],
  templates.styles,
);
const LETTERS = STANDARD_KINDS.flatMap((kind) =>
  (['ru', 'en'] as const).map((language) => filled(kind, language).html),
);

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  new Parser({ onopentag: (name, attributes) => tags.push({ name, attributes }) }).end(html);
  return tags;
}

const declarations = ({ attributes }: Tag): [string, string][] =>
  (attributes.style ?? '').split(';').flatMap((one) => {
    const [name, ...value] = one.split(':');
    return name?.trim() ? [[name.trim(), value.join(':').trim()]] : [];
  });

const ALL = [...LETTERS, WORDS].flatMap(tagsOf);

test('every element and every property has its line in the table, and every line is of use', () => {
  expect([...new Set(ALL.map(({ name }) => name))].sort()).toEqual(Object.keys(ELEMENTS).sort());
  expect([...new Set(ALL.flatMap(declarations).map(([name]) => name))].sort()).toEqual(Object.keys(PROPERTIES).sort());
});

test('where a program leaves something out, something else is there', () => {
  for (const [name, row] of [...Object.entries(ELEMENTS), ...Object.entries(PROPERTIES)])
    expect([name, row.missing !== undefined]).toEqual([name, row.instead !== undefined]);
  for (const tag of ALL) {
    const style = new Map(declarations(tag));
    if (style.get('display') === 'none')
      for (const [name, value] of [
        ['max-height', '0'],
        ['overflow', 'hidden'],
        ['font-size', '1px'],
        ['mso-hide', 'all'],
      ] as const)
        expect(style.get(name)).toBe(value);
    if (style.has('overflow-wrap'))
      expect([style.get('word-break'), style.get('word-wrap')]).toEqual(['break-word', 'break-word']);
    if (style.has('white-space')) expect(tag.name).toBe('pre');
    if (style.has('max-width') && style.get('max-width') !== '0')
      expect(LETTERS.every((l) => l.includes('<!--[if mso]>'))).toBe(true);
    if (style.has('height')) expect([tag.name, style.get('height')]).toEqual(['hr', '0']);
  }
});

test('without its style sheet a letter has all its looks but the dark ones', () => {
  for (const html of LETTERS) {
    const sheet = /<style>(.*?)<\/style>/s.exec(html)![1]!;
    // One rule of the whole, one for the dark.
    expect(
      sheet.replace(/@media \(prefers-color-scheme:dark\)\{(\.[a-z-]+\{[a-z-]+:#[0-9a-f]{6}!important\})+\}/, ''),
    ).toBe(':root{color-scheme:light dark;supported-color-schemes:light dark}');
    const dark = new Set([...sheet.matchAll(/\.([a-z-]+)\{/g)].map(([, name]) => name));
    for (const { attributes } of tagsOf(html))
      for (const name of (attributes.class ?? '').split(' ').filter(Boolean)) expect(dark).toContain(name);
  }
});

test('without pictures, links or colours a letter still says what it says: nothing is told by them alone', () => {
  for (const html of LETTERS) expect(html).not.toMatch(/<img|<svg|url\(|background(-image)?:/i);
});

test('with fifty long comments before it, and its own words long, a letter is smaller than Gmail cuts it', () => {
  const html = '<p>Слово за слово, и письмо стало длинным.</p>'.repeat(120);
  const input = inputOf('N2', 'ru', {
    words: { html, text: 'x' },
    earlier: Array.from({ length: 50 }, (_, i) => ({
      by: i % 2 ? ('reader' as const) : ('author' as const),
      html,
      text: 'x',
    })),
    files: Array.from({ length: 40 }, (_, i) => ({
      name: `Очень длинное имя файла номер ${i}.pdf`,
      type: 'application/pdf',
      size: 1e6,
    })),
  });
  const settings = { ...input.account.settings, lastMessages: 50 };
  const letter = fillLetter(renderLetter({ ...input, account: { ...input.account, settings } }), context);
  expect(Buffer.byteLength(letter.html)).toBeLessThan(100_000);
  // Its end is there: the history that fits, the footer, and what ties an answer to it.
  expect(letter.html).toContain('Раньше в этой переписке');
  expect(letter.html).toContain('>Полная история переписки</a>');
  expect(letter.html).toMatch(/data-postern="[a-z2-7]{50,}"/);
});
