/** A text as it stands on the page, and the way back from its places to the page. */
export interface ShownText {
  readonly text: string;
  readonly range: (start: number, end: number) => Range;
}

interface Piece {
  readonly node: Text;
  readonly start: number;
}

/** Parts of a code block that are the page's own words. */
const ownWords = 'button, .code-header, .invisible';
const blocks = /^(?:P|LI|PRE|UL|OL|DIV|BLOCKQUOTE|TABLE|H[1-6])$/;

/**
 * Reads what stands in an element from one of its blocks on. Blocks are parted by a line break, so that nothing is found
 * across them.
 */
export function readShown(element: Element, from: Element | null = element.firstElementChild): ShownText {
  const pieces: Piece[] = [];
  let text = '';
  for (let block = from; block !== null; block = block.nextElementSibling) {
    if (text !== '') text += '\n';
    const walker = walkerOf(block);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Text) {
        pieces.push({ node, start: text.length });
        text += node.data;
      } else if (blocks.test(node.nodeName) && text !== '') text += '\n';
    }
  }
  return { text, range: (start, end) => rangeOf(pieces, start, end) };
}

const walkerOf = (block: Element): TreeWalker =>
  document.createTreeWalker(block, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
    node instanceof Element && node.matches(ownWords) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );

function rangeOf(pieces: readonly Piece[], start: number, end: number): Range {
  const range = document.createRange();
  const first = pieces.findLast(piece => piece.start <= start);
  const last = pieces.findLast(piece => piece.start < end) ?? first;
  if (first !== undefined) range.setStart(first.node, Math.min(start - first.start, first.node.length));
  if (last !== undefined) range.setEnd(last.node, Math.min(end - last.start, last.node.length));
  return range;
}

/** Scrolls whatever holds a place until the place is in sight, and no further. */
export function bringIntoSight(range: Range): void {
  let box = range.startContainer.parentElement;
  for (; box !== null; box = box.parentElement) {
    if (box.scrollHeight <= box.clientHeight || getComputedStyle(box).overflowY === 'visible') continue;
    const place = range.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (place.top >= frame.top && place.bottom <= frame.bottom) continue;
    // A little is left above: one wants to see where a passage comes from.
    box.scrollTop += place.top - frame.top - frame.height / 5;
  }
}
