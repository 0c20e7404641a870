import { Position, Range, Selection, type TextEditor, l10n, languages, window, workspace } from 'vscode';
import { unixText } from '../../context/attachedText.ts';
import { languageIdOf } from '../../context/fenceLanguages.ts';
import { nameOf } from '../selection.ts';

/**
 * Puts code where the cursor is, in place of what is selected as pasting would, in one undo step. The focus stays in the chat,
 * where the next question is written; the editor shows the place. Returns one sentence where it cannot be done.
 */
export async function insertAtCursor(editor: TextEditor | undefined, code: string): Promise<string | undefined> {
  if (editor === undefined) return l10n.t('Open the file that the code belongs into, and put the cursor at its place.');
  const { document, selection } = editor;
  const readOnly = l10n.t('{0} is read-only, so nothing was inserted.', nameOf(document));
  if (workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return readOnly;
  const text = unixText(code);
  const { version } = document;
  const isDone = await editor.edit(edit => edit.replace(selection, text), {
    undoStopBefore: true,
    undoStopAfter: true,
  });
  // VS Code calls an edit of a read-only editor done, though it changed nothing.
  if (!isDone || (text !== document.getText(selection) && document.version === version)) return readOnly;
  const end = endOf(text, selection.start);
  editor.selection = new Selection(end, end);
  editor.revealRange(new Range(selection.start, end));
  return undefined;
}

function endOf(text: string, start: Position): Position {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? start.translate(0, last.length)
    : new Position(start.line + lines.length - 1, last.length);
}

/** Opens code as a new file that is not saved anywhere yet. `fence` is what stands behind the code's fence. */
export async function newFile(code: string, fence: string): Promise<void> {
  const wanted = languageIdOf(fence);
  const language = (await languages.getLanguages()).includes(wanted) ? wanted : 'plaintext';
  await window.showTextDocument(await workspace.openTextDocument({ content: code, language }), { preview: false });
}
