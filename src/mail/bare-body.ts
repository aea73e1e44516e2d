/**
 * A multipart without a usable boundary has no parts; what stands below its header is still what somebody wrote. The start of each
 * mail is kept aside for that case.
 */
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Leaf } from './mime-parts.ts';

/** How much of a mail is kept aside, for the case that its multipart has no boundary to find parts by. */
export const ASIDE = 256 * 1024;

export function rememberStart(keep: (chunk: Buffer) => void): Transform {
  let kept = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (kept < ASIDE) keep(chunk.subarray(0, ASIDE - kept));
      kept += chunk.length;
      done(null, chunk);
    },
  });
}

/** A multipart without a usable boundary: whatever stands below the header is the text. */
export function bodyAsText(raw: Buffer): Leaf | null {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => [raw.indexOf(end), end.length] as const).filter(([at]) => at >= 0);
  const [at, length] = ends.sort(([a], [b]) => a - b)[0] ?? [-1, 0];
  const content = at < 0 ? Buffer.alloc(0) : raw.subarray(at + length);
  if (content.toString('latin1').trim() === '') return null;
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { ...PLAIN, size: content.length, sha256, content };
}

const PLAIN = {
  type: 'text/plain',
  charset: null,
  disposition: null,
  name: '',
  cid: null,
  containers: [],
  flowed: false,
  delSp: false,
  path: null,
  start: null,
} as const;
