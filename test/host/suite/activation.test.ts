import assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('The extension in its host', () => {
  test('activates', async () => {
    const extension = vscode.extensions.getExtension('deepwell.deepwell');
    assert.ok(extension, 'deepwell.deepwell is not installed in this window');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('registers every command that its manifest contributes', async () => {
    const extension = vscode.extensions.getExtension('deepwell.deepwell');
    const manifest: { contributes: { commands: { command: string }[] } } = extension?.packageJSON;
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(contributed.includes('deepwell.explainSelection'));
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      contributed.filter(command => !registered.includes(command)),
      [],
    );
  });
});
