import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { Trouble } from '../../src/base/trouble.ts';
import { parseMail } from '../../src/mail/parse.ts';
import { file, html, mail, text } from '../support/mime.ts';

const RUSSIAN = 'Добрый день! Отправляю смету и жду вашего ответа до пятницы. Спасибо, Анна.';
const FRENCH = 'Bonjour, voilà le café que vous avez demandé à Noël. Très bientôt, Hélène.';
const POLISH = 'Dzień dobry, proszę o zgłoszenie części, które się zepsuły. Z poważaniem, Łukasz Żółć';
const JAPANESE = 'いつもお世話になっております。見積書をお送りします。よろしくお願いいたします。';
const KOREAN = '안녕하세요. 견적서를 보내드립니다. 확인 부탁드립니다. 감사합니다.';
const CHINESE = '您好，我们公司的产品已经发送，请您查收这封邮件。如有问题请给我们打电话。';

describe('charsets', () => {
  const undeclared: [string, string][] = [
    ['windows-1251', RUSSIAN],
    ['koi8-r', RUSSIAN],
    ['ibm866', RUSSIAN],
    ['windows-1252', FRENCH],
    ['windows-1250', POLISH],
    ['shift_jis', JAPANESE],
    ['euc-jp', JAPANESE],
    ['euc-kr', KOREAN],
    ['gb18030', CHINESE],
  ];
  test.each(undeclared)('%s without a word about it', async (charset, words) => {
    const message = await parseMail(mail({}, text(iconv.encode(words, charset), 'text/plain')));
    expect(message.text.trim()).toBe(words);
    expect(message.notes).toContain(`charset guessed: ${charset}`);
  });

  test.each(undeclared)('%s that says it is UTF-8', async (charset, words) => {
    const message = await parseMail(mail({}, text(iconv.encode(words, charset))));
    expect(message.text.trim()).toBe(words);
  });

  test('ISO-2022-JP without a word about it', async () => {
    // "日本" (RFC 1468): escape into JIS X 0208, two characters, escape back.
    const bytes = Buffer.from('\x1b$BF|K\\\x1b(B desu', 'latin1');
    const message = await parseMail(mail({}, text(bytes, 'text/plain')));
    expect(message.text.trim()).toBe('日本 desu');
    expect(message.notes).toEqual(['charset guessed: iso-2022-jp']);
  });

  test('declared and true needs no note', async () => {
    const message = await parseMail(mail({}, text(iconv.encode(RUSSIAN, 'koi8-r'), 'text/plain; charset=KOI8-R')));
    expect(message.text.trim()).toBe(RUSSIAN);
    expect(message.notes).toEqual([]);
  });

  test('UTF-8 that calls itself Latin-1', async () => {
    const message = await parseMail(mail({}, text(RUSSIAN, 'text/plain; charset=iso-8859-1')));
    expect(message.text.trim()).toBe(RUSSIAN);
    expect(message.notes[0]).toMatch(/said iso-8859-1, is utf-8/);
  });

  test('an HTML part that names its charset only in meta', async () => {
    const body = iconv.encode(
      `<html><head><meta charset="iso-8859-2"></head><body>${POLISH}</body></html>`,
      'iso-8859-2',
    );
    const message = await parseMail(mail({}, html(body, 'text/html')));
    expect(message.text).toBe(POLISH);
    expect(message.notes).toEqual(['charset taken from the HTML: iso-8859-2']);
  });

  test('one damaged byte does not change the charset of a whole text', async () => {
    const message = await parseMail(mail({}, text(Buffer.concat([Buffer.from(RUSSIAN), Buffer.from([0xaa])]))));
    expect(message.text).toContain(RUSSIAN);
  });

  test('UTF-7 is never decoded', async () => {
    const message = await parseMail(
      mail({}, html('+ADw-script+AD4-alert(1)+ADw-/script+AD4-', 'text/html; charset=utf-7')),
    );
    expect(message.html).not.toContain('<script>');
  });

  test('headers written in raw 8-bit, and words cut within a character', async () => {
    const subject = iconv.encode('Смета на ремонт крыши', 'windows-1251').toString('latin1');
    const half = Buffer.from('Олег');
    const name = `=?utf-8?B?${half.subarray(0, 3).toString('base64')}?= =?utf-8?B?${half.subarray(3).toString('base64')}?=`;
    const message = await parseMail(mail({ Subject: subject, From: `${name} <oleg@client.example>` }, text('.')));
    expect(message.subject).toBe('Смета на ремонт крыши');
    expect(message.from).toEqual([{ name: 'Олег', address: 'oleg@client.example' }]);
    expect(message.notes).toContain('header: charset guessed: windows-1251');
  });

  test('a decoded name never becomes an address', async () => {
    const name = `=?utf-8?B?${Buffer.from('<boss@bank.example>').toString('base64')}?=`;
    const message = await parseMail(mail({ From: `${name} <evil@else.example>` }, text('.')));
    expect(message.from.map(({ address }) => address)).toEqual(['evil@else.example']);
  });
});

