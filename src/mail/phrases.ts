/** `a | b | c` over as many lines as it takes → the phrases. Tables of words stay readable that way. */
export const words = (text: string): readonly string[] =>
  text
    .split('|')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
