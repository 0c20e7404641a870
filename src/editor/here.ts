import { Position, TabInputTextDiff, type TextDocument, type TextEditor, window, workspace } from 'vscode';
import { isCompletionEnabled, isCompletionEnabledElsewhere } from './readSettings.ts';
import { type WhyExcluded, type WhyNotHere, linesAround, whyNotHere } from './whyNotHere.ts';

export interface GateParts {
  readonly isOnlyByHand: () => boolean;
  /** Why the code of a document may not be read; undefined where it may. */
  readonly whyExcluded: (document: TextDocument) => WhyExcluded | undefined;
}

/** Why there is no ghost text at a position of a document; undefined where there may be. Reads no text but the lines around. */
export type Gate = (document: TextDocument, position: Position, isByHand: boolean) => WhyNotHere | undefined;

export const gateOf =
  ({ isOnlyByHand, whyExcluded }: GateParts): Gate =>
  (document, position, isByHand) => {
    const editor = editorOf(document);
    return whyNotHere({
      isByHand,
      scheme: document.uri.scheme,
      languageId: document.languageId,
      isReadOnly: isReadOnly(document),
      excluded: whyExcluded(document),
      // A position after the end stands for the end.
      characters: document.offsetAt(new Position(document.lineCount, 0)),
      longestLine: longestLineNear(document, position.line),
      isOn: isCompletionEnabled(document),
      isOnElsewhere: isCompletionEnabledElsewhere(),
      isInlineSuggestOn: workspace.getConfiguration('editor', document).get('inlineSuggest.enabled') !== false,
      isOnlyByHand: isOnlyByHand(),
      cursors: editor?.selections.length ?? 1,
      isSelecting: editor !== undefined && isSelecting(editor, position),
    });
  };

/** The editor a document is written in; with several, the one that has the focus. */
export function editorOf(document: TextDocument): TextEditor | undefined {
  const { activeTextEditor: active, visibleTextEditors } = window;
  return active?.document === document ? active : visibleTextEditors.find(editor => editor.document === document);
}

/**
 * VS Code itself asks for nothing in an editor it has made read-only, and does not tell extensions which are. Known is what
 * the file system says, and that the left side of a comparison is the old one.
 */
function isReadOnly({ uri }: TextDocument): boolean {
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof TabInputTextDiff)) return false;
  return input.original.toString() === uri.toString() && input.modified.toString() !== uri.toString();
}

function longestLineNear(document: TextDocument, line: number): number {
  let longest = 0;
  const last = Math.min(document.lineCount - 1, line + linesAround);
  for (let at = Math.max(0, line - linesAround); at <= last; at++)
    longest = Math.max(longest, document.lineAt(at).text.length);
  return longest;
}

/** Typing replaces a selection; what is known of it may be from before that key. */
const isSelecting = ({ selection }: TextEditor, position: Position): boolean =>
  !selection.isEmpty && selection.active.isEqual(position);
