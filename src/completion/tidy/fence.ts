import type { Place } from '../place.ts';
import { columnsOf, insideAt, isBlank, languageAt, leadingSpace } from './lines.ts';
import { type Draft, withText } from './step.ts';

const opening = /^\s*(`{3,}|~{3,})([\w+#.-]*)[ \t]*\n/;

/** A model that was taught to chat may wrap its code in a Markdown fence: the code alone is meant. */
export function unwrapFence(draft: Draft, place: Place): Draft {
  const [whole, fence, info] = opening.exec(draft.text) ?? [];
  if (whole === undefined || fence === undefined || !isWrapping(info ?? '', place)) return draft;
  const lines = draft.text.slice(whole.length).split('\n');
  const end = lines.findIndex(line => line.trim().startsWith(fence));
  // The line end before the closing fence belongs to the code.
  const code = indented(end < 0 ? lines : [...lines.slice(0, end), ''], place).join('\n');
  return { ...withText(draft, code), isEnded: draft.isEnded || end >= 0 };
}

/** In Markdown, in comments and in strings a fence is what the person writes. */
function isWrapping(info: string, place: Place): boolean {
  if (languageAt(place).isProse) return info === 'markdown' || info === 'md';
  return insideAt(place) === undefined;
}

/** Code in a fence often starts at column 0 wherever the cursor is: then its lines move to the cursor's column. */
function indented(lines: readonly string[], place: Place): readonly string[] {
  const space = leadingSpace(place.window.lineBefore);
  const columns = (line: string): number => columnsOf(line, place.indent.tabSize);
  const second = lines.slice(1).find(line => !isBlank(line));
  const isAtLeft = second !== undefined && columns(lines[0] ?? '') === 0 && columns(second) < columns(space);
  return isAtLeft ? lines.map((line, index) => (index === 0 || isBlank(line) ? line : space + line)) : lines;
}
