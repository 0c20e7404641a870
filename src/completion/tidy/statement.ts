import type { Place } from '../place.ts';
import { languageAt, scanAt } from './lines.ts';

import { type Draft, endedAt } from './step.ts';

/** Ends the text with the statement, in languages where the next statement is another matter ("DROP TABLE …"). */
export function stopAfterStatement(draft: Draft, place: Place): Draft {
  const { statementEnd: mark, compound } = languageAt(place);
  if (mark === undefined) return draft;
  const begun = place.window.above.slice(place.window.above.lastIndexOf(mark) + 1) + place.window.lineBefore;
  const ends = [...draft.text.matchAll(/;/g)].map(match => match.index);
  const end = ends.find(at => {
    const before = draft.text.slice(0, at);
    // The body of a function or of a transaction has statements of its own.
    const isInBody = compound?.test(begun + before) === true;
    return !isInBody && scanAt(before, place).inside === undefined;
  });
  return end === undefined ? draft : endedAt(draft, end + mark.length);
}
