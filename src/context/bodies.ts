/** Texts in which a bracket means nothing. A quote that is not closed soon is an apostrophe or a Rust lifetime. */
const literal =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\[^]|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`|'(?:\\[^\n]|[^'\\\n<>&,])*'|'(?:\\[^\n]|[^\\\n])'/y;

/** A definition in braces up to its body. Braces in parentheses and those of a type belong to the head. */
export function headOf(code: string): string {
  return withoutLink(code.slice(0, bodyStart(code, 0)));
}

/** A class in braces with the heads of its members. */
export function membersOf(code: string): string {
  let at = Math.min(bodyStart(code, 0) + 1, code.length);
  let kept = code.slice(0, at);
  while (at < code.length) {
    const body = bodyStart(code, at);
    const head = code.slice(at, body);
    kept += body < code.length ? withoutLink(head) : head;
    at = groupEnd(code, body);
  }
  return kept;
}

/** Where the next brace is that opens no type; the end of the code if there is none. */
function bodyStart(code: string, from: number): number {
  let at = from;
  while (at < code.length && (code[at] !== '{' || opensType(code, at))) at = pieceEnd(code, at);
  return at;
}

/** A type in braces comes after ":", "|", "&" or "<", and not many blanks later. */
const opensType = (code: string, at: number): boolean => /[:|&<]\s*$/.test(code.slice(Math.max(0, at - 40), at));

/** The end of what starts at `at`: a string, a comment, a group in brackets, or one character. */
function pieceEnd(code: string, at: number): number {
  literal.lastIndex = at;
  const found = literal.exec(code);
  if (found) return at + found[0].length;
  return '([{'.includes(code[at] ?? ' ') ? groupEnd(code, at) : at + 1;
}

/** Behind the bracket that closes the one at `at`, or the end of the code. */
function groupEnd(code: string, at: number): number {
  let depth = 0;
  for (let next = at; next < code.length;) {
    literal.lastIndex = next;
    const length = literal.exec(code)?.[0].length ?? 1;
    if (length === 1 && '([{'.includes(code[next] ?? ' ')) depth += 1;
    if (length === 1 && ')]}'.includes(code[next] ?? ' ')) depth -= 1;
    next += length;
    if (depth === 0) return next;
  }
  return code.length;
}

/** `const add = (a, b) =>` and `let total =` tell as much without the sign that led to what is gone. */
const withoutLink = (head: string): string => head.trimEnd().replace(/\s*(?:=>|=)$/, '');
