import type { Place } from '../place.ts';
import { type Line, isBlank, lineAlone, linesBelow, linesOf, withoutSpace } from './lines.ts';
import { isClosing } from './blocks.ts';
import { type Draft, endedAfterLines } from './step.ts';

/** Ends the text where it starts to say what already stands on the next lines. */
export function cutAtLinesBelow(draft: Draft, place: Place): Draft {
  const below = linesBelow(place).map(line => lineAlone(line, place));
  const lines = linesOf(draft.text, place);
  const at = lines.findIndex((_, index) => isSurelyAgain(lines.slice(index), below, place));
  return at < 0 ? draft : endedAfterLines(draft, at);
}

/** Two equal lines are no chance; one is none if it says something and stands as deep. */
function isSurelyAgain(lines: readonly Line[], below: readonly Line[], place: Place): boolean {
  const [first, second] = lines.filter(line => !isBlank(line.text));
  const [firstBelow, secondBelow] = below;
  if (isBlank(lines[0]?.text ?? '') || !isSame(first, firstBelow)) return false;
  const deeper = (first?.columns ?? 0) - (firstBelow?.columns ?? 0);
  if (deeper === 0 && saysSomething(first, place)) return true;
  // Deeper, the same words belong to a block of the text.
  return deeper <= 0 && isSame(second, secondBelow) && (saysSomething(first, place) || saysSomething(second, place));
}

/** Ends what is left of the text where all the rest of it, down to its last line, already follows. */
export function dropLastLinesBelow(draft: Draft, place: Place): Draft {
  if (!isBlank(place.window.lineAfter)) return draft;
  const below = linesBelow(place).map(line => lineAlone(line, place));
  const lines = linesOf(draft.text.trimEnd(), place);
  const at = lines.findIndex((_, index) => isAllAgain(lines.slice(index), below));
  return at < 0 ? draft : endedAfterLines(draft, at);
}

function isAllAgain(lines: readonly Line[], below: readonly Line[]): boolean {
  const said = lines.filter(line => !isBlank(line.text));
  if (said.length === 0 || isBlank(lines[0]?.text ?? '') || said[0]?.columns !== below[0]?.columns) return false;
  return said.every(
    (line, index) => isSame(line, below[index]) || (index === said.length - 1 && isBegun(line, below[index])),
  );
}

const isSame = (line: Line | undefined, other: Line | undefined): boolean =>
  line !== undefined && other !== undefined && withoutSpace(line.text) === withoutSpace(other.text);

/** The model was stopped in the middle of a line that already follows. */
const isBegun = (line: Line, other: Line | undefined): boolean =>
  other !== undefined && line.trimmed.length >= 3 && withoutSpace(other.text).startsWith(withoutSpace(line.text));

/** "}", "else:" or "break;" may stand in many places; a line with more in it is known again. */
const saysSomething = (line: Line | undefined, place: Place): boolean =>
  line !== undefined && !isClosing(line, place) && (line.trimmed.match(/[\p{L}\p{N}_]+/gu) ?? []).length >= 2;
