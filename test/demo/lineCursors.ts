import type { DocumentText } from '../../src/context/window.ts';
import { cutsOf } from './completionSamples.ts';
import { finishedFiles } from './sample.ts';

export interface LineCursor {
  readonly document: DocumentText;
  readonly offset: number;
  /** The rest of the line, which is missing in the document. */
  readonly expected: string;
}

/** Up to three cursors in every line of the sample, each with the rest of its line missing. */
export function lineCursors(): LineCursor[] {
  return finishedFiles.flatMap(file =>
    linesOf(file.text).flatMap(({ line, start }) => {
      const cuts = cutsOf(line);
      const chosen = [0, Math.floor(cuts.length / 3), Math.floor((cuts.length * 2) / 3)].map(index => cuts[index]);
      return [...new Set(chosen)].flatMap(cut => (cut === undefined ? [] : [cursorIn(file, start, line, cut)]));
    }),
  );
}

function linesOf(text: string): { line: string; start: number }[] {
  let start = 0;
  return text.split('\n').map(line => {
    const found = { line, start };
    start += line.length + 1;
    return found;
  });
}

const cursorIn = (file: DocumentText, start: number, line: string, cut: number): LineCursor => ({
  document: { ...file, text: file.text.slice(0, start + cut) + file.text.slice(start + line.length) },
  offset: start + cut,
  expected: line.slice(cut),
});
