/** The part of a document that a completion is asked about. All text uses "\n" whatever the document uses. */
export interface Window {
  /** Workspace-relative path with "/" separators, or the name of an untitled document. */
  readonly path: string;
  readonly languageId: string;
  /** Whole lines before the line of the cursor, each with its "\n". */
  readonly above: string;
  /** The line of the cursor, up to the cursor. */
  readonly lineBefore: string;
  /** The line of the cursor, from the cursor, without its line end. */
  readonly lineAfter: string;
  /** What follows the line of the cursor, starting with "\n", or "" at the end of the document. */
  readonly below: string;
}

export interface DocumentText {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/** Characters of code before and after the cursor line; about 3.3 characters a token, so both together fit 1,700 tokens. */
export interface WindowSize {
  readonly above: number;
  readonly below: number;
}

export const defaultWindowSize: WindowSize = { above: 4000, below: 1600 };

/** A window whose start moved with every newline would change the whole prompt each time; it moves in jumps of this many lines. */
const jump = 64;

/** Cuts the window around `offset` (a position in `document.text`, in UTF-16 units). */
export function windowAround(document: DocumentText, offset: number, size: WindowSize = defaultWindowSize): Window {
  const before = unixLines(document.text.slice(0, offset));
  const after = unixLines(document.text.slice(offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.indexOf('\n');
  return {
    path: document.path,
    languageId: document.languageId,
    above: lastLines(before.slice(0, lineStart), size.above),
    lineBefore: before.slice(lineStart),
    lineAfter: lineEnd < 0 ? after : after.slice(0, lineEnd),
    below: lineEnd < 0 ? '' : firstLines(after.slice(lineEnd), size.below),
  };
}

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

/** At most `size` characters from the end of `text`, starting at a line whose number is a multiple of the jump where that fits. */
function lastLines(text: string, size: number): string {
  if (text.length <= size) return text;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const fitting = starts.filter(start => text.length - start <= size);
  const anchored = starts.find((start, line) => line % jump === 0 && text.length - start <= size);
  return text.slice(anchored ?? fitting[0] ?? text.length);
}

/** At most `size` characters from the start of `text`, ending with a whole line. */
function firstLines(text: string, size: number): string {
  if (text.length <= size) return text;
  const end = text.lastIndexOf('\n', size);
  return text.slice(0, Math.max(end, 0));
}
