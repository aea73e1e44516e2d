/**
 * Every way a token can be read out of a text, by brute force: encodings undone, markup left out, then nothing but the signs of
 * base32 in a row. Shares nothing with src/mail/token-find.ts, which it checks.
 */

/** The tokens of these (in lower case) that somebody could read out of the text. */
export function leaked(tokens: ReadonlySet<string>, text: string): string[] {
  if (text.length < 50 || tokens.size === 0) return [];
  const rows = [...new Set(readings(text).map(squeezed))];
  return [...tokens].filter((token) => rows.some((row) => row.includes(token)));
}

const squeezed = (text: string): string => text.toLowerCase().replace(/[^a-z2-7]+/g, '');

function readings(text: string): string[] {
  const joined = text.replace(/=\r?\n/g, '');
  const percent = times(3, text, (t) => t.replace(/%([0-9a-f]{2})/gi, (_, hex) => sign(Number.parseInt(hex, 16))));
  const entities = percent.replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex, code) =>
    sign(hex ? Number.parseInt(hex, 16) : Number(code)),
  );
  const quoted = joined.replace(/=([0-9A-F]{2})/g, (_, hex) => sign(Number.parseInt(hex, 16)));
  const named = entities.replace(/&[a-z]{2,30};/gi, '');
  const bare = named.replace(/<[^<>]*>/g, '');
  return [text, joined, percent, entities, quoted, named, bare, ...inBase64(percent), ...inBase64(text)];
}

function times(count: number, text: string, change: (text: string) => string): string {
  let now = text;
  for (let n = 0; n < count; n += 1) now = change(now);
  return now;
}

const sign = (code: number): string => (code < 0x110000 ? String.fromCodePoint(code) : '');

/** What stands in base64, wherever it begins. Lines of a transfer encoding are joined. */
function inBase64(text: string): string[] {
  const joined = text.replace(/([A-Za-z0-9+/]{60,76})\r?\n(?=[A-Za-z0-9+/]{4,76}={0,2}(?:\r?\n|$))/g, '$1');
  return [...joined.matchAll(/[A-Za-z0-9+/_-]{60,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), 'base64').toString('latin1')),
  );
}
