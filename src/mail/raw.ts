/**
 * The little that must be known of a raw mail before it is stored: that it is one, and whom its header names.
 */
const HEADER_MAX = 64 * 1024;

/** RFC 5322 §2.2: it begins with a field. mbox's `From ` line and leading empty lines are forgiven. */
export function looksLikeMail(raw: Buffer): boolean {
  return /^(\s*|From [^\n]{0,500}\n)[!-9;-~]{1,200}[ \t]{0,20}:/.test(head(raw).slice(0, 2000));
}

/** The envelope as a delivery agent leaves it in the header; else whom the mail says it is for. `written`: To and Cc in any case. */
export function recipientsInHeader(raw: Buffer): { from: string; to: string[]; written: string[] } {
  const fields = unfold(head(raw));
  const of = (names: readonly string[]): string[] =>
    fields.filter(([name]) => names.includes(name)).flatMap(([, value]) => addressesIn(value));
  const delivered = of(['delivered-to', 'x-original-to', 'envelope-to']);
  const written = of(['to', 'cc']);
  return { from: of(['return-path'])[0] ?? '', to: delivered.length > 0 ? delivered : written, written };
}

const head = (raw: Buffer): string => raw.subarray(0, HEADER_MAX).toString('latin1');

function unfold(text: string): [name: string, value: string][] {
  const [header = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = header.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1)]];
  });
}

const addressesIn = (value: string): string[] => value.match(/[^\s<>,;:"()@]{1,64}@[A-Za-z0-9.-]{1,253}/g) ?? [];
