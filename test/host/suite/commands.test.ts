import assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('Commands in their host', () => {
  test('diagnostics name versions, settings and models and nothing of the document', async () => {
    const canary = 'canary-7f3a';
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: canary }));
    await vscode.commands.executeCommand('deepwell.copyDiagnostics');
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^Deepwell \d+\.\d+\.\d+\nVS Code /);
    assert.match(text, /Settings \{"engine":/);
    assert.equal(text.includes(canary), false);
  });

  test('network activity opens as a document', async () => {
    await vscode.commands.executeCommand('deepwell.showNetworkActivity');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /request/i);
  });

  test('completions can be turned off and on', async () => {
    const isOn = (): unknown => vscode.workspace.getConfiguration('deepwell').get('completion.enabled');
    await vscode.commands.executeCommand('deepwell.toggleCompletions');
    assert.equal(isOn(), false);
    await vscode.commands.executeCommand('deepwell.toggleCompletions');
    assert.equal(isOn(), true);
  });

  test('reasoning in Markdown folds', async () => {
    const content = '# Chat\n<think>\nfirst\nsecond\n</think>\nanswer\n';
    const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' });
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(ranges.some(({ start, end }) => start === 1 && end === 4));
  });
});
