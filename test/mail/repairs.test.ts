/** What is said of a repair, and read back from it, so that a page can say it in its reader's language. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inHeader, REPAIRS, type RepairCode, readRepair, repairNote } from '../../src/mail/repairs.ts';

const CODES = Object.keys(REPAIRS) as RepairCode[];
const slots = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

test.each(CODES)('%s is said, read back, and has words in both languages', (code) => {
  const values = Object.fromEntries(slots(REPAIRS[code]).map((name, i) => [name, `value-${i}`]));
  const note = repairNote(code, values);
  expect(readRepair(note)).toEqual({ code, values, inHeader: false });
  expect(readRepair(inHeader(note))).toEqual({ code, values, inHeader: true });
  for (const language of ['en', 'ru']) {
    const words = JSON.parse(readFileSync(`templates/words/${language}.json`, 'utf8')) as Record<string, string>;
    expect([language, slots(words[`repair.${code}`] ?? '').sort()]).toEqual([language, Object.keys(values).sort()]);
  }
});

test('a note of another version is nobody’s', () => {
  expect(readRepair('moved to the moon: 7')).toBeNull();
  expect(readRepair('charset guessed: ')).toBeNull();
});

test('what a mail says of itself stays one short line', () => {
  expect(repairNote('charset-wrong', { said: 'x\r\nBcc: \0y'.padEnd(500, 'z'), is: 'utf-8' })).toMatch(
    /^[\x20-\x7e]{1,140}$/,
  );
});
