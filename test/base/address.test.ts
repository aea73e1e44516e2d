import fc from 'fast-check';
import { expect, test } from 'vitest';
import { domainPart, localPart, maskAddress, parseAddress } from '../../src/base/address.ts';
import { BOUNDED, effort } from '../support/effort.ts';

test.each([
  ['anna@client.example', 'anna@client.example'],
  ['  <Anna@Client.Example>  ', 'anna@client.example'],
  ["o'neil+tag@a-b.example", "o'neil+tag@a-b.example"],
  ['postmaster@localhost', 'postmaster@localhost'],
  ['почта@пример.example', 'почта@пример.example'],
  [`${'a'.repeat(64)}@client.example`, `${'a'.repeat(64)}@client.example`],
])('%j is the address %s', (text, address) => {
  expect(parseAddress(text)).toBe(address);
});

test.each([
  [''],
  ['anna'],
  ['@client.example'],
  ['anna@'],
  ['anna@client..example'],
  ['anna@-client.example'],
  ['an na@client.example'],
  ['a..b@client.example'],
  ['"quoted"@client.example'],
  ['anna@client.example, boris@client.example'],
  ['anna@client.example\r\nBcc: all@client.example'],
  ['anna@client.example\0'],
  [`${'a'.repeat(65)}@client.example`],
  [`${'я'.repeat(33)}@client.example`],
  [`anna@${'a'.repeat(64)}.example`],
  [`anna@${`${'a'.repeat(60)}.`.repeat(4)}example`],
  [null],
  [undefined],
  [{ address: 'anna@client.example' }],
])('%j is no address', (text) => {
  expect(parseAddress(text)).toBeNull();
});

test('reading twice is reading once, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
      const address = parseAddress(text);
      if (address === null) return;
      expect(parseAddress(address)).toBe(address);
      expect(`${localPart(address)}@${domainPart(address)}`).toBe(address);
      expect(address).not.toMatch(/[\s<>\0]/);
    }),
    { numRuns: 2000 },
  );
});

test('the last @ parts the address', () => {
  const address = parseAddress('anna@client.example')!;
  expect([localPart(address), domainPart(address)]).toEqual(['anna', 'client.example']);
});

test.each([
  ['anna@client.example', 'a…@client.example'],
  ['𝒶nna@client.example', '𝒶…@client.example'],
  ['nothing', '…'],
  ['@client.example', '…'],
])('%s is shown as %s', (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});

test('reading an address takes time in proportion to its length', () => {
  for (const hostile of [
    `a@${'a.'.repeat(50_000)}`,
    `${'a'.repeat(100_000)}@`,
    `a@${'-'.repeat(100_000)}`,
    `a@${'a-'.repeat(120)}!`,
  ]) {
    expect(effort(() => expect(parseAddress(hostile)).toBeNull())).toBeLessThan(BOUNDED);
  }
});
