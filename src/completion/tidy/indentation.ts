import type { Place } from '../place.ts';
import { languageAt, columnsOf, scanAt, leadingSpace } from './lines.ts';

import { type Draft, withText } from './step.ts';

interface IndentStyle {
  readonly withTabs: boolean;
  /** Columns of one level. */
  readonly unit: number;
}

/** How the lines around the cursor are indented; the editor's setting decides where they do not tell. */
export function indentStyle(place: Place): IndentStyle {
  const { window, indent } = place;
  const lines = `${window.above}${window.lineBefore}\n${window.below}`.split('\n');
  const withTab = lines.filter(line => line.startsWith('\t')).length;
  const withSpaces = lines.filter(line => /^ {2}/.test(line)).length;
  const only = languageAt(place).indentsWith;
  const withTabs = withTab === withSpaces ? !indent.insertSpaces : withTab > withSpaces;
  if (only === 'tabs' || (withTabs && only !== 'spaces')) return { withTabs: true, unit: indent.tabSize };
  return { withTabs: false, unit: smallestStep(lines) ?? indent.tabSize };
}

/** The smallest step to the right from one line to the next; comment stars and the like step by one. */
function smallestStep(lines: readonly string[]): number | undefined {
  const depths = lines.filter(line => line.trim() !== '').map(line => leadingSpace(line).length);
  const steps = depths.map((depth, index) => depth - (depths[index - 1] ?? 0)).filter(step => step > 1 && step <= 8);
  return steps.length === 0 ? undefined : Math.min(...steps);
}

/** Indents every line as the document does. What lies in a string over several lines is not indentation. */
export function matchIndentation(draft: Draft, place: Place): Draft {
  const style = indentStyle(place);
  const { lineStarts } = scanAt(draft.text, place);
  const isNewLine = place.window.lineBefore === '';
  const lines = draft.text.split('\n').map((line, index) => {
    const isIndented = index === 0 ? isNewLine : lineStarts[index]?.kind !== 'string';
    return isIndented ? reindented(line, style, place.indent.tabSize) : line;
  });
  return withText(draft, lines.join('\n'));
}

function reindented(line: string, { withTabs, unit }: IndentStyle, tabSize: number): string {
  const space = leadingSpace(line);
  const rest = line.slice(space.length);
  // Spaces behind the tabs line code up; they stay.
  if (!withTabs) return space.includes('\t') ? space.replaceAll('\t', ' '.repeat(unit)) + rest : line;
  const columns = columnsOf(space, tabSize);
  return '\t'.repeat(Math.floor(columns / tabSize)) + ' '.repeat(columns % tabSize) + rest;
}