describe('bodies', () => {
  test('an empty text part beside HTML', async () => {
    const message = await parseMail(
      mail({}, { multipart: 'alternative', parts: [text('\r\n \r\n'), html('<p>Yes,</p><p>do it.</p>')] }),
    );
    expect(message.text).toBe('Yes,\n\ndo it.');
    expect(message.textFromHtml).toBe(true);
    expect(message.notes).toEqual(['text part was empty: text made from the HTML']);
  });

  test('text and HTML: the text is the text, the HTML is kept', async () => {
    const message = await parseMail(
      mail({}, { multipart: 'alternative', parts: [text('plain'), html('<b>rich</b>')] }),
    );
    expect([message.text.trim(), message.html, message.textFromHtml]).toEqual(['plain', '<b>rich</b>', false]);
  });

  test('Apple Mail: HTML, picture, HTML', async () => {
    const picture = {
      ...file('roof.jpg', 'image/jpeg', 'JPEG'),
      headers: { 'Content-Disposition': 'inline; filename=roof.jpg', 'Content-ID': '<roof@1>' },
    };
    const parts = [html('<p>Before</p><img src="cid:roof@1">'), picture, html('<p>After</p>')];
    const message = await parseMail(mail({}, { multipart: 'mixed', parts }));
    expect(message.text).toBe('Before\n\nAfter');
    expect(message.html).toContain('Before');
    expect(message.html).toContain('After');
    expect(message.attachments).toMatchObject([{ name: 'roof.jpg', cid: 'roof@1', inline: true }]);
  });

  test('a picture with a Content-ID that nobody shows is a file', async () => {
    const logo = file('logo.png', 'image/png', 'PNG', { 'Content-ID': '<logo@1>' });
    const message = await parseMail(mail({}, { multipart: 'related', parts: [html('<p>Hi</p>'), logo] }));
    expect(message.attachments[0]).toMatchObject({ inline: false, cid: 'logo@1' });
  });

  test('a list adds its footer as a part of its own', async () => {
    const message = await parseMail(mail({}, { multipart: 'mixed', parts: [text('Words'), text('-- footer')] }));
    expect(message.text).toBe('Words\n-- footer');
  });

  test('format=flowed is put together again, quotes and signature kept', async () => {
    const body = 'This goes \r\non.\r\n> quoted \r\n> too\r\n-- \r\nAnna\r\n';
    const message = await parseMail(mail({}, text(body, 'text/plain; charset=utf-8; format=flowed')));
    expect(message.text).toBe('This goes on.\n> quoted too\n-- \nAnna\n');
  });

  test('NUL is taken out and noted', async () => {
    const message = await parseMail(mail({ Subject: 'a\0b' }, text('one\0two')));
    expect(`${message.text}${message.subject}`).not.toContain('\0');
    expect(message.notes).toContain('NUL characters removed');
  });

  test('a multipart without a boundary is shown as text', async () => {
    const raw = Buffer.from('From: a@client.example\r\nContent-Type: multipart/mixed\r\n\r\nStill my words.\r\n');
    const message = await parseMail(raw);
    expect(message.text).toContain('Still my words.');
    expect(message.notes).toContain('the parts could not be told apart: shown as text');
  });

  test('two hundred thousand nested tags take no longer than any other text of that size', async () => {
    const message = await parseMail(mail({}, html(`${'<b>'.repeat(200_000)}deep${'</b>'.repeat(200_000)}`)));
    expect(message.text).toBe('deep');
  }, 4000);

  test('text over the limit is cut and the cut is noted', async () => {
    const message = await parseMail(mail({}, text('x'.repeat(5000))), { maxText: 1000 });
    expect(message.text).toHaveLength(1000);
    expect(message.notes[0]).toMatch(/1000 of 5000 bytes/);
    expect(message.attachments).toMatchObject([{ name: 'text.txt', size: 5000 }]);
  });
});

