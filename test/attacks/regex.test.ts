/** Texts that make a careless expression look at each character from every other. */
import { expect, test } from 'vitest';
import { textToHtml } from '../../src/mail/sanitize.ts';
import { BOUNDED, effort } from '../support/effort.ts';

const mebibyteOf = (piece: string): string => piece.repeat(Math.ceil((1 << 20) / piece.length)).slice(0, 1 << 20);

test.each([
  ['full stops in links', `https://${'.'.repeat(1990)}x `],
  ['brackets in links', `http://a.b/${'),'.repeat(900)}q `],
])('%s', (_name, piece) => {
  const text = mebibyteOf(piece);
  expect(effort(() => textToHtml(text))).toBeLessThan(BOUNDED);
  expect(textToHtml(text).length).toBeGreaterThan(text.length);
});

test('what belongs to the sentence stays out of the link', () => {
  expect(textToHtml('See https://a.example/b).').replace(/ rel="[^"]*" target="[^"]*"/, '')).toBe(
    '<p>See <a href="https://a.example/b">https://a.example/b</a>).</p>',
  );
  expect(textToHtml('https://a.example/b_(c)!')).toContain('href="https://a.example/b_(c)"');
});
