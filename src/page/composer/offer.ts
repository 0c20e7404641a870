import type { SuggestionView } from '../../shared/chat.ts';
import type { Suggestions } from '../store.ts';

/**
 * What can be chosen for a query. The answer to another query counts only while one of the two begins with the other: its
 * items that match are right for both, and the list does not blink at each letter.
 */
export function offeredFor(query: string, answer: Suggestions | undefined): readonly SuggestionView[] {
  if (answer === undefined) return [];
  if (answer.query === query) return answer.items;
  if (!query.startsWith(answer.query) && !answer.query.startsWith(query)) return [];
  const letters = query.slice(1).toLowerCase();
  return answer.items.filter(({ label }) => label.toLowerCase().includes(letters));
}

/** A whole text with a word in it replaced, and where the caret stands then. */
export interface Replaced {
  readonly text: string;
  readonly caret: number;
}

/** The text after a suggestion was chosen: a command stays in it for the extension to read, a piece of context becomes a chip. */
export function textWith(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  { kind, label }: SuggestionView,
): Replaced {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const isKept = kind === 'command' || kind === 'prompt';
  const words = isKept ? `${label} ` : '';
  // The space before the word that goes or after the one that comes is one of two.
  const isSpaceDoubled = after.startsWith(' ') && (isKept || before === '' || before.endsWith(' '));
  return { text: before + words + (isSpaceDoubled ? after.slice(1) : after), caret: before.length + words.length };
}
