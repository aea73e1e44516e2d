import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase32, toBase32 } from '../../src/base/base32.ts';
import { type ContactId, type LetterId, newId } from '../../src/base/id.ts';
import {
  type Keyring,
  LETTER_TOKEN_LENGTH,
  letterToken,
  type Purpose,
  personToken,
  readLetterToken,
  readPersonToken,
} from '../../src/base/token.ts';

const ring = (current: number, ...ids: number[]): Keyring => ({
  current,
  keys: new Map([current, ...ids].map((id) => [id, Buffer.alloc(32, id)])),
});
const letter = newId<'letter'>();
const contact = newId<'contact'>();

test('a token of a letter names that letter again', () => {
  const token = letterToken(ring(1), 'reply', letter);
  expect(readLetterToken(ring(1), 'reply', token)).toBe(letter);
  expect(token).toMatch(/^[a-z2-7]{53}$/);
  expect(token).toHaveLength(LETTER_TOKEN_LENGTH);
});

test('with the longest prefix it fits a local part', () => {
  expect(`${'p'.repeat(10)}+${letterToken(ring(255), 'reply', letter)}`.length).toBeLessThanOrEqual(64);
});

test('it survives a gateway that changes its case', () => {
  const token = letterToken(ring(1), 'reply', letter);
  expect(readLetterToken(ring(1), 'reply', token.toUpperCase())).toBe(letter);
});

test('a token is good for one purpose only', () => {
  const purposes: Purpose[] = ['reply', 'bounce', 'message', 'mark', 'dashboard', 'activation', 'mute'];
  for (const made of purposes) {
    for (const read of purposes) {
      expect(readLetterToken(ring(1), read, letterToken(ring(1), made, letter)) !== null).toBe(made === read);
      expect(readPersonToken(ring(1), read, personToken(ring(1), made, contact, 1)) !== null).toBe(made === read);
    }
  }
});

test('after a rotation old tokens still verify, and new ones are signed by the new key', () => {
  const old = letterToken(ring(1), 'reply', letter);
  const rotated = ring(2, 1);
  expect(readLetterToken(rotated, 'reply', old)).toBe(letter);
  const fresh = letterToken(rotated, 'reply', letter);
  expect(fresh).not.toBe(old);
  expect(readLetterToken(ring(1), 'reply', fresh)).toBeNull();
});

test('the same key id with another key opens nothing', () => {
  const stranger: Keyring = { current: 1, keys: new Map([[1, randomBytes(32)]]) };
  expect(readLetterToken(stranger, 'reply', letterToken(ring(1), 'reply', letter))).toBeNull();
});

test('any other letter in any place makes it no token of ours', () => {
  const token = letterToken(ring(1), 'reply', letter);
  for (let at = 0; at < token.length; at++) {
    for (const other of 'abcdefghijklmnopqrstuvwxyz234567') {
      if (other === token[at]) continue;
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect(readLetterToken(ring(1), 'reply', changed)).toBeNull();
    }
  }
});

test('a token of a person carries its generation', () => {
  const token = personToken(ring(1), 'dashboard', contact, 65535);
  expect(readPersonToken(ring(1), 'dashboard', token)).toEqual({ person: contact, generation: 65535 });
});

test('a letter is no person, nor a person a letter', () => {
  expect(readPersonToken(ring(1), 'dashboard', letterToken(ring(1), 'dashboard', letter))).toBeNull();
  expect(readLetterToken(ring(1), 'reply', personToken(ring(1), 'reply', contact, 1))).toBeNull();
});

test('nothing that anybody types is a token, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z2-7]{50,60}$/)), (text) => {
      expect(readLetterToken(ring(1), 'reply', text)).toBeNull();
      expect(readPersonToken(ring(1), 'dashboard', text)).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test('a ring without its current key cannot sign', () => {
  const empty: Keyring = { current: 7, keys: new Map() };
  expect(() => letterToken(empty, 'reply', letter as LetterId)).toThrow('no key 7');
  expect(() => personToken(empty, 'dashboard', contact as ContactId, 1)).toThrow('no key 7');
});

/** RFC 4648 §10, without the padding and in lower case. */
test.each([
  ['', ''],
  ['f', 'my'],
  ['fo', 'mzxq'],
  ['foo', 'mzxw6'],
  ['foob', 'mzxw6yq'],
  ['fooba', 'mzxw6ytb'],
  ['foobar', 'mzxw6ytboi'],
])('base32 of %j is %j', (plain, coded) => {
  expect(toBase32(Buffer.from(plain))).toBe(coded);
  expect(fromBase32(coded.toUpperCase())?.toString()).toBe(plain);
});

test('base32 gives back every byte, and takes no other letters', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromBase32(toBase32(bytes))).toEqual(Buffer.from(bytes));
    }),
  );
  for (const wrong of ['1', '0', '8', 'a=', 'ä', ' ']) expect(fromBase32(wrong)).toBeNull();
});
