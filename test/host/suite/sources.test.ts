import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { Exclusion } from '../../../src/editor/exclusion.ts';
import { changesIn } from '../../../src/editor/sources/changes.ts';
import { insertAtCursor, newFile } from '../../../src/editor/sources/codeBlocks.ts';
import { ContextSources } from '../../../src/editor/sources/contextSources.ts';
import { WorkspaceNames, placeNamed } from '../../../src/editor/sources/names.ts';
import { type GitRepository, untracked } from '../../../src/editor/sources/git.ts';
import { openNotes, remember } from '../../../src/editor/sources/notes.ts';
import type { Attachment } from '../../../src/prompt/attachments.ts';
import { parseSettings } from '../../../src/shared/settings.ts';

const { signal } = new AbortController();

const workspaceRoot = (): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri;
};

const at = (name: string): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), name);

const write = (name: string, text: string | Uint8Array): Thenable<void> =>
  vscode.workspace.fs.writeFile(at(name), typeof text === 'string' ? new TextEncoder().encode(text) : text);

const remove = async (name: string): Promise<void> =>
  vscode.workspace.fs.delete(at(name), { recursive: true }).then(undefined, () => undefined);

async function show(name: string, selection?: vscode.Range): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(at(name));
  return vscode.window.showTextDocument(document, { preview: false, ...(selection && { selection }) });
}

/** What was attached; a sentence instead is a failure. */
function attached(result: Attachment | { readonly problem: string } | undefined): Attachment {
  assert.ok(result !== undefined && 'id' in result, JSON.stringify(result));
  return result;
}

function problemOf(result: object | undefined): string {
  assert.ok(result !== undefined && 'problem' in result && typeof result.problem === 'string', JSON.stringify(result));
  return result.problem;
}

