/**
 * What can be looked at without being saved: kinds that carry no script of the page that they stand on. T14: no SVG, no HTML, and the
 * first bytes decide. A file's type and name, both of its sender's making, are only a reason to ask them.
 */
export const KINDS = [
  { type: 'image/png', name: /\.png$/i, bytes: /^\x89PNG\r\n\x1a\n/ },
  { type: 'image/jpeg', name: /\.jpe?g$/i, bytes: /^\xff\xd8\xff/ },
  { type: 'image/gif', name: /\.gif$/i, bytes: /^GIF8[79]a/ },
  { type: 'image/webp', name: /\.webp$/i, bytes: /^RIFF.{4}WEBP/s },
  { type: 'image/avif', name: /\.avif$/i, bytes: /^.{4}ftypavi[fs]/s },
  { type: 'image/bmp', name: /\.bmp$/i, bytes: /^BM.{12}[\x0c(8l|]\0\0\0/s },
  { type: 'application/pdf', name: /\.pdf$/i, bytes: /^%PDF-/ },
] as const;

export type Kind = (typeof KINDS)[number]['type'];

/** How much of a file tells what it is, in bytes. */
export const HEAD = 32;

/** `head`: the first HEAD bytes. Null: only to be saved. */
export function kindOf(head: Buffer): Kind | null {
  const start = head.toString('latin1', 0, HEAD);
  return KINDS.find(({ bytes }) => bytes.test(start))?.type ?? null;
}

export const isPictureType = (type: string): boolean =>
  type.startsWith('image/') && KINDS.some((kind) => kind.type === type);
