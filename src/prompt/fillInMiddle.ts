import type { Window } from '../context/window.ts';
import type { FillInMiddle } from '../models/families.ts';
import type { Prompt } from '../shared/engine.ts';

/**
 * The prompt of a completion. DeepSeek-Coder is trained prefix, suffix, middle; with the hole at the cursor each key would
 * change the prefix and the whole suffix would be evaluated again. So the hole lies at the start of the cursor's line and
 * what is already typed there opens the middle: a key only adds to the end of the prompt.
 */
export const fillInMiddlePrompt = (window: Window, marks: FillInMiddle): Prompt => [
  marks.begin,
  marks.fileHeading(window.path) + window.above,
  marks.hole,
  window.lineAfter + window.below,
  marks.end,
  window.lineBefore,
];
