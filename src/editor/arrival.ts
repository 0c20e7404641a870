import { Disposable, type TextEditor, window } from 'vscode';

/** Milliseconds without a move after which a cursor rests. */
const rest = 500;

/** Tells when a person has come to another editor, or to another place in this one, and the cursor rests there. */
export class Arrival implements Disposable {
  readonly #onRest: (editor: TextEditor) => void;
  readonly #listening: Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(onRest: (editor: TextEditor) => void) {
    this.#onRest = onRest;
    this.#listening = Disposable.from(
      window.onDidChangeActiveTextEditor(editor => this.#wait(editor)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) this.#wait(textEditor);
      }),
    );
  }

  /** The person types there already. */
  over(): void {
    this.#wait(undefined);
  }

  dispose(): void {
    this.over();
    this.#listening.dispose();
  }

  #wait(editor: TextEditor | undefined): void {
    clearTimeout(this.#timer);
    if (editor === undefined) return;
    this.#timer = setTimeout(() => this.#onRest(editor), rest);
  }
}