describe('files', () => {
  test('parts without a name get one', async () => {
    const inner = 'Subject: Roof plan\r\nFrom: a@b.example\r\n\r\nHi';
    const parts = [
      text('see'),
      { type: 'text/calendar; charset=utf-8; method=REQUEST', body: 'BEGIN:VCALENDAR' },
      { type: 'message/rfc822', body: inner },
      { type: 'image/png', body: 'PNG' },
    ];
    const message = await parseMail(mail({}, { multipart: 'mixed', parts }));
    expect(message.attachments.map(({ name }) => name)).toEqual(['invite.ics', 'Roof plan.eml', 'image.png']);
  });

  test('hash and size are of the decoded bytes, and a large one is spilled', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'parse-'));
    const bytes = Buffer.alloc(300_000, 'postern');
    const raw = mail(
      {},
      {
        multipart: 'mixed',
        parts: [text('see'), file('big.bin', 'application/octet-stream', bytes), file('s.txt', 'text/plain', 'small')],
      },
    );
    const { attachments } = await parseMail(Readable.from(chunksOf(raw, 7001), { objectMode: false }), {
      spill: { over: 100_000, open: () => ({ path: join(dir, 'part'), stream: createWriteStream(join(dir, 'part')) }) },
    });
    const [big, small] = attachments;
    expect(big).toMatchObject({
      size: 300_000,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      content: null,
    });
    expect(readFileSync(big!.path!).equals(bytes)).toBe(true);
    expect(small).toMatchObject({ path: null, size: 5 });
    expect(Buffer.from(small!.content!).toString()).toBe('small');
    rmSync(dir, { recursive: true });
  });

  test('a long text stays the text, although files of its size go to the disk', async () => {
    const opened: string[] = [];
    const open = () => {
      opened.push('x');
      return { path: 'nowhere', stream: new PassThrough().resume() };
    };
    const words = 'Please paint the roof red. '.repeat(20_000);
    const message = await parseMail(mail({}, text(words)), { spill: { over: 1000, open } });
    expect(message.text).toBe(words);
    expect([opened, message.attachments]).toEqual([[], []]);
    const longer = await parseMail(mail({}, text(words.repeat(5))), { spill: { over: 1000, open }, maxText: 1000 });
    expect(longer.text).toHaveLength(1000);
    expect(longer.attachments).toMatchObject([{ path: 'nowhere', size: words.length * 5 }]);
  });

  test('a name in raw cp1251 and two files of one name', async () => {
    const name = iconv.encode('Договор.pdf', 'windows-1251').toString('latin1');
    const parts = [
      text('.'),
      file(name, 'application/pdf', '1'),
      file('a.txt', 'text/plain', '1'),
      file('a.txt', 'text/plain', '2'),
    ];
    const message = await parseMail(mail({}, { multipart: 'mixed', parts }));
    expect(message.attachments.map((one) => one.name)).toEqual(['Договор.pdf', 'a.txt', 'a (2).txt']);
  });
});

describe('what breaks off', () => {
  const big = mail(
    {},
    { multipart: 'mixed', parts: [file('big.bin', 'application/octet-stream', Buffer.alloc(400_000))] },
  );

  test('a source that fails midway is told, and the file that was being written is let go', async () => {
    const sink = new PassThrough().resume();
    const broken = async function* () {
      for (const chunk of chunksOf(big.subarray(0, 200_000), 8192)) {
        yield chunk;
        await new Promise((settle) => setImmediate(settle));
      }
      throw Object.assign(new Error('read failed'), { code: 'EIO' });
    };
    const read = parseMail(Readable.from(broken(), { objectMode: false }), {
      spill: { over: 1000, open: () => ({ path: 'x', stream: sink }) },
    });
    await expect(read).rejects.toMatchObject({ code: 'EIO' });
    await new Promise((settle) => setTimeout(settle, 50));
    expect(sink.destroyed).toBe(true);
  });

  test('a disk that fails is trouble of the disk, not of the mail', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    });
    const read = parseMail(big, { spill: { over: 1000, open: () => ({ path: 'x', stream: full }) } });
    await expect(read).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  test('it can be given up at any time', async () => {
    const stop = new AbortController();
    const endless = async function* () {
      yield big.subarray(0, 100_000);
      stop.abort();
      await new Promise(() => undefined);
    };
    await expect(parseMail(Readable.from(endless(), { objectMode: false }), { signal: stop.signal })).rejects.toThrow(
      /given up/,
    );
    await expect(parseMail(big, { signal: AbortSignal.abort() })).rejects.toThrow(/given up/);
  });
});

