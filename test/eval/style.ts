import type { Indent } from '../../src/completion/place.ts';

/** Columns of one level where a document does not tell. */
const usualTabSize = 4;

/** How a document is indented: by tabs if any line is, else by its smallest step of at least two spaces. */
export function indentOf(text: string): Indent {
  if (/^\t/m.test(text)) return { insertSpaces: false, tabSize: usualTabSize };
  // One space is no level: it stands before the "*" of a comment.
  const widths = Array.from(text.matchAll(/^ {2,}(?=\S|$)/gm), ([spaces]) => spaces.length);
  return { insertSpaces: true, tabSize: widths.length === 0 ? usualTabSize : Math.min(...widths, 8) };
}

export const eolOf = (text: string): '\n' | '\r\n' => (text.includes('\r\n') ? '\r\n' : '\n');
