/**
 * base64 of a text, where something else may stand behind it: lists and virus scanners add their words in plain to a part that is
 * encoded. A decoder that skips what is not base64 turns those words into garbage. RFC 2045 §6.8. Streams.
 */
import { Transform } from 'node:stream';

const BLANK = /^[ \t\r]*$/;
/** A line of base64; what damages one here and there is left out when it is decoded. */
const ENCODED = /^[A-Za-z0-9+/=]+[ \t\r]*$/;
/** Nobody's line is longer; without an end in sight it is decoded as it comes. */
const LONGEST = 65536;

export class TextFromBase64 extends Transform {
  private line = '';
  private quantum = '';
  /** The encoded text has come to an end: padding, or an empty line behind it. */
  private ended = false;
  /** Words stood behind the encoded text. */
  plain = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = this.line + chunk.toString('latin1');
    const last = text.length > LONGEST ? text.length : text.lastIndexOf('\n') + 1;
    this.line = text.slice(last);
    for (const line of text.slice(0, last).match(/[^\n]*\n|[^\n]+/g) ?? []) this.readLine(line);
    done();
  }

  override _flush(done: () => void): void {
    if (this.line !== '') this.readLine(this.line);
    if (!this.plain) this.decode('', true);
    done();
  }

  private readLine(line: string): void {
    const bare = line.endsWith('\n') ? line.slice(0, -1) : line;
    if (this.plain) this.push(Buffer.from(line, 'latin1'));
    else if (BLANK.test(bare)) this.ended = true;
    else if (this.ended && !ENCODED.test(bare)) {
      this.decode('', true);
      this.plain = true;
      this.push(Buffer.from(`\n${line}`, 'latin1'));
    } else {
      this.decode(bare, false);
      this.ended = /=[ \t\r]*$/.test(bare);
    }
  }

  /** Four characters are three bytes; what is left over waits for the next line. Padding ends a group wherever it stands. */
  private decode(line: string, last: boolean): void {
    this.quantum += line.replace(/[^A-Za-z0-9+/=]/g, '');
    const whole = last ? this.quantum.length : this.quantum.length - (this.quantum.length % 4);
    const bytes = Buffer.from(this.quantum.slice(0, whole), 'base64');
    this.quantum = this.quantum.slice(whole);
    if (bytes.length > 0) this.push(bytes);
  }
}
