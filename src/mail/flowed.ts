/** RFC 3676: text that the sender's program wrapped with a space at the end of each line that goes on. */

/** Lines that go on are joined with the next one of the same quote depth; `delSp`: the space was added for the wrap alone. */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = [];
  let held: { quotes: string; text: string } | null = null;
  for (const raw of text.split('\n')) {
    const quotes = /^>*/.exec(raw)![0];
    // §4.4: one space after the quotes is stuffing.
    const line = raw.slice(quotes.length).replace(/^ /, '');
    const mark = quotes === '' ? '' : `${quotes} `;
    if (held !== null && held.quotes !== quotes) {
      out.push(held.text);
      held = null;
    }
    const whole: string = held === null ? mark + line : held.text + line;
    // §4.3: the signature separator ends with a space and is not flowed.
    if (line.endsWith(' ') && line !== '-- ') held = { quotes, text: delSp ? whole.slice(0, -1) : whole };
    else {
      out.push(whole);
      held = null;
    }
  }
  if (held !== null) out.push(held.text);
  return out.join('\n');
}
