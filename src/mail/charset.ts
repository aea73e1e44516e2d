/**
 * Bytes → text, for mails that lie about their charset or say nothing. Pure.
 *
 * The labels are those of the WHATWG Encoding Standard (iso-8859-1 means windows-1252, as every mail program shows it);
 * what it does not know, iconv-lite does. UTF-7 is never decoded: it would turn harmless bytes into markup.
 */
import iconv from 'iconv-lite';
import { guessCharset, isOutOfPlace } from './charset-guess.ts';
import { endOf, looksWide, unshiftChinese, unshiftKorean } from './charset-shift.ts';
import { repairNote } from './repairs.ts';

export interface Decoded {
  readonly text: string;
  readonly charset: string;
  /** The repair, in plain English, or null when the bytes were what they claimed to be. */
  readonly note: string | null;
}

/** `declared`: the charset parameter; `meta`: what the HTML itself names, used only when the parameter is missing or wrong. */
export function decodeText(bytes: Buffer, declared: string | null, meta: string | null = null): Decoded {
  const said = known(declared);
  // Bytes of plain ASCII cannot be UTF-16: every second one would be NUL.
  const label = WIDE.test(said ?? '') && isAscii(bytes) && !bytes.includes(0) ? null : said;
  const marked = byteOrderMark(bytes);
  if (marked) return { ...marked, note: null };
  const wide = decodeWide(bytes, label);
  if (wide) return wide;
  if (UTF7.test(declared?.trim() ?? ''))
    return {
      text: bytes.toString('latin1'),
      charset: 'us-ascii',
      note: repairNote('charset-not-read', { said: 'utf-7' }),
    };
  if (JAPANESE_SHIFT.test(bytes.toString('latin1', 0, 65536)) && isAsciiLike(label)) {
    return guessed('iso-2022-jp', decodeAs('iso-2022-jp', bytes) ?? '');
  }
  if (isAscii(bytes) && !STATEFUL.test(label ?? ''))
    return { text: bytes.toString('latin1'), charset: 'us-ascii', note: null };
  return decodeEightBit(bytes, label, known(meta));
}

/** Two bytes a character: as labelled, unless the bytes are plainly something else; or by their looks. */
function decodeWide(bytes: Buffer, label: string | null): Decoded | null {
  const looks = looksWide(bytes);
  const labelled = WIDE.test(label ?? '');
  if (!looks && !labelled) return null;
  const charset = labelled && label !== 'utf-16' ? label! : (looks ?? endOf(bytes));
  return {
    text: decodeAs(charset, bytes) ?? '',
    charset,
    note: labelled ? null : repairNote('charset-guessed', { is: charset }),
  };
}

function decodeEightBit(bytes: Buffer, label: string | null, meta: string | null): Decoded {
  const utf8 = STATEFUL.test(label ?? '') ? null : decodeUtf8(bytes);
  if (utf8 !== null) return { text: utf8, charset: 'utf-8', note: utf8Note(label, meta) };
  for (const candidate of [label, ...(FAMILY[label ?? ''] ?? []), meta]) {
    if (candidate === null || isAsciiLike(candidate)) continue;
    const text = decodeAs(candidate, bytes);
    if (text !== null && !text.includes('\ufffd') && !isOutOfPlace(bytes, candidate, decodeAs)) {
      return {
        text,
        charset: candidate,
        note: candidate === label ? null : otherNote(label, candidate, meta),
      };
    }
  }
  const best = guessCharset(bytes, decodeAs);
  const text = best === null ? null : decodeAs(best, bytes);
  // A single broken byte in a long text is no reason to read the whole of it in another charset.
  const asLabelled = label === null || SEVEN_BIT.test(label) ? null : decodeAs(label, bytes);
  if (asLabelled?.includes('\ufffd') && (text === null || mostlySound(asLabelled))) {
    return { text: asLabelled, charset: label!, note: repairNote('charset-damaged', { said: label! }) };
  }
  return text === null ? guessed('windows-1252', latin(bytes)) : guessed(best!, text);
}

const otherNote = (label: string | null, is: string, meta: string | null): string =>
  is === meta ? repairNote('charset-from-html', { is }) : repairNote('charset-wrong', { said: label!, is });

/** What the first kilobytes of an HTML document call their charset: `<meta charset=…>` or the http-equiv form. */
export function charsetOfHtml(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 4096);
  return /<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})/i.exec(head)?.[1] ?? null;
}

