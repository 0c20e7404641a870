import type { Place } from '../place.ts';
import { type Line, isBlank, languageAt, lineAlone, linesBelow } from './lines.ts';

/** The line begins by closing a block: with a bracket, a closing tag or a word. */
export function isClosing(line: Line, place: Place): boolean {
  const { closes, hasTags } = languageAt(place);
  return (
    /^[)\]}]/.test(line.trimmed) ||
    closes?.test(line.trimmed) === true ||
    (hasTags === true && /^(?:<\/|\/?>)/.test(line.trimmed))
  );
}

/** The line goes on with the block before it: "else", or an opening brace on a line of its own. */
export const isContinuing = (line: Line, place: Place): boolean =>
  languageAt(place).continues?.test(line.trimmed) === true || line.trimmed === '{';

/** The line opens a block that lines further right belong to. */
export const isOpening = (line: Line, place: Place): boolean =>
  /[{([:]$/.test(line.trimmed) || languageAt(place).opens?.test(line.trimmed) === true;

/**
 * Whether the lines below close the block that stands at `columns`: the first of them that is not deeper decides. A
 * line that is neither deeper nor closing begins something else, so the block was left open.
 */
export function isClosedBelow(columns: number, mark: string, place: Place): boolean {
  const next = nextBelow(columns, place);
  if (next === undefined) return false;
  if (/^[)\]}]$/.test(mark)) return (/^[)\]}]+/.exec(next.trimmed)?.[0] ?? '').includes(mark);
  return isClosing(next, place) || isContinuing(next, place);
}

/** Whether the block at `columns` has another branch below. */
export function isContinuedBelow(columns: number, place: Place): boolean {
  const next = nextBelow(columns, place);
  return next !== undefined && isContinuing(next, place);
}

/** The line below that decides about the block at `columns`. */
function nextBelow(columns: number, place: Place): Line | undefined {
  const next = linesBelow(place)
    .map(line => lineAlone(line, place))
    .find(line => line.columns <= columns);
  return next?.columns === columns ? next : undefined;
}

/** Columns of the nearest line before the cursor's that stands further left than `columns`. */
export function columnsAround(columns: number, place: Place): number | undefined {
  const above = place.window.above.split('\n').filter(line => !isBlank(line));
  return above.map(line => lineAlone(line, place).columns).findLast(depth => depth < columns);
}
