/** Nearly the same words: what a machine changes in each of its mails does not hide that they are the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainFamily } from '../../src/mail/family.ts';
import { isAlike, likenessOf } from '../../src/mail/likeness.ts';
import { BOUNDED, effort } from '../support/effort.ts';

const WORDS =
  'Thank you for your message. We have opened a request for you, and one of our people will look into it within two working days. Please do not write twice.';

const alike = (one: string, other: string, files: [string[], string[]] = [[], []]): boolean =>
  isAlike(likenessOf(one, files[0])!, likenessOf(other, files[1])!.bits);

describe('alike', () => {
  test.each([
    [
      'another number',
      'Request 17 of 12.11.2026 is open, see R-00017',
      'Request 4096 of 13.12.2026 is open, see R-04096',
    ],
    ['case, marks and spaces', 'Got it.  We will CALL you!', 'got it we will call you'],
    ['another key in it', `${WORDS} Key: 4f9a7c2b11`, `${WORDS} Key: 77be0a91cd`],
    [
      'another alphabet',
      'Ваша заявка принята, мы ответим вам завтра утром',
      'Ваша заявка принята, мы ответим вам сегодня утром',
    ],
    ['full-width letters', 'ＯＰＥＮ request for you today', 'open request for you today'],
  ])('%s', (_, one, other) => {
    expect(alike(one, other)).toBe(true);
  });

  test('a byte more, less or another, anywhere in a text of a few lines, in both of them', () => {
    const place = fc.tuple(fc.nat(WORDS.length - 1), fc.constantFrom('', 'q', 'zx'), fc.nat(1));
    const changed = ([at, put, cut]: [number, string, number]) => WORDS.slice(0, at) + put + WORDS.slice(at + cut);
    // It is a measure of chance: nearly all, of the same thousand each time.
    const drawn = fc.sample(fc.tuple(place, place), { seed: 7, numRuns: 1000 });
    expect(drawn.filter(([one]) => alike(WORDS, changed(one))).length).toBeGreaterThan(990);
    expect(drawn.filter(([one, other]) => alike(changed(one), changed(other))).length).toBeGreaterThan(950);
  });
});

describe('not alike', () => {
  test.each([
    ['short words of people', 'ok, see you there', 'ok, thank you'],
    [
      'other sentences',
      WORDS,
      'The tables came yesterday and two of them are scratched; when could somebody come and look at that?',
    ],
  ])('%s', (_, one, other) => {
    expect(alike(one, other)).toBe(false);
  });

  test('the same words with another file', () => {
    expect(alike('See the scan', 'See the scan', [['a1'], ['a2']])).toBe(false);
    expect(
      alike('See the scan', 'See the scan', [
        ['a1', 'b'],
        ['b', 'a1'],
      ]),
    ).toBe(true);
  });
});

test('too little to compare', () => {
  for (const text of ['', 'ok', 'Yes!', 'Да', 'Спасибо!', 'Thank you.']) expect(likenessOf(text)).toBeNull();
  expect(likenessOf(' 17:30, +7 900! ')).toBeNull();
  expect(likenessOf('', ['a1'])).not.toBeNull();
});

test('a long text costs no more than its beginning', () => {
  const long = 'Слово за словом, и ещё одно. '.repeat(40_000);
  expect(likenessOf(long)!.bits).toMatch(/^[0-9a-f]{16}$/);
  expect(likenessOf(long)).toEqual(likenessOf(long.slice(0, long.length / 2)));
  expect(effort(() => likenessOf(long))).toBeLessThan(BOUNDED);
});

test.each([
  ['shop.example', 'shop.example'],
  ['mx7.eu.shop.example', 'shop.example'],
  ['SHOP.Example', 'shop.example'],
  ['mail.shop.co.uk', 'shop.co.uk'],
  ['shop.co.uk', 'shop.co.uk'],
  ['a.shop.msk.ru', 'shop.msk.ru'],
  ['a.yandex.ru', 'yandex.ru'],
  ['localhost', 'localhost'],
])('whose is %s', (domain, family) => {
  expect(domainFamily(domain)).toBe(family);
});