/** The text in this charset, or null when nobody here knows it. Broken sequences become U+FFFD. */
function decodeAs(charset: string, bytes: Uint8Array): string | null {
  const shifted = SHIFTED[charset];
  if (shifted) return decodeAs(shifted.charset, shifted.unshift(Buffer.from(bytes)));
  try {
    if (LATIN.has(charset)) return latin(bytes);
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return iconv.encodingExists(charset) ? iconv.decode(Buffer.from(bytes), charset) : null;
  }
}

const SHIFTED: Readonly<Record<string, { charset: string; unshift: (bytes: Buffer) => Buffer }>> = {
  'iso-2022-kr': { charset: 'euc-kr', unshift: unshiftKorean },
  csiso2022kr: { charset: 'euc-kr', unshift: unshiftKorean },
  'hz-gb-2312': { charset: 'gb18030', unshift: unshiftChinese },
};

/** Node's decoder (20 to 22) leaves the quotes, dashes and the euro of windows-1252 as control characters. */
const LATIN: ReadonlySet<string> = new Set(['windows-1252', 'iso-8859-1', 'iso8859-1', 'latin1', 'us-ascii', 'ascii']);
const LATIN_SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (sign) => LATIN_SIGNS[sign.charCodeAt(0) - 0x80]!);

/** Names in the wild that no registry has. */
const ALIASES: Readonly<Record<string, string>> = {
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp1254: 'windows-1254',
  cp1257: 'windows-1257',
  'win-1251': 'windows-1251',
  win1251: 'windows-1251',
  'windows-1251-1': 'windows-1251',
  koi8: 'koi8-r',
  koi8r: 'koi8-r',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  ks_c_5601: 'euc-kr',
  cp950: 'big5',
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
  unicode: 'utf-16le',
  'cp-850': 'cp850',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252',
  'ansi_x3.110-1983': 'windows-1252',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
};
const UTF7 = /^"?(?:unicode-?1-?1-?)?utf-?7\b/i;
const NO_CHARSET =
  /^(?:unknown.*|x-unknown|default|none|null|binary|8bit|_.*|(?:unicode-?1-?1-?)?utf-?7.*|base64|hex)$/;

function known(label: string | null): string | null {
  if (label === null) return null;
  const plain = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
    .replace(/\*.*$/, '');
  const name = ALIASES[plain] ?? plain;
  if (name === '' || NO_CHARSET.test(name)) return null;
  return isAsciiLike(name) || decodeAs(name, new Uint8Array(0)) !== null ? name : null;
}

/** ISO-2022-JP: the escape into JIS X 0208 or JIS-Roman (RFC 1468). */
const JAPANESE_SHIFT = /\x1b(?:\$[@B]|\([JI])/;
const SEVEN_BIT = /^(?:us-ascii|ascii|ansi_x3\.4-1968)$/;
const WIDE = /^utf-16(?:le|be)?$/;
const STATEFUL = /^(?:iso-2022|utf-16|utf-32|hz-)/;
const isAsciiLike = (label: string | null): boolean =>
  label === null || /^(?:us-ascii|ascii|utf-?8|ansi_x3\.4-1968)$/.test(label);
const isAscii = (bytes: Buffer): boolean => {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return false;
  return true;
};

function byteOrderMark(bytes: Buffer): { text: string; charset: string } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const text = decodeUtf8(bytes.subarray(3));
    return text === null ? null : { text, charset: 'utf-8' };
  }
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  return wide && { text: decodeAs(wide, bytes) ?? '', charset: wide };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

function utf8Note(label: string | null, meta: string | null): string | null {
  if (label !== null && /^utf-?8$/.test(label)) return null;
  if (label === null)
    return meta !== null && /^utf-?8$/.test(meta) ? null : repairNote('charset-guessed', { is: 'utf-8' });
  return repairNote('charset-wrong', { said: label, is: 'utf-8' });
}

/** Far more characters beyond ASCII that came out right than broken ones: the label is true, some bytes are damaged. */
function mostlySound(text: string): boolean {
  const broken = text.split('\ufffd').length - 1;
  const beyond = text.match(/[^\u0000-\u007f\ufffd]/g)?.length ?? 0;
  return broken * 4 <= beyond;
}

/** What stands under a label in its country, when the label itself is wrong. */
const FAMILY: Readonly<Record<string, readonly string[]>> = { 'iso-2022-jp': ['shift_jis', 'euc-jp'] };

const guessed = (charset: string, text: string): Decoded => ({
  text,
  charset,
  note: repairNote('charset-guessed', { is: charset }),
});
