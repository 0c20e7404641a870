import type { Place } from '../place.ts';
import { isClosing, isOpening } from './blocks.ts';
import { languageAt, linesOf, scanAt, isBlank } from './lines.ts';
import { unmatched } from './scan.ts';
import { type Draft, endedAfterLines } from './step.ts';

/**
 * A limit cut the text in the middle of a block: the text ends before the block, if anything stands before it. Half a
 * block would leave the document broken.
 */
export function leaveNoOpenBlock(draft: Draft, place: Place): Draft {
  // What replaces a closed bracket behind the cursor closes the block.
  if (draft.isEnded || draft.replaceSuffix > 0 || !languageAt(place).hasBlocks) return draft;
  const at = firstOpenLine(draft.text, place);
  const hasMoreBefore = at !== undefined && !isBlank(draft.text.split('\n').slice(0, at).join('\n'));
  return hasMoreBefore ? leaveNoOpenBlock({ ...endedAfterLines(draft, at), isEnded: false }, place) : draft;
}

/** The first line that opens what the text does not close. */
function firstOpenLine(text: string, place: Place): number | undefined {
  const { brackets } = scanAt(text, place);
  const opener = unmatched(brackets).openers[0];
  const byBracket = opener === undefined ? [] : [lineAt(text, opener.at)];
  const all = [...byBracket, ...openByWord(text, place)];
  return all.length === 0 ? undefined : Math.min(...all);
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length - 1;

/** Lines that open a block which ends with a word, or with the indentation, and has not come to its end or its body. */
function openByWord(text: string, place: Place): readonly number[] {
  const { opens } = languageAt(place);
  const lines = linesOf(text, place);
  const last = lines.findLastIndex(line => !isBlank(line.text));
  return lines.flatMap((line, index) => {
    if (index === last && isOpening(line, place)) return [index];
    if (line.isQuoted || opens?.test(line.trimmed) !== true) return [];
    const isClosed = lines.slice(index + 1).some(other => other.columns === line.columns && isClosing(other, place));
    return isClosed ? [] : [index];
  });
}
