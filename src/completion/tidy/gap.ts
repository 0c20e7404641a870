import type { Place } from '../place.ts';
import { isClosing } from './blocks.ts';
import { isBlank, leadingSpace, lineAbove, lineAlone, linesBelow, scanBefore } from './lines.ts';
import { unmatched } from './scan.ts';

/**
 * An empty line at column 0 between two statements of a block was not opened for typing: it keeps them apart. It stays
 * behind the text if the model wrote a line end there.
 */
export const lineEndBefore = (text: string, place: Place): string =>
  isGap(place) && leadingSpace(text) !== '' && /\n[ \t]*$/.test(text) ? '\n' : '';

function isGap(place: Place): boolean {
  const { lineBefore, lineAfter } = place.window;
  const [above = '', below] = [lineAbove(place), linesBelow(place)[0]];
  if (lineBefore !== '' || !isBlank(lineAfter) || below === undefined) return false;
  const innermost = unmatched(scanBefore(place).brackets).openers.at(-1)?.mark ?? '';
  const isInList = /^[[(]$/.test(innermost) || /,\s*$/.test(above);
  return !isInList && !isClosing(lineAlone(below, place), place);
}
