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
  /** Code that stands before the document though it is not part of it: the cells of a notebook above this one. */
  readonly preceding?: string;
}

/** A document cut at the cursor. All text uses "\n". */
export interface CutText {
  readonly path: string;
  readonly languageId: string;
  /** From the start of the document, or of what precedes it, to the cursor. */
  readonly before: string;
  readonly after: string;
}

/** Cuts a document at `offset`, a position in its text in UTF-16 units. */
export const cutAt = ({ path, languageId, text, preceding = '' }: DocumentText, offset: number): CutText => ({
  path,
  languageId,
  before: unixLines(preceding + text.slice(0, offset)),
  after: unixLines(text.slice(offset)),
});

/** Characters of code before and after the cursor line that tidying looks at. */
const looksBefore = 4000;
const looksAfter = 1600;

/** A start that moved with every newline would make each place look different; it moves in jumps of this many lines. */
const jump = 64;

/** What lies around the cursor. */
export function windowOf({ path, languageId, before, after }: CutText): Window {
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.indexOf('\n');
  return {
    path,
    languageId,
    above: lastLines(before.slice(0, lineStart), looksBefore),
    lineBefore: before.slice(lineStart),
    lineAfter: lineEnd < 0 ? after : after.slice(0, lineEnd),
    below: lineEnd < 0 ? '' : firstLines(after.slice(lineEnd), looksAfter),
  };
}

/** What lies around a position in a document's text, in UTF-16 units. */
export const windowAround = (document: DocumentText, offset: number): Window => windowOf(cutAt(document, offset));

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
