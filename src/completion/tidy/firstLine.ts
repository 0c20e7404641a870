import type { Place } from '../place.ts';
import { columnsOf, insideAt, isBlank, languageAt, leadingSpace, lineAbove } from './lines.ts';
import { indentStyle } from './indentation.ts';
import { type Draft, withText } from './step.ts';
import { isIndentedTwice } from './twice.ts';

/** The model often starts with spaces of its own. Those that the code needs stay: "const port =" and " 3000;". */
export function fitFirstLine(draft: Draft, place: Place): Draft {
  return isBlank(place.window.lineBefore) ? fitIndentation(draft, place) : fitSpace(draft, place);
}

function fitSpace(draft: Draft, place: Place): Draft {
  const { lineBefore } = place.window;
  const space = leadingSpace(draft.text);
  // In Markdown two spaces at the end break the line.
  if (languageAt(place).isProse && /^ {2,}\n/.test(draft.text)) return draft;
  if (space === '' || draft.text.startsWith('\n', space.length)) return withText(draft, draft.text.slice(space.length));
  if (/\s$/.test(lineBefore) || isNeverSpaced(lineBefore, place))
    return withText(draft, draft.text.slice(space.length));
  // More than one space lines code up with its neighbours or keeps a comment apart; after an operator it does neither.
  const isStray = /[=+*/%<>&|^,;!?-]$/.test(lineBefore) && !languageAt(place).isProse;
  return isStray ? withText(draft, ` ${draft.text.slice(space.length)}`) : draft;
}

/** Behind the dot of a member no one writes a space, behind an opening bracket only who does it elsewhere too. */
function isNeverSpaced(lineBefore: string, place: Place): boolean {
  if (insideAt(place) !== undefined || languageAt(place).isProse) return false;
  if (/[\w$)\]]\??\.$|::$/.test(lineBefore)) return !/\d\.$/.test(lineBefore);
  return /\w\($/.test(lineBefore) && !/\w\( +[^\s)]/.test(place.window.above);
}

function fitIndentation(draft: Draft, place: Place): Draft {
  // Blank lines before the answer would leave the cursor's own line empty.
  const text = draft.text.replace(/^(?:[ \t]*\n)+/, '');
  const space = leadingSpace(text);
  const { tabSize } = place.indent;
  const typed = columnsOf(place.window.lineBefore, tabSize);
  const written = columnsOf(space, tabSize);
  if (written === 0) return withText(draft, text);
  if (typed === 0) return withText(draft, wholeLevels(text, place));
  if (isDeeperByRight(typed + written, place)) return withText(draft, text);
  return withText(draft, movedLeft(text.slice(space.length), typed + written, written, place));
}

/** At column 0 the model has to write the indentation itself, and may write a space too many or all of it twice. */
function wholeLevels(text: string, place: Place): string {
  const { length } = leadingSpace(text);
  const depths = depthsAround(place);
  const isStray = text.startsWith(' ') && length % 2 === 1 && !depths.has(length) && depths.has(length - 1);
  if (isStray) return text.slice(1);
  if (!isIndentedTwice(length, place)) return text;
  return text.slice(0, length / 2) + movedLeft(text.slice(length), length, length / 2, place);
}

const depthsAround = ({ window, indent }: Place): ReadonlySet<number> =>
  new Set(
    `${window.above}${window.below}`
      .split('\n')
      .filter(line => !isBlank(line))
      .map(line => columnsOf(line, indent.tabSize)),
  );

/** The line above opens a block and the editor left the cursor out of it. A cursor left of other lines is meant so. */
function isDeeperByRight(columns: number, place: Place): boolean {
  const above = lineAbove(place);
  if (above === undefined) return false;
  const opens = /[{([:]$/.test(above.trim()) || languageAt(place).opens?.test(above.trim());
  return opens === true && columns === columnsOf(above, place.indent.tabSize) + indentStyle(place).unit;
}

/** The indentation was doubled on the first line. Where the next line has it doubled too, all of them move. */
function movedLeft(text: string, doubled: number, columns: number, place: Place): string {
  const [first = '', ...rest] = text.split('\n');
  const next = rest.find(line => !isBlank(line));
  const isDoubled = next !== undefined && columnsOf(next, place.indent.tabSize) >= doubled;
  if (!isDoubled || /[{([:,]$/.test(first.trim()) || languageAt(place).opens?.test(first.trim())) return text;
  return [first, ...rest.map(line => withoutColumns(line, columns, place.indent.tabSize))].join('\n');
}

function withoutColumns(line: string, columns: number, tabSize: number): string {
  const space = leadingSpace(line);
  let end = 0;
  while (end < space.length && columnsOf(space.slice(0, end), tabSize) < columns) end += 1;
  return line.slice(end);
}
