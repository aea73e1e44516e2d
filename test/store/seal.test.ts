import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from '../../src/store/seal.ts';

const ring = (current: number, ids: number[]) => ({ current, keys: new Map(ids.map((id) => [id, randomBytes(32)])) });

test('what was sealed comes back to the byte, and tells nothing before', () => {
  const keyring = ring(1, [1]);
  const words = Buffer.from('To: reply+abcdefgh@office.example\r\n\r\nHello');
  const sealed = seal(keyring, words);
  expect(sealed.includes('reply')).toBe(false);
  expect(seal(keyring, words).equals(sealed)).toBe(false);
  expect(unseal(keyring, sealed).equals(words)).toBe(true);
  expect(unseal(keyring, seal(keyring, Buffer.alloc(0)))).toHaveLength(0);
});

test('old keys go on opening what they sealed; another installation’s key and changed bytes do not', () => {
  const before = ring(1, [1]);
  const sealed = seal(before, Buffer.from('words'));
  const rotated = { current: 2, keys: new Map([...before.keys, [2, randomBytes(32)]]) };
  expect(unseal(rotated, sealed).toString()).toBe('words');
  expect(seal(rotated, Buffer.from('words'))[0]).toBe(2);
  expect(() => unseal(ring(1, [1]), sealed)).toThrow();
  expect(() => unseal(ring(3, [3]), sealed)).toThrow(/keyring has no key 1/);
  for (let at = 1; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    expect(() => unseal(before, changed)).toThrow();
  }
});
