import { type Fence, closing, fenceAfter } from './fences.ts';

// A text of a chat inside an exported document. In code nothing changes. Elsewhere what would become an element of HTML
// (Deepwell shows it as the letters it is) or a heading of the document gets a backslash, and a code block that was not
// closed is closed. All of it can be taken back.

/** Most texts stay as they are, and then their lines need not be looked at. */
const mayChange = /<|```|~~~|^\\*## /m;

/** Follows a fence that the export added. No text can have this line: there the "<" has a backslash. */
const closedHere = '<!-- The code block was not closed. -->';

export function escaped(text: string): string {
  if (!mayChange.test(text)) return text;
  let fence: Fence | undefined;
  const lines = text.split('\n').map(line => {
    const before = fence;
    fence = fenceAfter(line, fence);
    return before === undefined && fence === undefined ? escapedLine(line) : line;
  });
  return (fence === undefined ? lines : [...lines, closing(fence), closedHere]).join('\n');
}

export function unescaped(lines: readonly string[]): string {
  const whole = lines.at(-1) === closedHere ? lines.slice(0, -2) : lines;
  let fence: Fence | undefined;
  return whole
    .map(line => {
      const before = fence;
      fence = fenceAfter(line, fence);
      return before === undefined && fence === undefined ? unescapedLine(line) : line;
    })
    .join('\n');
}

/** "## You" and "## Deepwell", with whatever backslashes stand before. */
const heading = /^(\\*)(?=## (?:You|Deepwell)\s*$)/;

// Backslashes are doubled and one is added, so that it can be told later how many there were.
// The look behind keeps a long run of them from being tried from each of its places.
const beforeElement = /(?<!\\)(\\*)<(?=[a-z/!?])/gi;
const beforeEscaped = /(?<!\\)(\\+)<(?=[a-z/!?])/gi;

export const escapedLine = (line: string): string =>
  !mayChange.test(line)
    ? line
    : outsideCode(
        line.replace(heading, slashes => `${slashes}\\`),
        part => part.replace(beforeElement, (_, slashes: string) => `${slashes}${slashes}\\<`),
      );

export const unescapedLine = (line: string): string =>
  !line.includes('\\')
    ? line
    : outsideCode(line, part =>
        part.replace(beforeEscaped, (_, slashes: string) => `${slashes.slice(0, (slashes.length - 1) / 2)}<`),
      ).replace(heading, (_, slashes: string) => slashes.slice(1));

/** Changes what stands between code spans: between runs of backticks that no run of the same length closes. */
function outsideCode(line: string, change: (part: string) => string): string {
  if (!line.includes('`')) return change(line);
  const runs = [...line.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({ at: index, length }));
  let result = '';
  let from = 0;
  for (let open = 0; open < runs.length; open++) {
    const close = closeOf(runs, open);
    const [first, last] = [runs[open], runs[close]];
    if (first === undefined || last === undefined) continue;
    result += change(line.slice(from, first.at));
    from = last.at + last.length;
    result += line.slice(first.at, from);
    open = close;
  }
  return result + change(line.slice(from));
}

/** The next run that is as long as this one; past the end where there is none. */
function closeOf(runs: readonly { readonly length: number }[], open: number): number {
  let close = open + 1;
  while (close < runs.length && runs[close]?.length !== runs[open]?.length) close += 1;
  return close;
}
