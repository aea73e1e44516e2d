/**
 * Mails as they come, each beside what must be read from it. Own words of invented people, in the shapes of programs that exist.
 * Of the expected object only what it names is compared: `text.has` a part of the text, `reply.html.not` what must not be in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectMail } from '../../src/mail/inspect.ts';

const HERE = 'test/mails/';
const NAMES = readdirSync(HERE)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => name.slice(0, -4));

describe('mails as they come', () => {
  test('each has its expectation', () => {
    expect(NAMES.length).toBeGreaterThan(30);
    expect(readdirSync(HERE).filter((name) => name.endsWith('.json'))).toEqual(NAMES.map((name) => `${name}.json`));
  });

  test.each(NAMES)('%s', async (name) => {
    const read = await inspectMail(readFileSync(`${HERE}${name}.eml`), 'eml');
    const {
      'text.has': part = '',
      'reply.html.not': banned,
      ...wanted
    } = JSON.parse(readFileSync(`${HERE}${name}.json`, 'utf8'));
    expect(read).toMatchObject(wanted);
    expect(read.text).toContain(part);
    if (banned) expect(read.reply.html).not.toContain(banned);
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  });

  test('a name of three hundred bytes is cut, its ending kept', async () => {
    const { attachments } = await inspectMail(readFileSync(`${HERE}odd-names.eml`), 'eml');
    const long = attachments.find(({ name }) => name.startsWith('long'))!.name;
    expect([Buffer.byteLength(long) <= 200, long.endsWith('.pdf')]).toEqual([true, true]);
  });
});
