/**
 * CSS of strangers that asks for nothing by itself. The policy of the frame that it is shown in is the guard; this only keeps the
 * browser from trying, and the person who reads from being told of it. Linear.
 */

/** A picture in the mail itself, and one from elsewhere. */
const INLINE = /^\s*["']?\s*data:image\//i;
const REMOTE = /^\s*["']?\s*https?:\/\//i;
/** Where an address can be nothing but a picture: filters and masks fetch documents. */
const IN_BACKGROUND = /(?:^|[\s;{])background(?:-image)?\s*:[^;{}]*$/i;
const LOOK = 500;

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

/** `pictures`: those from elsewhere were asked for. */
export function quietCss(css: string, pictures: boolean): string {
  const plain = css.replaceAll('\\', ' ');
  return plain.replace(FETCHES, (found, inside: string | undefined, at: number) => {
    const isPicture = inside !== undefined && (INLINE.test(inside) || (pictures && REMOTE.test(inside)));
    const isUrl = /^url\(/i.test(found) && IN_BACKGROUND.test(plain.slice(Math.max(0, at - LOOK), at));
    return isPicture && isUrl ? found : '';
  });
}
