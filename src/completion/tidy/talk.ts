import type { Place } from '../place.ts';
import { isExplanation } from './chat.ts';
import { insideAt, languageAt, linesOf } from './lines.ts';
import { type Draft, endedAfterLines } from './step.ts';

/** Ends the text where the model starts to explain it. Where code and text for people mix it is text that was meant. */
export function stopAtTalk(draft: Draft, place: Place): Draft {
  const { isProse, hasTags, mixesText } = languageAt(place);
  if (isProse || hasTags || mixesText || insideAt(place) !== undefined) return draft;
  const lines = linesOf(draft.text, place);
  const at = lines.findIndex((line, index) => index > 0 && !line.isQuoted && isExplanation(line.trimmed));
  return at < 0 ? draft : endedAfterLines(draft, at);
}