describe('headers and what stands before them', () => {
  test('what RFC 5322 allows once and came twice is listed', async () => {
    const message = await parseMail(
      mail({ Subject: ['first', 'second'], From: ['a@one.example', 'b@two.example'] }, text('.')),
    );
    expect(message.repeated).toEqual(['from', 'subject']);
    expect(message.from).toHaveLength(2);
    expect(message.subject).toBe('first');
  });

  test('a date that cannot be read is unknown', async () => {
    expect((await parseMail(mail({ Date: 'the day before yesterday' }, text('.')))).date).toBeNull();
    expect((await parseMail(mail({ Date: 'Mon, 02 Nov 2026 10:00:00 +0300 (MSK)' }, text('.')))).date).toBe(
      Date.UTC(2026, 10, 2, 7),
    );
  });

  test('References of every shape', async () => {
    const message = await parseMail(
      mail({ References: '<a@x.example>\r\n <b@x.example><c@x.example>', 'In-Reply-To': 'bare@x.example' }, text('.')),
    );
    expect(message.references).toEqual(['a@x.example', 'b@x.example', 'c@x.example']);
    expect(message.inReplyTo).toEqual(['bare@x.example']);
  });

  test.each([
    ['an mbox line', 'From anna@client.example Mon Nov  2 10:00:00 2026\n'],
    ['blank lines', '\r\n\r\n'],
    ['a byte order mark', '\u00ef\u00bb\u00bf'],
  ])('%s before the header is left out', async (_name, before) => {
    const message = await parseMail(Buffer.concat([Buffer.from(before, 'latin1'), mail({}, text('words'))]));
    expect([message.subject, message.text]).toEqual(['Hello', 'words']);
  });

  test('line ends of CR alone', async () => {
    const message = await parseMail(Buffer.from(mail({}, text('one\r\ntwo')).toString().replaceAll('\r\n', '\r')));
    expect([message.subject, message.text]).toEqual(['Hello', 'one\ntwo']);
  });
});

describe('what is no mail', () => {
  const reason = (raw: Buffer) =>
    parseMail(raw).then(
      () => null,
      (error: Trouble) => ({ name: error.name, code: error.code, permanent: error.permanent }),
    );
  const unreadable = { name: 'Trouble', code: 'unreadable', permanent: true };

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no header', Buffer.from('\r\n\r\n')],
    ['a header of two mebibytes', Buffer.from(`From: a@b.example\r\n${'X: y\r\n'.repeat(400_000)}`)],
    ['a thousand parts', mail({}, { multipart: 'mixed', parts: Array.from({ length: 1200 }, () => text('x')) })],
  ])('%s', async (_name, raw) => expect(await reason(raw)).toEqual(unreadable));

  test('any bytes: an answer or a permanent reason, never NUL, never more text than bytes', async () => {
    const bit = fc.oneof(
      fc.constantFrom(
        'From: a@b.example\r\n',
        'Content-Type: multipart/mixed; boundary=x\r\n',
        '--x\r\n',
        '--x--\r\n',
        '\r\n',
        '\r',
        '\n',
        '\0',
        'Content-Type: text/html; charset=utf-16\r\n',
        'Content-Transfer-Encoding: base64\r\n',
        '=?utf-8?Q?=00?=',
        '<b>&#0;',
        'Content-Type: message/rfc822\r\n',
      ),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bit, { maxLength: 40 }), async (bits) => {
        const raw = Buffer.from(bits.join(''));
        const message = await parseMail(raw).catch((error: unknown) => {
          expect(error).toMatchObject(unreadable);
          return null;
        });
        if (message === null) return;
        const shown = [message.text, message.subject, ...message.attachments.map(({ name }) => name)].join('');
        expect(shown).not.toContain('\0');
        expect(message.text.length).toBeLessThanOrEqual(raw.length * 4 + 100);
      }),
      { numRuns: 300 },
    );
  });
});

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
