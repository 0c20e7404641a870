import type { Place } from '../place.ts';
import { type Line, isBlank, linesOf } from './lines.ts';
import { type Draft, endedAfterLines } from './step.ts';

/** Lines in a group that a loop repeats. */
const longestGroup = 8;

/**
 * Ends the text after the first round when it goes round in circles: the same line or group of lines over and over, or
 * the same words over and over in one line. Rows of data that differ are no circle, and rows of bare data may be equal.
 */
export function cutLoop(draft: Draft, place: Place): Draft {
  const lines = linesOf(draft.text, place);
  const said = lines.flatMap((line, index) => (isBlank(line.text) ? [] : [{ line, index }]));
  // By the first line that completes a circle, so that more lines behind it cannot change what is found.
  for (let end = 1; end <= said.length; end++) {
    const last = said[end - 1];
    // A line that goes round in itself says nothing: only what comes before it is kept.
    if (last !== undefined && !isStraight(newPart(last, place), place)) return endedAfterLines(draft, last.index);
    const round = roundEndingAt(said.slice(0, end).map(({ line }) => line));
    if (round !== undefined) return endedAfterLines(draft, (said[round - 1]?.index ?? 0) + 1);
  }
  return draft;
}

/** How many lines to keep if the last of `lines` completes a circle. */
function roundEndingAt(lines: readonly Line[]): number | undefined {
  for (let size = 1; size <= longestGroup; size++) {
    // Three equal lines or pairs can be meant; a longer group that comes twice is already a circle.
    const rounds = size <= 2 ? 3 : 2;
    const from = lines.length - size * rounds;
    if (from < 0) return undefined;
    const group = lines.slice(from, from + size);
    const isCircle = lines.slice(from).every((line, index) => line.text === group[index % size]?.text);
    if (isCircle && group.some(line => !isData(line.trimmed))) return from + size;
  }
  return undefined;
}

/** Numbers, literals and punctuation only: a row of a matrix, a table, a list. */
const isData = (line: string): boolean =>
  !/\p{L}{2,}|\p{L}\(/u.test(line.replaceAll(/\b(?:true|false|null|none|nil|undefined|0x\w+)\b/gi, '')) ||
  /^[|"'`(<[{,-].*(?:,|\||\/>|>)$/.test(line);

/** What the text adds to a line: on the first one the person has typed the rest. */
const newPart = ({ line, index }: { line: Line; index: number }, { window }: Place): string =>
  index === 0 ? line.text.slice(window.lineBefore.length) : line.trimmed;

/** A piece of at least four characters with a word in it, five times in a row. */
const circle = /(\S.{3,39}?)\1{4,}/;

function loopsInLine(line: string): boolean {
  const piece = circle.exec(line)?.[1];
  return (
    piece !== undefined &&
    !isData(piece) &&
    new Set(piece).size > 2 &&
    !/^[\s\p{P}\p{S}]*["'`]?\w+["'`]?,\s*$/u.test(piece)
  );
}

/** A stream is judged again with each of its lines, and to look for a circle costs more than all the rest. */
const straightLines = new WeakMap<Place, Set<string>>();

function isStraight(line: string, place: Place): boolean {
  const known = straightLines.get(place) ?? new Set();
  straightLines.set(place, known);
  if (!known.has(line) && !loopsInLine(line)) known.add(line);
  return known.has(line);
}
