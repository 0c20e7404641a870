import type { Token } from 'markdown-it';

/** The tokens of one top-level block and the line it starts at. */
export interface Part {
  readonly line: number;
  readonly tokens: readonly Token[];
}

export function topLevelParts(tokens: readonly Token[]): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  tokens.forEach((token, at) => {
    if (token.level !== 0 || token.nesting === 1) return;
    const part = tokens.slice(start, at + 1);
    parts.push({ line: part[0]?.map?.[0] ?? 0, tokens: part });
    start = at + 1;
  });
  return parts;
}

/** How many blocks from the start nothing can change any more. The last one never counts. */
export function settledParts(parts: readonly Part[], text: string): number {
  const lines = text.split('\n');
  let count = 0;
  while (count + 1 < parts.length && isSettled(parts[count], parts[count + 1], lines)) count += 1;
  return count;
}

const endsByItself = new Set(['fence', 'heading_open', 'hr', 'maths_block']);
const endsAtBlankLine = new Set(['paragraph_open', 'table_open', 'blockquote_open', 'maths_text']);

function isSettled(part: Part | undefined, next: Part | undefined, lines: readonly string[]): boolean {
  const type = part?.tokens[0]?.type ?? '';
  const nextLine = next?.line ?? 0;
  if (endsByItself.has(type)) return true;
  if (endsAtBlankLine.has(type) && lines[nextLine - 1]?.trim() === '') return true;
  // "#" begins a heading and "#tag" does not; a table is known by its second line. So two whole lines must stand there.
  return nextLine + 2 < lines.length;
}

export function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let count = 0; count < line; count++) at = text.indexOf('\n', at) + 1;
  return at;
}
