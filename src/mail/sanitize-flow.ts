/**
 * Paragraphs from boxes. Mail programs write each line as a `div`, blank lines as `<div><br></div>`, paragraphs as `p` in `div` in `span`.
 * This takes cleaned, well-formed HTML and gives the same words as `<p>` with `<br>`, so that every mail looks like every other.
 */
const BOXES = new Set([
  'div',
  'section',
  'article',
  'center',
  'header',
  'footer',
  'main',
  'address',
  'dl',
  'dt',
  'dd',
  'figure',
]);
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr']);
const INLINE = new Set(['a', 'b', 'i', 'code']);
/** In these, lines are parted by `<br>` and need no `<p>`. */
const CELLS = new Set(['li', 'td', 'th']);

const NO_BREAK = 0;
const LINE = 1;
const PARAGRAPH = 2;

export function paragraphs(html: string): string {
  const flow = new Flow();
  // One token a time: a tag or the text before the next one. The cleaner writes `<` and `>` of words and attributes as entities.
  for (let at = 0; at < html.length; ) {
    const tag = html.indexOf('<', at);
    const end = tag < 0 ? -1 : html.indexOf('>', tag);
    if (tag !== at) flow.text(html.slice(at, tag < 0 ? html.length : tag));
    if (tag < 0 || end < 0) break;
    const name = NAME.exec(html.slice(tag + 1, Math.min(end, tag + 24)))?.[0] ?? '';
    if (name.startsWith('/')) flow.close(name.slice(1));
    else flow.open(name, html.slice(tag, end + 1));
    at = end + 1;
  }
  return flow.end();
}

const NAME = /^\/?[a-z0-9]+/;

class Flow {
  readonly #out: string[] = [];
  readonly #containers: string[] = [];
  /** Inline tags that are open, as they were written: a paragraph that ends closes them, the next opens them again. */
  readonly #inline: { name: string; tag: string; written: boolean }[] = [];
  #inParagraph = false;
  #wanted = NO_BREAK;
  #pre = 0;
  #emptyLine = false;

  text(text: string): void {
    if (this.#pre > 0) {
      this.#out.push(text);
      return;
    }
    if (/^(?:\s|&nbsp;|\u00a0)*$/.test(text)) {
      // Space at the begin of a line is nothing; between words of a line it parts them.
      if (this.#inParagraph && this.#wanted === NO_BREAK) this.#out.push(' ');
      // A box with nothing but a no-break space is how some programs write an empty line.
      else if (/&nbsp;|\u00a0/.test(text)) this.#emptyLine = true;
      return;
    }
    this.#begin();
    this.#out.push(text);
  }

  open(name: string, tag: string): void {
    if (name === 'br') this.#lineBreak();
    else if (name === 'img') {
      this.#begin();
      this.#out.push(tag);
    } else if (BOXES.has(name)) this.#want(LINE);
    else if (PARAGRAPHS.has(name)) this.#want(PARAGRAPH);
    else if (INLINE.has(name)) this.#inline.push({ name, tag, written: false });
    else this.#openContainer(name, tag);
  }

  close(name: string): void {
    if (BOXES.has(name)) this.#want(this.#emptyLine ? PARAGRAPH : LINE);
    else if (PARAGRAPHS.has(name)) this.#want(PARAGRAPH);
    else if (INLINE.has(name)) this.#closeInline(name);
    else if (this.#containers.includes(name, -60)) this.#closeContainer(name);
  }

  #openContainer(name: string, tag: string): void {
    this.#endParagraph();
    this.#containers.push(name);
    this.#out.push(tag);
    if (name === 'pre') this.#pre += 1;
  }

  #closeContainer(name: string): void {
    this.#endParagraph();
    for (let top = this.#containers.pop(); top !== undefined; top = this.#containers.pop()) {
      if (top === 'pre') this.#pre -= 1;
      const opened = /^<([a-z]+)[^>]*>$/.exec(this.#out.at(-1) ?? '')?.[1];
      // Nothing inside: the box was there for the looks. Cells stay, they hold a column.
      if (opened === top && top !== 'td' && top !== 'th') this.#out.pop();
      else this.#out.push(`</${top}>`);
      if (top === name) return;
    }
  }

  #lineBreak(): void {
    if (this.#pre > 0) this.#out.push('\n');
    else this.#want(this.#wanted === NO_BREAK && this.#inParagraph ? LINE : PARAGRAPH);
  }

  #want(wanted: number): void {
    this.#emptyLine = false;
    if (this.#inParagraph && this.#pre === 0) this.#wanted = Math.max(this.#wanted, wanted);
  }

  /** Something to show comes: what was wanted before it is written now, so that nothing is left at the end. */
  #begin(): void {
    this.#emptyLine = false;
    const inCell = CELLS.has(this.#containers.at(-1) ?? '');
    if (this.#inParagraph && this.#wanted === LINE) this.#out.push('<br>');
    else if (this.#inParagraph && this.#wanted === PARAGRAPH) {
      if (inCell) this.#out.push('<br><br>');
      else this.#endParagraph();
    }
    this.#wanted = NO_BREAK;
    if (!this.#inParagraph) {
      if (!inCell) this.#out.push('<p>');
      // Words of the same cell stand before: a box between them was empty and is gone.
      else if (/^(?:[^<]|<img|<\/(?:a|b|i|code)>)/.test(this.#out.at(-1) ?? '')) this.#out.push('<br><br>');
      this.#inParagraph = true;
    }
    for (const inline of this.#inline) {
      if (inline.written) continue;
      this.#out.push(inline.tag);
      inline.written = true;
    }
  }

  #endParagraph(): void {
    if (this.#inParagraph) {
      for (let at = this.#inline.length - 1; at >= 0; at -= 1) {
        const inline = this.#inline[at]!;
        if (inline.written) this.#out.push(`</${inline.name}>`);
        inline.written = false;
      }
      if (!CELLS.has(this.#containers.at(-1) ?? '')) this.#out.push('</p>');
    }
    this.#inParagraph = false;
    this.#wanted = NO_BREAK;
  }

  #closeInline(name: string): void {
    const top = this.#inline.at(-1);
    if (top?.name !== name) return;
    this.#inline.pop();
    if (top.written) this.#out.push(`</${name}>`);
  }

  end(): string {
    this.#endParagraph();
    return this.#out.join('');
  }
}
