import type { Place } from '../place.ts';
import { type Draft, endedAfterLines } from './step.ts';

/** Shows no more lines than the person wants. A line that is only begun is the limit's last one until its end is there. */
export const limitLines = (draft: Draft, place: Place): Draft =>
  draft.text.split('\n').length > place.maxLines ? endedAfterLines(draft, place.maxLines) : draft;
