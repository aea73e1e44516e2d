/** What leaves, byte for byte: in a folder, and at a real SMTP server that answers well and badly. */
import { generateKeyPairSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { dkimVerify } from 'mailauth';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FilledLetter } from '../../src/notify/fill.ts';
import { type Dkim, readDkimKey } from '../../src/outbox/dkim.ts';
import { classify } from '../../src/outbox/failure.ts';
import { letterBytes } from '../../src/outbox/mime.ts';
import { captureTransport, relayTransport, type Transport } from '../../src/outbox/transport.ts';
import { filled } from '../notify/samples.ts';
import { type Sink, startSink } from '../support/sink.ts';

const noFiles = () => Readable.from([]);
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkim: Dkim = { domain: 'office.example', selector: 's1', key: privateKey };

const aFile = {
  file: 'f',
  name: 'план.txt',
  type: 'text/plain',
  size: 5,
  sha256: '0'.repeat(64),
} as unknown as FilledLetter['attachments'][number];

describe('the bytes of a letter', () => {
  test('are a mail that anybody can read, with both parts and every header', async () => {
    const letter = filled('N2', 'ru');
    const bytes = await letterBytes(letter, noFiles, null);
    const mail = await simpleParser(bytes);
    expect(mail.subject).toBe(letter.subject);
    expect(mail.from?.value).toEqual([{ name: 'Ирина Лебедева (Бюро «Север»)', address: 'irina@mail.office.example' }]);
    expect(mail.replyTo?.value[0]?.address).toBe(letter.replyTo.address);
    expect(mail.messageId).toBe(letter.messageId);
    expect(mail.references).toEqual(letter.references);
    expect(mail.inReplyTo).toBe(letter.inReplyTo);
    expect(mail.date?.getTime()).toBe(Math.floor(letter.date / 1000) * 1000);
    expect(mail.text?.trim()).toBe(letter.text.trim());
    expect(String(mail.html).trim()).toBe(letter.html.trim());
    expect(mail.headers.get('x-postern-hop')).toMatch(/^[a-z2-7]{16}$/);
    expect(mail.headers.has('auto-submitted')).toBe(false);
  });

  test('are the same at each attempt', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => letterBytes(filled('N2', 'ru'), noFiles, null)));
    expect(one!.equals(two!)).toBe(true);
  });

  test('have CRLF line ends and short lines only (RFC 5322 §2.1.1)', async () => {
    const text = (await letterBytes(filled('N1', 'ru'), noFiles, null)).toString('latin1');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test('a name or title starts no header line of its own', async () => {
    const letter: FilledLetter = {
      ...filled('N2', 'en'),
      subject: 'a\r\nBcc: victim@else.example',
      from: { name: 'b\r\nX-Evil: 1', address: 'irene@mail.office.example' },
      to: [{ name: 'c" <victim@else.example>, "', address: 'anna@client.example' }],
    };
    const mail = await simpleParser(await letterBytes(letter, noFiles, null));
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.headers.has('x-evil')).toBe(false);
    const to = Array.isArray(mail.to) ? mail.to : [mail.to!];
    expect(to.flatMap((t) => t.value.map((v) => v.address))).toEqual(['anna@client.example']);
  });

  test('words that look encoded come out as they were written', async () => {
    const hidden = '=?utf-8?q?=E2=80=AEBank_=3Chelp=40bank=2Eexample=3E?=';
    for (const subject of [hidden, `${hidden} ы`, hidden.repeat(8), 'a =? b']) {
      const name = hidden.slice(0, 80);
      const letter = { ...filled('N2', 'en'), subject, from: { name, address: 'irene@mail.office.example' } };
      const bytes = await letterBytes(letter, noFiles, dkim);
      expect(await verdictOn(bytes)).toEqual(['pass']);
      const mail = await simpleParser(bytes);
      expect(mail.subject).toBe(subject);
      expect(mail.from?.value[0]?.name.replaceAll('\u2060', '')).toBe(name);
    }
  });

  test('carry files by their content, never by a path or an address', async () => {
    const file = { file: 'f', name: 'план.txt', type: 'text/plain', size: 5, sha256: '0'.repeat(64) };
    const letter = { ...filled('N2', 'ru'), attachments: [file] } as unknown as FilledLetter;
    const mail = await simpleParser(await letterBytes(letter, () => Readable.from(['hello']), null));
    expect(mail.attachments).toMatchObject([{ filename: 'план.txt', contentDisposition: 'attachment', size: 5 }]);
  });

  test.each<[string, string]>([
    ['a mail', 'message/rfc822'],
    ['a report', 'message/delivery-status'],
    ['parts', 'multipart/mixed'],
    ['of a type that is not ASCII', 'ы/ы'],
    ['of a long type', `x/${'y'.repeat(3000)}`],
    ['of no type', ''],
  ])('a file that is %s itself comes out as it went in, in a letter whose signature holds', async (_, type) => {
    const content = Buffer.from(`From: a\n\n\xe9\xff \0 ${'z'.repeat(2000)}\r\n.\nMAIL FROM:<x>\n`, 'latin1');
    const file = { ...aFile, name: 'forwarded.eml', type, size: content.length };
    const letter = { ...filled('N2', 'en'), attachments: [file] } as unknown as FilledLetter;
    const bytes = await letterBytes(letter, () => Readable.from([content]), dkim);
    expect(await verdictOn(bytes)).toEqual(['pass']);
    const text = bytes.toString('latin1');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0\x80-\xff]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    const [sent] = (await simpleParser(bytes)).attachments;
    expect(sent?.filename).toBe('forwarded.eml');
    expect(sent?.content.equals(content)).toBe(true);
  });

  test('a file that cannot be read stops the letter, for now, and nothing else', async () => {
    const file = { file: 'f', name: 'a.txt', type: 'text/plain', size: 5, sha256: '0'.repeat(64) };
    const letter = { ...filled('N2', 'ru'), attachments: [file, file] } as unknown as FilledLetter;
    const failure = await letterBytes(letter, () => createReadStream('/nowhere/at/all'), null).then(
      () => null,
      classify,
    );
    expect(failure?.permanent).toBe(false);
  });

  test.each<[string, Partial<FilledLetter>]>([
    ['in English', filled('N2', 'en')],
    ['in Russian, with base64 and encoded words', filled('N2', 'ru')],
    [
      'with one-click unsubscribing',
      {
        headers: { 'List-Unsubscribe': '<https://x.example/m>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      },
    ],
    [
      'with spaces, tabs and empty lines at all ends',
      { text: ' a\t b  \n\n\t\n.\n..\n \n\n\n', html: '<p>a </p>  \n\n \n' },
    ],
    ['with an address that is not ASCII', { to: [{ name: 'Анна', address: 'анна@клиент.example' }] }],
    ['with a long subject and a file', { subject: 'Торт «Наполеон» '.repeat(20), attachments: [aFile, aFile] }],
  ])('are signed so that the signature holds (RFC 6376): %s', async (_, change) => {
    const letter = { ...filled('N2', 'en'), ...change };
    const bytes = await letterBytes(letter, () => Readable.from(['hello']), dkim);
    expect(bytes.toString()).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256;/);
    expect(await verdictOn(bytes)).toEqual(['pass']);
    for (const [found, put] of [
      [/\r\nSubject: /, '\r\nSubject: not '],
      [/^/, 'From: ceo@else.example\r\n'],
      [/\r\n--([^\r]*)--\r\n$/, '\r\nmore\r\n--$1--\r\n'],
      ...('List-Unsubscribe-Post' in letter.headers ? ([[/List-Unsubscribe=One-Click/, 'Other=1']] as const) : []),
    ] as const) {
      const other = bytes.toString().replace(found, put);
      expect(other).not.toBe(bytes.toString());
      expect(await verdictOn(Buffer.from(other)), String(found)).not.toEqual(['pass']);
    }
  });

  test('are signed a second time in the name of the domain in From, where it has our key', async () => {
    const domains = async (signFor: string | null) => {
      const text = (await letterBytes({ ...filled('N2', 'en'), signFor }, noFiles, dkim)).toString('latin1');
      return [...text.matchAll(/^dkim-signature:[\s\S]*?\bd=([^;]+);[\s\S]*?\bs=([^;]+);/gim)]
        .map(([, d, s]) => `${s}@${d}`)
        .sort();
    };
    expect(await domains(null)).toEqual(['s1@office.example']);
    expect(await domains('bureau.example')).toEqual(['s1@bureau.example', 's1@office.example']);
    expect(await domains('office.example')).toEqual(['s1@office.example']);
  });

  test('do not leave unsigned when the key cannot sign', async () => {
    const ed25519 = generateKeyPairSync('ed25519').privateKey;
    await expect(letterBytes(filled('N2', 'en'), noFiles, { ...dkim, key: ed25519 })).rejects.toThrow(
      /could not be signed/,
    );
    expect(() => readDkimKey(ed25519.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow(/must be RSA/);
    expect(readDkimKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()).type).toBe('private');
  });
});

