/**
 * A multipart without a usable boundary has no parts; what stands below its header is still what somebody wrote. The start of each
 * mail is kept aside for that case.
 */
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Leaf } from './mime-parts.ts';

/** How much of a mail is kept aside, for the case that its multipart has no boundary to find parts by. */
export const ASIDE = 256 * 1024;

const TAIL = 16 * 1024;

/** Both ends of a mail, as it goes by. */
export class Ends {
  private readonly first: Buffer[] = [];
  private kept = 0;
  tail: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): void {
    if (this.kept < ASIDE) this.first.push(chunk.subarray(0, ASIDE - this.kept));
    this.kept += chunk.length;
    this.tail = chunk.length >= TAIL ? chunk.subarray(-TAIL) : Buffer.concat([this.tail, chunk]).subarray(-TAIL);
  }

  get start(): Buffer {
    return Buffer.concat(this.first);
  }

  /** Lets everything through. */
  watch(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.take(chunk);
        done(null, chunk);
      },
    });
  }
}

/**
 * The same mail with the boundary that its body really has: programs that pass mail on sometimes write a new header over the old
 * parts. Null: no line of the body begins a part. RFC 2046 §5.1.1.
 */
export function withFoundBoundary(raw: Buffer): Buffer | null {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (!end) return null;
  const found = /^--([^\s"]{1,70})[ \t]{0,10}\r?\n(?=content-[a-z-]{1,40}:)/im.exec(text.slice(end.index));
  const field = /^content-type:[ \t]{0,10}(multipart\/[\w-]{1,40})[^\n]*\n(?:[ \t][^\n]*\n)*/im.exec(
    `${text.slice(0, end.index)}\n`,
  );
  if (!found || !field) return null;
  const header = `${text.slice(0, end.index)}\n`.replace(
    field[0],
    `Content-Type: ${field[1]}; boundary="${found[1]}"\n`,
  );
  return Buffer.from(header + text.slice(end.index).replace(/^\r?\n/, ''), 'latin1');
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
