import type { Place } from '../place.ts';
import { isBlank } from './lines.ts';
import { type Draft, withText } from './step.ts';

/**
 * A limit cut the text in the middle of its last line: that line goes. If it is the only one it stays where the person
 * is typing, since all of it is what the model would have written, and the next completion goes on where it ends;
 * nothing would help nobody.
 */
export function dropUnfinishedLine(draft: Draft, place: Place): Draft {
  const isOnly = isBlank(draft.text.slice(0, draft.text.lastIndexOf('\n') + 1));
  return isOnly && isTyping(draft.text, place) ? draft : keepWholeLines(draft);
}

/** Between lines no one is typing, and half a line would stay half. */
export function keepWholeLines(draft: Draft): Draft {
  return draft.isEnded ? draft : withText(draft, draft.text.slice(0, draft.text.lastIndexOf('\n') + 1));
}

/** At column 0 nobody types a line that is indented. */
const isTyping = (text: string, { window }: Place): boolean => window.lineBefore !== '' || !/^\s*\n?[ \t]/.test(text);
