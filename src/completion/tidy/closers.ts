import type { Place } from '../place.ts';
import { columnsAround, isClosedBelow, isClosing, isContinuedBelow, isContinuing, isOpening } from './blocks.ts';
import { type Line, languageAt, lineAbove, scanBefore, lineAlone, linesOf, isBlank, scanAt } from './lines.ts';
import { type Bracket, foreignClosers, unmatched } from './scan.ts';
import { type Draft, endedAt } from './step.ts';

/**
 * Ends the text before it closes a block that the lines below close. A closer whose block was opened before the cursor
 * and that nothing below closes is kept.
 */
export function leaveClosersBelow(draft: Draft, place: Place): Draft {
  if (!languageAt(place).hasBlocks) return draft;
  const ends = [bracketClosedBelow(draft.text, place), wordClosedBelow(draft.text, place)].filter(
    at => at !== undefined,
  );
  return ends.length === 0 ? draft : endedAt(draft, Math.min(...ends));
}

/** Where the first bracket is closed that needs no closing here. */
function bracketClosedBelow(text: string, place: Place): number | undefined {
  const { brackets } = scanAt(text, place);
  const openers = unmatched(scanBefore(place).brackets).openers.filter(({ mark }) => /^[([{]$/.test(mark));
  const closers = foreignClosers(brackets).filter(({ mark }) => /^[)\]}]$/.test(mark));
  for (const closer of closers) {
    const opener = openers.pop();
    if (isClosedAlready(opener, closer, text, place)) return closer.at;
  }
  return undefined;
}

function isClosedAlready(opener: Bracket | undefined, closer: Bracket, text: string, place: Place): boolean {
  if (opener !== undefined) return isClosedBelow(columnsOfOpener(opener, place), closer.mark, place);
  const line = linesOf(text.slice(0, closer.at + 1), place).at(-1);
  if (line === undefined) return false;
  // A line of closers that is not further left than the cursor's has no opener above the window either.
  const closesNothing =
    line.trimmed === closer.mark && line.columns >= lineAlone(place.window.lineBefore, place).columns;
  return closesNothing || isClosedBelow(line.columns, closer.mark, place);
}

function columnsOfOpener({ at }: Bracket, place: Place): number {
  const before = place.window.above + place.window.lineBefore;
  return lineAlone(before.slice(before.lastIndexOf('\n', at - 1) + 1), place).columns;
}

/** Where the first line starts that closes, by a word or a tag, a block which is closed below; or continues one that goes on below. */
function wordClosedBelow(text: string, place: Place): number | undefined {
  const lines = linesOf(text, place);
  const parts = text.split('\n');
  const isBegun = !isBlank(place.window.lineBefore);
  const base = lines[0]?.columns ?? 0;
  let ownBlocks = 0;
  let start = 0;
  for (const [index, line] of lines.entries()) {
    const isMine = line.columns > base || (line.columns === base && ownBlocks > 0);
    const mayClose = !line.isQuoted && !(index === 0 && isBegun) && isWordOfBlock(line, place);
    if (mayClose && !isMine && isNeededBelow(line, columnsClosed(line, index, place), place)) return start;
    if (line.columns === base && !isBegun && opensByWord(line, place)) ownBlocks += 1;
    if (line.columns === base && mayClose && !isContinuing(line, place)) ownBlocks -= 1;
    start += (parts[index]?.length ?? 0) + 1;
  }
  return undefined;
}

/** The block goes on below in a way that leaves no room for the line. */
function isNeededBelow(line: Line, columns: number, place: Place): boolean {
  if (!isContinuing(line, place)) return isClosedBelow(columns, line.trimmed, place);
  // Branches with a condition may be many, and the last one may come before what closes the block.
  return isLastBranch(line) && isContinuedBelow(columns, place);
}

const isLastBranch = (line: Line): boolean => /^(?:else|finally|ensure)(?!\s*(?:if|when)\b)\b/.test(line.trimmed);

/** Brackets are matched one by one; words and tags by the line. */
const isWordOfBlock = (line: Line, place: Place): boolean =>
  !/^[)\]}{]/.test(line.trimmed) && (isClosing(line, place) || isContinuing(line, place));

function opensByWord(line: Line, place: Place): boolean {
  const { opens, hasTags } = languageAt(place);
  if (opens?.test(line.trimmed)) return true;
  return hasTags === true && /^<\w/.test(line.trimmed) && !/<\/|\/>/.test(line.trimmed);
}

/** The columns of the block that a line closes. On the cursor's own line they are the editor's guess, not the model's. */
function columnsClosed(line: Line, index: number, place: Place): number {
  const above = lineAbove(place);
  if (index > 0 || above === undefined) return line.columns;
  const before = lineAlone(above, place);
  const hasBlock = before.columns > line.columns || (before.columns === line.columns && isOpening(before, place));
  return hasBlock ? line.columns : (columnsAround(line.columns, place) ?? line.columns);
}
