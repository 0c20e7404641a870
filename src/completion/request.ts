import type { Snippet } from '../context/snippet.ts';
import { type DocumentText, windowAround } from '../context/window.ts';
import type { Failure } from '../shared/failure.ts';
import type { Answer } from './answer.ts';
import type { SelectedSuggestion, Trigger } from './gate.ts';
import type { Indent, Place, Suggestion } from './place.ts';

export interface CompletionRequest {
  readonly document: DocumentText;
  /** Code of other files, the most lasting first, as it is known when it is needed. */
  readonly related?: () => readonly Snippet[];
  /** Position of the cursor in `document.text`, in UTF-16 units. */
  readonly offset: number;
  readonly trigger: Trigger;
  readonly indent: Indent;
  readonly eol: '\n' | '\r\n';
  readonly maxLines: number;
  readonly selected?: SelectedSuggestion;
  /** Different suggestions wanted, at most; one where absent. */
  readonly alternatives?: number;
  /** The model is asked even where its answer is known: the person did not want that one. */
  readonly isAnew?: boolean;
  /** Whether the document has changed since, so that a new request is on its way which the same answer may serve. */
  readonly isTypedOn?: () => boolean;
}

export type Outcome =
  | {
      readonly kind: 'shown';
      readonly suggestion: Suggestion;
      /** Other suggestions, all different. */
      readonly others: readonly Suggestion[];
      readonly from: 'model' | 'recall';
      /** What the engine did for it, where it was asked. */
      readonly usage?: Answer['usage'];
    }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const placeOf = ({ document, offset, indent, eol, maxLines }: CompletionRequest): Place => ({
  window: windowAround(document, offset),
  indent,
  eol,
  maxLines,
});
