/**
 * A filled letter → its bytes, once: what is captured, signed and sent is the same. Each try of a letter gives the same bytes
 * (its id makes the MIME boundary, its own time the Date).
 *
 * The parts and all header fields are nodemailer's. They are written one after the other here: its own streams for a letter that is in
 * memory anyway, and once more for a signature, cost three times as much as its words.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as base64 from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import * as qp from 'nodemailer/lib/qp';
import { sameOrganisation } from '../mail/organisation.ts';
import type { FilledLetter, Mailbox } from '../notify/fill.ts';
import type { LetterFile } from '../notify/letter.ts';
import { type Dkim, dkimField } from './dkim.ts';

export type OpenFile = (file: LetterFile) => Readable;

/** RFC 5322 bytes with CRLF line ends, signed if there is a key. */
export async function letterBytes(letter: FilledLetter, openFile: OpenFile, dkim: Dkim | null): Promise<Buffer> {
  const root = new MailComposer({
    from: literal(letter.from),
    to: letter.to.map(literal),
    replyTo: literal(letter.replyTo),
    messageId: letter.messageId,
    references: [...letter.references],
    ...(letter.inReplyTo ? { inReplyTo: letter.inReplyTo } : {}),
    date: new Date(letter.date),
    subject: ENCODED.test(letter.subject) ? encodeWord(letter.subject, 'Q', 52) : letter.subject,
    text: letter.text,
    html: letter.html,
    headers: { ...letter.headers },
    attachments: await Promise.all(letter.attachments.map((file) => attachment(file, openFile))),
    baseBoundary: createHash('sha256').update(letter.id).digest('hex').slice(0, 16),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile() as unknown as Part;
  const head = Buffer.from(root.buildHeaders()).toString('latin1');
  const body = bodyOf(root);
  const signatures = dkim
    ? await Promise.all(signersFor(dkim, letter.signFor).map((by) => dkimField(head, body, by)))
    : [];
  return Buffer.from(`${signatures.join('')}${head}\r\n\r\n${body}`, 'latin1');
}

/** What is ASCII goes out as it is, so words that look encoded would be decoded by its reader: into anything (RFC 2047 §5). */
const ENCODED = /=\?/;

/** A name goes out in quotes, where some readers decode all the same: with a joiner between them the two signs are no beginning. */
const literal = ({ name, address }: Mailbox): Mailbox => ({ name: name.replace(/=(?=\?)/g, '=\u2060'), address });

/**
 * Ours always; and one in the name of the domain in From, whose owner put our key into its DNS: only that one is aligned with From
 * (RFC 9989 §5.1). Within our own organisation ours is, and nobody was asked for a key there (mail/sender-check.ts).
 */
const signersFor = (ours: Dkim, signFor: string | null): Dkim[] =>
  signFor === null || sameOrganisation(signFor, ours.domain) ? [ours] : [ours, { ...ours, domain: signFor }];

/** At most 10 MB a letter (notify/variables.ts), and the letter is built in memory anyway: a stream that breaks breaks here. */
const attachment = async (file: LetterFile, openFile: OpenFile) => ({
  filename: file.name,
  contentType: typeOf(file),
  contentDisposition: 'attachment' as const,
  content: await buffer(openFile(file)),
});

/**
 * A browser and a stranger's mail say what they like. A mail in a mail would stand there as its own parts and bytes, with no encoding
 * around it (RFC 2046 §5.2.1): lines of any length, single line ends and NULs would be the letter's, and its signature would not
 * hold. It is a file like any other; its name says what it is.
 */
const typeOf = ({ type }: LetterFile): string => TYPE.exec(type)?.[0] ?? 'application/octet-stream';
const TYPE = /^(?!message\/|multipart\/)[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}/i;

/** A node of nodemailer's, as far as it is used here. */
interface Part {
  /** False for a part without parts. */
  readonly multipart: string | false;
  readonly boundary: string;
  readonly childNodes: readonly Part[];
  readonly content?: string | Buffer;
  buildHeaders(): string;
  getTransferEncoding(): string | false;
}

/** A sign for each byte, ending with CRLF. All but a mail within the letter (RFC 2046 §5.2.1) is ASCII. */
function bodyOf(part: Part): string {
  if (!part.multipart) return encoded(part);
  // RFC 2046 §5.1.1
  const parts = part.childNodes.map((one) => `--${part.boundary}\r\n${one.buildHeaders()}\r\n\r\n${bodyOf(one)}`);
  return `${parts.join('')}--${part.boundary}--\r\n`;
}

function encoded(part: Part): string {
  const content = typeof part.content === 'string' ? part.content.replace(/\r\n|\r|\n/g, '\r\n') : part.content;
  switch (part.getTransferEncoding()) {
    case 'quoted-printable':
      return `${qp.wrap(qp.encode(content ?? ''))}\r\n`;
    case 'base64':
      return `${base64.wrap(base64.encode(content ?? ''))}\r\n`;
    default:
      return `${Buffer.from(content ?? '')
        .toString('latin1')
        .replace(/\r\n|\r|\n/g, '\r\n')}\r\n`;
  }
}
