/**
 * Our secrets taken out of a raw mail, which still reads as one: what an admin downloads, and what a client attaches.
 */
import { isUtf8 } from 'node:buffer';
import { removeSecrets } from '../mail/secrets.ts';
import type { Names } from './gateway.ts';

const BASE64_LINE = /^[A-Za-z0-9+/]{4,}={0,2}\r?$/;

/** In the text as it stands, and in what stands in base64. Quoted-printable breaks of a token are healed by `removeSecrets`. */
export function withoutSecrets(raw: Buffer, names: Names): Buffer {
  if (isWide(raw)) return cleanWide(raw, names);
  const out: string[] = [];
  let block: string[] = [];
  const flush = (): void => {
    if (block.length > 0) out.push(...cleanBlock(block, names));
    block = [];
  };
  const charset = charsetOf(raw);
  for (const line of raw.toString(charset).split('\n')) {
    if (BASE64_LINE.test(line)) block.push(line);
    else {
      flush();
      out.push(line);
    }
  }
  flush();
  return Buffer.from(cleanText(out.join('\n'), names), charset);
}

/** Signs without width are such in UTF-8 only; bytes that are none stay what they are. */
const charsetOf = (raw: Buffer): 'utf8' | 'latin1' => (isUtf8(raw) ? 'utf8' : 'latin1');

/** The bullets of what was removed are no latin1; those that somebody wrote stay. */
function cleanText(text: string, names: Names): string {
  const clean = removeSecrets(text, names);
  return text.includes('\u2022') ? clean : clean.replaceAll('\u2022', '*');
}

function cleanBlock(lines: readonly string[], names: Names): readonly string[] {
  const bytes = Buffer.from(lines.join(''), 'base64');
  const decoded = bytes.toString('latin1');
  if (!/[a-z2-7]{50}/i.test(decoded.replaceAll('\0', ''))) return lines;
  const clean = isWide(bytes) ? cleanWide(bytes, names) : Buffer.from(cleanText(decoded, names), 'latin1');
  if (clean.equals(bytes)) return lines;
  const end = lines[0]!.endsWith('\r') ? '\r' : '';
  return (clean.toString('base64').match(/.{1,76}/g) ?? []).map((line) => line + end);
}

/** UTF-16, as Windows saves what it calls Unicode: by its mark, or because every other byte of its beginning is nothing. */
function isWide(bytes: Buffer): boolean {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === LITTLE || mark === BIG) return true;
  const start = bytes.subarray(0, 64);
  return start.length === 64 && (start.every((byte, at) => at % 2 === 0 || byte === 0) || isBig(start));
}

const LITTLE = 0xfffe;
const BIG = 0xfeff;
const isBig = (start: Buffer): boolean => start.every((byte, at) => at % 2 === 1 || byte === 0);

function cleanWide(bytes: Buffer, names: Names): Buffer {
  const even = bytes.subarray(0, bytes.length & ~1);
  const big = bytes.readUInt16BE(0) === BIG || (bytes.readUInt16BE(0) !== LITTLE && bytes[0] === 0);
  const little = big ? Buffer.from(even).swap16() : even;
  const clean = Buffer.from(removeSecrets(little.toString('utf16le'), names), 'utf16le');
  return Buffer.concat([big ? clean.swap16() : clean, bytes.subarray(even.length)]);
}
