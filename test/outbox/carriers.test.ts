/** The carriers that leave are the carriers that the mail room finds, each by itself (decisions "Tokens and carriers"). */
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parseMail } from '../../src/mail/parse.ts';
import { readCarriers, verifyCarriers } from '../../src/mail/thread.ts';
import { letterBytes } from '../../src/outbox/mime.ts';
import { context, filled, keyring } from '../notify/samples.ts';
import { answer, CARRIERS, written } from '../support/mangle.ts';
import { HABITS } from '../support/mangle-habits.ts';

const letter = filled('N2', 'ru');
const own = async () => letterBytes(letter, () => Readable.from([]), null);
const found = async (mail: Buffer | string, rcpts: readonly string[] = []) => {
  const message = await parseMail(Buffer.from(mail));
  return verifyCarriers(keyring, readCarriers(message, rcpts, context));
};
const head = 'From: Anna <anna@client.example>\r\nTo: someone@else.example\r\nSubject: Re\r\n';
const quoted = (text: string) => text.replace(/^/gm, '> ').replaceAll('\n', '\r\n');

test.each<[string, () => Promise<Buffer | string> | string, readonly string[]]>([
  ['the reply address in the envelope', () => `${head}\r\nyes\r\n`, [letter.replyTo.address.toUpperCase()]],
  ['our Message-ID in In-Reply-To', () => `${head}In-Reply-To: ${letter.messageId}\r\n\r\nyes\r\n`, []],
  [
    'References, when a relay wrote a Message-ID of its own',
    () => `${head}References: ${letter.references.join(' ')} <0102@relay.example>\r\n\r\nyes\r\n`,
    [],
  ],
  ['the quiet line of a quoted text part', () => `${head}\r\nyes\r\n\r\n${quoted(letter.text.slice(-90))}\r\n`, []],
  [
    'the mark of a quoted HTML part',
    () =>
      `${head}Content-Type: text/html; charset=utf-8\r\n\r\n<p>yes</p><blockquote>${/<span data-postern.*<\/span>/.exec(letter.html)?.[0]}</blockquote>\r\n`,
    [],
  ],
  ['the letter itself, as an attachment of a bounce has it', own, []],
])('%s', async (_, mail, rcpts) => {
  const { letters, refused } = await found(await mail(), rcpts);
  expect(letters.map((l) => l.letter)).toEqual([letter.id]);
  expect(refused).toEqual([]);
});

test('the dashboard link in a quote names its person', async () => {
  const { people } = await found(`${head}\r\n${quoted(letter.text)}\r\n`);
  expect(people).toMatchObject([{ generation: 1 }]);
});

/** Two of the three carriers are gone, and what is left goes through a relay, a gateway or a mail program. */
describe.each(['ru', 'en'] as const)('a letter in %s', (language) => {
  const answered = filled('N2', language);
  const letterOf = async () => ({
    ...answered,
    replyTo: answered.replyTo.address,
    raw: await letterBytes(answered, () => Readable.from([]), null),
  });

  describe.each(HABITS)('$name', ({ change, destroys = [] }) => {
    test.each(CARRIERS)('only the %s is left', async (kept) => {
      const sent = await letterOf();
      const a = change(answer(sent, [kept], 'Yes, at nine.', 'ann@mail.acme.example'), sent);
      const { letters, refused } = await found(written(a, 'Anna <anna@client.example>', '<a@client.example>'), [
        a.rcpt,
      ]);
      expect(letters.map((l) => l.letter)).toEqual(destroys.includes(kept) ? [] : [answered.id]);
      expect(refused).toEqual([]);
    });

    test('none is left', async () => {
      const sent = await letterOf();
      const a = change(answer(sent, [], 'Yes, at nine.', 'ann@mail.acme.example'), sent);
      const { letters, refused } = await found(written(a, 'Anna <anna@client.example>', '<a@client.example>'), [
        a.rcpt,
      ]);
      expect([...letters, ...refused]).toEqual([]);
    });
  });
});
