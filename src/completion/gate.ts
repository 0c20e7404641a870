import type { Window } from '../context/window.ts';
import { isOnlyClosing } from './restOfLine.ts';
import { isFinished } from './finished.ts';

export type Trigger = 'auto' | 'manual';

/** The suggest widget's selected item: `text` would replace the last `replaces` characters before the cursor. */
export interface SelectedSuggestion {
  readonly text: string;
  readonly replaces: number;
}

/** Why nothing is asked for; undefined when the place is worth a request. Asked for by hand, every place is. */
export function reasonNotToAsk(
  window: Window,
  trigger: Trigger,
): 'insideWord' | 'insideLine' | 'finishedStatement' | 'emptyDocument' | undefined {
  if (trigger === 'manual') return undefined;
  if (/^[\p{L}\p{N}_$]/u.test(window.lineAfter) && /[\p{L}\p{N}_$]$/u.test(window.lineBefore)) return 'insideWord';
  if (!isOnlyClosing(window.lineAfter)) return 'insideLine';
  if (isFinished(window)) return 'finishedStatement';
  if (`${window.above}${window.lineBefore}${window.below}`.trim() === '') return 'emptyDocument';
  return undefined;
}
