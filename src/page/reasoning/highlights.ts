/** Highlights of places on the page that leave its elements and what is copied as they are; media/reasoning.css colours them. */
export type HighlightName = 'deepwell-turn' | 'deepwell-match' | 'deepwell-found';

/** Marks the places of one panel under a name; each call takes away the marks of the call before. */
export function highlighter(name: HighlightName): (ranges: readonly Range[]) => void {
  let mine: readonly Range[] = [];
  return ranges => {
    const highlight = CSS.highlights.get(name) ?? new Highlight();
    CSS.highlights.set(name, highlight);
    const before = new Set(mine);
    const now = new Set(ranges);
    for (const range of mine) if (!now.has(range)) highlight.delete(range);
    for (const range of ranges) if (!before.has(range)) highlight.add(range);
    mine = ranges;
  };
}
