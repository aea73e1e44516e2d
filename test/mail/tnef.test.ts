/** `winmail.dat` by hand: what is in it comes out, and what is broken in it costs nothing but itself. */
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMail } from '../../src/mail/parse.ts';
import { readTnef } from '../../src/mail/tnef.ts';
import { BOUNDED, effort } from '../support/effort.ts';
import { file, mail, text } from '../support/mime.ts';

const u16 = (n: number): Buffer => Buffer.from([n & 0xff, n >> 8]);
const u32 = (n: number): Buffer => {
  const four = Buffer.alloc(4);
  four.writeUInt32LE(n);
  return four;
};

function attribute(level: number, id: number, data: Buffer): Buffer {
  const sum = data.reduce((all, byte) => (all + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)]);
}

function property(type: number, id: number, value: Buffer): Buffer {
  return Buffer.concat([
    u16(type),
    u16(id),
    u32(1),
    u32(value.length),
    value,
    Buffer.alloc((4 - (value.length % 4)) % 4),
  ]);
}

const properties = (...all: Buffer[]): Buffer => Buffer.concat([u32(all.length), ...all]);
const container = (...attributes: Buffer[]): Buffer => Buffer.concat([u32(0x223e9f78), u16(7), ...attributes]);
const begin = attribute(2, 0x00069002, Buffer.alloc(14));
const title = (name: string): Buffer => attribute(2, 0x00018010, Buffer.from(`${name}\0`, 'latin1'));
const data = (words: string): Buffer => attribute(2, 0x0006800f, Buffer.from(words));

describe('winmail.dat', () => {
  test('files by their long names, else their short ones', () => {
    const long = attribute(
      2,
      0x00069005,
      properties(
        property(0x1f, 0x3707, Buffer.from('Fence plan.pdf\0', 'utf16le')),
        property(0x1e, 0x370e, Buffer.from('application/pdf\0')),
        property(0x1e, 0x3712, Buffer.from('<plan@client.example>\0')),
      ),
    );
    const read = readTnef(
      container(begin, title('FENCEP~1.PDF'), data('%PDF'), long, begin, title('note.txt'), data('hi')),
    );
    expect(read!.files.map(({ name, type, cid, content }) => [name, type, cid, content.toString()])).toEqual([
      ['Fence plan.pdf', 'application/pdf', 'plan@client.example', '%PDF'],
      ['note.txt', 'application/octet-stream', null, 'hi'],
    ]);
  });

  test('named properties and numbers between them are stepped over', () => {
    const named = Buffer.concat([u16(3), u16(0x8001), Buffer.alloc(16), u32(0), u32(7), u32(42)]);
    const worded = Buffer.concat([
      u16(3),
      u16(0x8002),
      Buffer.alloc(16),
      u32(1),
      u32(6),
      Buffer.from('a\0b\0\0\0\0\0'),
      u32(1),
    ]);
    const several = Buffer.concat([u16(0x1003), u16(0x6001), u32(2), u32(1), u32(2)]);
    const all = properties(named, worded, several, property(0x1e, 0x3707, Buffer.from('x.txt\0')));
    const read = readTnef(container(begin, data('1'), attribute(2, 0x00069005, all)));
    expect(read!.files.map(({ name }) => name)).toEqual(['x.txt']);
  });

  test('cut short anywhere: what was whole is there, nothing is thrown', () => {
    const whole = container(begin, title('a.txt'), data('first'), begin, title('b.txt'), data('second'));
    for (let end = 0; end < whole.length; end++) {
      const read = readTnef(whole.subarray(0, end));
      expect(read?.files.length ?? 0).toBeLessThanOrEqual(2);
    }
    expect(readTnef(whole.subarray(0, whole.length - 4))!.files.map(({ name }) => name)).toEqual(['a.txt']);
    expect(readTnef(Buffer.from('no container'))).toBeNull();
  });

  test('never more bytes than went in, whatever the lengths say', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
        const bytes = container(begin, title('a'), Buffer.from(noise), data('x'.repeat(20)), Buffer.from(noise));
        const read = readTnef(bytes)!;
        expect(read.files.reduce((sum, one) => sum + one.content.length, 0)).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  test('a count of millions in a few bytes is no work', () => {
    const hostile = Buffer.concat([u32(0xffffffff), u16(0x1003), u16(1), u32(0xffffffff)]);
    const bytes = container(...Array.from({ length: 3000 }, () => attribute(2, 0x00069005, hostile)), begin, data('x'));
    expect(effort(() => readTnef(bytes))).toBeLessThan(BOUNDED);
  });

  test('its files get safe names and keep their bytes, and the container stands beside them', async () => {
    const bytes = container(begin, title('..\\..\\CON.txt'), data('words'));
    const parts = [text('See there.'), file('winmail.dat', 'application/octet-stream', bytes)];
    const message = await parseMail(mail({}, { multipart: 'mixed', parts }));
    expect(message.attachments.map(({ name, size }) => [name, size])).toEqual([
      ['_CON.txt', 5],
      ['winmail.dat', bytes.length],
    ]);
    expect(Buffer.from(message.attachments[1]!.content!).equals(bytes)).toBe(true);
    expect(message.notes).toEqual(['winmail.dat opened: 1']);
  });

  test('large ones go to the disk, the container and what was in it', async () => {
    const bytes = container(begin, title('plan.pdf'), data('p'.repeat(5000)), begin, title('small.txt'), data('s'));
    const written: Buffer[][] = [];
    const open = () => {
      const chunks: Buffer[] = [];
      written.push(chunks);
      return {
        path: `part-${written.length}`,
        stream: new Writable({ write: (chunk, _encoding, done) => done(void chunks.push(chunk)) }),
      };
    };
    const parts = [text('See there.'), file('winmail.dat', 'application/ms-tnef', bytes)];
    const message = await parseMail(mail({}, { multipart: 'mixed', parts }), { spill: { over: 1000, open } });
    expect(message.attachments.map(({ name, path, content }) => [name, path, content === null])).toEqual([
      ['plan.pdf', 'part-1', true],
      ['small.txt', null, false],
      ['winmail.dat', 'part-2', true],
    ]);
    expect(written.map((chunks) => Buffer.concat(chunks).length)).toEqual([5000, bytes.length]);
  });
});
