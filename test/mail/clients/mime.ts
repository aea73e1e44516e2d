/** The bytes of an answer: header, parts, charsets and encodings as the programs choose them. */
import iconv from 'iconv-lite';
import type { FilledLetter } from '../../../src/notify/fill.ts';

export interface Part {
  readonly type: 'text/plain' | 'text/html';
  readonly text: string;
  /** The program's choice for this locale; UTF-8 where the text has characters that it lacks. */
  readonly charset: string;
  readonly encoding: 'quoted-printable' | 'base64' | '8bit';
  /** More parameters of Content-Type, `format=flowed` for one. */
  readonly more?: string;
}

/** One part goes alone, several as multipart/alternative. */
export function answerMail(letter: FilledLetter, header: readonly string[], parts: readonly Part[]): Buffer {
  const lines = [
    'From: Anna Kim <anna@client.example>',
    `To: ${letter.replyTo.address}`,
    `Subject: ${encodedWord(`Re: ${letter.subject}`)}`,
    'Message-ID: <answer-1@client.example>',
    `In-Reply-To: ${letter.messageId}`,
    `References: ${[...letter.references, letter.messageId].join(' ')}`,
    'MIME-Version: 1.0',
    ...header,
  ];
  const start = `${lines.join('\r\n')}\r\n`;
  if (parts.length === 1) return Buffer.concat([Buffer.from(start), partBytes(parts[0]!)]);
  const boundary = '=_part_7c1e90';
  return Buffer.concat([
    Buffer.from(`${start}Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`),
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), partBytes(part), Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

function partBytes({ type, text, charset, encoding, more = '' }: Part): Buffer {
  const crlf = text.replaceAll('\n', '\r\n');
  const chosen = encode(type === 'text/html' ? named(crlf, charset) : crlf, charset);
  const head = `Content-Type: ${type}; charset="${chosen.charset}"${more}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), transfer(chosen.bytes, encoding)]);
}

/** HTML can say any character in any charset: what it lacks goes by number. */
function named(html: string, charset: string): string {
  if (/^utf-8$/i.test(charset)) return html;
  const table = tableOf(charset);
  return html.replace(/[^\0-\x7f]/gu, (c) =>
    iconv.decode(iconv.encode(c, table), table) === c ? c : `&#${c.codePointAt(0)};`,
  );
}

const tableOf = (charset: string): string => (charset === 'iso-2022-jp' ? 'euc-jp' : charset);

function encode(text: string, charset: string): { readonly charset: string; readonly bytes: Buffer } {
  const table = tableOf(charset);
  const bytes = iconv.encode(text, table);
  if (iconv.decode(bytes, table) !== text) return { charset: 'utf-8', bytes: Buffer.from(text) };
  return { charset, bytes: charset === 'iso-2022-jp' ? jis(bytes) : bytes };
}

/** EUC-JP → ISO-2022-JP (RFC 1468): the same pairs without their high bits, between escapes. */
function jis(euc: Buffer): Buffer {
  const out: number[] = [];
  let wide = false;
  for (const byte of euc) {
    if (byte >= 0x80 !== wide) {
      wide = byte >= 0x80;
      out.push(0x1b, ...(wide ? [0x24, 0x42] : [0x28, 0x42]));
    }
    out.push(byte & 0x7f);
  }
  if (wide) out.push(0x1b, 0x28, 0x42);
  return Buffer.from(out);
}

function transfer(bytes: Buffer, encoding: Part['encoding']): Buffer {
  if (encoding === '8bit') return bytes;
  if (encoding === 'base64') return Buffer.from((bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'));
  return Buffer.from(bytes.toString('latin1').split('\r\n').map(quotedPrintable).join('\r\n'));
}

/** RFC 2045 §6.7, for one line of bytes. */
function quotedPrintable(line: string): string {
  const hex = (c: string) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  const units = Array.from(line, (c, i) =>
    c === '=' || c > '~' || (c < ' ' && c !== '\t') || (/[ \t]/.test(c) && i === line.length - 1) ? hex(c) : c,
  );
  let out = '';
  let width = 0;
  for (const unit of units) {
    if (width + unit.length > 75) {
      out += '=\r\n';
      width = 0;
    }
    out += unit;
    width += unit.length;
  }
  return out;
}

/** RFC 3676 format=flowed: lines of at most `width` end in a space where they go on; `>` marks stay on each. */
export function flowed(text: string, width = 72): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const mark = /^(?:>+ ?)?/.exec(line)![0];
      const words = line.slice(mark.length).trimEnd();
      const stuffed = mark === '' && /^(?: |>|From )/.test(words) ? ` ${words}` : words;
      return softLines(stuffed, width - mark.length).map((part) => mark + part);
    })
    .join('\n');
}

function softLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )/)) {
    if (line !== '' && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line];
}
