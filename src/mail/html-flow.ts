/** Text being laid out as lines: white space folded as a browser does, blocks on their own lines, quotes marked. */
const MAX_QUOTE = 20;

export class TextFlow {
  readonly #lines: string[] = [];
  #line = '';
  /** A folded space waits here until a word follows it. */
  #space = false;
  /** Blank lines asked for before the next line. */
  #blank = false;
  /** Nothing but no-break spaces so far: what Yandex and mail.ru write for an empty line. */
  #emptyLine = false;
  #quote = 0;
  #pre = 0;
  readonly #lists: { ordered: boolean; count: number }[] = [];

  write(text: string): void {
    if (this.#pre > 0) {
      this.#writePre(text);
      return;
    }
    // U+00A0 is not folded by a browser, but in a line of text it is only a space; a line of it alone is an empty line.
    if (this.#line === '' && text.includes('\u00a0')) this.#emptyLine = true;
    for (const piece of text.replace(/\u00a0/g, ' ').split(/([ \t\r\n\f]+)/)) {
      if (piece === '') continue;
      if (/^[ \t\r\n\f]/.test(piece)) this.#space = this.#line !== '';
      else this.#word(piece);
    }
  }

  #word(word: string): void {
    this.#emptyLine = false;
    if (this.#line === '') this.#startLine();
    this.#line += this.#space ? ` ${word}` : word;
    this.#space = false;
  }

  #writePre(text: string): void {
    const [first = '', ...rest] = text.replace(/\r\n?/g, '\n').split('\n');
    this.#preLine(first);
    for (const line of rest) {
      this.lineBreak();
      this.#preLine(line);
    }
  }

  #preLine(text: string): void {
    if (text === '') return;
    if (this.#line === '') this.#startLine();
    this.#line += text;
  }

  #startLine(): void {
    if (this.#blank && this.#lines.length > 0) this.#lines.push(this.#prefix().trimEnd());
    this.#blank = false;
    this.#space = false;
    this.#line = '';
  }

  /** Ends the line, empty or not. */
  lineBreak(): void {
    if (this.#line === '') {
      if (this.#lines.length > 0) this.#startLine();
      this.#lines.push(this.#prefix().trimEnd());
    } else this.#endLine();
  }

  #endLine(): void {
    if (this.#line === '') return;
    this.#lines.push((this.#prefix() + this.#line).trimEnd());
    this.#line = '';
    this.#space = false;
  }

  block(blank: boolean): void {
    this.#endLine();
    this.#blank ||= blank || this.#emptyLine;
    this.#emptyLine = false;
  }

  cell(): void {
    this.#space = this.#line !== '';
  }

  openQuote(): void {
    this.block(true);
    if (this.#lines.length > 0 && this.#lines.at(-1) !== this.#prefix().trimEnd())
      this.#lines.push(this.#prefix().trimEnd());
    this.#blank = false;
    this.#quote += 1;
  }

  closeQuote(): void {
    this.#endLine();
    this.#quote = Math.max(0, this.#quote - 1);
    this.#blank = true;
  }

  openList(ordered: boolean): void {
    this.block(this.#lists.length === 0);
    if (this.#lists.length < 100) this.#lists.push({ ordered, count: 0 });
  }

  closeList(): void {
    this.#lists.pop();
    this.block(this.#lists.length === 0);
  }

  openItem(): void {
    this.block(false);
    const list = this.#lists.at(-1);
    if (list) list.count += 1;
    this.#word(
      `${'  '.repeat(Math.min(8, Math.max(0, this.#lists.length - 1)))}${list?.ordered ? `${list.count}.` : '-'}`,
    );
    this.#space = true;
  }

  openPre(): void {
    this.#pre += 1;
  }

  closePre(): void {
    this.#pre = Math.max(0, this.#pre - 1);
    this.block(true);
  }

  #prefix(): string {
    return this.#quote === 0 ? '' : `${'>'.repeat(Math.min(MAX_QUOTE, this.#quote))} `;
  }

  end(): string {
    this.#endLine();
    return this.#lines.join('\n').replace(/^\n+/, '').trimEnd();
  }
}
