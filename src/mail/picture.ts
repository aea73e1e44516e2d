/**
 * Pictures that a page may show in place: those that cannot carry script, told by their first bytes and not by what their sender says that
 * they are (T14). No SVG.
 */
const starts =
  (...bytes: number[]) =>
  (head: Buffer): boolean =>
    bytes.every((byte, i) => head[i] === byte);
const reads = (head: Buffer, at: number, ...words: string[]): boolean =>
  words.some((word) => head.toString('latin1', at, at + word.length) === word);

const SIGNS = {
  'image/png': starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/jpeg': starts(0xff, 0xd8, 0xff),
  'image/gif': (head) => reads(head, 0, 'GIF87a', 'GIF89a'),
  'image/webp': (head) => reads(head, 0, 'RIFF') && reads(head, 8, 'WEBP'),
  'image/avif': (head) => reads(head, 4, 'ftypavif', 'ftypavis'),
  'image/bmp': (head) => reads(head, 0, 'BM'),
} as const satisfies Record<string, (head: Buffer) => boolean>;

/** How much of a file tells what it is. */
export const HEAD = 16;

export const isPictureType = (type: string): type is keyof typeof SIGNS => Object.hasOwn(SIGNS, type);

/** `head`: the first HEAD bytes. */
export const isPictureOf = (type: keyof typeof SIGNS, head: Buffer): boolean => SIGNS[type](head);
