import type { Suggestion } from '../../src/completion/place.ts';
import { isOnlyClosing } from '../../src/completion/restOfLine.ts';
import type { DocumentText } from '../../src/context/window.ts';
import { openBrackets } from './brackets.ts';
import { cutsOf } from './completionSamples.ts';
import { finishedFiles, indentationOf } from './sample.ts';

/** A cursor in a line of the finished sample. The rest of the line is missing in the document. */
export interface LineCursor {
  readonly document: DocumentText;
  readonly offset: number;
  /** The line as it is when it is written. */
  readonly line: string;
  /** Closing brackets and quotes that the editor has put after the cursor. */
  readonly closed: string;
  /** Where the hole was pinned, the start of an earlier line. Undefined: it is pinned at the cursor's line. */
  readonly pinnedAt: number | undefined;
}

/** After the indentation of every line that says something. */
export const lineStarts = (): LineCursor[] =>
  lines().flatMap(line => (line.text.trim() === '' ? [] : [cursorIn(line, indentationOf(line.text))]));

/** The same places when the last one to eight lines were typed before the cursor came there. */
export const pinnedLineStarts = (): LineCursor[] =>
  lineStarts().flatMap(cursor => {
    const starts = lines().filter(({ file, start }) => file.path === cursor.document.path && start < cursor.offset);
    return starts.slice(-9, -1).map(({ start }) => ({ ...cursor, pinnedAt: start }));
  });

/** Up to three cursors in every line, in words and after them, after brackets and operators. */
export const lineCursors = (): LineCursor[] =>
  lines().flatMap(line => someCuts(line.text).map(cut => cursorIn(line, cut)));

/** The same cursors where something is open at them, which the editor has closed. */
export const closedLineCursors = (): LineCursor[] =>
  lines().flatMap(line =>
    someCuts(line.text).flatMap(cut => {
      const { closers } = openBrackets(line.text, cut);
      return closers === '' || isOnlyClosing(line.text.slice(cut)) ? [] : [cursorIn(line, cut, closers)];
    }),
  );

/** Whether accepting the suggestion finishes the line, and nothing else. */
export function isFinishedBy(
  suggestion: Suggestion | undefined,
  { document, offset, line, closed }: LineCursor,
): boolean {
  if (suggestion === undefined) return false;
  const { text } = document;
  const before = text.slice(text.slice(0, offset).lastIndexOf('\n') + 1, offset);
  const accepted = before + suggestion.insert + closed.slice(suggestion.replaceSuffix);
  // The sign after brackets that the editor closed is written when the cursor is past them.
  return accepted === line || (closed !== '' && accepted === line.replace(/[;,]$/, ''));
}

interface Line {
  readonly file: DocumentText;
  readonly start: number;
  readonly text: string;
}

function lines(): Line[] {
  return finishedFiles.flatMap(file => {
    let start = 0;
    return file.text.split('\n').map(text => {
      const line = { file, start, text };
      start += text.length + 1;
      return line;
    });
  });
}

function someCuts(line: string): number[] {
  const cuts = cutsOf(line);
  const chosen = [0, Math.floor(cuts.length / 3), Math.floor((cuts.length * 2) / 3)].map(index => cuts[index]);
  return [...new Set(chosen)].flatMap(cut => (cut === undefined || cut === line.length ? [] : [cut]));
}

const cursorIn = ({ file, start, text }: Line, cut: number, closed = ''): LineCursor => ({
  document: { ...file, text: file.text.slice(0, start + cut) + closed + file.text.slice(start + text.length) },
  offset: start + cut,
  line: text,
  closed,
  pinnedAt: undefined,
});
