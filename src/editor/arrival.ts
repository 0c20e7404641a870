import { Disposable, type TextEditor, window } from 'vscode';

/** Milliseconds without a move after which a cursor rests. */
const rest = 500;

/** Tells when a person has come to another editor and the cursor rests there. */
export class Arrival implements Disposable {
  readonly #onRest: (editor: TextEditor) => void;
  readonly #listening: Disposable;
  #cameTo: TextEditor | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(onRest: (editor: TextEditor) => void) {
    this.#onRest = onRest;
    this.#listening = Disposable.from(
      window.onDidChangeActiveTextEditor(editor => this.#wait(editor)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === this.#cameTo) this.#wait(textEditor);
      }),
    );
  }

  /** The person does something there already. */
  over(): void {
    this.#wait(undefined);
  }

  dispose(): void {
    this.over();
    this.#listening.dispose();
  }

  #wait(editor: TextEditor | undefined): void {
    clearTimeout(this.#timer);
    this.#cameTo = editor;
    if (editor === undefined) return;
    this.#timer = setTimeout(() => {
      this.#cameTo = undefined;
      this.#onRest(editor);
    }, rest);
  }
}
