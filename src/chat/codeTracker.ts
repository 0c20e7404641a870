type Code =
  | { readonly kind: 'fence'; readonly char: string; readonly length: number; readonly isOpeningLine: boolean }
  | { readonly kind: 'inline'; readonly length: number };

/** Where a fence may begin: after indentation, quote marks or a list marker. */
const beforeFence = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?$/;

/** Follows Markdown as it streams and knows whether its end lies in a fenced block or in inline code. */
export class CodeTracker {
  #code: Code | undefined;
  #run = '';
  #line = '';

  /** The current line so far. */
  get line(): string {
    return this.#line;
  }

  get isInCode(): boolean {
    return this.#codeAfterRun() !== undefined;
  }

  read(text: string): void {
    for (const char of text) this.#readOne(char);
  }

  #readOne(char: string): void {
    const continuesRun = this.#run === '' || this.#run.startsWith(char);
    if ((char === '`' || char === '~') && continuesRun) this.#run += char;
    else {
      this.#endRun();
      if (char === '`' || char === '~') this.#run = char;
    }
    if (char === '\n') this.#endLine();
    else this.#line += char;
  }

  #endRun(): void {
    this.#code = this.#codeAfterRun();
    this.#run = '';
  }

  #endLine(): void {
    this.#line = '';
    // A lone backtick must not turn the rest of the reply into code: inline code ends with its line at the latest.
    if (this.#code?.kind === 'inline') this.#code = undefined;
    else if (this.#code !== undefined) this.#code = { ...this.#code, isOpeningLine: false };
  }

  /** What the code would be if the run of backticks or tildes at the end were complete. */
  #codeAfterRun(): Code | undefined {
    const { length } = this.#run;
    const char = this.#run.charAt(0);
    if (length === 0) return this.#code;
    const before = this.#line.slice(0, this.#line.length - length);
    if (this.#code === undefined) {
      if (length >= 3 && beforeFence.test(before)) return { kind: 'fence', char, length, isOpeningLine: true };
      return char === '`' ? { kind: 'inline', length } : undefined;
    }
    if (this.#code.kind === 'inline') return char === '`' && this.#code.length === length ? undefined : this.#code;
    // "```a```" in one line is inline code, not a fence.
    const closes = this.#code.isOpeningLine ? length === this.#code.length : before.trim() === '';
    return closes && char === this.#code.char && length >= this.#code.length ? undefined : this.#code;
  }
}
