/**
 * A DKIM signature (RFC 6376), relaxed in header and body, made with RSA and SHA-256 on the threads of the pool: a signature costs as
 * much as all the rest of a letter, and the thread that builds letters would stand still for it.
 */
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { Trouble } from '../base/trouble.ts';

export interface Dkim {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
}

/** PEM → key. */
export function readDkimKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`A DKIM key must be RSA, this one is ${key.asymmetricKeyType}`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1024) throw new Error(`A DKIM key must have 1024 bits or more (RFC 8301 §3.2), this one has ${bits}`);
  return key;
}

/**
 * What a reader sees or a program acts on. From stands twice: one that is put in on the way breaks the signature (RFC 6376 §8.15).
 * RFC 8058 §4 wants both fields of List-Unsubscribe signed.
 */
const SIGNED = [
  'from',
  'from',
  'reply-to',
  'to',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'auto-submitted',
  'list-unsubscribe',
  'list-unsubscribe-post',
] as const;

const signOnPool = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;

/**
 * The field that goes before `head`, with its CRLF. `head` are the fields and `body` what follows the empty line, both with CRLF
 * line ends and a sign for each byte. The same letter is signed the same each time.
 */
export async function dkimField(head: string, body: string, { domain, selector, key }: Dkim): Promise<string> {
  // Another key would sign in a way that `rsa-sha256` does not say, and nobody could check it.
  if (key.asymmetricKeyType !== 'rsa') throw notSigned(`the key is ${key.asymmetricKeyType}, not RSA`);
  const fields = fieldsOf(head);
  const signed = SIGNED.filter((name) => fields.has(name));
  const hash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
  const tags = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};`;
  const field = `DKIM-Signature: ${tags}\r\n h=${folded(signed)};\r\n bh=${hash};\r\n b=`;
  const data = [...headData(signed, fields), relaxedField(field)].join('\r\n');
  const signature = await signOnPool('sha256', Buffer.from(data, 'latin1'), key).catch((error: Error) => {
    throw notSigned(error.message);
  });
  return `${field}${signature.toString('base64').replace(/.{70}(?!$)/g, '$&\r\n ')}\r\n`;
}

const notSigned = (why: string): Trouble =>
  new Trouble('not-signed', `The letter could not be signed: is the DKIM key good? (${why})`);

const folded = (names: readonly string[]): string => names.join(':').replace(/.{50,60}:/g, '$&\r\n ');

/** Each field by its name; ours stand once. */
function fieldsOf(head: string): Map<string, string> {
  const fields = head.split(/\r\n(?![ \t])/).map((field) => [nameOf(field), field] as const);
  return new Map(fields);
}

const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).trim().toLowerCase();

/** RFC 6376 §5.4.2: a name that stands more often than the field does signs that there is no other. */
function headData(signed: readonly string[], fields: ReadonlyMap<string, string>): string[] {
  return [...new Set(signed)].map((name) => relaxedField(fields.get(name)!));
}

/** RFC 6376 §3.4.2. */
function relaxedField(field: string): string {
  const value = field
    .slice(field.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${nameOf(field)}:${value}`;
}

/** RFC 6376 §3.4.4. */
function relaxedBody(body: string): string {
  const lines = body.replace(/[ \t]{2,}|\t/g, ' ').replace(/ \r\n/g, '\r\n');
  let end = lines.length;
  while (lines.startsWith('\r\n', end - 2)) end -= 2;
  return end === 0 ? '' : `${lines.slice(0, end)}\r\n`;
}
