/**
 * What is wrong with a mail before its first header, put right while it streams by: an mbox separator line, blank lines or a
 * byte order mark on top, and line ends of a lone CR (a Mac from 1999, and some of today's scripts).
 */
import { Transform } from 'node:stream';
import { repairNote } from './repairs.ts';

const CR = 0x0d;
const LF = 0x0a;
/** Enough to see the header; nobody writes a header line of 64 KiB without an end. */
const LOOK = 65536;

/** The same for a mail that is in memory as a whole. */
export function mendBytes(bytes: Buffer, note: (text: string) => void): Buffer {
  const from = firstHeaderAt(bytes);
  if (from > 0) note(repairNote('before-header'));
  if (!hasLoneCr(bytes)) return bytes.subarray(from);
  note(repairNote('lone-cr'));
  return crToLf(bytes.subarray(from));
}

export function mendSource(note: (text: string) => void): Transform {
  let head: Buffer | null = Buffer.alloc(0);
  let loneCr = false;
  const start = (all: Buffer): Buffer => {
    loneCr = hasLoneCr(all);
    return mendBytes(all, note);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head === null) return done(null, loneCr ? crToLf(chunk) : chunk);
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < LOOK && !head.includes('\n\n') && !head.includes('\r\n\r\n')) return done();
      const all = head;
      head = null;
      done(null, start(all));
    },
    flush(done) {
      if (head && head.length > 0) this.push(start(head));
      done();
    },
  });
}

const hasLoneCr = (bytes: Buffer): boolean => !bytes.includes(LF) && bytes.includes(CR);

/** Offset of the first header line: after a byte order mark, blank lines and `From …` of an mbox. */
function firstHeaderAt(bytes: Buffer): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] === CR || bytes[at] === LF || bytes[at] === 0x20 || bytes[at] === 0x09))
    at += 1;
  if (/^>?From [^:]/.test(bytes.toString('latin1', at, at + 8))) {
    const ends = [bytes.indexOf(LF, at), bytes.indexOf(CR, at)].filter((end) => end >= 0);
    if (ends.length > 0) at = Math.min(...ends) + 1;
    if (bytes[at] === LF) at += 1;
  }
  // Nothing but blank: an empty mail, not a header to look for.
  return at >= bytes.length ? 0 : at;
}

function crToLf(chunk: Buffer): Buffer {
  const out = Buffer.from(chunk);
  for (let i = 0; i < out.length; i++) if (out[i] === CR) out[i] = LF;
  return out;
}
