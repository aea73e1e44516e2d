/**
 * The file name that a part declares, decoded and still unsafe. mailparser reads RFC 2231 and encoded words well; two habits it
 * loses: names in raw 8-bit bytes, and Windows paths whose backslashes are no quoting.
 */
import { decodeWords, unfoldHeader } from './header-words.ts';

type Lines = ReadonlyArray<{ readonly key: string; readonly line: string }>;

/** `read`: what the parser made of it. '' when the part has no name. */
export function declaredName(lines: Lines, read: string | false | undefined): string {
  return (fromHeader(lines) ?? (read || '')).replace(/^'([^']*)'$/, '$1');
}

/** Null when the header is what the parser understands. */
function fromHeader(lines: Lines): string | null {
  for (const wanted of ['content-disposition', 'content-type']) {
    const line = lines.find((one) => one.key === wanted)?.line ?? '';
    if (!/[\u0080-\u00ff]/.test(line) && !PATH.test(line)) continue;
    const text = unfoldHeader(line.slice(line.indexOf(':') + 1)).text;
    const match = /(?:file)?name\s{0,5}=\s{0,5}(?:"([^"]{1,500})"|([^\s;"]{1,500}))/i.exec(text);
    if (match) return decodeWords(match[1] ?? match[2]!);
  }
  return null;
}

/** `"C:\scans\plan.pdf"`, `"\\server\share\plan.pdf"`: a backslash before a letter quotes nothing (RFC 5322 §3.2.1 allows, nobody writes it). */
const PATH = /name\s{0,5}=\s{0,5}"(?:[a-z]:|\\)\\/i;

/** What is kept, shown and sent on as a type must be one: no control characters, no second header line (RFC 2045 §5.1). */
export const plainType = (type: string): string =>
  type.toLowerCase().replace(/[^\w.+/-]/g, '') || 'application/octet-stream';
