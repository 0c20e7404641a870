import { FoldingRange, type FoldingRangeProvider, FoldingRangeKind } from 'vscode';
import { traceLines } from '../chat/traceLines.ts';

/** Folds the reasoning in Markdown, as the page folds it in the chat. */
export const reasoningFolding: FoldingRangeProvider = {
  provideFoldingRanges: document =>
    traceLines(document.getText()).map(({ start, end }) => new FoldingRange(start, end, FoldingRangeKind.Comment)),
};
