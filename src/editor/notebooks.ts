import { NotebookCellKind, type NotebookCell, type NotebookDocument, type TextDocument, workspace } from 'vscode';
import { type Cell, cellsBefore } from '../context/cells.ts';

/** Tokens of the cells above that stand before the code of a cell. */
const tokensAbove = 600;

/** The notebook whose cell a document is. */
export const notebookOf = (document: TextDocument): NotebookDocument | undefined =>
  document.uri.scheme === 'vscode-notebook-cell'
    ? workspace.notebookDocuments.find(notebook => notebook.getCells().some(cell => cell.document === document))
    : undefined;

/** What the cells above say, in the language of this one; "" where a document is no cell. */
export function codeBefore(document: TextDocument): string {
  const cells = notebookOf(document)?.getCells() ?? [];
  const index = cells.findIndex(cell => cell.document === document);
  return index < 0 ? '' : cellsBefore(cells.slice(0, index + 1).map(cellOf), index, tokensAbove);
}

export const cellOf = ({ kind, document }: NotebookCell): Cell => ({
  kind: kind === NotebookCellKind.Code ? 'code' : 'markdown',
  languageId: document.languageId,
  text: document.getText(),
});
