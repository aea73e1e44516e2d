/** Values that people write can forge no slot, start no header line and change no tag (T21, T22). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillLetter } from '../../src/notify/fill.ts';
import { SLOT_MARK, SLOTS, STANDARD_KINDS, slot } from '../../src/notify/letter.ts';
import { escapeHtml } from '../../src/notify/letter-html.ts';
import { renderLetter } from '../../src/notify/render.ts';
import type { Sample } from '../../src/notify/sample.ts';
import { isMarkup } from '../../src/notify/signature.ts';
import { context, filled, inputOf, sampleOf, shape } from './samples.ts';

const NASTY = [
  '<img src=x onerror=alert(1)>',
  '</td></tr></table><a href="https://evil.example">',
  '" onmouseover="x',
  "' style='",
  '<!--',
  '-->',
  '{{link.page}}',
  '{{{words.html}}}',
  ...SLOTS.map(slot),
  SLOT_MARK,
  '&#xE0FF;mark&#xE0FF;',
  '&lt;b&gt;',
  '\r\nBcc: victim@else.example',
  '\u2028X-Injected: 1\u2029',
  '\u0000\u0007\u001b[31m\u0085',
  '\u202egnp.exe',
  '\ud800',
  'constructor',
  '__proto__',
  'a'.repeat(300),
];
const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 3 }).map((parts) => parts.join('x')),
);
/** Not empty: an empty value may leave its line out. */
const word = nasty.map((text) => `w${text}w`);

const values = fc.record({
  account: word,
  title: word,
  name: word,
  file: word,
  // Markup in it is meant to be one: see below.
  signature: word.map((text) => text.replace(/[\r\n\u2028\u2029]/g, ' ')).filter((text) => !isMarkup(text)),
  text: word,
  other: word,
});

const changed = (
  kind: (typeof STANDARD_KINDS)[number],
  v: { [K in 'account' | 'title' | 'name' | 'file' | 'signature' | 'text' | 'other']: string },
): Sample => {
  const sample = sampleOf(kind, 'ru');
  return {
    ...sample,
    account: v.account,
    title: v.title,
    to: { ...sample.to, firstName: v.name },
    author: { ...sample.author, firstName: v.name, signature: sample.author.signature && v.signature },
    files: sample.files.map((f) => ({ ...f, name: v.file })),
    words: sample.words.text === '' ? sample.words : { text: v.text, html: `<p>${escapeHtml(v.text)}</p>` },
    others: sample.others.map(() => v.other),
  };
};

const PLAIN = { account: 'a', title: 'a', name: 'a', file: 'a', signature: 'a', text: 'a', other: 'a' };

test.each(STANDARD_KINDS)('%s: whatever people write, the tags and their attributes are the same', (kind) => {
  const plain = shape(filled(kind, 'ru', changed(kind, PLAIN)).html);
  fc.assert(
    fc.property(values, (v) => {
      expect(shape(filled(kind, 'ru', changed(kind, v)).html)).toEqual(plain);
    }),
    { numRuns: 40 },
  );
});

test.each(STANDARD_KINDS)('%s: whatever people write, the slots are the template’s', (kind) => {
  const slots = (v: typeof PLAIN) => {
    const letter = renderLetter(inputOf(kind, 'ru', changed(kind, v)));
    return [letter.subject, letter.text, letter.html].map((part) => part.split(SLOT_MARK).length);
  };
  const plain = slots(PLAIN);
  fc.assert(
    fc.property(values, (v) => {
      expect(slots(v)).toEqual(plain);
    }),
    { numRuns: 40 },
  );
});

test('whatever stands in a signature with markup, nothing but the small vocabulary comes of it', () => {
  const markup = fc.array(nasty, { maxLength: 4 }).map((parts) => `<p>${parts.join('<b>x</b>')}`);
  const tagsOf = (signature: string) => shape(filled('N2', 'ru', changed('N2', { ...PLAIN, signature })).html);
  const frame = new Set(tagsOf('a'));
  const MAY_STAND =
    /^\/?(?:p|br|b|i|u|s|strong|em|a|ul|ol|li|blockquote|pre|code|table|thead|tbody|tr|td|th)(?: (?:href|class|style|colspan|rowspan))*$/;
  fc.assert(
    fc.property(markup, (signature) => {
      for (const tag of tagsOf(signature)) if (!frame.has(tag)) expect(tag).toMatch(MAY_STAND);
    }),
    { numRuns: 100 },
  );
});

test('whatever people write, names and subjects are one line of text', () => {
  fc.assert(
    fc.property(values, (v) => {
      const letter = filled('N2', 'ru', changed('N2', v));
      const headers = [
        letter.subject,
        letter.from.name,
        ...letter.to.map((t) => t.name),
        ...Object.values(letter.headers),
      ];
      for (const header of headers) expect(header).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
      for (const file of letter.attachments) expect(file.name).not.toMatch(/[\r\n]/);
    }),
    { numRuns: 100 },
  );
});

test('a slot that nothing fills stops the letter instead of leaving with it', () => {
  const letter = renderLetter(inputOf('N2', 'ru'));
  expect(() => fillLetter({ ...letter, text: `${letter.text}${slot('page')}` }, context)).toThrow(/nothing fills/);
  expect(() => fillLetter({ ...letter, text: `${letter.text}${SLOT_MARK}` }, context)).toThrow(/half a slot/);
  expect(() => fillLetter({ ...letter, html: `${SLOT_MARK}constructor${SLOT_MARK}` }, context)).toThrow(
    /nothing fills/,
  );
});
