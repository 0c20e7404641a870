import type { Place } from '../place.ts';
import { isOnlyClosing } from '../restOfLine.ts';
import { isBlank } from './lines.ts';

/** A place between two lines, and what an insertion there ends with. */
export interface Between {
  /** The place on an empty line of its own. */
  readonly place: Place;
  readonly lineEnd: string;
}

/**
 * At the start of a line that says something the model writes whole lines before it: the place is then as good as an
 * empty line above. Undefined where the text may belong to the line itself ("await " before "save();").
 */
export function betweenLines(text: string, place: Place): Between | undefined {
  const { lineBefore, lineAfter } = place.window;
  if (!/^[ \t]*$/.test(lineBefore) || isBlank(lineAfter) || !isWholeLines(text, lineAfter)) return undefined;
  return { place: emptyLineAbove(place), lineEnd: /^\s/.test(lineAfter) ? '\n' : `\n${lineBefore}` };
}

function isWholeLines(text: string, lineAfter: string): boolean {
  // Nobody types before the indentation of a line.
  if (/^\s/.test(lineAfter)) return true;
  const [first = '', second] = text.trimStart().split('\n', 2);
  if (first.trimEnd().endsWith(lineAfter.trimEnd()) || isOnlyClosing(lineAfter)) return false;
  return second !== undefined || areTorn(first, lineAfter);
}

/** "a = 1" and "b = 2" make no line together. */
const areTorn = (text: string, after: string): boolean => /[\w)\]}"'`;]$/.test(text) && /^\w/.test(after);

/** A place never changes, and what is known of one is kept by it. */
const places = new WeakMap<Place, Place>();

function emptyLineAbove(place: Place): Place {
  const { window } = place;
  const above = places.get(place) ?? {
    ...place,
    window: { ...window, lineAfter: '', below: `\n${window.lineAfter}${window.below}` },
  };
  places.set(place, above);
  return above;
}
