/**
 * Charsets that are more than bytes by themselves: two bytes a character without a mark which comes first, and seven-bit text that
 * shifts into another table. No decoder of the platform knows them. Pure.
 */

export type Wide = 'utf-16le' | 'utf-16be';

/** UTF-16 by its looks, whatever it is called: half of Latin text is NUL, always the same half. */
export function looksWide(bytes: Buffer): Wide | null {
  const { even, odd, units } = zeros(bytes);
  if (Math.max(even, odd) < Math.max(4, units * 0.3) || Math.min(even, odd) > units * 0.02) return null;
  return even > odd ? 'utf-16be' : 'utf-16le';
}

/** Which of the two a text is that says only `utf-16`. Spaces and line ends tell; without any, the Encoding Standard's guess. */
export function endOf(bytes: Buffer): Wide {
  const { even, odd } = zeros(bytes);
  return even > odd ? 'utf-16be' : 'utf-16le';
}

const SAMPLE = 8192;

function zeros(bytes: Buffer): { even: number; odd: number; units: number } {
  const units = Math.min(bytes.length, SAMPLE) >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < units; i++) {
    if (bytes[2 * i] === 0) even += 1;
    if (bytes[2 * i + 1] === 0) odd += 1;
  }
  return { even, odd, units };
}

/** RFC 1557: after `ESC $ ) C`, SO shifts into KS C 5601 and SI back. The same bytes with the high bit set are EUC-KR. */
export const unshiftKorean = (bytes: Buffer): Buffer =>
  unshift(Buffer.from(bytes.toString('latin1').replaceAll('\x1b$)C', ''), 'latin1'), 0x0e, 0x0f);

/** RFC 1843: `~{` shifts into GB 2312, `~}` back; `~~` is a tilde, `~` before a line end joins lines. */
export function unshiftChinese(bytes: Buffer): Buffer {
  const marks: Readonly<Record<string, string>> = { '~{': '\x0e', '~}': '\x0f', '~~': '~', '~\n': '' };
  return unshift(
    Buffer.from(
      bytes.toString('latin1').replace(/~[{}~\n]/g, (mark) => marks[mark]!),
      'latin1',
    ),
    0x0e,
    0x0f,
  );
}

function unshift(bytes: Buffer, into: number, back: number): Buffer {
  const out = Buffer.alloc(bytes.length);
  let at = 0;
  let shifted = false;
  for (const byte of bytes) {
    if (byte === into || byte === back) {
      shifted = byte === into;
      continue;
    }
    // RFC 1557, 1843: a line begins unshifted.
    if (byte === 0x0a) shifted = false;
    out[at++] = shifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte;
  }
  return out.subarray(0, at);
}
