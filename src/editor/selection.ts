import { type DocumentSymbol, Range, type TextDocument, type TextEditor, type Uri, commands, workspace } from 'vscode';
import type { Attachment } from '../prompt/attachments.ts';
import { notebookOf } from './notebooks.ts';

/** What the person selected, as an attachment; whole lines, without blank lines around. Undefined where nothing is selected. */
export function attachedSelection(editor: TextEditor | undefined): Attachment | undefined {
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  return attachedLines(editor.document, editor.selection);
}

/** The function or class around the cursor, for explaining without a selection. */
export async function attachedSymbol(editor: TextEditor): Promise<Attachment | undefined> {
  const symbols = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    editor.document.uri,
  );
  const around = innermost(symbols ?? [], editor);
  return around && attachedLines(editor.document, around.range);
}

/** The name a document has in prompts and in the chat. */
export const nameOf = (document: TextDocument): string => nameOfUri(notebookOf(document)?.uri ?? document.uri);

export const nameOfUri = (uri: Uri): string => workspace.asRelativePath(uri, false).replaceAll('\\', '/');

function innermost(symbols: readonly DocumentSymbol[], editor: TextEditor): DocumentSymbol | undefined {
  const around = symbols.find(symbol => 'children' in symbol && symbol.range.contains(editor.selection.active));
  return around && (innermost(around.children, editor) ?? around);
}

/** The lines of a range as an attachment, without blank lines around. Undefined where nothing stands in them. */
export function attachedLines(document: TextDocument, range: Range): Attachment | undefined {
  const { start, end } = document.validateRange(range);
  const endsAtLineStart = end.character === 0 && end.line > start.line;
  let first = start.line;
  let last = endsAtLineStart ? end.line - 1 : end.line;
  while (first < last && document.lineAt(first).isEmptyOrWhitespace) first += 1;
  while (last > first && document.lineAt(last).isEmptyOrWhitespace) last -= 1;
  const text = document.getText(new Range(first, 0, last, document.lineAt(last).text.length)).replaceAll('\r\n', '\n');
  if (text.trim() === '') return undefined;
  const path = nameOf(document);
  const lines = first === last ? String(first + 1) : `${first + 1}–${last + 1}`;
  const label = `${path.split('/').at(-1)}:${lines}`;
  return { id: `selection:${path}:${lines}`, kind: 'selection', label, path, languageId: document.languageId, text };
}
