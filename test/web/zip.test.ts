/** An archive that programs open: names that cannot leave their folder, a length known before, no half archive that looks whole. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namedApart, type ZipEntry, zipped, zipSize } from '../../src/web/zip.ts';

const AT = Date.parse('2026-11-23T14:30:00Z');
const entry = (name: string, content = 'x', size = Buffer.byteLength(content)): ZipEntry => ({
  name,
  size,
  at: AT,
  open: async () => Readable.from([Buffer.from(content)]),
});
const names = (...all: string[]) => namedApart(all.map((name) => entry(name))).map((e) => e.name.toString());

it.each([
  [['../../etc/passwd'], ['_.._etc_passwd']],
  [['C:\\Windows\\win.ini'], ['C__Windows_win.ini']],
  [
    ['a.txt', 'A.TXT', 'a.txt'],
    ['a.txt', 'A (2).TXT', 'a (3).txt'],
  ],
  [
    ['план.pdf', 'план.pdf'],
    ['план.pdf', 'план (2).pdf'],
  ],
  [
    ['con', 'NUL.txt', 'console'],
    ['_con', '_NUL.txt', 'console'],
  ],
  [
    ['.hidden', '', '...', 'dot.'],
    ['hidden', 'file', 'file (2)', 'dot_'],
  ],
  [
    ['evil\u202Egnp.exe', 'line\nbreak'],
    ['evilgnp.exe', 'linebreak'],
  ],
  [
    ['a (2).txt', 'a.txt', 'a.txt'],
    ['a (2).txt', 'a.txt', 'a (3).txt'],
  ],
])('names %j come out as %j', (given, made) => {
  expect(names(...given)).toEqual(made);
});

it('any names at all come out apart, without a folder, a device or a sign that hides', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 8 }), (given) => {
      const made = names(...given);
      expect(new Set(made.map((n) => n.toLowerCase())).size).toBe(given.length);
      for (const name of made) expect(name).toMatch(/^[^./\\\u0000-\u001f][^/\\\u0000-\u001f]*$/u);
    }),
  );
});

it('is exactly as long as was said before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string(), fc.string({ maxLength: 300 })), { maxLength: 5 }),
      async (files) => {
        const entries = files.map(([name, content]) => entry(name, content));
        let length = 0;
        for await (const piece of zipped(entries)) length += piece.length;
        expect(length).toBe(zipSize(entries));
      },
    ),
  );
});

it('breaks off where a file is not as long as it was said to be', async () => {
  const read = async () => {
    for await (const _ of zipped([entry('a.txt', 'four', 5)]));
  };
  await expect(read()).rejects.toMatchObject({ code: 'blob-size' });
});
