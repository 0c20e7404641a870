/** A part of a document's text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A change of a document: `length` units at `start` became `inserted` units. */
export interface Change {
  readonly start: number;
  readonly length: number;
  readonly inserted: number;
}

/** Where a part of the text is after a change. What was typed into it, or over its edge, belongs to it. */
export function moved({ start, end }: Span, change: Change): Span {
  const changeEnd = change.start + change.length;
  const delta = change.inserted - change.length;
  if (changeEnd <= start) return { start: start + delta, end: end + delta };
  if (change.start >= end) return { start, end };
  return { start: Math.min(start, change.start), end: Math.max(end, changeEnd) + delta };
}

/** Of the words and signs that were accepted so many have to be there still; a renamed variable does not count as a loss. */
const leastShare = 0.75;

/** Whether an accepted text is still there, though perhaps formatted, renamed or added to. */
export function isKept(accepted: string, now: string): boolean {
  const wanted = wordsOf(accepted);
  const left = new Map<string, number>();
  for (const word of wordsOf(now)) left.set(word, (left.get(word) ?? 0) + 1);
  const found = wanted.filter(word => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return found.length >= wanted.length * leastShare;
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
