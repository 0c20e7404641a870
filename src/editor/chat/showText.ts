import { window, workspace } from 'vscode';

/** Shows a text in a document of its own that nobody is asked to save. */
export async function showText(content: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ content, language: 'plaintext' }), {
    preview: true,
  });
}
