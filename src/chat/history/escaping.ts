import { type Fence, closing, fenceAfter } from './fences.ts';

// A text of a chat inside an exported document. In code nothing changes. Elsewhere what would become an element of HTML
// (Deepwell shows it as the letters it is) or a heading of the document gets a backslash, and a code block that was not
// closed is closed. All of it can be taken back.

/** Follows a fence that the export added. No text can have this line: there the "<" has a backslash. */
const closedHere = '<!-- The code block was not closed. -->';

export function escaped(text: string): readonly string[] {
  let fence: Fence | undefined;
  const lines = text.split('\n').map(line => {
    const before = fence;
    fence = fenceAfter(line, fence);
    return before === undefined && fence === undefined ? escapedLine(line) : line;
  });
  return fence === undefined ? lines : [...lines, closing(fence), closedHere];
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
const beforeElement = /(\\*)<(?=[a-z/!?])/gi;
const beforeEscaped = /(\\+)<(?=[a-z/!?])/gi;

export const escapedLine = (line: string): string =>
  outsideCode(
    line.replace(heading, slashes => `${slashes}\\`),
    part => part.replace(beforeElement, (_, slashes: string) => `${slashes}${slashes}\\<`),
  );

export const unescapedLine = (line: string): string =>
  outsideCode(line, part =>
    part.replace(beforeEscaped, (_, slashes: string) => `${slashes.slice(0, (slashes.length - 1) / 2)}<`),
  ).replace(heading, (_, slashes: string) => slashes.slice(1));

/** Changes what stands between code spans: between runs of backticks that no run of the same length closes. */
function outsideCode(line: string, change: (part: string) => string): string {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
    length,
  }));
  let result = '';
  let from = 0;
  for (const [at, run] of runs.entries()) {
    if (run.start < from) continue;
    const close = runs.slice(at + 1).find(({ length }) => length === run.length);
    if (close === undefined) continue;
    result += change(line.slice(from, run.start)) + line.slice(run.start, close.end);
    from = close.end;
  }
  return result + change(line.slice(from));
}
