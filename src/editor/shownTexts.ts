import { type Disposable, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';

const scheme = 'deepwell-text';

/** Texts of ours in documents that can be read, searched and copied, and that nobody is asked to save. */
export class ShownTexts implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registrations = [
    workspace.registerTextDocumentContentProvider(scheme, this),
    workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
  ];
  #count = 0;

  /** @param title what the tab says; a number tells two documents of the same title apart */
  async show(title: string, text: string): Promise<void> {
    this.#count += 1;
    const uri = Uri.from({ scheme, path: `/${title}`, query: String(this.#count) });
    this.#texts.set(uri.toString(), text);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }
}