/** Asks again until something is there, for what the editor finds out in its own time. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const lines = (first: number, last: number): vscode.Range => new vscode.Range(first, 0, last, 0);

suite('What a question is about', () => {
  let sources: ContextSources;
  let exclusion: Exclusion;
  /** Questions that were asked, and what is answered. */
  let questions: string[];
  let answer: boolean;

  suiteSetup(async () => {
    await write('zoo/src/orderBook.ts', 'export class OrderBook {\r\n  add(): void {}\r\n}\r\n');
    await write('zoo/src/queue.ts', 'export const one = 1;\n\nexport const two = 2;\n');
    await write('zoo/src/cage/queueOfLions.ts', 'export const lions = 3;\n');
    await write('zoo/src/cage/same.ts', 'export {};\n');
    await write('zoo/src/same.ts', 'export {};\n');
    await write('zoo/node_modules/queueModule.ts', 'export {};\n');
    await write('zoo/.env', 'KEY=1\n');
    await write('zoo/server.key', 'key\n');
    await write('zoo/photo.png', 'PNG');
    await write('zoo/data.bin', Uint8Array.of(1, 0, 2, 0));
    await write('zoo/empty.ts', '\n');
    await write('zoo/large.txt', 'x'.repeat(1_000_001));
    await write('zoo/long.txt', 'x\n'.repeat(120_000));
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['zoo', '.deepwell', 'AGENTS.md', 'outside.txt']) await remove(name);
  });

  setup(() => {
    questions = [];
    answer = true;
    exclusion = new Exclusion(() => parseSettings({ completionExclude: ['**/same.ts'] }).settings);
    sources = new ContextSources({
      exclusion,
      ask: async question => {
        questions.push(question);
        return answer;
      },
    });
  });

  teardown(() => {
    sources.dispose();
    exclusion.dispose();
  });

  const attach = (id: string): ReturnType<ContextSources['attach']> => sources.attach(id, signal);
  const file = (name: string): ReturnType<ContextSources['attach']> => attach(`file:${at(name).toString()}`);

  test('a file is attached whole, with "\\n" only', async () => {
    const { label, path, languageId, text } = attached(await file('zoo/src/orderBook.ts'));
    assert.deepEqual(
      { label, path, languageId, text },
      {
        ...{ label: 'orderBook.ts', path: 'zoo/src/orderBook.ts', languageId: 'typescript' },
        text: 'export class OrderBook {\n  add(): void {}\n}\n',
      },
    );
    assert.deepEqual(questions, []);
  });

  test('what is not saved yet is attached as it stands in the editor', async () => {
    const { document } = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: 'draft', language: 'go' }),
    );
    const { text, languageId, path } = attached(await attach('currentFile'));
    assert.deepEqual([text, languageId, path], ['draft', 'go', document.uri.path]);
  });

  test('images, binary, huge, empty and missing files are refused with a sentence that names them', async () => {
    assert.match(problemOf(await file('zoo/photo.png')), /^Images cannot be read .*zoo\/photo\.png/);
    assert.match(problemOf(await file('zoo/data.bin')), /zoo\/data\.bin is not a text file/);
    assert.match(problemOf(await file('zoo/large.txt')), /zoo\/large\.txt is too large/);
    assert.match(problemOf(await file('zoo/long.txt')), /zoo\/long\.txt is too large/);
    assert.match(problemOf(await file('zoo/empty.ts')), /zoo\/empty\.ts is empty/);
    assert.match(problemOf(await file('zoo/gone.ts')), /zoo\/gone\.ts cannot be read/);
  });

  test('nothing is read from another computer, however it is addressed', async () => {
    const ids = [
      'file:http://127.0.0.1:1/x',
      'folder:https://127.0.0.1:1/x',
      'file:file://server/share/x.ts',
      'nonsense',
    ];
    for (const id of [...ids, 'symbol:http://127.0.0.1:1/x#0,0-1,0'])
      assert.match(problemOf(await attach(id)), /choose it again/);
  });

  test('a file that holds secrets or is excluded is attached only after a question that names it', async () => {
    answer = false;
    for (const name of ['zoo/.env', 'zoo/server.key', 'zoo/src/same.ts']) assert.equal(await file(name), undefined);
    assert.deepEqual(questions, ['Attach zoo/.env?', 'Attach zoo/server.key?', 'Attach zoo/src/same.ts?']);
    answer = true;
    assert.equal(attached(await file('zoo/.env')).text, 'KEY=1\n');
    assert.equal(questions.length, 4);
  });

  test('the selection is whole lines; without one a sentence says so', async () => {
    await show('zoo/src/queue.ts', lines(0, 1));
    const { label, text, kind } = attached(await attach('selection'));
    assert.deepEqual([label, text, kind], ['queue.ts:1', 'export const one = 1;', 'selection']);
    await show('zoo/src/queue.ts', lines(0, 0));
    assert.match(problemOf(await attach('selection')), /Nothing is selected/);
  });

  test('a folder is its files and what stands in them, without secrets and what is hidden', async () => {
    const { label, text } = attached(await attach(`folder:${at('zoo').toString()}`));
    assert.equal(label, 'zoo/');
    assert.match(text, /^Files:\n[^]*data\.bin\n[^]*src\/queue\.ts\n/);
    assert.match(text, /--- src\/orderBook\.ts ---\nexport class OrderBook \{\n/);
    assert.doesNotMatch(text, /\.env|server\.key|node_modules|KEY=1/);
  });

  test('problems come with place, severity and source', async () => {
    const collection = vscode.languages.createDiagnosticCollection('zoo');
    try {
      const { document } = await show('zoo/src/queue.ts');
      const wrong = new vscode.Diagnostic(new vscode.Range(2, 13, 2, 16), 'two is\nwrong');
      wrong.source = 'zoo';
      collection.set(document.uri, [wrong]);
      const { label, text } = attached(await attach('problems'));
      assert.match(label, /problems?$/);
      assert.match(text, /^zoo\/src\/queue\.ts:3:14 error two is wrong \[zoo\]$/m);
      const fixing = await sources.prepare('/fix', [], signal);
      assert.ok(fixing.kind === 'ask');
      assert.deepEqual(
        fixing.attachments.map(({ kind }) => kind).filter(kind => kind === 'problems'),
        ['problems'],
      );
    } finally {
      collection.dispose();
    }
  });

  test('a symbol is its lines, also where only the line of its name is known', async () => {
    const registered = registerZooSymbols();
    try {
      await write('zoo/animals.zoo', 'class Lion\n  roar\n  end\nend\nother\n');
      await show('zoo/animals.zoo');
      const offered = await sources.suggest('#roa', signal);
      const roar = offered.find(({ kind, label }) => kind === 'symbol' && label === 'Lion.roar');
      assert.ok(roar, JSON.stringify(offered));
      const { label, text, kind } = attached(await attach(roar.id));
      assert.deepEqual([label, text, kind], ['animals.zoo:2–3', '  roar\n  end', 'symbol']);
      const nameOnly = attached(await attach(`symbol:${at('zoo/animals.zoo').toString()}#0,6-0,10`));
      assert.equal(nameOnly.text, 'class Lion\n  roar\n  end\nend');
      const explaining = await sources.prepare('/explain', [], signal);
      assert.ok(explaining.kind === 'ask');
      assert.deepEqual(
        explaining.attachments.map(({ text: about }) => about),
        ['class Lion\n  roar\n  end\nend'],
      );
    } finally {
      registered.dispose();
    }
  });

  test('"#" offers the kinds first, and files by their letters, without those hidden by settings', async () => {
    const all = await sources.suggest('#', signal);
    assert.deepEqual(
      all.slice(0, 8).map(({ id }) => id),
      ['selection', 'currentFile', 'problems', 'terminal', 'changes', 'search', 'folder', 'notes'],
    );
    const offered = await sources.suggest('@queu', signal);
    assert.deepEqual(
      offered.filter(({ kind }) => kind === 'file').map(({ label, detail }) => `${detail}/${label}`),
      ['zoo/src/queue.ts', 'zoo/src/cage/queueOfLions.ts'],
    );
    assert.equal((await sources.suggest('#prob', signal))[0]?.id, 'problems');
    assert.deepEqual(await sources.suggest('queue', signal), []);
    const folders = await sources.suggest('#cage/', signal);
    assert.ok(
      folders.some(({ id }) => id === `folder:${at('zoo/src/cage').toString()}`),
      JSON.stringify(folders),
    );
  });

  test('a question for suggestions ends with its signal', async () => {
    const controller = new AbortController();
    const asked = sources.suggest('#queue', controller.signal);
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  test('files that are dropped are attached, and one sentence names what was refused', async () => {
    const names = ['zoo/src/queue.ts', 'zoo/photo.png', 'zoo/data.bin', 'zoo/src/cage', 'zoo/src/queue.ts'];
    const { attachments, problem } = await sources.dropped(
      [...names.map(name => at(name).toString()), 'http://example.com/a.ts'],
      signal,
    );
    assert.deepEqual(
      attachments.map(({ kind, path }) => `${kind} ${path}`),
      ['file zoo/src/queue.ts', 'folder zoo/src/cage/'],
    );
    assert.match(
      problem ?? '',
      /^Not attached: zoo\/photo\.png \(images cannot be read.*zoo\/data\.bin \(not a text file/,
    );
  });

  test('files from outside the workspace are dropped in only after one question', async () => {
    answer = false;
    const outside = ['file:///etc/hostname', 'file:///etc/hosts'];
    const { attachments, problem } = await sources.dropped(outside, signal);
    assert.deepEqual([attachments, questions.length], [[], 1]);
    assert.match(problem ?? '', /\/etc\/hostname \(you said no\)/);
    answer = true;
    assert.equal((await sources.dropped(outside, signal)).attachments.length, 2);
    assert.equal(questions.length, 2);
  });

  test('rules and notes stand with every question, and what is invisible in them is shown', async () => {
    await write('AGENTS.md', 'Use tabs.\r\nHid\u202eden\u{e0041}.\n');
    await write('.deepwell/rules.md', 'rule\n'.repeat(4000));
    await write('.deepwell/notes.md', ' \n');
    const [agents, rules, ...others] = await sources.standing(signal);
    assert.deepEqual(
      [agents?.kind, agents?.label, agents?.text],
      ['rules', 'AGENTS.md: contains invisible characters', 'Use tabs.\nHid⟨U+202E⟩den⟨U+E0041⟩.'],
    );
    assert.deepEqual([rules?.path, rules?.label], ['.deepwell/rules.md', 'rules.md: only its beginning']);
    assert.ok((rules?.text.length ?? 0) < 16_100 && rules?.text.includes('[cut here: '));
    assert.deepEqual(others, []);
    await write('AGENTS.md', 'Use spaces.');
    await eventually(async () => {
      const [first] = await sources.standing(signal);
      return first?.text === 'Use spaces.' ? first : undefined;
    });
  });

  test('what is to be remembered becomes a line of the notes, also in a file that is open with other line ends', async () => {
    await remove('.deepwell/notes.md');
    assert.match(problemOf(await attach('notes')), /no notes yet/);
    const first = await remember(' Tests run\nwith node. ', signal);
    assert.ok('uri' in first);
    const { document } = await show('.deepwell/notes.md');
    assert.equal(document.getText(), '# Notes\n\n- Tests run with node.\n');
    await write('.deepwell/notes.md', '# Notes\r\n\r\n- one');
    await eventually(async () => (document.getText().includes('- one') ? document : undefined));
    assert.ok('uri' in (await remember('two', signal)));
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    assert.equal(new TextDecoder().decode(bytes), '# Notes\r\n\r\n- one\r\n- two\r\n');
    assert.match(attached(await attach('notes')).text, /- one\n- two$/);
    assert.match(problemOf(await remember('  ', signal)), /what to remember/);
    await openNotes(signal);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, at('.deepwell/notes.md').path);
  });

  test('nothing is remembered through a link to another place', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await remove('.deepwell/notes.md');
    await write('outside.txt', 'mine\n');
    execFileSync('ln', ['-s', at('outside.txt').fsPath, at('.deepwell/notes.md').fsPath]);
    assert.match(problemOf(await remember('x', signal)), /link to another place/);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(at('outside.txt'))), 'mine\n');
    await remove('.deepwell/notes.md');
  });

  test('"/" offers commands and the person’s own prompts, which name and attach what they are about', async () => {
    await write(
      '.deepwell/prompts/find leaks.md',
      '---\ndescription: Find leaks\n---\nLeaks in {{selection}} of {{file}}?\u200b\n',
    );
    await write('.deepwell/prompts/fix.md', 'never offered');
    const offered = await sources.suggest('/f', signal);
    assert.deepEqual(
      offered.map(({ label, kind, detail }) => [label, kind, detail]),
      [
        ['/fix', 'command', 'Find the mistake and show the corrected code'],
        ['/find-leaks', 'prompt', 'Find leaks'],
      ],
    );
    await show('zoo/src/queue.ts', lines(2, 3));
    const text = 'Leaks in queue.ts:3 of zoo/src/queue.ts?⟨U+200B⟩';
    const asked = await sources.prepare('/find-leaks today', [], signal);
    assert.ok(asked.kind === 'ask', JSON.stringify(asked));
    assert.equal(asked.text, `${text}\n\ntoday`);
    assert.deepEqual(
      asked.attachments.map(({ kind }) => kind),
      ['selection', 'file'],
    );
    const chosen = await sources.promptText(offered[1]?.id ?? '', signal);
    assert.ok('text' in chosen);
    assert.equal(chosen.text, text);
  });

  test('a message that is no command is asked as it stands, and an unknown command is not sent', async () => {
    assert.deepEqual(await sources.prepare('Why?', [], signal), { kind: 'ask', text: 'Why?', attachments: [] });
    assert.deepEqual(await sources.prepare('/remember use tabs', [], signal), {
      ...{ kind: 'do', what: 'remember', rest: 'use tabs' },
    });
    const unknown = await sources.prepare('/nope', [], signal);
    assert.ok(unknown.kind === 'problem');
    assert.match(unknown.sentence, /no command \/nope/);
  });

  test('a command takes what is attached, otherwise the selection, otherwise the file', async () => {
    await show('zoo/src/queue.ts', lines(0, 1));
    const about = async (attachments: readonly Attachment[]): Promise<readonly string[]> => {
      const prepared = await sources.prepare('/tests with mocha', attachments, signal);
      assert.ok(prepared.kind === 'ask');
      assert.match(prepared.text, /^Write tests[^]*\n\nwith mocha$/);
      return prepared.attachments.map(({ label }) => label);
    };
    assert.deepEqual(await about([]), ['queue.ts:1']);
    assert.deepEqual(await about([attached(await file('zoo/src/orderBook.ts'))]), ['orderBook.ts']);
    await write('zoo/plain.txt', 'no symbols here\n');
    await show('zoo/plain.txt', lines(0, 0));
    assert.deepEqual(await about([]), ['plain.txt']);
  });

  test('the terminal’s selection is attached, and the clipboard is as it was', async () => {
    await vscode.env.clipboard.writeText('mine');
    assert.match(problemOf(await attach('terminal')), /Nothing is selected in the terminal/);
    const terminal = await terminalWith('lions roar');
    try {
      const { text, kind } = await eventually(async () => {
        await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
        const result = await attach('terminal');
        return result !== undefined && 'id' in result ? result : undefined;
      });
      assert.equal(kind, 'terminal');
      assert.match(text, /lions roar/);
      assert.equal(await vscode.env.clipboard.readText(), 'mine');
      // What is selected is what was on the clipboard before: it counts all the same.
      await vscode.env.clipboard.writeText(text);
      assert.equal(attached(await attach('terminal')).text, text);
      await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
      await vscode.env.clipboard.writeText('mine');
      assert.match(problemOf(await attach('terminal')), /Nothing is selected in the terminal/);
      assert.equal(await vscode.env.clipboard.readText(), 'mine');
    } finally {
      terminal.dispose();
    }
  });

  test('search results are attached whole, and the clipboard is as it was', async () => {
    await vscode.env.clipboard.writeText('mine');
    await vscode.commands.executeCommand('workbench.action.findInFiles', { query: 'lions = 3', triggerSearch: true });
    const { text } = await eventually(async () => {
      const result = await attach('search');
      return result !== undefined && 'id' in result ? result : undefined;
    });
    assert.match(text, /queueOfLions\.ts[^]*export const lions = 3;/);
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  test('Git changes are the differences to the last commit, staged or not, and the names of new files', async () => {
    await write('zoo/repository/kept.ts', 'one\n');
    await write('zoo/repository/staged.ts', 'three\n');
    await write('zoo/repository/.env', 'KEY=1\n');
    const repository = commandLineRepository(at('zoo/repository'));
    const { git } = repository;
    git('init', '-q');
    git('add', '.');
    const begun = await changesIn([repository], signal);
    assert.match(begun.text, /^\(new: zoo\/repository\/kept\.ts\)$/m);
    git('commit', '-qm', 'one');
    await assert.rejects(changesIn([repository], signal), { why: 'noChanges' });
    await write('zoo/repository/kept.ts', 'two\n');
    await write('zoo/repository/staged.ts', 'four\n');
    git('add', 'staged.ts');
    await write('zoo/repository/.env', 'KEY=2\n');
    await write('zoo/repository/new.ts', 'new\n');
    const { label, text, languageId } = await changesIn([repository], signal);
    assert.deepEqual([label, languageId], ['4 changed files', 'diff']);
    assert.match(text, /-one\n\+two/);
    assert.match(text, /-three\n\+four/);
    assert.match(text, /New or not shown:\n[^]*new\.ts/);
    assert.doesNotMatch(text, /KEY=/);
  });

  test('where no repository can be read, a sentence says so and nothing is asked', async () => {
    assert.match(problemOf(await attach('changes')), /No Git repository can be read here/);
    const commit = await sources.prepare('/commit', [], signal);
    assert.ok(commit.kind === 'problem');
    assert.match(commit.sentence, /No Git repository/);
  });

  test('a notebook is attached as code, with its prose as comments', async () => {
    const cells = [
      { cell_type: 'markdown', source: ['# Lions'], metadata: {} },
      { cell_type: 'code', source: ['roar = 1\n', 'roar'], metadata: {}, outputs: [], execution_count: null },
    ];
    const metadata = { language_info: { name: 'python' } };
    await write('zoo/lions.ipynb', JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    const { text, languageId, path } = attached(await file('zoo/lions.ipynb'));
    assert.deepEqual([text, languageId, path], ['# # Lions\n\nroar = 1\nroar\n\n', 'python', 'zoo/lions.ipynb']);
  });

  test('names that a model wrote are those of files inside the workspace, by path or by a name that is the only one', async () => {
    await write('outside.txt', 'mine\n');
    execFileSync('ln', ['-s', '/etc', at('zoo/etc').fsPath]);
    const names = new WorkspaceNames();
    const exist = ['zoo/src/queue.ts', 'orderBook.ts', 'src/queue.ts:3', 'zoo/src/same.ts#L1', 'orderBook.ts:2'];
    const missing = [
      'same.ts',
      'zoo/gone.ts',
      'zoo/src',
      '../outside.txt',
      '/etc/hosts',
      'zoo/etc/hosts',
      'zoo/../../x.ts',
    ];
    const resolved = await names.resolve([...exist, ...missing, '__proto__'], signal);
    assert.deepEqual(resolved, {
      ...Object.fromEntries(exist.map(name => [name, true])),
      ...Object.fromEntries(missing.map(name => [name, false])),
    });
    const place = await placeNamed('src/queue.ts:3', signal);
    assert.deepEqual([place?.uri.path, place?.range.start.line], [at('zoo/src/queue.ts').path, 2]);
    await write('zoo/gone.ts', 'here\n');
    await eventually(async () => ((await names.resolve(['zoo/gone.ts'], signal))['zoo/gone.ts'] ? true : undefined));
    await remove('zoo/etc');
    names.dispose();
  });

  test('names of symbols are those that the editor knows exactly', async () => {
    const registered = registerZooSymbols();
    const names = new WorkspaceNames();
    try {
      await write('zoo/animals.zoo', 'class Lion\n  roar\n  end\nend\nother\n');
      await show('zoo/animals.zoo');
      assert.deepEqual(await names.resolve(['roar()', 'Lion', 'Lion.roar', 'Tiger.roar', 'roa', 'elsewhere'], signal), {
        ...{ 'roar()': true, Lion: true, 'Lion.roar': true, 'Tiger.roar': false, roa: false, elsewhere: false },
      });
      assert.equal((await placeNamed('symbol:roar', signal))?.range.start.line, 1);
    } finally {
      names.dispose();
      registered.dispose();
    }
  });

  test('code is inserted at the cursor in one step, with the document’s line ends', async () => {
    await write('zoo/insert.ts', 'a();\r\nb();\r\n');
    const editor = await show('zoo/insert.ts', new vscode.Range(1, 0, 1, 4));
    assert.equal(await insertAtCursor(editor, 'one();\ntwo();'), undefined);
    assert.equal(editor.document.getText(), 'a();\r\none();\r\ntwo();\r\n');
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 6]);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'a();\r\nb();\r\n');
    assert.match((await insertAtCursor(undefined, 'x')) ?? '', /Open the file/);
  });

  test('code that cannot be inserted is told of', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('zoo-only', {
      provideTextDocumentContent: () => 'as it is\n',
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('zoo-only:/a.ts'));
      const editor = await vscode.window.showTextDocument(document);
      assert.match((await insertAtCursor(editor, 'x')) ?? '', /read-only/);
      assert.equal(document.getText(), 'as it is\n');
    } finally {
      provider.dispose();
    }
  });

  test('code becomes a new file in its language', async () => {
    await newFile('print(1)\n', 'py');
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual([document?.languageId, document?.isUntitled, document?.getText()], ['python', true, 'print(1)\n']);
    await newFile('x', 'no such language');
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'plaintext');
  });
});

