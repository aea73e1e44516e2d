/**
 * The same mails, damaged by chance that is the same in every run: cut, doubled, bytes flipped, boundaries swapped, NUL and endless
 * lines put in. Whatever comes: an answer or a reason, in time, and text that a database takes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toError } from '../../src/base/trouble.ts';
import { inspectMail } from '../../src/mail/inspect.ts';

const HERE = 'test/mails/';
const MAILS = readdirSync(HERE)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => readFileSync(HERE + name));
const ROUNDS = 12;

/** mulberry32: small, and the same everywhere. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Damage = (raw: Buffer, at: number, length: number, random: () => number) => Buffer;

const DAMAGES: Readonly<Record<string, Damage>> = {
  cut: (raw, at) => raw.subarray(0, at),
  hole: (raw, at, length) => Buffer.concat([raw.subarray(0, at), raw.subarray(at + length)]),
  twice: (raw, at, length) => Buffer.concat([raw.subarray(0, at + length), raw.subarray(at)]),
  flip: (raw, at, length, random) => {
    const out = Buffer.from(raw);
    for (let i = at; i < Math.min(raw.length, at + length); i++) out[i] = Math.floor(random() * 256);
    return out;
  },
  nul: (raw, at, length) => Buffer.concat([raw.subarray(0, at), Buffer.alloc(length), raw.subarray(at)]),
  'no line ends': (raw, at) => Buffer.concat([raw.subarray(0, at), Buffer.alloc(300_000, 'x'), raw.subarray(at)]),
  'other boundary': (raw) => Buffer.from(raw.toString('latin1').replaceAll(/^--b1\r$/gm, '--b2\r'), 'latin1'),
  'other encoding': (raw) => Buffer.from(raw.toString('latin1').replaceAll('base64', 'quoted-printable'), 'latin1'),
  'other charset': (raw) => Buffer.from(raw.toString('latin1').replace(/utf-8|windows-1251|gb2312/i, 'utf-16'), 'latin1'),
  'many parts': (raw) => Buffer.from(raw.toString('latin1').replace(/^(--b1\r\n)/m, '$1\r\n'.repeat(900)), 'latin1'),
};

test.each(Object.keys(DAMAGES))('%s: an answer or a reason, never a crash', async (name) => {
  const random = chance(name.length * 7919);
  let answers = 0;
  for (const raw of MAILS) {
    for (let round = 0; round < (name.includes(' ') ? 1 : ROUNDS); round++) {
      const at = Math.floor(random() * raw.length);
      const damaged = DAMAGES[name]!(raw, at, 1 + Math.floor(random() * 60), random);
      const read = await inspectMail(damaged, 'eml').catch((thrown) => toError(thrown));
      if (read instanceof Error) {
        expect([read.name, read.message]).toEqual(['Trouble', expect.stringMatching(/\w/)]);
        continue;
      }
      answers += 1;
      expect(read.text.length).toBeLessThanOrEqual(damaged.length + 1000);
      const said = JSON.stringify(read);
      expect(said.includes('\\u0000') || /\\ud[89a-f][0-9a-f]{2}/.test(said)).toBe(false);
    }
  }
  expect(answers).toBeGreaterThan(MAILS.length / 2);
}, 60_000);
