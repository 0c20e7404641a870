import type { Place } from '../place.ts';
import { type Language, languageOf } from './languages.ts';
import { type Inside, type Scan, scan } from './scan.ts';

export const isBlank = (text: string): boolean => text.trim() === '';

export const leadingSpace = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** Columns before the first visible character. */
export function columnsOf(line: string, tabSize: number): number {
  let columns = 0;
  for (const char of leadingSpace(line)) columns += char === '\t' ? tabSize - (columns % tabSize) : 1;
  return columns;
}

/** A line of a suggestion as it would stand in the document. */
export interface Line {
  /** The whole line: the first one begins with what stands before the cursor. */
  readonly text: string;
  readonly trimmed: string;
  readonly columns: number;
  /** The line starts in a string or comment that began on an earlier line: its indentation means nothing. */
  readonly isQuoted: boolean;
}

export function linesOf(text: string, place: Place): readonly Line[] {
  const { lineStarts } = scanAt(text, place);
  return text.split('\n').map((part, index) => {
    const line = index === 0 ? place.window.lineBefore + part : part;
    return { ...lineAlone(line, place), isQuoted: index > 0 && lineStarts[index] !== undefined };
  });
}

/** The lines below the cursor's that are not blank. */
export const linesBelow = ({ window }: Place): readonly string[] =>
  window.below.split('\n').filter(line => !isBlank(line));

/** The last line above the cursor's that is not blank. */
export const lineAbove = ({ window }: Place): string | undefined =>
  window.above.split('\n').findLast(line => !isBlank(line));

export const lineAlone = (text: string, place: Place): Line => ({
  text,
  trimmed: text.trim(),
  columns: columnsOf(text, place.indent.tabSize),
  isQuoted: false,
});

export const languageAt = (place: Place): Language => languageOf(place.window.languageId);

/** A place never changes, and every piece of a stream asks about the same one. */
const scans = new WeakMap<Place, Scan>();

/** The code before the cursor, read once for a place. */
export function scanBefore(place: Place): Scan {
  const known = scans.get(place) ?? scan(place.window.above + place.window.lineBefore, languageAt(place));
  scans.set(place, known);
  return known;
}

/** Most rules look at the same text: it is read again where one has changed it. */
const lastScans = new WeakMap<Place, { readonly text: string; readonly scan: Scan }>();

/** Text read from the cursor on. */
export function scanAt(text: string, place: Place): Scan {
  const last = lastScans.get(place);
  if (last?.text === text) return last.scan;
  const found = scan(text, languageAt(place), insideAt(place));
  lastScans.set(place, { text, scan: found });
  return found;
}

/** What the cursor lies in. */
export const insideAt = (place: Place): Inside => scanBefore(place).inside;

/** All spaces, tabs and line ends taken out: for comparing code that differs only in its layout. */
export const withoutSpace = (text: string): string => text.replaceAll(/\s+/g, '');
