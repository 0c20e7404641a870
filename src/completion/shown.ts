import type { Window } from '../context/window.ts';
import type { Answer } from './answer.ts';
import type { SelectedSuggestion } from './gate.ts';
import type { Place, Suggestion } from './place.ts';
import type { CompletionRequest, Outcome } from './request.ts';

/** Suggestions that differ, in their order. */
export const distinct = (suggestions: readonly Suggestion[]): readonly Suggestion[] => [
  ...new Map(suggestions.map(suggestion => [JSON.stringify(suggestion), suggestion])).values(),
];

/** What of the suggestions for a place can be shown; `answer` is the one that was waited for, where the model was asked. */
export function shown(
  { selected }: CompletionRequest,
  { window }: Place,
  suggestions: readonly Suggestion[],
  answer?: Answer,
): Outcome {
  if (suggestions.length === 0) return { kind: 'nothing', why: 'empty' };
  const [suggestion, ...others] = suggestions.filter(({ insert }) => extendsSelected(insert, selected, window));
  if (suggestion === undefined) return { kind: 'nothing', why: 'doesNotExtendSelected' };
  return {
    kind: 'shown',
    suggestion,
    others,
    from: answer ? 'model' : 'recall',
    ...(answer && { usage: answer.usage }),
  };
}

/** The suggest widget's item is inserted with the ghost text, so ghost text can only be shown where it goes on from it. */
function extendsSelected(insert: string, selected: SelectedSuggestion | undefined, { lineBefore }: Window): boolean {
  if (selected === undefined) return true;
  const typed = lineBefore.slice(lineBefore.length - selected.replaces);
  return `${typed}${insert}`.startsWith(selected.text);
}
