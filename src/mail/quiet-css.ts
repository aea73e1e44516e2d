/**
 * CSS of strangers that asks for nothing by itself. The policy of the frame that it is shown in is the guard; this only keeps the
 * browser from trying, and the person who reads from being told of it. Linear.
 */

/** What may stand behind `url(` when pictures from elsewhere were asked for, and what always may. */
const REMOTE = /^\s*["']?\s*https?:\/\//i;
const INLINE = /^\s*["']?\s*data:image\//i;

/** Functions and rules by which CSS fetches. An escape could spell any of them otherwise (CSS Syntax 3 §4.3.7): no escape stays. */
const FETCHES = new RegExp(
  [
    // A rule up to its end; the address in it may hold a semicolon.
    String.raw`@(?:import|font-face)\b(?:\([^)]*\)?|[^;{}(])*(?:\{[^{}]*\}?|;)?`,
    String.raw`\b(?:url|src|image|image-set|cross-fade|element|paint|expression)\(([^)]*)\)?`,
    String.raw`\b(?:behavior|-moz-binding)\s*:[^;{}]*`,
  ].join('|'),
  'gi',
);

export function quietCss(css: string, pictures: boolean): string {
  return css.replaceAll('\\', ' ').replace(FETCHES, (found, inside: string | undefined) => {
    const isUrl = /^url\(/i.test(found) && inside !== undefined;
    return isUrl && (INLINE.test(inside) || (pictures && REMOTE.test(inside))) ? found : '';
  });
}
