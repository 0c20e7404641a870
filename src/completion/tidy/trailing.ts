import type { Place } from '../place.ts';
import { languageAt } from './lines.ts';
import { type Draft, withText } from './step.ts';

/** No spaces at line ends (in Markdown they break a line), no blank lines at the end. */
export function trimEnds(draft: Draft, place: Place): Draft {
  const text = languageAt(place).isProse ? draft.text : draft.text.replaceAll(/[ \t]+(?=\n)/g, '');
  // A word that follows the cursor needs the space between, and "{ return }" looks as the model wrote it.
  const isSpaced = /^[\p{L}\p{N}_}]/u.test(place.window.lineAfter) && /^.*\S $/.test(text);
  return withText(draft, isSpaced ? `${text.trimEnd()} ` : text.trimEnd());
}
