/**
 * A filled letter → its bytes, once: what is captured, signed and sent is the same. Each try of a letter gives the same bytes
 * (its id makes the MIME boundary, its own time the Date).
 */
import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import nodemailer from 'nodemailer';
import { Trouble } from '../base/trouble.ts';
import type { FilledLetter } from '../notify/fill.ts';
import type { LetterFile } from '../notify/letter.ts';

/** RFC 6376. */
export interface Dkim {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
}

/** PEM → key. The library signs with RSA only, and leaves a letter unsigned without a word when it cannot. */
export function readDkimKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`A DKIM key must be RSA, this one is ${key.asymmetricKeyType}`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1024) throw new Error(`A DKIM key must have 1024 bits or more (RFC 8301 §3.2), this one has ${bits}`);
  return key;
}

export type OpenFile = (file: LetterFile) => Readable;

/** RFC 5322 bytes with CRLF line ends, signed if there is a key. */
export async function letterBytes(letter: FilledLetter, openFile: OpenFile, dkim: Dkim | null): Promise<Buffer> {
  const { message } = await composer.sendMail({
    from: { ...letter.from },
    to: letter.to.map((to) => ({ ...to })),
    replyTo: { ...letter.replyTo },
    envelope: { from: letter.envelope.from, to: [...letter.envelope.to] },
    messageId: letter.messageId,
    references: [...letter.references],
    ...(letter.inReplyTo ? { inReplyTo: letter.inReplyTo } : {}),
    date: new Date(letter.date),
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    headers: { ...letter.headers },
    attachments: await Promise.all(letter.attachments.map((file) => attachment(file, openFile))),
    baseBoundary: createHash('sha256').update(letter.id).digest('hex').slice(0, 16),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim ? { dkim: { keys: keysFor(dkim, letter.signFor) } } : {}),
  });
  const bytes = message as Buffer;
  if (dkim && !isSigned(bytes))
    throw new Trouble('not-signed', 'The letter could not be signed: is the DKIM key good?');
  return bytes;
}

/**
 * Ours always; and one in the name of the domain in From, whose owner put our key into its DNS: only that one is aligned with From
 * (RFC 9989 §5.1).
 */
const keysFor = ({ domain, selector, key }: Dkim, signFor: string | null) =>
  [...new Set([domain, ...(signFor === null ? [] : [signFor])])].map((domainName) => ({
    domainName,
    keySelector: selector,
    privateKey: key,
  }));

/** At most 10 MB a letter (notify/variables.ts), and the letter is built in memory anyway: a stream that breaks breaks here. */
const attachment = async (file: LetterFile, openFile: OpenFile) => ({
  filename: file.name,
  contentType: file.type,
  contentDisposition: 'attachment' as const,
  content: await buffer(openFile(file)),
});

const composer = nodemailer.createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

const isSigned = (bytes: Buffer): boolean => {
  const end = bytes.indexOf('\r\n\r\n');
  return /^dkim-signature:/im.test(bytes.subarray(0, end).toString('latin1'));
};
