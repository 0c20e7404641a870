import { tokensIn } from './tokens.ts';

/** Lines by which the start of a large window moves at once. */
const longestJump = 64;

/** A usual line of code. */
const tokensPerLine = 12;

/** No token is longer than this many characters, but for runs of spaces, which nobody misses at the far end of a window. */
const longestToken = 16;

/**
 * The end of the text before the hole: whole lines of at most `tokens`. Its start moves in jumps, so that it is the same for
 * many lines to come: a start that followed each newline would change the whole prompt each time.
 */
export function prefixWithin(before: string, tokens: number): string {
  const from = Math.max(0, before.length - tokens * longestToken);
  const nextLine = before.indexOf('\n', from) + 1;
  const start = from === 0 ? 0 : nextLine === 0 ? from : nextLine;
  const lines = linesOf(before.slice(start));
  const fitting = firstFitting(lines, tokens);
  // One line alone may be too long; a character is hardly ever more than a token.
  if (fitting === lines.length) return wholeCharacters(before.slice(Math.max(0, before.length - Math.max(0, tokens))));
  const above = countLines(before.slice(0, start));
  if (above + fitting === 0) return before;
  const jump = jumpOf(tokens);
  const anchored = Math.ceil((above + fitting) / jump) * jump - above;
  return lines.slice(anchored < lines.length ? anchored : fitting).join('');
}

/** The start of the text after the cursor: whole lines of at most `tokens`. */
export function suffixWithin(after: string, tokens: number): string {
  const lines = linesOf(after.slice(0, tokens * longestToken));
  let left = tokens;
  const count = lines.findIndex(line => (left -= tokensIn(line)) < 0);
  return count < 0 ? lines.join('') : lines.slice(0, count).join('').replace(/\n$/, '');
}

/** A cut may have gone through a character of two units. */
const wholeCharacters = (text: string): string => text.replace(/^[\udc00-\udfff]/, '');

/** As many lines as half of the window usually holds, as a power of two. */
const jumpOf = (tokens: number): number =>
  Math.min(longestJump, 2 ** Math.max(0, Math.round(Math.log2(tokens / tokensPerLine / 1.75))));

/** The index from which on all lines together have at most `tokens`. */
function firstFitting(lines: readonly string[], tokens: number): number {
  let left = tokens;
  const last = lines.findLastIndex(line => (left -= tokensIn(line)) < 0);
  return last + 1;
}

/** Each line with its "\n". */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
