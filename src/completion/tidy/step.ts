import type { Place } from '../place.ts';

/** A suggestion on its way from what the model wrote to what is shown. */
export interface Draft {
  /** What would be inserted, with "\n" only. */
  readonly text: string;
  /** Characters after the cursor, on its line, that the text replaces. */
  readonly replaceSuffix: number;
  /** A step ended the text here; whatever the model writes after it is not shown. */
  readonly isEnded: boolean;
}

/**
 * One tidy rule. A rule that ends the text decides by whole lines in reading order, so that more text behind them never
 * changes its decision: that is what lets the caller stop the model early.
 */
export type Step = (draft: Draft, place: Place) => Draft;

/** The draft ended before `at`. */
export const endedAt = (draft: Draft, at: number): Draft => ({
  ...draft,
  text: draft.text.slice(0, at),
  isEnded: true,
});

/** The draft with its first `count` lines only. */
export const endedAfterLines = (draft: Draft, count: number): Draft => ({
  ...draft,
  text: draft.text.split('\n').slice(0, count).join('\n'),
  isEnded: true,
});

export const withText = (draft: Draft, text: string): Draft => (text === draft.text ? draft : { ...draft, text });
