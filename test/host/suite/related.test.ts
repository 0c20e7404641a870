import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completionDocuments } from '../../../src/editor/completionProvider.ts';
import type { Snippet } from '../../../src/context/snippet.ts';
import { Exclusion } from '../../../src/editor/exclusion.ts';
import { RelatedSources } from '../../../src/editor/relatedSources.ts';
import { parseSettings } from '../../../src/shared/settings.ts';

const root = (): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, 'related');
};

const write = (name: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root(), name), new TextEncoder().encode(text));

/** Opened in a tab of its own that stays. */
async function show(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root(), name));
  return vscode.window.showTextDocument(document, { preview: false });
}

const exclusionWith = (raw: Readonly<Record<string, unknown>>): Exclusion =>
  new Exclusion(() => parseSettings(raw).settings);

/** Shows a document and waits for the set that is gathered for it. */
async function gathered(related: RelatedSources, name: string): Promise<readonly Snippet[]> {
  const { document } = await show(name);
  if (related.snippetsFor(document).length === 0)
    await new Promise<void>(resolve => {
      const listening = related.onDidChange(uri => {
        if (uri.toString() !== document.uri.toString()) return;
        listening.dispose();
        resolve();
      });
    });
  return related.snippetsFor(document);
}

const similar = 'export function priceOf(items, discount) {\n  return items.reduce(addPrice, discount);\n}\n';

suite('Code of other files in its host', () => {
  let related: RelatedSources;
  let exclusion: Exclusion;
  /** Of each set that was gathered, whether it was new. */
  let gatherings: unknown[];

  suiteSetup(async () => {
    await write('cart.ts', 'import { addPrice } from "./price";\n\nconst total = items.reduce(addPrice, discount);\n');
    await write('tab.ts', similar);
    await write(
      'price.ts',
      'export function addPrice(sum: number, item: Item): number {\n  return sum + item.price;\n}\n',
    );
    await write('id_rsa_copy.ts', similar);
    await write('hidden.ts', similar);
    await write('deep/.gitignore', 'out/\n');
    await write('deep/out/made.ts', similar);
    await write('deep/kept.ts', similar);
  });

  setup(() => {
    gatherings = [];
    exclusion = exclusionWith({ completionExclude: ['hidden.*'] });
    related = new RelatedSources({
      exclusion,
      documents: completionDocuments,
      budget: () => 1000,
      log: (event, facts) => void (event === 'related.gathered' && gatherings.push(facts?.['isNew'])),
      times: { quiet: 50, apart: 0 },
    });
  });

  teardown(async () => {
    related.dispose();
    exclusion.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('a similar open tab is gathered, an excluded one and a secret file are not', async () => {
    for (const name of ['hidden.ts', 'id_rsa_copy.ts', 'tab.ts']) await show(name);
    const snippets = await gathered(related, 'cart.ts');
    const similarTo = snippets.filter(({ text }) => text.includes('priceOf'));
    assert.deepEqual(similarTo, [{ path: 'related/tab.ts', text: similar }]);
  });

  test('the signature of what is imported comes first, its file is not shown', async () => {
    const definitions = vscode.languages.registerDefinitionProvider(
      { language: 'typescript' },
      {
        provideDefinition: (document, position) =>
          document.getText(document.getWordRangeAtPosition(position)) === 'addPrice'
            ? new vscode.Location(vscode.Uri.joinPath(root(), 'price.ts'), new vscode.Range(0, 0, 2, 1))
            : undefined,
      },
    );
    await show('tab.ts');
    const [first] = await gathered(related, 'cart.ts');
    definitions.dispose();
    assert.deepEqual(first, {
      path: 'related/price.ts',
      text: 'export function addPrice(sum: number, item: Item): number\n',
    });
    const shown = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(shown.toSorted(), ['cart.ts', 'tab.ts']);
  });

  test('what was just edited in another file is gathered, and stays the same while nothing else changes', async () => {
    const other = await show('deep/kept.ts');
    await other.edit(edit => edit.insert(new vscode.Position(0, 0), 'const fresh = thought();\n'));
    const snippets = await gathered(related, 'cart.ts');
    const { document } = await show('cart.ts');
    assert.ok(snippets.some(({ path, text }) => path === 'related/deep/kept.ts' && text.includes('fresh')));
    gatherings = [];
    await vscode.window.showTextDocument(other.document);
    await show('cart.ts');
    while (!gatherings.includes(false)) await new Promise(resolve => setTimeout(resolve, 20));
    assert.equal(related.snippetsFor(document), snippets);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('it is told why a document is excluded', async () => {
    const withGit = exclusionWith({ completionExclude: ['hidden.*'], completionExcludeGitIgnored: true });
    const why = async (name: string) => withGit.whyExcluded((await show(name)).document);
    assert.equal(await why('id_rsa_copy.ts'), 'secret');
    assert.equal(await why('hidden.ts'), 'setting');
    assert.equal(await why('deep/out/made.ts'), 'gitIgnored');
    // Until the .gitignore files have been read, a document counts as ignored.
    while ((await why('deep/kept.ts')) !== undefined) await new Promise(resolve => setTimeout(resolve, 20));
    assert.equal(await why('deep/out/made.ts'), 'gitIgnored');
    assert.equal(exclusion.whyExcluded((await show('deep/out/made.ts')).document), undefined);
    withGit.dispose();
  });
});
