import type { Place } from '../place.ts';
import { isClosing, isContinuing } from './blocks.ts';
import { type Line, isBlank, languageAt, lineAlone, linesOf } from './lines.ts';
import { type Draft, endedAfterLines } from './step.ts';

/**
 * Ends the text where it leaves the block that the cursor is in, or the statement that the person began, or where it
 * goes on to define the next thing. Closing lines are kept here; closers.ts knows which of them are needed.
 */
export function stopAtBlockEnd(draft: Draft, place: Place): Draft {
  if (!languageAt(place).hasBlocks) return draft;
  const lines = linesOf(draft.text, place);
  let block = startOf(lines, place);
  for (const [index, line] of lines.entries()) {
    if (index === 0 || isBlank(line.text) || line.isQuoted) continue;
    if (languageAt(place).standsLeft?.test(line.trimmed)) continue;
    const next = afterLine(block, line, place);
    if (next === undefined || isNextDefinition(lines, index, block, place)) return endedAfterLines(draft, index);
    block = next;
  }
  return draft;
}

interface Block {
  /** Lines further left are outside. */
  readonly columns: number;
  /** What stands at `columns` next is another statement than the one to be completed. */
  readonly endsWithNext: boolean;
  readonly isBegunByPerson: boolean;
}

function startOf(lines: readonly Line[], place: Place): Block {
  const { lineBefore } = place.window;
  const columns = lines[0]?.columns ?? 0;
  return {
    columns: lineBefore === '' ? columnsOfBody(columns, place) : columns,
    endsWithNext: false,
    isBegunByPerson: !isBlank(lineBefore),
  };
}

/**
 * A cursor at column 0 does not tell how far left the person wants to go: anywhere in the body of the definition that
 * a line at `columns` belongs to.
 */
function columnsOfBody(columns: number, place: Place): number {
  const above = place.window.above
    .split('\n')
    .filter(line => !isBlank(line))
    .map(line => lineAlone(line, place));
  let least = columns;
  for (const line of above.toReversed()) {
    if (line.columns >= least) continue;
    if (languageAt(place).defines?.test(line.trimmed)) return least;
    least = line.columns;
  }
  return columns;
}

/** The block after a line of the text; undefined if the line is outside. */
function afterLine(block: Block, line: Line, place: Place): Block | undefined {
  if (line.columns > block.columns) return block.isBegunByPerson ? { ...block, endsWithNext: true } : block;
  if (isClosing(line, place) || isContinuing(line, place)) {
    // A line that closes an outer block: of the text only more closing lines can belong to the cursor's place.
    return line.columns < block.columns ? { ...block, columns: line.columns, endsWithNext: true } : block;
  }
  return line.columns < block.columns || block.endsWithNext ? undefined : block;
}

/** One definition at a time: after a blank line the next one is another matter. */
function isNextDefinition(lines: readonly Line[], index: number, block: Block, place: Place): boolean {
  const line = lines[index];
  if (line === undefined || line.columns !== block.columns || !isBlank(lines[index - 1]?.text ?? '')) return false;
  const isFirst = lines
    .slice(0, index)
    .every((one, at) => isBlank(at === 0 ? one.text.slice(place.window.lineBefore.length) : one.text));
  return !isFirst && languageAt(place).defines?.test(line.trimmed) === true;
}