/** A language whose files have a class Lion with a method roar on its second line. */
function registerZooSymbols(): vscode.Disposable {
  const { Class, Method } = vscode.SymbolKind;
  return vscode.languages.registerDocumentSymbolProvider(
    { pattern: '**/*.zoo' },
    {
      provideDocumentSymbols: () => {
        const lion = new vscode.DocumentSymbol('Lion', '', Class, lines(0, 4), new vscode.Range(0, 6, 0, 10));
        lion.children.push(
          new vscode.DocumentSymbol('roar(loud)', '', Method, lines(1, 3), new vscode.Range(1, 2, 1, 6)),
        );
        return [lion];
      },
    },
  );
}

/** A terminal that shows a text. */
async function terminalWith(text: string): Promise<vscode.Terminal> {
  const written = new vscode.EventEmitter<string>();
  const opened = Promise.withResolvers<void>();
  const terminal = vscode.window.createTerminal({
    name: 'zoo',
    pty: { onDidWrite: written.event, open: () => opened.resolve(), close: () => undefined },
  });
  terminal.show();
  await opened.promise;
  written.fire(`${text}\r\n`);
  return terminal;
}

/** A repository as the editor's Git extension shows it, which not every test host can start: by way of Git itself. */
function commandLineRepository(root: vscode.Uri): GitRepository & { readonly git: (...words: string[]) => string } {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', root.fsPath, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const modified = 5;
  const state = {
    HEAD: { commit: undefined as string | undefined },
    indexChanges: [],
    workingTreeChanges: [] as { uri: vscode.Uri; status: number }[],
    mergeChanges: [],
  };
  return {
    rootUri: root,
    state,
    git,
    status: async () => {
      state.HEAD.commit = git('rev-list', '-n', '1', '--all').trim() || undefined;
      state.workingTreeChanges = git('status', '--porcelain')
        .split('\n')
        .filter(line => line !== '')
        .map(line => ({
          uri: vscode.Uri.joinPath(root, line.slice(3)),
          status: line.startsWith('??') ? untracked : modified,
        }));
    },
    diffWith: async (ref, path) => git('diff', ref, '--', path),
  };
}
