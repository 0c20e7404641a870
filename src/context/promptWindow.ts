import { tokensIn } from './tokens.ts';

/** Few tokens are longer than this many characters, but for runs of spaces, which nobody misses at the far end of a window. */
const longestToken = 16;

/** The end of the text before the hole: whole lines of at most `tokens`, or the end of one line that is longer. */
export function prefixWithin(before: string, tokens: number): string {
  const from = Math.max(0, before.length - tokens * longestToken);
  const nextLine = before.indexOf('\n', from) + 1;
  const start = from === 0 ? 0 : nextLine === 0 ? from : nextLine;
  const lines = linesOf(before.slice(start));
  let left = tokens;
  const tooMuch = lines.findLastIndex(line => (left -= tokensIn(line)) < 0);
  const fitting = lines.slice(tooMuch + 1);
  return fitting.length === 0 ? endWithin(before, tokens) : fitting.join('');
}

/** The start of the text after the cursor: whole lines of at most `tokens`. */
export function suffixWithin(after: string, tokens: number): string {
  const lines = linesOf(after.slice(0, tokens * longestToken));
  let left = tokens;
  const tooMuch = lines.findIndex(line => (left -= tokensIn(line)) < 0);
  return tooMuch < 0 ? lines.join('') : lines.slice(0, tooMuch).join('').replace(/\n$/, '');
}

/** The end of a text, of at most `tokens`. */
function endWithin(text: string, tokens: number): string {
  let length = Math.min(text.length, Math.max(0, tokens));
  while (tokensIn(text.slice(text.length - length)) > tokens) length = Math.floor(length * 0.75);
  // The cut may have gone through a character of two units.
  return text.slice(text.length - length).replace(/^[\udc00-\udfff]/, '');
}

/** Each line with its "\n". */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];
