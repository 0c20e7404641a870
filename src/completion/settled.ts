import type { Place } from './place.ts';
import { isBlank } from './tidy/lines.ts';
import { leakAt } from './tidy/marks.ts';
import { isEndedWithin } from './tidy/tidy.ts';

/**
 * Whether what the model writes from here on cannot change what is shown, so that it may stop. Only whole lines are
 * judged: "}" may still become "} else {". Blank ones may still be followed by a fence.
 */
export function isSettled(text: string, place: Place): boolean {
  if (leakAt(text) !== undefined) return true;
  const lines = text.slice(0, text.lastIndexOf('\n') + 1);
  if (isBlank(lines)) return false;
  const last = judged.get(place);
  if (last?.lines === lines) return last.isEnded;
  const isEnded = isEndedWithin(lines, place);
  judged.set(place, { lines, isEnded });
  return isEnded;
}

/** Most pieces of a stream bring no line end: the same lines are judged once. A place belongs to one stream. */
const judged = new WeakMap<Place, { readonly lines: string; readonly isEnded: boolean }>();
