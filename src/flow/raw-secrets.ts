/**
 * Our secrets taken out of a raw mail, which still reads as one: what an admin downloads, and what a client attaches.
 */
import { removeSecrets } from '../mail/secrets.ts';
import type { Names } from './gateway.ts';

const BASE64_LINE = /^[A-Za-z0-9+/]{4,}={0,2}\r?$/;

/** In the text as it stands, and in what stands in base64. Quoted-printable breaks of a token are healed by `removeSecrets`. */
export function withoutSecrets(raw: Buffer, names: Names): Buffer {
  const out: string[] = [];
  let block: string[] = [];
  const flush = (): void => {
    if (block.length > 0) out.push(...cleanBlock(block, names));
    block = [];
  };
  for (const line of raw.toString('latin1').split('\n')) {
    if (BASE64_LINE.test(line)) block.push(line);
    else {
      flush();
      out.push(line);
    }
  }
  flush();
  return Buffer.from(removeSecrets(out.join('\n'), names).replaceAll('\u2022', '*'), 'latin1');
}

function cleanBlock(lines: readonly string[], names: Names): readonly string[] {
  const decoded = Buffer.from(lines.join(''), 'base64').toString('latin1');
  if (!/[a-z2-7]{50}/i.test(decoded)) return lines;
  const clean = removeSecrets(decoded, names).replaceAll('\u2022', '*');
  if (clean === decoded) return lines;
  const end = lines[0]!.endsWith('\r') ? '\r' : '';
  return (
    Buffer.from(clean, 'latin1')
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).map((line) => line + end);
}