/** By another program's hand: what was said of the signature of these bytes, with the key that stands in DNS. */
async function verdictOn(bytes: Buffer): Promise<string[]> {
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const resolver = async (name: string, type: string) => {
    expect([name, type]).toEqual(['s1._domainkey.office.example', 'TXT']);
    return [[`v=DKIM1; k=rsa; p=${spki}`]];
  };
  const { results } = await dkimVerify(bytes, { resolver });
  return results.map(({ status }) => status.result);
}

describe('capture', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-capture-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('keeps the exact bytes and the envelope, for this user only, and nothing half written', async () => {
    const letter = filled('N2', 'en');
    const into = join(folder, 'deep', 'sent');
    await captureTransport(into, noFiles, null).send(letter);
    expect((await readdir(into)).sort()).toEqual([`${letter.id}.eml`, `${letter.id}.json`]);
    expect((await readFile(join(into, `${letter.id}.eml`))).equals(await letterBytes(letter, noFiles, null))).toBe(
      true,
    );
    expect(JSON.parse(await readFile(join(into, `${letter.id}.json`), 'utf8'))).toMatchObject({
      from: letter.envelope.from,
      to: ['anna@client.example'],
      messageId: letter.messageId,
    });
    expect((await stat(join(into, `${letter.id}.eml`))).mode & 0o077).toBe(0);
  });

  test('a folder that cannot be written is trouble, and temporary', async () => {
    const sent = captureTransport('/dev/null/sent', noFiles, null).send(filled('N2', 'en'));
    await expect(sent).rejects.toThrow(/dev\/null/);
    expect(classify(await sent.catch((error: unknown) => error)).permanent).toBe(false);
  });
});

