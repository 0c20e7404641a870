import { isBlank } from './lines.ts';
import { type Draft, withText } from './step.ts';

/**
 * A limit cut the text in the middle of its last line: that line goes. If it is the only one it stays, since all of it
 * is what the model would have written, and the next completion goes on where it ends; nothing would help nobody.
 */
export function dropUnfinishedLine(draft: Draft): Draft {
  const end = draft.text.lastIndexOf('\n');
  const isOnly = end < 0 || isBlank(draft.text.slice(0, end));
  return draft.isEnded || isOnly ? draft : withText(draft, draft.text.slice(0, end));
}
