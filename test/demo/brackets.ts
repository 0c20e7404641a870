const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', "'": "'", '"': '"', '`': '`' };

/** The brackets and quotes open at `cut`, as the closers an editor has put after the cursor, and where the innermost closes. */
export function openBrackets(line: string, cut: number): { closers: string; innermostEnd: number } {
  const open = scan(line, cut);
  const innermost = open.at(-1);
  if (innermost === undefined) return { closers: '', innermostEnd: cut };
  let end = cut;
  while (end < line.length && scan(line, end + 1).length >= open.length) end++;
  return { closers: open.toReversed().join(''), innermostEnd: end < line.length ? end : cut };
}

/** The closers of what is open after the first `end` characters of a line, the innermost last. */
function scan(line: string, end: number): string[] {
  const open: string[] = [];
  // A comment opens nothing.
  const code = /^\s*(\/\*|\/\/)/.test(line) ? '' : line.slice(0, end);
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at);
    const innermost = open.at(-1) ?? '';
    if (character === innermost) open.pop();
    else if (innermost === '`' && code.startsWith('${', at)) {
      open.push('}');
      at++;
    } else if (innermost === "'" || innermost === '"' || innermost === '`') continue;
    else if (closerOf[character] !== undefined) open.push(closerOf[character]);
  }
  return open;
}
