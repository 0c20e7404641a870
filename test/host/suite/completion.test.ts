import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeScriptedModel } from '../../fakes/scriptedModel.ts';

const source = 'function add(a: number, b: number): number {\n  return\n}\n';

/** Tries until it holds; the suite's timeout ends what never does. */
async function until(holds: () => boolean, act: () => Thenable<unknown>): Promise<void> {
  while (!holds()) {
    await act();
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const set = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('deepwell').update(name, value, vscode.ConfigurationTarget.Global);

async function editorWith(content: string, line: number, character: number): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language: 'typescript' });
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(line, character, line, character);
  return editor;
}

suite('Completion in its host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-host-'));
  const model = join(folder, 'coder.gguf');

  suiteSetup(async () => {
    await writeScriptedModel(model, { kind: 'coder', scripts: [{ after: 'n', says: ' a + b;' }] });
    await set('engine', 'embedded');
    await set('completion.model', model);
  });

  suiteTeardown(async () => {
    await set('completion.model', undefined);
    await set('engine', undefined);
    rmSync(folder, { recursive: true });
  });

  test('asked for by hand, the model’s text is shown and committed as one undo step', async () => {
    const { document } = await editorWith(source, 1, 8);
    const hasText = (): boolean => document.getText().includes('return a + b;');
    await until(hasText, async () => {
      await vscode.commands.executeCommand('deepwell.triggerCompletion');
      await new Promise(resolve => setTimeout(resolve, 300));
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    });
    assert.equal(document.getText(), source.replace('return', 'return a + b;'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), source);
  });

  test('a document with CRLF keeps its line ends', async () => {
    const { document } = await editorWith(source.replaceAll('\n', '\r\n'), 1, 8);
    await until(
      () => document.getText().includes('a + b'),
      async () => {
        await vscode.commands.executeCommand('deepwell.triggerCompletion');
        await new Promise(resolve => setTimeout(resolve, 300));
        await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      },
    );
    assert.equal(document.getText().replaceAll('\r\n', '').includes('\n'), false);
  });

  test('a model that is missing throws nothing and inserts nothing', async () => {
    await set('completion.model', join(folder, 'gone.gguf'));
    const { document } = await editorWith(source, 1, 8);
    await vscode.commands.executeCommand('deepwell.triggerCompletion');
    await new Promise(resolve => setTimeout(resolve, 500));
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    assert.equal(document.getText(), source);
  });
});
