/** Where a link of a mail may lead. */

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * The address as a browser would take it, or null (T11). Only a whole one: `/x`, `?x`, `http:x` and `\\x` mean something in the page
 * that they stand in, and a mail stood in none. Browsers read by the WHATWG URL standard, and so does `URL`.
 */
export function safeLink(href: string): string | null {
  const plain = href.trim();
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(plain) || !URL.canParse(plain)) return null;
  return SCHEMES.has(new URL(plain).protocol) ? plain : null;
}
