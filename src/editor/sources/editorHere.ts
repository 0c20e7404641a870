import { type Disposable, type TextEditor, window } from 'vscode';

/** The editor a person works in, also while the chat has the focus or an image or page is in front of it. */
export class EditorHere implements Disposable {
  #last = window.activeTextEditor;
  readonly #listening = window.onDidChangeActiveTextEditor(editor => {
    if (editor !== undefined) this.#last = editor;
  });

  get editor(): TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = window;
    if (activeTextEditor !== undefined && isInTab(activeTextEditor)) return activeTextEditor;
    const visible = visibleTextEditors.filter(isInTab);
    return visible.find(editor => editor === this.#last) ?? visible[0];
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

/** The output panel is a text editor as well, but none that anybody writes in. */
const isInTab = ({ document }: TextEditor): boolean => document.uri.scheme !== 'output';