describe('a relay', () => {
  let sink: Sink;
  let transport: Transport;
  beforeEach(async () => {
    sink = await startSink();
    transport = relayTransport({
      relay: { host: sink.host, port: sink.port, secure: false, requireTls: null, user: null, pass: null },
      name: 'mail.office.example',
      dkim: null,
      openFile: noFiles,
      connections: 2,
      timeouts: { socketTimeout: 300 },
    });
  });
  afterEach(async () => {
    transport.close();
    await sink.stop();
  });

  test('gets the same bytes as a folder would, with our envelope', async () => {
    const letter = filled('N2', 'ru');
    const { answer } = await transport.send(letter);
    expect(answer).toMatch(/^250/);
    expect(sink.kept).toMatchObject([{ from: letter.envelope.from, to: ['anna@client.example'] }]);
    const text = (bytes: Buffer) => bytes.toString('latin1').trimEnd();
    expect(text(sink.kept[0]!.raw)).toBe(text(await letterBytes(letter, noFiles, null)));
  });

  test.each([
    [{ at: 'mail', code: 550 }, true, 0],
    [{ at: 'rcpt', code: 550 }, true, 0],
    [{ at: 'rcpt', code: 450 }, false, 0],
    [{ at: 'rcpt', code: 421 }, false, 0],
    [{ at: 'data', code: 554 }, true, 0],
    [{ at: 'data', code: 451 }, false, 0],
    // It may have arrived: nobody can know, so it is tried again with the same Message-ID.
    ['silence', false, 1],
    ['close', false, 1],
  ] as const)('%j: permanent %s', async (answer, permanent, arrived) => {
    sink.answer(answer);
    const failure = await transport.send(filled('N2', 'en')).then(() => null, classify);
    expect(failure?.permanent).toBe(permanent);
    expect(sink.kept).toHaveLength(arrived);
    sink.answer('accept');
    await transport.send(filled('N2', 'en'));
    expect(sink.kept).toHaveLength(arrived + 1);
  });

  test('that is not there is temporary trouble', async () => {
    await sink.stop();
    const failure = await transport.send(filled('N2', 'en')).then(() => null, classify);
    expect(failure).toMatchObject({ permanent: false, reason: 'unreachable' });
  });

  test('without TLS gets nothing when TLS is required', async () => {
    const strict = relayTransport({
      relay: { host: sink.host, port: sink.port, secure: false, requireTls: true, user: null, pass: null },
      name: 'mail.office.example',
      dkim: null,
      openFile: noFiles,
      connections: 1,
    });
    const failure = await strict.send(filled('N2', 'en')).then(() => null, classify);
    strict.close();
    expect(failure).toMatchObject({ permanent: false, reason: 'no-tls' });
    expect(sink.kept).toHaveLength(0);
  });
});
